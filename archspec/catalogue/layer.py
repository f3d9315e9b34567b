"""What every layer of the catalogue is: an operation that may own weights, and that Keras names."""

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator
from pydantic.fields import FieldInfo

from archspec.catalogue.calling import TRAINING, CallField, Given
from archspec.catalogue.operation import Kind, Operation, Weight, Window, plain, refuse_kinds
from archspec.catalogue.shapes import Shape, ShapeError, show

Dtype = Literal["float16", "bfloat16", "float32", "float64", "mixed_float16", "mixed_bfloat16"]

#: What a layer does with whole numbers.
Integers = Literal["refused", "kept", "made fractions"]


class Layer(Operation):
    """The arguments of one Keras layer, and what follows from them."""

    is_layer: ClassVar[bool] = True
    #: What it does with whole numbers; most layers compute with fractions alone.
    integers: ClassVar[Integers] = "refused"

    trainable: bool = True
    dtype: Dtype | None = None

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        """The layer's arguments under Keras's names and in its order: what must be given first, what all take last."""
        own = {name: field for name, field in cls.model_fields.items() if name not in Layer.model_fields}
        own = dict(sorted(own.items(), key=lambda item: not item[1].is_required()))
        return {field.alias or name: field for name, field in (own | Layer.model_fields).items()}

    @classmethod
    def call_fields(cls) -> dict[str, CallField]:
        """The arguments of its call, beside the tensors it is called on."""
        return dict(TRAINING) if cls.has_training_mode else {}

    def check_call(self, given: Given, *shapes: Shape) -> None:
        """Refuses tensors that are no such arguments for a call on inputs of these shapes.

        Raises:
            ShapeError: one of them is of another shape or kind than it takes.
        """

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean", *(("integer",) if self.integers == "refused" else ()))
        return "integer" if self.integers == "kept" and set(kinds) == {"integer"} else "float"

    def weight(self, role: str, shape: Shape, *, name: str = "", trainable: bool = True) -> Weight:
        """The variable that the arguments `<role>_initializer`, `<role>_regularizer` and `<role>_constraint` are for.

        Raises:
            ShapeError: a size is unknown, or one of these arguments can't serve a variable of this shape.
        """
        sizes = tuple(size for size in shape if size is not None)
        if len(sizes) < len(shape):
            raise ShapeError(f"can't make its {name or role} of shape {show(shape)}: the input leaves a size open")
        given = self.model_fields_set
        for argument in (f"{role}_initializer", f"{role}_regularizer", f"{role}_constraint"):
            setting = getattr(self, argument) if argument in given else None
            misfit = setting.misfit(len(shape)) if setting else None
            if misfit:
                raise ShapeError(f"has a {name or role} of shape {show(shape)}, but its {argument} {misfit}")
        return Weight(name or role, sizes, trainable)


class NeverTrained(Layer):
    """A layer whose call in Keras takes no `trainable`."""

    @model_validator(mode="after")
    def _refuse_trainable(self) -> Self:
        if "trainable" in self.model_fields_set:
            raise ValueError("trainable is no argument of this layer in Keras")
        return self

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        return {name: field for name, field in super().argument_fields().items() if name != "trainable"}


def check_sizes(rank: int, **sizes: int | tuple[int, ...]) -> None:
    """Refuses an argument that gives not one size for each of `rank` axes.

    Raises:
        ValueError: naming the argument and what it holds.
    """
    for name, value in sizes.items():
        if isinstance(value, tuple) and len(value) != rank:
            raise ValueError(f"{name} must be one number or a list of {rank}, found {list(value)}")


def edges(rank: int, **argument: int | tuple[Any, ...]) -> tuple[tuple[int, int], ...]:
    """What the one argument given by name adds or cuts (before, after) along each of `rank` axes.

    In 1D a list of two is (before, after); beyond, it holds one entry for each axis.

    Raises:
        ValueError: it is a list of another length.
    """
    [(name, value)] = argument.items()
    if isinstance(value, int):
        return ((value, value),) * rank
    entries = (value,) if rank == 1 else value
    if len(entries) != rank or (rank == 1 and [type(item) for item in value] != [int, int]):
        form = "[before, after]" if rank == 1 else f"a list of {rank}"
        raise ValueError(f"{name} must be one number or {form}, found {plain(value)}")
    return tuple((entry, entry) if isinstance(entry, int) else entry for entry in entries)


def regularized(output: Shape, regularizer: Any) -> Shape:
    """The shape `output`, which a layer's `activity_regularizer` must be able to take.

    Raises:
        ShapeError: it can't.
    """
    misfit = regularizer.misfit(len(output) + 1) if regularizer else None
    if misfit:
        raise ShapeError(f"gives {show(output)}, batch not counted, but its activity_regularizer {misfit}")
    return output


def whole(sizes: Shape) -> tuple[Window, ...]:
    """The windows of a layer all of whose outputs may see all positions of its input."""
    return tuple(Window(size, 0) for size in sizes)


def reshaped(shape: Shape, target: Shape) -> tuple[Window, ...]:
    """The windows of what reads the same values in another shape: at most all, but for leading axes that stay."""
    kept = 0
    while kept < min(len(shape) - 1, len(target)) and shape[kept] == target[kept]:
        kept += 1
    return (Window(1, 1),) * kept + whole(shape[kept:-1])


def reordered(shape: Shape, order: Sequence[int]) -> tuple[Window, ...]:
    """The windows of what puts axes into an order, counted from 0: at most the whole of each that moves."""
    moved = zip(order[:-1], whole(shape[:-1]), strict=True)
    return tuple(Window(1, 1) if axis == place else window for place, (axis, window) in enumerate(moved))
