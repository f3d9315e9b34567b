"""Upsampling."""

from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from archspec.catalogue.arguments import Sizes
from archspec.catalogue.layer import Layer, check_sizes
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import DataFormat, Shape, join_channels, split_channels, spread

#: How many input positions along an axis one output is made of, by interpolation.
EXTENTS = {"nearest": 1, "area": 1, "bilinear": 2, "bicubic": 4, "lanczos3": 6, "lanczos5": 10}


class UpSampling(Layer):
    """What upsampling layers have in common: each position becomes `size` positions along each axis."""

    rank: ClassVar[int]

    size: Sizes = 2

    @model_validator(mode="after")
    def _check_sizes(self) -> Self:
        if self.rank == 1 and not isinstance(self.size, int):
            raise ValueError(f"size must be one number, found {list(self.size)}")
        check_sizes(self.rank, size=self.size)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """Along each axis the size times `size`."""
        data_format = getattr(self, "data_format", None)  # Keras's 1D layer has none
        spatial, channels = split_channels(shape, self.rank, data_format)
        factors = zip(spatial, spread(self.size, self.rank), strict=True)
        sizes = tuple(None if size is None else size * factor for size, factor in factors)
        return join_channels(sizes, channels, data_format)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        extent = EXTENTS[getattr(self, "interpolation", "nearest")]
        return tuple(Window(extent, Fraction(1, factor)) for factor in spread(self.size, self.rank))


class UpSampling1D(UpSampling):
    """Repeats each position of (length, channels)."""

    rank: ClassVar[int] = 1


class UpSampling2D(UpSampling):
    """Enlarges (height, width, channels) by whole factors."""

    rank: ClassVar[int] = 2
    data_format: DataFormat | None = None
    interpolation: Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"] = "nearest"


class UpSampling3D(UpSampling):
    """Repeats each position of (depth, height, width, channels)."""

    rank: ClassVar[int] = 3
    data_format: DataFormat | None = None


LAYERS = (UpSampling1D, UpSampling2D, UpSampling3D)
