"""Rectifiers: activations that pass what is positive, and differ in what they make of the rest."""

from typing import Annotated, ClassVar

from pydantic import NonNegativeFloat, PositiveInt, Strict

from archspec.catalogue.arguments import Constraint, Initializer, Regularizer
from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape, ShapeError


class ReLU(Layer):
    """Rectified linear unit: max(x, 0), with an optional ceiling, slope and threshold."""

    max_value: NonNegativeFloat | None = None
    negative_slope: NonNegativeFloat = 0.0
    threshold: NonNegativeFloat = 0.0


class LeakyReLU(Layer):
    """Rectifier that multiplies negative values by a slope."""

    negative_slope: NonNegativeFloat = 0.3
    """What negative values are multiplied by."""


class PReLU(Layer):
    """Rectifier that learns the slope for negative values, one each position but along `shared_axes`."""

    example: ClassVar[str] = "{shared_axes: [1, 2]}"

    alpha_initializer: Initializer = "Zeros"
    alpha_regularizer: Regularizer = None
    alpha_constraint: Constraint = None
    # Keras would take 0 and negative axes too, and share another axis than the one named.
    shared_axes: PositiveInt | Annotated[tuple[PositiveInt, ...], Strict(False)] | None = None

    def output_shape(self, shape: Shape) -> Shape:
        self._shared(shape)
        return shape

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """`alpha`, a slope for each position, alike along `shared_axes`."""
        shared = self._shared(shape)
        sizes = tuple(1 if axis in shared else size for axis, size in enumerate(shape, start=1))
        return (self.weight("alpha", sizes),)

    def _shared(self, shape: Shape) -> tuple[int, ...]:
        axes = (self.shared_axes,) if isinstance(self.shared_axes, int) else self.shared_axes or ()
        for axis in axes:
            if axis > len(shape):
                raise ShapeError(f"can't share axis {axis}: the input has {len(shape)}, counted from 1")
        return axes


class ELU(Layer):
    """Exponential linear unit: alpha * (exp(x) - 1) where x is negative."""

    alpha: float = 1.0


LAYERS = (ReLU, LeakyReLU, PReLU, ELU)
