"""The layers that the catalogue has not."""

import pytest

import archspec
from archspec.catalogue import layer_names
from archspec.spec.later import LATER_LAYERS


def test_a_layer_of_the_catalogue_is_not_still_to_come():
    assert LATER_LAYERS.isdisjoint(layer_names())


def test_every_one_is_a_layer_of_keras():
    import keras

    found = {name: getattr(keras.layers, name, type(None)) for name in LATER_LAYERS}
    assert [name for name, layer in found.items() if not issubclass(layer, keras.layers.Layer)] == []


def test_one_that_is_left_out_is_refused_with_its_reason():
    with pytest.raises(archspec.SpecError) as caught:
        archspec.loads("archspec: 1\nname: net\ninputs: [8]\nlayers: [Lambda]\n")
    [told] = caught.value.diagnostics
    assert (told.code, told.message) == ("E0401", "there is no layer 'Lambda'")
    assert (told.help, told.fix) == ("Keras's Lambda can't be in a spec: needs a function of Python", None)
