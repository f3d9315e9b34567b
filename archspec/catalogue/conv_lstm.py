"""Long short-term memory whose matrices are convolutions. Rules: Keras's `ConvLSTM`; Shi et al. (2015)."""

import math
from typing import ClassVar, Self

from pydantic import model_validator

from archspec.catalogue.arguments import Activation
from archspec.catalogue.gates import check_forget_bias
from archspec.catalogue.layer import regularized, whole
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.recurrent import Recurrent
from archspec.catalogue.shapes import (
    Shape,
    ShapeError,
    axis_names,
    join_channels,
    known_channels,
    product,
    show,
    split_channels,
    window_sizes,
)
from archspec.catalogue.sliding import Sliding, refuse_strides_with_dilation

#: The input, forget and output gates, and what may enter the state.
_GATES = 4


class ConvLSTM(Recurrent, Sliding):
    """What ConvLSTM1D, 2D and 3D have in common."""

    activation: Activation | None = "tanh"
    recurrent_activation: Activation | None = "sigmoid"
    unit_forget_bias: bool = True

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_strides_with_dilation(self)
        check_forget_bias(self)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """The frame that a convolution gives, with `return_sequences` one for each step."""
        length, spatial, _ = self._split(shape)
        spatial = window_sizes(spatial, self.extents(), self.steps(), self.padding)
        frame = join_channels(spatial, self.filters, self.data_format)
        return regularized((length, *frame) if self.return_sequences else frame, self.activity_regularizer)

    def states(self, *shapes: Shape) -> tuple[Shape, ...]:
        _, spatial, _ = self._split(*shapes)
        spatial = window_sizes(spatial, self.extents(), self.steps(), self.padding)
        return (join_channels(spatial, self.filters, self.data_format),) * 2

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """For four gates a kernel for the input, one for the state, and a bias."""
        _, _, channels = self._split(shape)
        gates = _GATES * self.filters
        kernel = self.weight("kernel", (*self.kernel(), channels, gates))
        recurrent = self.weight("recurrent", (*self.kernel(), self.filters, gates), name="recurrent_kernel")
        return (kernel, recurrent, self.weight("bias", (gates,))) if self.use_bias else (kernel, recurrent)

    def multiply_adds(self, shape: Shape) -> int | None:
        """For each gate and step two convolutions, of the input and of the state, which has the size of the output.

        The rule is that of Keras's `ConvLSTMCell.call`; what gates then multiply value by value is not counted.
        """
        length, spatial, channels = self._split(shape)
        outputs = product(window_sizes(spatial, self.extents(), self.steps(), self.padding))
        each = math.prod(self.kernel()) * (channels + self.filters) * _GATES * self.filters
        return product((length, outputs, each))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """All steps; along a spatial axis one kernel for the input and one more for each step that the state takes."""
        length, _, _ = self._split(shape)
        return (*whole((length,)), *(self._window(axis, length) for axis in range(self.rank)))

    def _window(self, axis: int, length: int | None) -> Window:
        stride = self.steps()[axis]
        if length is None:
            return Window(None, stride)
        # The state is convolved without strides or dilation, on positions that are a stride apart.
        return Window(self.extents()[axis] + (length - 1) * (self.kernel()[axis] - 1) * stride, stride)

    def _split(self, shape: Shape) -> tuple[int | None, Shape, int]:
        if len(shape) != self.rank + 2:
            axes = axis_names(self.rank)
            names = ("channels", *axes) if self.data_format == "channels_first" else (*axes, "channels")
            raise ShapeError(f"needs an input of shape (steps, {', '.join(names)}), found {show(shape)}")
        length, *frame = shape
        spatial, channels = split_channels(tuple(frame), self.rank, self.data_format)
        if None in spatial:
            raise ShapeError(f"needs to know the size of its frames, found {show(shape)}")
        return length, spatial, known_channels(channels)


class ConvLSTM1D(ConvLSTM):
    """Convolutional long short-term memory over (steps, length, channels)."""

    rank: ClassVar[int] = 1
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64, 8),)


class ConvLSTM2D(ConvLSTM):
    """Convolutional long short-term memory over (steps, height, width, channels)."""

    rank: ClassVar[int] = 2
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 32, 32, 3),)


class ConvLSTM3D(ConvLSTM):
    """Convolutional long short-term memory over (steps, depth, height, width, channels)."""

    rank: ClassVar[int] = 3
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 16, 16, 16, 3),)


LAYERS = (ConvLSTM1D, ConvLSTM2D, ConvLSTM3D)
