"""The list of layers that are still to come."""

from archspec.catalogue import layer_names
from archspec.spec.later import LATER_LAYERS


def test_a_layer_of_the_catalogue_is_not_still_to_come():
    assert LATER_LAYERS.isdisjoint(layer_names())


def test_every_one_is_a_layer_of_keras():
    import keras

    found = {name: getattr(keras.layers, name, type(None)) for name in LATER_LAYERS}
    assert [name for name, layer in found.items() if not issubclass(layer, keras.layers.Layer)] == []
