"""The layers of the schema against Keras's signatures, keras.io's list of pages, and what the catalogue takes."""

from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

from archspec.catalogue import find_layer, function_names, layer_names
from archspec.catalogue.settings import SETTINGS
from archspec.schema.pages import page

from ..catalogue.cases import CASES
from ..catalogue.test_arguments import EXCLUDED, comparable, keras_arguments
from ..catalogue.verdict import drawn
from .judging import SCHEMA

DEFINITIONS = SCHEMA["$defs"]
SITE = "https://keras.io/api/layers/"
#: keras.io's pages of layers, typed from the list its site is made of; it has none of a few layers.
PAGES = {
    layer: f"{SITE}{folder}/{name}/"
    for line in (Path(__file__).parent / "keras_pages.txt").read_text(encoding="utf-8").splitlines()
    for folder, _, pairs in [line.partition(": ")]
    for layer, _, name in (pair.partition("=") for pair in pairs.split())
}


def judge(definition):
    """A validator of one definition."""
    return Draft202012Validator({"$ref": f"#/$defs/{definition}", "$defs": DEFINITIONS})


@pytest.mark.parametrize("name", layer_names())
def test_arguments_and_defaults_are_those_of_keras(name):
    theirs = {key: default for key, default in keras_arguments(name).items() if key not in EXCLUDED}
    told = DEFINITIONS[f"layers.{name}"]
    ours = {key: comparable(of.get("default", PydanticUndefined)) for key, of in told["properties"].items()}

    assert ours == theirs
    assert told.get("required", []) == [key for key, default in theirs.items() if default is PydanticUndefined]


def test_layers_are_steps_and_those_that_take_several_tensors_merges():
    words = {of["const"] for of in DEFINITIONS["step"]["then"]["anyOf"] if "const" in of}
    names = (*layer_names(), *function_names())
    bare = {name for name in names if not DEFINITIONS[f"layers.{name}"].get("required")}
    merging = {"Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"}
    merging |= {"AdditiveAttention", "Attention", "GroupQueryAttention", "MultiHeadAttention", "HashedCrossing"}

    assert set(names) <= set(DEFINITIONS["step_mapping"]["properties"])
    assert words == bare
    joining = set(DEFINITIONS["merge"]["anyOf"][-1]["properties"])
    assert joining.intersection(layer_names()) == merging
    assert {"ops.add", "ops.concatenate", "ops.matmul"} <= joining
    assert joining.isdisjoint({"ops.mean", "ops.reshape"})


@pytest.mark.parametrize("name", CASES)
def test_what_the_catalogue_takes_is_taken(name):
    validator = judge(f"layers.{name}")

    @drawn
    @given(CASES[name].arguments)
    def compare(arguments):
        try:
            find_layer(name).model_validate(arguments)
        except ValidationError:
            return
        assert [error.message for error in validator.iter_errors(arguments)] == []

    compare()


@pytest.mark.parametrize("name", [*layer_names(), *function_names()])
def test_any_argument_may_be_computed_and_none_be_something_else_altogether(name):
    told = DEFINITIONS[f"layers.{name}"]["properties"]
    validator = judge(f"layers.{name}")

    assert validator.is_valid(dict.fromkeys(told, "=n"))
    for argument in told:
        wrong = dict.fromkeys(told, "=n") | {argument: {"no such thing": [{}]}}
        assert not validator.is_valid(wrong), argument


@pytest.mark.parametrize("kind", SETTINGS)
def test_every_spelling_of_a_setting(kind):
    validator = judge(kind)
    for name, setting in SETTINGS[kind].items():
        defaults = {key: field.default for key, field in setting.model_fields.items()}
        for spelling in (name, {name: None}, {name: {}}, {name: defaults}, {name: dict.fromkeys(defaults, "=n")}):
            assert validator.is_valid(spelling), spelling
        assert not validator.is_valid({name: {"no_such": 1}})
    for wrong in ("no_such", 3, [], {}, {"no_such": {}}):
        assert not validator.is_valid(wrong), wrong


@pytest.mark.parametrize("name", layer_names())
def test_a_layer_says_what_it_does_and_where_keras_does(name):
    told = DEFINITIONS[f"layers.{name}"]
    for text in (told["description"], told["markdownDescription"]):
        assert text.startswith(find_layer(name).__doc__)
        assert PAGES.get(name, SITE) in text


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_layers_to_come(name):
    assert page(name) == PAGES[name]


def test_a_layer_of_no_known_sort_has_the_list_of_all():
    assert page("NoSuchThing") == SITE
