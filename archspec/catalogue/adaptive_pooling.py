"""Pooling to a given number of positions. Rule: Keras's `BaseAdaptivePooling`."""

from fractions import Fraction
from typing import ClassVar, Self

from pydantic import model_validator

from archspec.catalogue.arguments import Sizes
from archspec.catalogue.layer import Layer, check_sizes
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import (
    DataFormat,
    Shape,
    ShapeError,
    axis_names,
    ceil_divide,
    join_channels,
    known_sizes,
    split_channels,
    spread,
)


class AdaptivePooling(Layer):
    """What adaptive pooling layers have in common: each of `output_size` positions pools its share of the input."""

    rank: ClassVar[int]
    example: ClassVar[str] = "{output_size: 8}"

    output_size: Sizes
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _check_sizes(self) -> Self:
        check_sizes(self.rank, output_size=self.output_size)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """`output_size` positions along each axis; the same channels."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        counts = spread(self.output_size, self.rank)
        for size, count, name in zip(known_sizes(spatial), counts, axis_names(self.rank), strict=True):
            if 1 in (size, count):
                raise ShapeError(
                    f"can't make {count} of a {name} of {size}: where either is 1, Keras pools with a window that is "
                    "larger than the input"
                )
        return join_channels(counts, channels, self.data_format)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """Position i of m sees from floor(i n / m) to ceil((i + 1) n / m) of n; the one that sees most counts."""
        spatial, _ = split_channels(shape, self.rank, self.data_format)
        pairs = zip(known_sizes(spatial), spread(self.output_size, self.rank), strict=True)
        return tuple(Window(_reach(size, output), Fraction(size, output)) for size, output in pairs)


def _reach(size: int, output: int) -> int:
    share = Fraction(size, output)
    return ceil_divide(share.numerator - 1, share.denominator) + 1


class AdaptiveAveragePooling1D(AdaptivePooling):
    """Takes means over shares of (length, channels), so many that `output_size` positions come out."""

    rank: ClassVar[int] = 1


class AdaptiveAveragePooling2D(AdaptivePooling):
    """Takes means over shares of (height, width, channels), so many that `output_size` positions come out."""

    rank: ClassVar[int] = 2


class AdaptiveAveragePooling3D(AdaptivePooling):
    """Takes means over shares of (depth, height, width, channels), so many that `output_size` positions come out."""

    rank: ClassVar[int] = 3


class AdaptiveMaxPooling1D(AdaptivePooling):
    """Takes maxima over shares of (length, channels), so many that `output_size` positions come out."""

    rank: ClassVar[int] = 1


class AdaptiveMaxPooling2D(AdaptivePooling):
    """Takes maxima over shares of (height, width, channels), so many that `output_size` positions come out."""

    rank: ClassVar[int] = 2


class AdaptiveMaxPooling3D(AdaptivePooling):
    """Takes maxima over shares of (depth, height, width, channels), so many that `output_size` positions come out."""

    rank: ClassVar[int] = 3


LAYERS = (
    *(AdaptiveAveragePooling1D, AdaptiveAveragePooling2D, AdaptiveAveragePooling3D),
    *(AdaptiveMaxPooling1D, AdaptiveMaxPooling2D, AdaptiveMaxPooling3D),
)
