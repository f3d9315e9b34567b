"""What `keras.applications` does to images for its own weights alone, which no comparison without weights shows."""

import importlib

import keras
import numpy as np

import archspec


def test_efficientnet_scales_images_once_more_for_weights_from_imagenet(monkeypatch):
    module = importlib.import_module("keras.src.applications.efficientnet")
    monkeypatch.setattr(module.file_utils, "get_file", lambda *_, **__: "no file")
    monkeypatch.setattr(keras.Model, "load_weights", lambda *_: None)
    theirs = keras.applications.EfficientNetB0(weights="imagenet")
    ours = archspec.load("efficientnet", imagenet_preprocessing=True).build()
    assert before_the_stem(ours) == before_the_stem(theirs)
    assert len(before_the_stem(ours)) == 3


def before_the_stem(model):
    """The kinds of the layers up to the first that has a name in Keras, and the factors of those that scale."""
    names = [layer.name for layer in model.layers]
    made = model.layers[1 : names.index("stem_conv_pad")]
    return [(type(layer), np.asarray(getattr(layer, "scale", 0)).tolist()) for layer in made]
