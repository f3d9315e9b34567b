"""Initializers, regularizers and constraints against those of Keras."""

import inspect

import keras
import pytest
from keras.src import constraints, initializers, regularizers
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticUndefined

from archspec.catalogue.arguments import Initializer
from archspec.catalogue.settings import SETTINGS

#: What Keras knows by name and the catalogue does not, and why.
EXCLUDED = {
    "STFT": "made for the layer STFTSpectrogram, and needs scipy",
    "STFTInitializer": "made for the layer STFTSpectrogram, and needs scipy",
    "stft": "made for the layer STFTSpectrogram, and needs scipy",
    **dict.fromkeys(("Initializer", "Regularizer", "Constraint"), "a base class, which does nothing"),
    **dict.fromkeys(("initializer", "regularizer", "constraint"), "a base class, which does nothing"),
}
KERAS = {
    "initializer": initializers.ALL_OBJECTS_DICT,
    "regularizer": regularizers.ALL_OBJECTS_DICT,
    "constraint": constraints.ALL_OBJECTS_DICT,
}
NAMED = sorted((kind, name) for kind, names in KERAS.items() for name in names if name not in EXCLUDED)


@pytest.mark.parametrize("kind", KERAS)
def test_names_are_those_of_keras(kind):
    assert set(SETTINGS[kind]) == set(KERAS[kind]) - set(EXCLUDED)


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_arguments_and_defaults_are_those_of_keras(kind, name):
    theirs = inspect.signature(KERAS[kind][name]).parameters.values()
    ours = SETTINGS[kind][name].model_fields

    assert {key: field.default for key, field in ours.items()} == {
        parameter.name: PydanticUndefined if parameter.default is parameter.empty else parameter.default
        for parameter in theirs
        if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    }


@pytest.mark.parametrize(("kind", "name"), NAMED)
def test_name_means_the_class_it_means_in_keras(kind, name):
    ours = SETTINGS[kind][name]

    assert getattr(getattr(keras, ours.module), ours.__name__) is KERAS[kind][name]


read = TypeAdapter(Initializer).validate_python


def test_a_setting_has_three_spellings():
    assert (
        read("glorot_uniform") == read("GlorotUniform") == read({"GlorotUniform": {}}) == read({"glorot_uniform": None})
    )


def test_a_setting_is_spelled_as_a_spec_writes_it():
    assert read("he_normal").spelled() == "HeNormal"
    assert read({"variance_scaling": {"scale": 2.0, "input_axes": [0]}}).spelled() == {
        "VarianceScaling": {"scale": 2.0, "input_axes": [0]}
    }


@pytest.mark.parametrize("value", [3, True, [], ["zeros"], {}, {"zeros": {}, "ones": {}}, {"zeros": 3}, {3: {}}])
def test_a_setting_is_a_name_or_a_name_and_its_arguments(value):
    with pytest.raises(
        ValidationError, match=r"expected the name of the initializer, or \{Name: \{argument: value\}\}"
    ):
        read(value)


def test_an_unknown_name_is_refused_with_the_names_that_exist():
    with pytest.raises(ValidationError) as caught:
        read("he_norm")

    [error] = caught.value.errors()
    assert error["msg"] == "'he_norm' is no initializer of Keras"
    assert "he_normal" in error["ctx"]["known"]


def test_a_wrong_argument_of_a_setting_is_named_with_its_place():
    with pytest.raises(ValidationError) as caught:
        read({"VarianceScaling": {"mode": "fan"}})

    [error] = caught.value.errors()
    assert error["loc"] == ("mode",)
