"""Pooling over all positions. Rule: Keras's `BaseGlobalPooling`."""

from typing import ClassVar

from archspec.catalogue.layer import Layer, whole
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import DataFormat, Shape, join_channels, split_channels


class GlobalPooling(Layer):
    """What global pooling layers have in common; with `keepdims` each spatial axis stays, with one position."""

    rank: ClassVar[int]

    data_format: DataFormat | None = None
    keepdims: bool = False

    def output_shape(self, shape: Shape) -> Shape:
        """(channels,), or with `keepdims` one position along each axis."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        return join_channels((1,) * self.rank if self.keepdims else (), channels, self.data_format)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        spatial, _ = split_channels(shape, self.rank, self.data_format)
        return whole(spatial)


class GlobalMaxPooling1D(GlobalPooling):
    """Takes the maximum over all of (length, channels), one for each channel."""

    rank: ClassVar[int] = 1


class GlobalMaxPooling2D(GlobalPooling):
    """Takes the maximum over all of (height, width, channels), one for each channel."""

    rank: ClassVar[int] = 2


class GlobalMaxPooling3D(GlobalPooling):
    """Takes the maximum over all of (depth, height, width, channels), one for each channel."""

    rank: ClassVar[int] = 3


class GlobalAveragePooling1D(GlobalPooling):
    """Takes the mean over all of (length, channels), one for each channel."""

    rank: ClassVar[int] = 1


class GlobalAveragePooling2D(GlobalPooling):
    """Takes the mean over all of (height, width, channels), one for each channel."""

    rank: ClassVar[int] = 2


class GlobalAveragePooling3D(GlobalPooling):
    """Takes the mean over all of (depth, height, width, channels), one for each channel."""

    rank: ClassVar[int] = 3


LAYERS = (
    *(GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D),
    *(GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalAveragePooling3D),
)
