"""Runs generated source, and holds the model it makes against the one archspec builds."""

import subprocess
import sys
from pathlib import Path

import numpy as np

from archspec.targets.python.executing import as_module


def run(name, source):
    """What the source's function of this name returns."""
    return getattr(as_module(name, source), name)


def assert_same_network(made, built):
    """The same layers with the same settings, called in the same order on the same tensors."""
    assert made.get_config() == built.get_config()


def assert_same_outputs(made, built, seed=0):
    """The same numbers, to the last bit, from the same weights on random input."""
    generator = np.random.default_rng(seed)
    weights = {weight.path: generator.normal(0, 0.1, weight.shape).astype("float32") for weight in built.weights}
    weights = {path: abs(value) if "variance" in path else value for path, value in weights.items()}
    for model in (made, built):
        for weight in model.weights:
            weight.assign(weights[weight.path])
    inputs = [generator.normal(size=tuple(size or 5 for size in (2, *each.shape[1:]))) for each in built.inputs]
    for one, other in zip(outputs(made, inputs), outputs(built, inputs), strict=True):
        np.testing.assert_array_equal(one, other)


def outputs(model, inputs):
    given = model(inputs if len(inputs) > 1 else inputs[0], training=False)
    values = given.values() if isinstance(given, dict) else given if isinstance(given, list | tuple) else [given]
    return [np.asarray(value) for value in values]


def lint(folder: Path):
    """What the formatter would change and the linter finds, both at their defaults."""
    commands = [["format", "--isolated", "--diff", "."], ["check", "--isolated", "--quiet", "."]]
    found = [
        subprocess.run(
            [sys.executable, "-m", "ruff", *command], cwd=folder, capture_output=True, text=True, check=False
        )
        for command in commands
    ]
    return "".join(each.stdout for each in found)


def leaves(model):
    """The layers that hold no others, by name."""
    found = {}
    waiting = list(model.layers)
    while waiting:
        layer = waiting.pop()
        inner = list(layer._flatten_layers(include_self=False, recursive=False))
        waiting += inner
        if not inner and not type(layer).__name__ == "InputLayer":
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
