"""The weights of `keras.applications`, loaded into the twin of one of its networks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archspec.spec.twins import FUNCTIONS
from archspec.targets.keras import import_keras
from archspec.targets.weights import load_weights

if TYPE_CHECKING:
    import keras

#: How large an image is where the network leaves it open: no smaller one fits all functions.
_OPEN_SIZE = 224
#: How far outputs may differ, as a share of the largest.
_TOLERANCE = 1e-4


class NoTwin(ValueError):
    """Keras has no such weights, or with them the model gives something else than Keras's own; says which."""


def load_twin_weights(model: keras.Model, function: str, params: Mapping[str, Any]) -> None:
    """Loads the weights from ImageNet that Keras has for one of its networks into a model that is its twin.

    Keras fetches them where it does not have them yet, into its own folder, and checks what it fetched.

    Args:
        model: with one image as its input.
        function: of `keras.applications`, one of `FUNCTIONS`.
        params: of the model's spec; those with names of the function's arguments are given to it.

    Raises:
        NoTwin: Keras can't make its network with these weights, or the model gives something else than it.
        WeightsMisfit: a weight of either has no counterpart of its shape in the other.
    """
    import tempfile

    theirs = _make(function, _arguments(model, function, params))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.weights.h5"
        theirs.save_weights(path)
        load_weights(model, path)
    _compare(model, theirs, function)


def _arguments(model: keras.Model, function: str, params: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: params[name] for name in FUNCTIONS[function] if name in params}
    # A spec has no null in the place of a word.
    if given.get("classifier_activation") == "linear":
        given["classifier_activation"] = None
    return {**given, "input_shape": tuple(model.input_shape[1:])}


def _make(function: str, arguments: Mapping[str, Any]) -> Any:
    keras = import_keras()
    try:
        return getattr(keras.applications, function)(weights="imagenet", **arguments)
    except Exception as error:
        # Keras has no class of its own for what can't be fetched.
        reason = str(error).strip() or type(error).__name__
        raise NoTwin(f"Keras can't make {function} with its weights from ImageNet: {reason}") from error


def _compare(ours: Any, theirs: Any, function: str) -> None:
    """Holds two models against each other on noise: weights don't show what is done without any."""
    import numpy as np

    size = [_OPEN_SIZE if size is None else size for size in ours.input_shape[1:]]
    images = np.random.default_rng(0).uniform(0, 255, (1, *size)).astype("float32")
    for one, other in zip(_results(ours, images), _results(theirs, images), strict=True):
        # Turned round for what is no number.
        if not _apart(one, other) <= _TOLERANCE:
            raise NoTwin(f"with the weights of {function} it gives something else than that: their layers differ")


def _results(model: Any, images: Any) -> list[Any]:
    """What a model gives, and what its last layer takes: a softmax may saturate and hide differences."""
    keras = import_keras()
    whole = keras.Model(model.input, [model.output, model.layers[-1].input])
    return [keras.ops.convert_to_numpy(tensor) for tensor in whole(images, training=False)]


def _apart(one: Any, other: Any) -> float:
    """How far two results are apart, as a share of the largest value."""
    import numpy as np

    if one.shape != other.shape:
        return float("inf")
    return float(np.max(np.abs(one - other)) / np.max(np.abs(other)))
