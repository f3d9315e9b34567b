"""Separable convolutions: a depthwise one, then one of size 1 that mixes channels. Rules: `BaseSeparableConv`."""

import math
from typing import ClassVar

from pydantic import PositiveInt

from archspec.catalogue.arguments import Constraint, Initializer, Regularizer
from archspec.catalogue.layer import regularized
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape, join_channels, known_channels, product, split_channels, window_sizes
from archspec.catalogue.sliding import Sliding


class SeparableConvolution(Sliding):
    """What SeparableConv1D and SeparableConv2D have in common."""

    depth_multiplier: PositiveInt = 1
    depthwise_initializer: Initializer = "glorot_uniform"
    pointwise_initializer: Initializer = "glorot_uniform"
    depthwise_regularizer: Regularizer = None
    pointwise_regularizer: Regularizer = None
    depthwise_constraint: Constraint = None
    pointwise_constraint: Constraint = None

    def output_shape(self, shape: Shape) -> Shape:
        """`filters` channels; (size - window) // strides + 1 positions, or size / strides rounded up where padded."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        known_channels(channels)
        spatial = window_sizes(spatial, self.extents(), self.steps(), self.padding)
        return regularized(join_channels(spatial, self.filters, self.data_format), self.activity_regularizer)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A kernel for each channel, a kernel that mixes the channels, and a bias."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        depth = known_channels(channels)
        between = depth * self.depth_multiplier
        kernels = (
            self.weight("depthwise", (*self.kernel(), depth, self.depth_multiplier), name="depthwise_kernel"),
            self.weight("pointwise", (*(1,) * self.rank, between, self.filters), name="pointwise_kernel"),
        )
        return (*kernels, self.weight("bias", (self.filters,))) if self.use_bias else kernels

    def multiply_adds(self, shape: Shape) -> int | None:
        """Those of the convolution of each channel alone, and of the one that mixes them."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        spatial, _ = split_channels(self.output_shape(shape), self.rank, self.data_format)
        positions = product(spatial)
        each = known_channels(channels) * self.depth_multiplier * (math.prod(self.kernel()) + self.filters)
        return None if positions is None else positions * each


class SeparableConv1D(SeparableConvolution):
    """Separable 1D convolution over (length, channels)."""

    rank: ClassVar[int] = 1


class SeparableConv2D(SeparableConvolution):
    """Separable 2D convolution over (height, width, channels)."""

    rank: ClassVar[int] = 2


LAYERS = (SeparableConv1D, SeparableConv2D)
