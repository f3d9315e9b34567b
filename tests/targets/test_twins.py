"""The weights that Keras has for its own networks, in their twins; what would be fetched is made here."""

import importlib

import keras
import numpy as np
import pytest

import archspec
from archspec.targets.twins import NoTwin, load_twin_weights
from archspec.targets.weights import WeightsMisfit

from ..applications.test_twins import random_weights

#: What stands for a file that was fetched.
FETCHED = "fetched.h5"


@pytest.fixture
def from_imagenet(monkeypatch):
    """Has Keras's functions take weights that are the same each time, and that show, for those they would fetch."""
    load = keras.Model.load_weights

    def load_weights(model, path, *arguments, **named):
        if path != FETCHED:
            return load(model, path, *arguments, **named)
        model.set_weights(random_weights(model, gain=1.6))
        # As Keras does where it loads a file: a normalization computes with what it makes of its weights.
        for layer in model.layers:
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()
        return None

    monkeypatch.setattr(importlib.import_module("keras.src.utils.file_utils"), "get_file", lambda *_, **__: FETCHED)
    monkeypatch.setattr(keras.Model, "load_weights", load_weights)


def gives(model):
    return np.asarray(model(np.random.default_rng(1).uniform(0, 255, (1, 224, 224, 3)).astype("float32")))


def test_a_twin_takes_the_weights_and_gives_what_keras_gives(from_imagenet):
    network = archspec.load("mobilenet", alpha=0.25)
    ours = network.build()
    load_twin_weights(ours, "MobileNet", network.params)

    theirs = keras.applications.MobileNet(weights="imagenet", alpha=0.25)
    assert np.array_equal(gives(ours), gives(theirs))
    assert all(map(np.array_equal, ours.get_weights(), theirs.get_weights()))


def test_params_of_one_name_are_the_arguments_of_the_function(from_imagenet):
    network = archspec.load("mobilenet", alpha=0.25, include_top=False, pooling="max", input_shape=[224, 224, 3])
    ours = network.build()
    load_twin_weights(ours, "MobileNet", network.params)
    assert ours.output_shape == (None, 256)


def test_what_only_differs_in_layers_without_weights_is_refused(from_imagenet):
    plain = archspec.load("efficientnet", variant="efficientnet_b0")
    with pytest.raises(NoTwin, match="with the weights of EfficientNetB0 it gives something else"):
        load_twin_weights(plain.build(), "EfficientNetB0", plain.params)
    prepared = archspec.load("efficientnet", variant="efficientnet_b0", imagenet_preprocessing=True)
    load_twin_weights(prepared.build(), "EfficientNetB0", prepared.params)


def test_what_keras_has_no_weights_for_is_refused_in_its_words(from_imagenet):
    network = archspec.load("mobilenet", alpha=0.25, classes=10)
    with pytest.raises(NoTwin, match=r"can't make MobileNet with its weights from ImageNet: .*classes"):
        load_twin_weights(network.build(), "MobileNet", network.params)


def test_another_network_is_refused(from_imagenet):
    network = archspec.load("mobilenet", alpha=0.5)
    with pytest.raises(WeightsMisfit):
        load_twin_weights(network.build(), "MobileNetV2", network.params)


def test_what_can_not_be_fetched_is_told(monkeypatch):
    def get_file(*_, **__):
        raise Exception("URL fetch failure on a file")

    monkeypatch.setattr(importlib.import_module("keras.src.utils.file_utils"), "get_file", get_file)
    network = archspec.load("mobilenet", alpha=0.25)
    with pytest.raises(NoTwin, match="URL fetch failure on a file"):
        load_twin_weights(network.build(), "MobileNet", network.params)
