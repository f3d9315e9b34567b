"""Activations without weights that are named by a word, and softmax."""

from typing import ClassVar

from archspec.catalogue.arguments import Activation as ActivationName
from archspec.catalogue.arguments import Axes
from archspec.catalogue.layer import Layer
from archspec.catalogue.shapes import Shape, sizes_at


class Activation(Layer):
    """Applies an activation function to each value."""

    example: ClassVar[str] = "{activation: relu}"

    activation: ActivationName | None
    """What is applied to each value; nothing where null."""


class Softmax(Layer):
    """Turns the values along an axis into numbers that are positive and sum to 1."""

    example_inputs: ClassVar[tuple[Shape, ...]] = ((10,),)

    axis: Axes = -1
    """The axis along which the values sum to 1."""

    def output_shape(self, shape: Shape) -> Shape:
        sizes_at(shape, self.axis)
        return shape


LAYERS = (Activation, Softmax)
