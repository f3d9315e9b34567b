"""Transposed convolutions. Rules: Keras's `BaseConvTranspose` and `compute_conv_transpose_output_shape`."""

import math
from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import Field, NonNegativeInt, Strict, model_validator

from archspec.catalogue.arguments import Constraint, Initializer, Regularizer
from archspec.catalogue.layer import check_sizes, regularized
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import (
    Shape,
    ShapeError,
    axis_names,
    ceil_divide,
    join_channels,
    known_channels,
    product,
    split_channels,
    spread,
)
from archspec.catalogue.sliding import Sliding, refuse_strides_with_dilation


class TransposedConvolution(Sliding):
    """What Conv1DTranspose, Conv2DTranspose and Conv3DTranspose have in common."""

    output_padding: Annotated[
        NonNegativeInt | Annotated[tuple[NonNegativeInt, ...], Strict(False)] | None,
        Field(description="a whole number, or a list of one for each axis"),
    ] = None
    kernel_initializer: Initializer = "glorot_uniform"
    kernel_regularizer: Regularizer = None
    kernel_constraint: Constraint = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_strides_with_dilation(self)
        if self.output_padding is not None:
            check_sizes(self.rank, output_padding=self.output_padding)
            for padding, step in zip(spread(self.output_padding, self.rank), self.steps(), strict=True):
                if padding >= step:
                    raise ValueError(f"output_padding ({padding}) must be smaller than strides ({step})")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """`filters` channels; size * strides positions, and without padding the rest of the window."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        known_channels(channels)
        paddings = (None,) * self.rank if self.output_padding is None else spread(self.output_padding, self.rank)
        sizes = tuple(map(self._size, spatial, self.extents(), self.steps(), paddings))
        if 0 in sizes:
            raise ShapeError(f"leaves nothing of a {axis_names(self.rank)[sizes.index(0)]} of 1")
        return regularized(join_channels(sizes, self.filters, self.data_format), self.activity_regularizer)

    def _size(self, size: int | None, extent: int, step: int, padding: int | None) -> int | None:
        if size is None:
            return None
        if self.padding == "valid":
            return (size - 1) * step + extent + (max(0, step - extent) if padding is None else padding)
        return size * step if padding is None else (size - 1) * step + extent % 2 + padding

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A kernel (*kernel_size, filters, channels) and a bias (filters,)."""
        _, channels = split_channels(shape, self.rank, self.data_format)
        kernel = self.weight("kernel", (*self.kernel(), self.filters, channels))
        return (kernel, self.weight("bias", (self.filters,))) if self.use_bias else (kernel,)

    def multiply_adds(self, shape: Shape) -> int | None:
        """Each input value is multiplied with the whole kernel, what lands outside the output included."""
        inputs = product(shape)
        return None if inputs is None else inputs * math.prod(self.kernel()) * self.filters

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return tuple(
            Window(ceil_divide(extent, step), Fraction(1, step))
            for extent, step in zip(self.extents(), self.steps(), strict=True)
        )


class Conv1DTranspose(TransposedConvolution):
    """Transposed 1D convolution over (length, channels)."""

    rank: ClassVar[int] = 1


class Conv2DTranspose(TransposedConvolution):
    """Transposed 2D convolution over (height, width, channels)."""

    rank: ClassVar[int] = 2


class Conv3DTranspose(TransposedConvolution):
    """Transposed 3D convolution over (depth, height, width, channels)."""

    rank: ClassVar[int] = 3


LAYERS = (Conv1DTranspose, Conv2DTranspose, Conv3DTranspose)
