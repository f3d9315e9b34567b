"""Data sets that are had by their name: those that Keras loads, and scikit-learn's digits, which need no network."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np

from archspec.training.data.arrays import array_data
from archspec.training.data.loading import Data, Wanted
from archspec.training.errors import TrainingError

_CLOTHES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
_THINGS = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_NAMES = MappingProxyType({"fashion_mnist": _CLOTHES, "cifar10": _THINGS})
#: How many of the 1,797 digits are for testing: a fifth, the same in every run.
_TEST_DIGITS = 360
_DIGITS_RANGE = 16.0


def load_named(name: str, wanted: Wanted) -> Data:
    """A data set that has a name.

    Raises:
        TrainingError: it can't be had, or does not fit.
    """
    if name == "digits":
        return _digits(wanted)
    import keras

    try:
        (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    except Exception as error:
        # Whatever goes wrong on the way from a server comes as it likes.
        message = f"{name} can't be had: {_first_line(error)}; 'digits' needs no network"
        raise TrainingError(message) from None
    return array_data(name, [x_train, y_train, x_test, y_test], wanted, _NAMES.get(name))


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def _digits(wanted: Wanted) -> Data:
    """Handwritten digits of 8x8 pixels (Alpaydin and Kaynak 1998), brought to the size that the network takes."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise TrainingError("'digits' needs scikit-learn: pip install 'archspec-compiler[train]'") from None
    told: Any = load_digits()
    pixels = _scaled((told.images / _DIGITS_RANGE).astype(np.float32)[..., np.newaxis], wanted)
    order = np.random.default_rng(0).permutation(len(pixels))
    test, train = order[:_TEST_DIGITS], order[_TEST_DIGITS:]
    arrays = [pixels[train], told.target[train], pixels[test], told.target[test]]
    return array_data("digits", arrays, wanted, None)


def _scaled(pixels: np.ndarray, wanted: Wanted) -> np.ndarray:
    """Images of the size, and as many channels, as the network takes."""
    import tensorflow as tf

    height, width, channels = wanted.image("digits")
    if (height, width) != pixels.shape[1:3]:
        pixels = np.clip(tf.image.resize(pixels, (height, width), method="bicubic").numpy(), 0, 1)
    return np.repeat(pixels, channels, axis=-1)
