"""Layers that go along time with a state: SimpleRNN, LSTM and GRU. Rules: Keras's `RNN` and its cells."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from archspec.catalogue.arguments import Activation, Constraint, Initializer, Rate, Regularizer
from archspec.catalogue.calling import INITIAL_STATE, CallField, Given, check_state
from archspec.catalogue.layer import Layer, regularized, shared
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import Shape, known_channels, product, split_channels

UseCudnn = Annotated[bool | Literal["auto"], Field(description="'auto' or false")]


#: Gates of an LSTM, whose state is what it gave and what its cell holds.
_WITH_A_CELL = 4


class Recurrent(Layer):
    """What layers have in common that take one position after the other and keep a state."""

    counts_depth: ClassVar[bool] = True
    decides_results: ClassVar[tuple[str, ...]] = ("return_state",)
    has_training_mode: ClassVar[bool] = True

    activation: Activation | None = "tanh"
    use_bias: bool = True
    """Whether learned numbers are added in the gates."""
    kernel_initializer: Initializer = "glorot_uniform"
    recurrent_initializer: Initializer = "orthogonal"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    recurrent_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: Rate = 0.0
    """The share of what goes in that is dropped in training."""
    recurrent_dropout: Rate = 0.0
    seed: int | None = None
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    zero_output_for_mask: bool = False

    @classmethod
    def call_fields(cls) -> dict[str, CallField]:
        return super().call_fields() | INITIAL_STATE

    @classmethod
    def gives_several(cls, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> bool:  # noqa: ARG003
        return arguments.get("return_state") is True

    def check_call(self, given: Given, *shapes: Shape) -> None:
        check_state(given, self.states(*shapes))

    def results(self, *shapes: Shape) -> tuple[Shape, ...]:
        output = self.output_shape(*shapes)
        return (output, *self.states(*shapes)) if self.return_state else (output,)

    def states(self, *shapes: Shape) -> tuple[Shape, ...]:
        """The shapes of the tensors that it keeps from one position to the next."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _refuse_what_no_spec_can_say(self) -> Self:
        if self.stateful:
            raise ValueError("stateful needs a batch of one fixed size, which a spec leaves open")
        return self


class _Units(Layer):
    """The argument that comes before all others."""

    units: PositiveInt


class _Recurrent(Recurrent, _Units):
    """What SimpleRNN, LSTM and GRU have in common: matrices that make `gates` vectors of the input and the state."""

    gates: ClassVar[int]
    example: ClassVar[str] = "{units: 64}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20, 32),)

    def output_shape(self, shape: Shape) -> Shape:
        """(length, units) with `return_sequences`, else (units,)."""
        [length], channels = split_channels(shape, 1, None)
        known_channels(channels)
        output = (length, self.units) if self.return_sequences else (self.units,)
        return regularized(output, self.activity_regularizer)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """For each gate a kernel for the input, one for the state, and a bias."""
        gates = self.gates * self.units
        kernel = self.weight("kernel", (shape[-1], gates))
        recurrent = self.weight("recurrent", (self.units, gates), name="recurrent_kernel")
        return (kernel, recurrent, self.weight("bias", self._bias())) if self.use_bias else (kernel, recurrent)

    def states(self, *shapes: Shape) -> tuple[Shape, ...]:
        return ((self.units,),) * (2 if self.gates == _WITH_A_CELL else 1)

    def _bias(self) -> Shape:
        return (self.gates * self.units,)

    def multiply_adds(self, shape: Shape) -> int | None:
        """At each position the input meets the kernel and the state the recurrent kernel (the cells' `call`).

        What gates then multiply value by value is not counted, as nowhere.
        """
        [length], channels = split_channels(shape, 1, None)
        return product((length, self.gates * self.units, known_channels(channels) + self.units))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """The last output sees all positions; of those before it, in `return_sequences`, no more is told."""
        return shared(shape[:-1])


class SimpleRNN(_Recurrent):
    """Recurrent layer over (length, channels) that adds what it makes of the input and of its last output."""

    gates: ClassVar[int] = 1


class LSTM(_Recurrent):
    """Long short-term memory over (length, channels), by Hochreiter and Schmidhuber (1997)."""

    gates: ClassVar[int] = 4

    recurrent_activation: Activation | None = "sigmoid"
    unit_forget_bias: bool = True
    use_cudnn: UseCudnn = "auto"

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_cudnn_alone(self.use_cudnn)
        check_forget_bias(self)
        return self


class GRU(_Recurrent):
    """Gated recurrent unit over (length, channels), by Cho et al. (2014)."""

    gates: ClassVar[int] = 3

    recurrent_activation: Activation | None = "sigmoid"
    reset_after: bool = True
    use_cudnn: UseCudnn = "auto"

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_cudnn_alone(self.use_cudnn)
        return self

    def _bias(self) -> Shape:
        # One for the input and one for the state, which the reset gate must tell apart.
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)


def refuse_cudnn_alone(use_cudnn: bool | str) -> None:
    """Refuses to insist on cuDNN.

    Raises:
        ValueError: it is insisted on.
    """
    if use_cudnn is True:
        raise ValueError("use_cudnn: true runs on some machines alone; 'auto', the default, takes cuDNN where it can")


def check_forget_bias(layer: Recurrent) -> None:
    """Refuses a bias that starts with ones for the forget gate and nothing for the others.

    Raises:
        ValueError: `unit_forget_bias` is set, and there is a bias but no initializer for it.
    """
    if getattr(layer, "unit_forget_bias", False) and layer.use_bias and layer.bias_initializer is None:
        raise ValueError("unit_forget_bias needs a bias_initializer, found null")


LAYERS = (SimpleRNN, LSTM, GRU)
