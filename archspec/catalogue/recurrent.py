"""Layers that go along time with a state: SimpleRNN, LSTM and GRU. Rules: Keras's `RNN` and its cells."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from archspec.catalogue.arguments import Regularizer
from archspec.catalogue.calling import INITIAL_STATE, CallField, Given, check_state
from archspec.catalogue.gates import Gated, Gates, LongShortTerm, Matrices
from archspec.catalogue.layer import Layer, regularized, whole
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import Shape, known_channels, product, split_channels

UseCudnn = Annotated[bool | Literal["auto"], Field(description="'auto' or false")]


class AlongTime(Layer):
    """What layers have in common that take one position after the other and keep a state."""

    counts_depth: ClassVar[bool] = True
    decides_results: ClassVar[tuple[str, ...]] = ("return_state",)
    has_training_mode: ClassVar[bool] = True

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


class Recurrent(AlongTime, Gates):
    """What layers have in common whose cell is described by their own arguments."""

    activity_regularizer: Regularizer = None


class _Recurrent(Recurrent, Matrices):
    """What SimpleRNN, LSTM and GRU have in common."""

    example: ClassVar[str] = "{units: 64}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20, 32),)

    def output_shape(self, shape: Shape) -> Shape:
        """(length, units) with `return_sequences`, else (units,)."""
        [length], channels = split_channels(shape, 1, None)
        known_channels(channels)
        output = (length, self.units) if self.return_sequences else (self.units,)
        return regularized(output, self.activity_regularizer)

    def states(self, *shapes: Shape) -> tuple[Shape, ...]:
        return Matrices.states(self, *shapes)

    def multiply_adds(self, shape: Shape) -> int | None:
        """At each position the input meets the kernel and the state the recurrent kernel (the cells' `call`).

        What gates then multiply value by value is not counted, as nowhere.
        """
        [length], channels = split_channels(shape, 1, None)
        return product((length, self.step_multiply_adds(known_channels(channels))))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """The last output sees all positions; of those before it, in `return_sequences`, no more is told."""
        return whole(shape[:-1])


class SimpleRNN(_Recurrent):
    """Recurrent layer over (length, channels) that adds what it makes of the input and of its last output."""


class LSTM(_Recurrent, LongShortTerm):
    """Long short-term memory over (length, channels), by Hochreiter and Schmidhuber (1997)."""

    use_cudnn: UseCudnn = "auto"

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_cudnn_alone(self.use_cudnn)
        return self


class GRU(_Recurrent, Gated):
    """Gated recurrent unit over (length, channels), by Cho et al. (2014)."""

    use_cudnn: UseCudnn = "auto"

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_cudnn_alone(self.use_cudnn)
        return self


def refuse_cudnn_alone(use_cudnn: bool | str) -> None:
    """Refuses to insist on cuDNN.

    Raises:
        ValueError: it is insisted on.
    """
    if use_cudnn is True:
        raise ValueError("use_cudnn: true runs on some machines alone; 'auto', the default, takes cuDNN where it can")


LAYERS = (SimpleRNN, LSTM, GRU)
