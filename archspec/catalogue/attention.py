"""Attention of one tensor to another without projections. Rules: Keras's `Attention` and `AdditiveAttention`."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from archspec.catalogue.arguments import Rate
from archspec.catalogue.calling import ATTENDING, CallField
from archspec.catalogue.layer import Layer, whole
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import Shape, ShapeError, product, show, total


class _Attention(Layer):
    """What the two layers have in common, which take a list: query, value and, where it is not the value, the key."""

    arity: ClassVar[int | None] = None
    has_training_mode: ClassVar[bool] = True
    decides_results: ClassVar[tuple[str, ...]] = ("return_attention_scores",)
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64), (20, 64))

    dropout: Rate = 0.0
    """The share of the attention that is dropped in training."""
    seed: int | None = None

    def output_shape(self, *shapes: Shape) -> Shape:
        """That of the query, with the channels of the value."""
        query, value, key = _named(shapes)
        if not self._meet(query[-1], key[-1]):
            raise ShapeError(f"can't compare a query of shape {show(query)} with a key of shape {show(key)}")
        if not _same(key[-2], value[-2]):
            raise ShapeError(f"needs a key for each value, found {show(key)} and {show(value)}")
        for name, shape in (("value", value), ("key", key)):
            if not all(map(_stretches, shape[:-2], query[:-2])):
                raise ShapeError(f"can't lay a {name} of shape {show(shape)} over a query of shape {show(query)}")
        return (*query[:-1], value[-1])

    @classmethod
    def call_fields(cls) -> dict[str, CallField]:
        return super().call_fields() | ATTENDING

    @classmethod
    def gives_several(cls, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> bool:  # noqa: ARG003
        return call.get("return_attention_scores") is True

    def call_results(self, flags: Mapping[str, Any], *shapes: Shape) -> tuple[Shape, ...]:
        if not flags.get("return_attention_scores"):
            return self.results(*shapes)
        query, value, _ = _named(shapes)
        return (*self.results(*shapes), (*query[:-1], value[-2]))

    def _meet(self, query: int | None, key: int | None) -> bool:
        """Whether a query and a key with so many channels can be compared."""
        return _same(query, key) or 1 in (query, key)

    def windows(self, *shapes: Shape) -> tuple[Window, ...]:
        """Each position of the query meets all positions of the value."""
        _, value, _ = _named(shapes)
        return (*(Window(1, 1) for _ in value[:-2]), *whole(value[-2:-1]))


class Attention(_Attention):
    """Means of the values, weighed by the dot products of query and key (Luong et al. 2015)."""

    use_scale: bool = False
    score_mode: Literal["dot", "concat"] = "dot"

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """One number `scale` with `use_scale`, and one for score_mode: concat."""
        _named(shapes)
        scale = (self.weight("scale", ()),) if self.use_scale else ()
        return scale if self.score_mode == "dot" else (*scale, self.weight("concat_score_weight", ()))

    def multiply_adds(self, *shapes: Shape) -> int | None:
        """The scores, which multiply nothing where they are sums (`concat`), and the weighted sum of the values."""
        query, value, key = _named(shapes)
        scored = key[-1:] if self.score_mode == "dot" else (0,)
        return total((product((*query[:-1], key[-2], *scored)), product((*query[:-1], *value[-2:]))))

    def _meet(self, query: int | None, key: int | None) -> bool:
        return _same(query, key) if self.score_mode == "dot" else super()._meet(query, key)


class AdditiveAttention(_Attention):
    """Means of the values, weighed by a learned product with tanh(query + key) (Bahdanau et al. 2015)."""

    use_scale: bool = True

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """`scale`, a number for each channel of the query, with `use_scale`."""
        query, _, _ = _named(shapes)
        return (self.weight("scale", query[-1:]),) if self.use_scale else ()

    def multiply_adds(self, *shapes: Shape) -> int | None:
        """The product of `scale`, Bahdanau's v, with each sum of query and key; the weighted sum of the values."""
        query, value, key = _named(shapes)
        channels = key[-1] if query[-1] == 1 else query[-1]
        scored = channels if self.use_scale else 0
        return total((product((*query[:-1], key[-2], scored)), product((*query[:-1], *value[-2:]))))


def _named(shapes: tuple[Shape, ...]) -> tuple[Shape, Shape, Shape]:
    """The shapes of query, value and key.

    Raises:
        ShapeError: there are too few or too many, or one has not the axes that attention needs.
    """
    if len(shapes) not in (2, 3):
        raise ShapeError(f"needs 2 or 3 inputs (query, value and maybe key), found {len(shapes)}")
    if len(shapes[0]) < 2 or len({len(shape) for shape in shapes}) > 1:
        raise ShapeError(f"needs inputs of shape (..., length, channels), found {', '.join(map(show, shapes))}")
    return shapes[0], shapes[1], shapes[-1]


def _same(left: int | None, right: int | None) -> bool:
    """Whether two sizes are one, or may turn out to be."""
    return left == right or None in (left, right)


def _stretches(size: int | None, over: int | None) -> bool:
    return size == 1 or _same(size, over)


LAYERS = (Attention, AdditiveAttention)
