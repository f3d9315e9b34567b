"""Convolutions of one to three spatial axes. Rules: Keras's `BaseConv` and `compute_conv_output_shape`."""

import math
from typing import ClassVar, Literal, Self

from pydantic import NonNegativeInt, PositiveInt, model_validator

from archspec.catalogue.arguments import Constraint, Initializer, Regularizer
from archspec.catalogue.layer import regularized
from archspec.catalogue.lora import check_lora, with_lora
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import (
    Shape,
    ShapeError,
    join_channels,
    known_channels,
    product,
    split_channels,
    window_sizes,
)
from archspec.catalogue.sliding import Sliding, refuse_strides_with_dilation


class Convolution(Sliding):
    """What Conv1D, Conv2D and Conv3D have in common."""

    groups: PositiveInt = 1
    kernel_initializer: Initializer = "glorot_uniform"
    kernel_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if self.filters % self.groups:
            raise ValueError(f"filters ({self.filters}) must be a multiple of groups ({self.groups})")
        refuse_strides_with_dilation(self)
        check_lora(self.lora_rank, kernel_constraint=self.kernel_constraint)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """`filters` channels; (size - window) // strides + 1 positions, or size / strides rounded up where padded."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        if known_channels(channels) % self.groups:
            raise ShapeError(f"has {self.groups} groups, which do not divide the {channels} channels of its input")
        spatial = window_sizes(spatial, self.extents(), self.steps(), self.padding)
        return regularized(join_channels(spatial, self.filters, self.data_format), self.activity_regularizer)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A kernel (*kernel_size, channels / groups, filters) and a bias (filters,)."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        depth = known_channels(channels) // self.groups
        kernel = self.weight("kernel", (*self.kernel(), depth, self.filters))
        made = (kernel, self.weight("bias", (self.filters,))) if self.use_bias else (kernel,)
        return with_lora(made, self.lora_rank)

    def multiply_adds(self, shape: Shape) -> int | None:
        """For each value that comes out, the kernel over the channels of its group."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        outputs = product(self.output_shape(shape))
        each = math.prod(self.kernel()) * known_channels(channels) // self.groups
        return None if outputs is None else outputs * each


class Conv1D(Convolution):
    """1D convolution over (length, channels)."""

    rank: ClassVar[int] = 1
    padding: Literal["valid", "same", "causal"] = "valid"


class Conv2D(Convolution):
    """2D convolution over (height, width, channels)."""

    rank: ClassVar[int] = 2


class Conv3D(Convolution):
    """3D convolution over (depth, height, width, channels)."""

    rank: ClassVar[int] = 3


LAYERS = (Conv1D, Conv2D, Conv3D)
