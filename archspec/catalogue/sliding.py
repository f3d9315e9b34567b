"""What layers that slide a kernel over their input have in common, whatever the kernel then does."""

from typing import ClassVar, Literal, Self

from pydantic import PositiveInt, model_validator

from archspec.catalogue.arguments import Activation, Constraint, Initializer, Regularizer, Sizes
from archspec.catalogue.layer import Layer, check_sizes
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import DataFormat, Shape, dilated, spread


class Sliding(Layer):
    """The arguments of a kernel that moves over `rank` spatial axes and gives `filters` channels."""

    rank: ClassVar[int]
    counts_depth: ClassVar[bool] = True
    example: ClassVar[str] = "{filters: 64, kernel_size: 3}"

    filters: PositiveInt
    kernel_size: Sizes
    strides: Sizes = 1
    padding: Literal["valid", "same"] = "valid"
    data_format: DataFormat | None = None
    dilation_rate: Sizes = 1
    activation: Activation | None = None
    use_bias: bool = True
    bias_initializer: Initializer = "zeros"
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    bias_constraint: Constraint = None

    @model_validator(mode="after")
    def _check_sizes(self) -> Self:
        check_sizes(self.rank, kernel_size=self.kernel_size, strides=self.strides, dilation_rate=self.dilation_rate)
        return self

    def kernel(self) -> tuple[int, ...]:
        """The size of the kernel along each spatial axis."""
        return spread(self.kernel_size, self.rank)

    def extents(self) -> tuple[int, ...]:
        """How far the dilated kernel reaches along each spatial axis."""
        return dilated(self.kernel(), spread(self.dilation_rate, self.rank))

    def steps(self) -> tuple[int, ...]:
        """The stride along each spatial axis."""
        return spread(self.strides, self.rank)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return tuple(map(Window, self.extents(), self.steps()))


def refuse_strides_with_dilation(layer: Sliding) -> None:
    """Keras convolves with large strides or with dilation, not with both.

    Raises:
        ValueError: both are larger than 1.
    """
    if max(layer.steps()) > 1 and max(spread(layer.dilation_rate, layer.rank)) > 1:
        raise ValueError("strides and dilation_rate can't both be larger than 1")
