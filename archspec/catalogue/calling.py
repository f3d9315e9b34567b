"""The arguments of a layer's call, as Keras's `call` methods have them, beside the tensors it is called on."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from archspec.catalogue.operation import Kind
from archspec.catalogue.shapes import Shape, ShapeError, show


class CallField(NamedTuple):
    """One argument of a call.

    Args:
        takes: true or false, a tensor, or a list of tensors.
        doc: what it is for.
    """

    takes: Literal["flag", "tensor", "tensors"]
    doc: str


class Beside(NamedTuple):
    """A tensor that is given as an argument of a call."""

    shape: Shape
    kind: Kind


#: The tensors that are given to a call, by the argument.
Given = Mapping[str, tuple[Beside, ...]]

TRAINING = {"training": CallField("flag", "Whether it always does what it does in training, or never.")}
ATTENDING = {
    "use_causal_mask": CallField("flag", "Whether each position sees those before it alone."),
    "return_attention_scores": CallField("flag", "Whether the scores are a second result."),
}
ATTENTION_MASK = {"attention_mask": CallField("tensor", "Which key each query sees: truth values (queries, keys).")}
REVERSE = {"reverse": CallField("flag", "Whether each vector is compared with all rows of the table, for scores.")}
INITIAL_STATE = {"initial_state": CallField("tensors", "The state to begin with, in place of zeros.")}


def check_attention_mask(given: Given, scores: Shape) -> None:
    """Refuses a mask that does not say of each score whether it counts.

    Args:
        given: the tensors of the call.
        scores: the shape of the scores of one head, (queries, keys).

    Raises:
        ShapeError: it holds no truth values, or not one for each score.
    """
    for mask in given.get("attention_mask", ()):
        if mask.kind != "boolean":
            raise ShapeError("takes truth values as its attention_mask: a comparison gives some, as ops.cast does")
        fits = len(mask.shape) == len(scores) and all(
            size in (1, whole) for size, whole in zip(mask.shape, scores, strict=True)
        )
        if not fits:
            raise ShapeError(f"takes an attention_mask of {show(scores)}, found {show(mask.shape)}")


def check_state(given: Given, states: tuple[Shape, ...]) -> None:
    """Refuses a state to begin with that is none of a layer's.

    Raises:
        ShapeError: there are more or fewer tensors, or one has another shape or no numbers with a fraction.
    """
    state = given.get("initial_state")
    if state is None:
        return
    found, wanted = (", ".join(map(show, shapes)) for shapes in ([each.shape for each in state], states))
    if tuple(each.shape for each in state) != states:
        raise ShapeError(f"takes an initial_state of {wanted}, found {found}")
    if any(each.kind != "float" for each in state):
        raise ShapeError("takes numbers with a fraction as its initial_state: ops.cast makes some")
