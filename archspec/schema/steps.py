"""Steps: one operation, which is a layer, a block, a group or branches, and keywords."""

from __future__ import annotations

from collections.abc import Iterable

from archspec.catalogue.index import function_names
from archspec.catalogue.operation import Operation
from archspec.schema.layers import layer_definition, layers, required
from archspec.schema.models import properties
from archspec.schema.pieces import Json, block_name, corrects, described_words, one_of, ref
from archspec.spec.steps import KEYWORDS, Step

_CALL = {
    "description": "A block of this spec or of a library that it uses, with its arguments.",
    "type": ["object", "null"],
}
_GROUPS = ("layers", "branches")


def step_definitions() -> dict[str, Json]:
    """A step in its two forms, lists of steps, and what may join branches."""
    found = layers()
    return {
        "steps": {"type": ["array", "null"], "items": ref("step")},
        "step": {
            "description": Step.__doc__,
            "if": {"type": "string"},
            "then": {"anyOf": [*_words(found), {"type": "string", "pattern": block_name()}]},
            "else": ref("step_mapping"),
        },
        "step_mapping": _mapping(found),
        "merge": _merge([layer for layer in found if layer.arity != 1]),
    }


def _words(found: Iterable[type[Operation]]) -> list[Json]:
    """The layers that can be called by their name alone."""
    return described_words({layer.keras_name(): layer.__doc__ or "" for layer in found if not required(layer)})


def _calls(found: Iterable[type[Operation]]) -> dict[str, Json]:
    return {layer.keras_name(): ref(layer_definition(layer)) for layer in found}


def _mapping(found: list[type[Operation]]) -> Json:
    """A step with keywords or arguments; that it has two blocks is more than a schema can say."""
    known = Step.keys()
    keywords = properties(Step, [key for key in known if key in KEYWORDS])
    calls = _calls(found)
    is_named = one_of(*_GROUPS, *calls)
    return {
        "type": "object",
        "properties": keywords | calls,
        "if": {"anyOf": is_named},
        "then": {
            "patternProperties": {_either({**keywords, **calls}): True},
            "additionalProperties": False,
            "oneOf": is_named,
        },
        "else": {
            "patternProperties": {_either(keywords): True, block_name(keywords): _CALL},
            "additionalProperties": False,
            "not": {"propertyNames": {"enum": list(keywords)}},
        },
        "dependentRequired": {"branches": ["merge"], "merge": ["branches"], "else": ["when"]},
        "allOf": [
            *corrects("in", "out"),
            {"not": {"required": ["share"], "anyOf": one_of(*_GROUPS)}},
            {"not": {"required": ["call"], "anyOf": one_of(*_GROUPS, *function_names())}},
        ],
    }


def _either(words: Iterable[str]) -> str:
    return f"^(?:{'|'.join(words)})$"


def _merge(found: list[type[Operation]]) -> Json:
    named = {
        "type": "object",
        "properties": _calls(found),
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    return {
        "description": "A layer that takes several tensors, by its name or as {Name: {argument: value}}.",
        "anyOf": [*_words(found), named],
    }
