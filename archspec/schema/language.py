"""The whole language as one JSON Schema, made from the models that read it."""

from __future__ import annotations

from archspec.schema.layers import inner_definitions, layer_definition, layer_schema, layers, setting_definitions
from archspec.schema.models import as_schema, definition_name, parts
from archspec.schema.pieces import SHARED, Json, corrects, one_of, ref
from archspec.schema.steps import step_definitions
from archspec.schema.words import WORDS
from archspec.spec.document import FIGURES, LONG, OF_SPECS, Document, Expect, FigureErratum, Library, Param
from archspec.spec.extending import Edit
from archspec.spec.located import Located
from archspec.spec.steps import Erratum, Step
from archspec.spec.training import Training

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: Keys that are gone before a model reads the document.
_EXTENDING: dict[str, Json] = {
    "extends": {
        "description": "The spec that this one starts from: a path relative to this file, or a shipped name.",
        "type": "string",
    },
    "edits": {
        "description": "Changes of single steps of what is extended, in order.",
        "type": "array",
        "items": ref(definition_name(Edit)),
    },
}


def language_schema() -> Json:
    """The JSON Schema (2020-12) of a document: a spec, or a library of blocks."""
    return {
        "$schema": _DIALECT,
        "title": "archspec",
        "description": "An archspec document: the spec of a neural network, or a library of blocks.",
        "type": "object",
        "if": {"required": ["blocks"], "not": {"anyOf": one_of(*OF_SPECS)}},
        "then": ref(definition_name(Library)),
        "else": ref(definition_name(Document)),
        "$defs": _definitions(),
    }


def _definitions() -> dict[str, Json]:
    return {
        **{definition_name(model): _model(model) for model in _models()},
        **step_definitions(),
        **SHARED,
        **{word.name: word.definition for word in WORDS},
        **inner_definitions(),
        **setting_definitions(),
        **{layer_definition(layer): layer_schema(layer) for layer in layers()},
    }


def _models() -> list[type[Located]]:
    """Every part of a document but steps, in the order in which they are come upon."""
    found: dict[type[Located], None] = {}
    waiting: list[type[Located]] = [Document, Library, Edit, Training]
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            waiting += parts(model)
    return [model for model in found if model is not Step]


def _model(model: type[Located]) -> Json:
    schema = as_schema(model)
    if model is Document:
        return _document(schema)
    if model is Param:
        return _param(schema)
    if model is Erratum:
        return schema | {"anyOf": one_of("in", "out")}
    if model is FigureErratum:
        return schema | {"anyOf": one_of(*FIGURES)}
    if model is Expect:
        return schema | {"allOf": corrects(*FIGURES)}
    if model is Edit:
        return schema | {"oneOf": one_of(*(key for key in schema["properties"] if key != "at"))}
    return schema


def _document(schema: Json) -> Json:
    """A spec, which inherits what it lacks but its name where it extends another one."""
    needed = schema.pop("required")
    return schema | {
        "properties": schema["properties"] | _EXTENDING,
        "if": {"required": ["extends"]},
        "then": {"required": ["name"]},
        "else": {"required": needed},
        "dependentRequired": {"edits": ["extends"]},
    }


def _param(long: Json) -> Json:
    """A param: its default alone, nothing where it is required, or the long form."""
    keys = long["properties"].items()
    return {
        "description": long.pop("description"),
        # For editors, which would offer no key before there is a 'default'.
        "properties": {key: {name: told[name] for name in told if name == "description"} for key, told in keys},
        "if": {"type": "object", "anyOf": one_of(*LONG)},
        "then": long,
    }
