"""Holds a network of the showcase against one written in plain Keras, and its generated source against both."""

import keras
import numpy as np
import pytest

import archspec
from archspec.spec.files import shipped_folder
from archspec.targets.python.marks import STYLES
from tests.generate.executed import assert_source_makes

every_style = pytest.mark.parametrize("style", STYLES)


def load(name, **options):
    return archspec.load(shipped_folder() / "showcase" / f"{name}.yaml", **options)


class Twin:
    """A network in plain Keras that remembers in which order its layers were made.

    Layers are made by `twin.Conv2D(...)`, as by `keras.layers`.
    """

    def __init__(self):
        self.layers = []

    def __getattr__(self, kind):
        def make(*arguments, **options):
            self.layers.append(getattr(keras.layers, kind)(*arguments, **options))
            return self.layers[-1]

        return make

    @property
    def weights(self):
        """All weights, those of layers that were made first before the others."""
        return [weight for layer in self.layers for weight in layer.weights]


def weights_in_order(network, model):
    """The weights of our model in the order in which the spec makes layers."""
    names = dict.fromkeys(node.layer.name for _, node in network.graph.built if node.layer)
    by_name = {layer.name: layer for layer in model.layers}
    return [weight for name in names if name in by_name for weight in by_name[name].weights]


def assert_is_twin(network, twin, theirs, gain=1.0, tolerance=1e-5):
    """Asserts that a network has the parameters of its twin, and with the same weights its outputs.

    Args:
        network: ours.
        twin: what made the layers of theirs, in the order in which the spec makes ours.
        theirs: the model that they make.
        gain: makes signals neither fade nor grow without bounds.
        tolerance: the largest difference, in parts of the largest output.
    """
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters
    generator = np.random.default_rng(0)
    for one, other in zip(weights_in_order(network, ours), twin.weights, strict=True):
        assert one.shape == other.shape
        assert one.name == other.name
        value = drawn(one, generator, gain)
        one.assign(value)
        other.assign(value)
    inputs = [drawn_input(each, generator) for each in ours.inputs]
    results = zip(outputs(ours, inputs), outputs(theirs, inputs), strict=True)
    for one, other in results:
        assert one.shape == other.shape
        # Both images of a batch differ, or what comes out says nothing.
        assert np.max(np.abs(one[0] - one[1])) > 0.01 * np.max(np.abs(one))
        assert np.max(np.abs(one - other)) <= tolerance * np.max(np.abs(one))


def drawn(weight, generator, gain):
    """A value that shows; the statistics of normalizations get one as well."""
    if len(weight.shape) > 1:
        value = generator.normal(0, gain / np.sqrt(np.prod(weight.shape[:-1])), weight.shape)
    elif weight.name in ("gamma", "moving_variance"):
        value = generator.uniform(0.5, 1.5, weight.shape)
    else:
        value = generator.normal(0, 0.2, weight.shape)
    return value.astype("float32")


def drawn_input(tensor, generator, length=40, most=200):
    """Two examples for an input of a model."""
    shape = tuple(size or length for size in (2, *tensor.shape[1:]))
    if tensor.dtype.startswith("int"):
        return generator.integers(0, most, shape).astype(tensor.dtype)
    return generator.normal(size=shape).astype(tensor.dtype)


def outputs(model, inputs):
    given = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    values = given.values() if isinstance(given, dict) else given if isinstance(given, list | tuple) else [given]
    return [keras.ops.convert_to_numpy(value) for value in values]


__all__ = ["assert_is_twin", "assert_source_makes", "every_style", "load"]
