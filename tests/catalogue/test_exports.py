"""Every layer that Keras exports is in the catalogue, or there is a reason that it is not."""

import inspect

import keras
import numpy as np
import pytest

from archspec.catalogue import find_layer, layer_names
from archspec.spec.left_out import LEFT_OUT


def exported():
    """Every layer class under each name that `keras.layers` gives it."""
    classes = {name: found for name, found in vars(keras.layers).items() if inspect.isclass(found)}
    return {name: found for name, found in classes.items() if issubclass(found, keras.layers.Layer)}


def other_names():
    """The names under which Keras exports a layer of the catalogue once more: `Convolution2D`, `AvgPool1D`."""
    known = {getattr(keras.layers, name) for name in layer_names()}
    return {name for name, found in exported().items() if found in known} - set(layer_names())


def test_every_layer_of_keras_is_in_the_catalogue_or_there_is_a_reason():
    assert set(exported()) == {*layer_names(), *other_names(), *LEFT_OUT}


def test_a_layer_left_out_is_not_in_the_catalogue():
    assert [name for name in LEFT_OUT if find_layer(name)] == []


def test_an_equalization_makes_a_cycle():
    images = keras.Input((8, 8, 3))
    with pytest.raises(ValueError, match="part of a cycle"):
        keras.Model(images, keras.layers.Equalization()(images))


def test_a_random_crop_crops_in_training_alone():
    crop = keras.layers.RandomCrop(4, 4)
    images = np.zeros((1, 8, 8, 3))

    assert crop(images, training=True).shape == (1, 4, 4, 3)
    assert crop(images, training=False).shape == (1, 8, 8, 3)


def test_a_layer_has_one_name_in_the_catalogue():
    kinds = [getattr(keras.layers, name) for name in layer_names()]

    assert len(set(kinds)) == len(kinds)
