"""Functions that make one value of all along some axes, and those that go along one. Rule: Keras's `reduce_shape`."""

from typing import Annotated, ClassVar

from pydantic import Field, PositiveFloat, PositiveInt, StrictInt

from archspec.catalogue.arguments import Axes
from archspec.catalogue.operation import Kind, refuse_kinds
from archspec.catalogue.ops.op import Axis, Op, own_axes, own_axis, promoted
from archspec.catalogue.shapes import Shape


class _Reduction(Op):
    """What reductions have in common. Without an axis Keras would reduce the batch as well: it must be given."""

    example: ClassVar[str] = "{axis: -1}"

    axis: Axes
    """The axes that are reduced."""
    keepdims: bool = False

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return promoted(kinds)

    def output_shape(self, shape: Shape) -> Shape:
        """Without the axes that are reduced, or with 1 in their places (`keepdims`)."""
        places = own_axes(self.axis, shape)
        if self.keepdims:
            return tuple(1 if place in places else size for place, size in enumerate(shape))
        return tuple(size for place, size in enumerate(shape) if place not in places)


class _Averaging(_Reduction):
    """What gives numbers with a fraction."""

    def result_kind(self, *kinds: Kind) -> Kind:
        super().result_kind(*kinds)
        return "float"


class _Finding(_Reduction):
    """What tells the place of a value along one axis."""

    axis: Axis

    def result_kind(self, *kinds: Kind) -> Kind:
        super().result_kind(*kinds)
        return "integer"


class _Deciding(_Reduction):
    """What joins truth values."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "float", "integer")
        return "boolean"


class Mean(_Averaging):
    """The mean along axes."""


class Sum(_Reduction):
    """The sum along axes."""


class Prod(_Reduction):
    """The product along axes."""


class Max(_Reduction):
    """The largest along axes."""


class Min(_Reduction):
    """The smallest along axes."""


class Std(_Averaging):
    """The standard deviation along axes."""


class Var(_Averaging):
    """The variance along axes."""


class Any(_Deciding):
    """Whether one along axes holds."""


class All(_Deciding):
    """Whether all along axes hold."""


class Logsumexp(_Averaging):
    """The logarithm of the sum of exponentials along axes."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "integer", "boolean")
        return "float"


class Norm(_Averaging):
    """The euclidean length of the vectors along an axis."""

    axis: Axis
    """The axis whose values make a vector."""


class Argmax(_Finding):
    """Where the largest along an axis is."""


class Argmin(_Finding):
    """Where the smallest along an axis is."""


class _Along(Op):
    """What goes along one axis and keeps the shape."""

    example: ClassVar[str] = "{axis: -1}"

    axis: Axis

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return promoted(kinds)

    def output_shape(self, shape: Shape) -> Shape:
        own_axis(self.axis, shape)
        return shape


class Cumsum(_Along):
    """Each value with all before it along an axis added."""


class Cumprod(_Along):
    """Each value multiplied by all before it along an axis."""


class Sort(_Along):
    """The values along an axis, the smallest first."""

    axis: Axis = -1


class Flip(_Along):
    """The values along an axis, the last first."""


class Normalize(_Along):
    """Vectors along an axis, each divided by its length."""

    axis: Axis = -1
    order: Annotated[StrictInt, Field(ge=1, description="a whole number from 1 up")] = 2
    epsilon: PositiveFloat | None = None
    """The least length that is divided by."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "integer", "boolean")
        return "float"


class Roll(Op):
    """The values moved along axes, those that leave at one end coming in at the other."""

    positional: ClassVar[tuple[str, ...]] = ("shift",)
    example: ClassVar[str] = "{shift: 4, axis: 1}"

    shift: Axes
    axis: Axes

    def output_shape(self, shape: Shape) -> Shape:
        own_axes(self.axis, shape)
        return shape


class Repeat(Op):
    """Each value along an axis several times in a row."""

    positional: ClassVar[tuple[str, ...]] = ("repeats",)
    example: ClassVar[str] = "{repeats: 2, axis: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64),)

    repeats: PositiveInt
    """How often each value comes."""
    axis: Axis

    def output_shape(self, shape: Shape) -> Shape:
        """Along `axis` the size times `repeats`."""
        place, size = own_axis(self.axis, shape), shape[own_axis(self.axis, shape)]
        return (*shape[:place], None if size is None else size * self.repeats, *shape[place + 1 :])


LAYERS = (
    *(Mean, Sum, Prod, Max, Min, Std, Var, Any, All, Logsumexp, Norm, Argmax, Argmin),
    *(Cumsum, Cumprod, Sort, Flip, Normalize, Roll, Repeat),
)
