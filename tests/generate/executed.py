"""Runs generated source, and holds the model it makes against the one archspec builds."""

import subprocess
import sys
from pathlib import Path

import keras
import numpy as np

from archspec.targets.python.executing import as_module


def run(name, source):
    """What the source's function of this name returns."""
    return getattr(as_module(name, source), name)


def assert_same_network(made, built):
    """The same layers and functions with the same settings, called in the same order on the same tensors."""
    for one, other in zip(made.operations, built.operations, strict=True):
        if not isinstance(other, keras.Layer):
            # Keras numbers functions by how many of a kind the process has called.
            assert type(one) is type(other)
            one.name = other.name
    assert made.get_config() == built.get_config()


def assert_source_makes(network, style):
    """The network's source in a style makes what archspec builds: the same layers and numbers."""
    made, built = run(network.name, network.source(style))(), network.build()
    if style == "subclass":
        assert_same_layers(made, built)
    else:
        assert_same_network(made, built)
    assert_same_outputs(made, built)


def assert_same_outputs(made, built, seed=0):
    """The same numbers, to the last bit, from the same weights on random input."""
    generator = np.random.default_rng(seed)
    values = {
        (name, position): drawn(weight, generator)
        for name, layer in leaves(built).items()
        for position, weight in enumerate(layer.weights)
    }
    for model in (made, built):
        for name, layer in leaves(model).items():
            for position, weight in enumerate(layer.weights):
                weight.assign(values[name, position])
    inputs = [input_values(each, generator) for each in built.inputs]
    for one, other in zip(outputs(made, inputs), outputs(built, inputs), strict=True):
        np.testing.assert_array_equal(one, other)


def input_values(tensor, generator):
    """Random values for an input of a model."""
    shape = tuple(size or 5 for size in (2, *tensor.shape[1:]))
    if tensor.dtype.startswith("float"):
        return generator.normal(size=shape)
    return generator.integers(0, 2, shape).astype(tensor.dtype)


def drawn(weight, generator):
    """Random values for a weight; a variance is positive."""
    values = generator.normal(0, 0.1, weight.shape).astype("float32")
    return abs(values) if "variance" in weight.path else values


def outputs(model, inputs):
    given = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    values = given.values() if isinstance(given, dict) else given if isinstance(given, list | tuple) else [given]
    return [np.asarray(value) for value in values]


def lint(folder: Path):
    """What the formatter would change and the linter finds, both at their defaults."""
    return reformatted(folder) + ruff(folder, "check", "--quiet")


def reformatted(folder: Path):
    """What the formatter would change, at its defaults."""
    return ruff(folder, "format", "--diff")


def ruff(folder: Path, *command):
    """What ruff prints of a folder, whatever is configured around it."""
    words = [sys.executable, "-m", "ruff", *command, "--isolated", "."]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False).stdout


def leaves(model):
    """The layers that are Keras's own, by name; what these hold themselves is Keras's matter."""
    found = {}
    waiting = list(model.layers)
    while waiting:
        layer = waiting.pop()
        if isinstance(layer, keras.Model) or not type(layer).__module__.startswith("keras."):
            waiting += layer._flatten_layers(include_self=False, recursive=False)
        elif type(layer).__name__ != "InputLayer":
            found[layer.name] = layer
    return found


def assert_same_layers(made, built, unread=frozenset()):
    """The same leaf layers by name, with the same settings and weights of the same shapes, in any order.

    `unread` names those that no output depends on: a class may hold them, as its code calls them.
    """
    one, other = leaves(made), leaves(built)
    assert one.keys() - unread == other.keys()
    for name, layer in other.items():
        assert layer.get_config() == one[name].get_config()
        assert [weight.shape for weight in layer.weights] == [weight.shape for weight in one[name].weights]
