"""Layers that prepare data, and the one that does nothing."""

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, Strict, model_validator

from archspec.catalogue.arguments import Axes
from archspec.catalogue.layer import Integers, Layer
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape, ShapeError, show, sizes_at, stretches

_Row = Annotated[tuple[float, ...], Strict(False), Field(min_length=1)]


def _check_table(rows: tuple[tuple[float, ...], ...]) -> tuple[tuple[float, ...], ...]:
    if len({len(row) for row in rows}) > 1:
        raise ValueError(f"rows must have one length, found {[len(row) for row in rows]}")
    return rows


_Table = Annotated[tuple[_Row, ...], Strict(False), Field(min_length=1), AfterValidator(_check_table)]
#: A number, or as many as the axes they are for have positions, in as many levels of lists as there are axes.
Numbers = Annotated[float | _Row | _Table, Field(description="a number, or a list of them")]


def _shape_of(numbers: float | tuple) -> tuple[int, ...]:
    if not isinstance(numbers, tuple):
        return ()
    return (len(numbers), *_shape_of(numbers[0]))


class Rescaling(Layer):
    """Multiplies by `scale` and adds `offset`."""

    integers: ClassVar[Integers] = "made fractions"
    example: ClassVar[str] = "{scale: 2.0, offset: -1.0}"

    scale: Numbers
    """What is multiplied with."""
    offset: Numbers = 0.0

    def output_shape(self, shape: Shape) -> Shape:
        for name, numbers in (("scale", self.scale), ("offset", self.offset)):
            if not stretches(_shape_of(numbers), (1, *shape)):
                raise ShapeError(f"has {name} of shape {show(_shape_of(numbers))}, which does not fit {show(shape)}")
        return shape


class Normalization(Layer):
    """Subtracts the mean and divides by the standard deviation of data it was adapted to, or of those given."""

    integers: ClassVar[Integers] = "made fractions"

    axis: Axes | None = -1
    """The axes along which each position is normalized by itself."""
    mean: Numbers | None = None
    variance: Numbers | None = None
    invert: bool = False
    """Whether it multiplies and adds instead, which undoes it."""

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if (self.mean is None) != (self.variance is None):
            raise ValueError("mean and variance must be given both or neither")
        if self.mean is None or self.variance is None:
            return self
        shape, other = _shape_of(self.mean), _shape_of(self.variance)
        if shape != other:
            raise ValueError(f"mean and variance must have one shape, found {show(shape)} and {show(other)}")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        kept = self._kept(shape)
        if self.mean is not None and not stretches(_shape_of(self.mean), kept):
            raise ShapeError(f"has mean of shape {show(_shape_of(self.mean))} for axes of {show(kept)}")
        return shape

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """Mean, variance and count of data, not trained; none where mean and variance are given."""
        if self.mean is not None:
            return ()
        kept = self._kept(shape)
        return (Weight("mean", kept, False), Weight("variance", kept, False), Weight("count", (), False))

    def _kept(self, shape: Shape) -> tuple[int, ...]:
        axes = () if self.axis is None else (self.axis,) if isinstance(self.axis, int) else self.axis
        rank = len(shape) + 1
        kept = sizes_at(shape, tuple(sorted(axis % rank if -rank <= axis < rank else axis for axis in axes)))
        if None in kept:
            raise ShapeError(f"needs to know the sizes along its axes, which are {show(kept)} here, batch included")
        return tuple(size for size in kept if size is not None)


class Identity(Layer):
    """Passes its input on."""

    integers: ClassVar[Integers] = "kept"


LAYERS = (Rescaling, Normalization, Identity)
