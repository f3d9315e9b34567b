"""Pooling with a moving window. Rules: Keras's `BasePooling` and `compute_pooling_output_shape`."""

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from archspec.catalogue.arguments import Sizes
from archspec.catalogue.layer import Layer, check_sizes
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import DataFormat, Shape, join_channels, split_channels, spread, window_sizes


class Pooling(Layer):
    """What pooling layers have in common; `strides` is `pool_size` where silent."""

    rank: ClassVar[int]
    example: ClassVar[str] = "{pool_size: 2}"

    pool_size: Sizes
    strides: Sizes | None = None
    """How far the window moves at each step; pool_size where null."""
    padding: Literal["valid", "same"] = "valid"
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _check_sizes(self) -> Self:
        check_sizes(self.rank, pool_size=self.pool_size, strides=self._strides())
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """The same channels; (size - window) // strides + 1 positions, or size / strides rounded up where padded."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        extents, steps = zip(*self.windows(shape), strict=True)
        return join_channels(window_sizes(spatial, extents, steps, self.padding), channels, self.data_format)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return tuple(map(Window, spread(self.pool_size, self.rank), spread(self._strides(), self.rank)))

    def _strides(self) -> int | tuple[int, ...]:
        return self.pool_size if self.strides is None else self.strides


class MaxPooling1D(Pooling):
    """Takes the maximum in a window that moves over (length, channels)."""

    rank: ClassVar[int] = 1
    pool_size: Sizes = 2


class MaxPooling2D(Pooling):
    """Takes the maximum in a window that moves over (height, width, channels)."""

    rank: ClassVar[int] = 2
    pool_size: Sizes = 2


class MaxPooling3D(Pooling):
    """Takes the maximum in a window that moves over (depth, height, width, channels)."""

    rank: ClassVar[int] = 3
    pool_size: Sizes = 2


class AveragePooling1D(Pooling):
    """Takes the mean in a window that moves over (length, channels)."""

    rank: ClassVar[int] = 1


class AveragePooling2D(Pooling):
    """Takes the mean in a window that moves over (height, width, channels)."""

    rank: ClassVar[int] = 2


class AveragePooling3D(Pooling):
    """Takes the mean in a window that moves over (depth, height, width, channels)."""

    rank: ClassVar[int] = 3


LAYERS = (MaxPooling1D, MaxPooling2D, MaxPooling3D, AveragePooling1D, AveragePooling2D, AveragePooling3D)
