"""Merges element by element. Rule: Keras's `Merge`."""

from functools import reduce
from typing import ClassVar

from archspec.catalogue.layer import Integers, Layer
from archspec.catalogue.shapes import Shape, ShapeError, broadcast


class Merge(Layer):
    """What element-wise merges have in common; sizes of 1 are stretched, as in numpy."""

    integers: ClassVar[Integers] = "kept"

    arity: ClassVar[int | None] = None
    example_inputs: ClassVar[tuple[Shape, ...]] = ((32, 32, 3), (32, 32, 3))

    def output_shape(self, *shapes: Shape) -> Shape:
        """Along each axis the larger size; they must be alike, or 1."""
        if not shapes:
            raise ShapeError("needs at least one input")
        return reduce(broadcast, shapes)


class Add(Merge):
    """Adds its inputs."""


class Subtract(Merge):
    """Subtracts its second input from its first."""

    def output_shape(self, *shapes: Shape) -> Shape:
        if len(shapes) != 2:
            raise ShapeError(f"needs 2 inputs, found {len(shapes)}")
        return super().output_shape(*shapes)


class Multiply(Merge):
    """Multiplies its inputs."""


class Average(Merge):
    """Takes the mean of its inputs."""

    integers: ClassVar[Integers] = "refused"


class Maximum(Merge):
    """Takes the largest of its inputs at each position."""


class Minimum(Merge):
    """Takes the smallest of its inputs at each position."""


LAYERS = (Add, Subtract, Multiply, Average, Maximum, Minimum)
