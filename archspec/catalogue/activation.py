"""Activations without weights that are named by a word, and softmax."""

from archspec.catalogue.arguments import Activation as ActivationName
from archspec.catalogue.arguments import Axes
from archspec.catalogue.layer import Layer
from archspec.catalogue.shapes import Shape, sizes_at


class Activation(Layer):
    """Applies an activation function to each value."""

    activation: ActivationName | None


class Softmax(Layer):
    """Turns the values along an axis into numbers that are positive and sum to 1."""

    axis: Axes = -1

    def output_shape(self, shape: Shape) -> Shape:
        sizes_at(shape, self.axis)
        return shape


LAYERS = (Activation, Softmax)
