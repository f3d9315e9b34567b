"""What goes along time: the gates of recurrent layers and of their cells. Rules: Keras's cells."""

from typing import ClassVar, Self

from pydantic import PositiveInt, model_validator

from archspec.catalogue.arguments import Activation, Constraint, Initializer, Rate, Regularizer
from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape


class Gates(Layer):
    """The arguments of what makes a new state of the input and of the last state."""

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
    kernel_constraint: Constraint = None
    recurrent_constraint: Constraint = None
    bias_constraint: Constraint = None
    dropout: Rate = 0.0
    """The share of what goes in that is dropped in training."""
    recurrent_dropout: Rate = 0.0
    seed: int | None = None


class Matrices(Gates):
    """Matrices that make `gates` vectors of the input and the state."""

    gates: ClassVar[int] = 1
    #: How many vectors the state is.
    kept: ClassVar[int] = 1

    units: PositiveInt

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """For each gate a kernel for the input, one for the state, and a bias."""
        gates = self.gates * self.units
        kernel = self.weight("kernel", (shape[-1], gates))
        recurrent = self.weight("recurrent", (self.units, gates), name="recurrent_kernel")
        return (kernel, recurrent, self.weight("bias", self.bias_shape())) if self.use_bias else (kernel, recurrent)

    def bias_shape(self) -> Shape:
        """The shape of the bias."""
        return (self.gates * self.units,)

    def states(self, *shapes: Shape) -> tuple[Shape, ...]:
        """The shapes of the tensors that are kept from one position to the next."""
        return ((self.units,),) * self.kept

    def step_multiply_adds(self, channels: int) -> int:
        """Multiply-adds of one position: the input meets the kernel and the state the recurrent kernel.

        What gates then multiply value by value is not counted, as nowhere.
        """
        return self.gates * self.units * (channels + self.units)


class LongShortTerm(Matrices):
    """An input, a forget and an output gate, and what may enter the cell (Hochreiter and Schmidhuber 1997)."""

    gates: ClassVar[int] = 4
    kept: ClassVar[int] = 2

    recurrent_activation: Activation | None = "sigmoid"
    unit_forget_bias: bool = True

    @model_validator(mode="after")
    def _refuse_half_a_bias(self) -> Self:
        check_forget_bias(self)
        return self


class Gated(Matrices):
    """An update and a reset gate, and what may enter the state (Cho et al. 2014)."""

    gates: ClassVar[int] = 3

    recurrent_activation: Activation | None = "sigmoid"
    reset_after: bool = True

    def bias_shape(self) -> Shape:
        """One for the input and one for the state where the reset gate must tell them apart."""
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)


def check_forget_bias(layer: Gates) -> None:
    """Refuses a bias that starts with ones for the forget gate and nothing for the others.

    Raises:
        ValueError: `unit_forget_bias` is set, and there is a bias but no initializer for it.
    """
    if getattr(layer, "unit_forget_bias", False) and layer.use_bias and layer.bias_initializer is None:
        raise ValueError("unit_forget_bias needs a bias_initializer, found null")
