"""The fully connected layer."""

from typing import ClassVar, Self

from pydantic import NonNegativeInt, PositiveInt, model_validator

from archspec.catalogue.arguments import Activation, Constraint, Initializer, Regularizer
from archspec.catalogue.layer import Integers, Layer, regularized
from archspec.catalogue.lora import check_lora, with_lora
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape, ShapeError, known_channels, product


class Dense(Layer):
    """Fully connected layer over the last axis."""

    integers: ClassVar[Integers] = "made fractions"

    counts_depth: ClassVar[bool] = True
    example: ClassVar[str] = "{units: 10}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((128,),)

    units: PositiveInt
    activation: Activation | None = None
    use_bias: bool = True
    """Whether a learned number is added to each value that comes out."""
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        check_lora(self.lora_rank, kernel_constraint=self.kernel_constraint)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """The last axis becomes `units`, the others stay."""
        if not shape:
            raise ShapeError("needs an input of at least one axis, found ()")
        known_channels(shape[-1])
        return regularized((*shape[:-1], self.units), self.activity_regularizer)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A kernel (channels, units) and a bias (units,)."""
        kernel = self.weight("kernel", (shape[-1], self.units))
        made = (kernel, self.weight("bias", (self.units,))) if self.use_bias else (kernel,)
        return with_lora(made, self.lora_rank)

    def multiply_adds(self, shape: Shape) -> int | None:
        """For each value that comes out, one for each channel that goes in."""
        return product((*shape, self.units))


LAYERS = (Dense,)
