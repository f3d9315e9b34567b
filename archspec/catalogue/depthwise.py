"""Convolutions that treat each channel on its own. Rules: Keras's `BaseDepthwiseConv`."""

import math
from typing import ClassVar, Literal, Self

from pydantic import PositiveInt, model_validator

from archspec.catalogue.arguments import Activation, Constraint, Initializer, Regularizer, Sizes
from archspec.catalogue.layer import Layer, check_sizes, regularized
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import (
    DataFormat,
    Shape,
    dilated,
    join_channels,
    known_channels,
    product,
    split_channels,
    spread,
    window_sizes,
)


class DepthwiseConvolution(Layer):
    """What DepthwiseConv1D and DepthwiseConv2D have in common: `depth_multiplier` filters for each channel."""

    rank: ClassVar[int]
    counts_depth: ClassVar[bool] = True
    example: ClassVar[str] = "{kernel_size: 3}"

    kernel_size: Sizes
    strides: Sizes = 1
    padding: Literal["valid", "same"] = "valid"
    depth_multiplier: PositiveInt = 1
    data_format: DataFormat | None = None
    dilation_rate: Sizes = 1
    activation: Activation | None = None
    use_bias: bool = True
    depthwise_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    depthwise_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    depthwise_constraint: Constraint = None
    bias_constraint: Constraint = None

    @model_validator(mode="after")
    def _check_sizes(self) -> Self:
        check_sizes(self.rank, kernel_size=self.kernel_size, strides=self.strides, dilation_rate=self.dilation_rate)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """As many channels times `depth_multiplier`; along each axis as by a convolution."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        extents, steps = zip(*self.windows(shape), strict=True)
        spatial = window_sizes(spatial, extents, steps, self.padding)
        output = join_channels(spatial, known_channels(channels) * self.depth_multiplier, self.data_format)
        return regularized(output, self.activity_regularizer)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A kernel (*kernel_size, channels, depth_multiplier) and a bias."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        depth = known_channels(channels)
        sizes = (*spread(self.kernel_size, self.rank), depth, self.depth_multiplier)
        kernel = self.weight("depthwise", sizes, name="kernel")
        return (kernel, self.weight("bias", (depth * self.depth_multiplier,))) if self.use_bias else (kernel,)

    def multiply_adds(self, shape: Shape) -> int | None:
        """For each value that comes out, the kernel."""
        outputs = product(self.output_shape(shape))
        return None if outputs is None else outputs * math.prod(spread(self.kernel_size, self.rank))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        extents = dilated(spread(self.kernel_size, self.rank), spread(self.dilation_rate, self.rank))
        return tuple(map(Window, extents, spread(self.strides, self.rank)))


class DepthwiseConv1D(DepthwiseConvolution):
    """1D convolution of each channel of (length, channels) on its own."""

    rank: ClassVar[int] = 1


class DepthwiseConv2D(DepthwiseConvolution):
    """2D convolution of each channel of (height, width, channels) on its own."""

    rank: ClassVar[int] = 2


LAYERS = (DepthwiseConv1D, DepthwiseConv2D)
