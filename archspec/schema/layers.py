"""Layers, and the initializers, regularizers and constraints of their weights: what the catalogue's classes say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from archspec.catalogue import arguments, find_layer, function_names, layer_names
from archspec.catalogue.cells import CELLS
from archspec.catalogue.inner import InnerCell, InnerLayer
from archspec.catalogue.meanings import MEANINGS
from archspec.catalogue.operation import Operation
from archspec.catalogue.settings import SETTINGS, Setting
from archspec.schema.arguments import computed, described
from archspec.schema.docs import key_docs
from archspec.schema.pages import page
from archspec.schema.pieces import Json, described_words, ref
from archspec.spec.chosen import KINDS

#: What may stand in the place of a layer's setting.
COMPUTED = (ref("formula"), ref("template"))
_KINDS = {
    id(get_args(setting)[1]): kind
    for setting, kind in (
        (arguments.Initializer, "initializer"),
        (arguments.Regularizer, "regularizer"),
        (arguments.Constraint, "constraint"),
    )
} | {id(get_args(inner)[1]): kind for inner, kind in ((InnerLayer, "inner_layer"), (InnerCell, "inner_cell"))}


class _Generator(GenerateJsonSchema):
    """Pydantic's own, but for what plain functions read."""

    def function_plain_schema(self, schema: Any) -> Json:
        reader = getattr(schema["function"]["function"], "__self__", None)
        kind = _KINDS.get(id(reader))
        return {"format": kind} if kind else {}


def layers() -> list[type[Operation]]:
    """The classes of all layers and functions, by name."""
    return [found for name in (*layer_names(), *function_names()) if (found := find_layer(name))]


def layer_definition(layer: type[Operation]) -> str:
    """What the definition of a layer is called."""
    return f"layers.{layer.keras_name()}"


def required(layer: type[Operation] | type[Setting]) -> list[str]:
    """The arguments that every call of a layer, or setting, must give."""
    return [name for name, field in layer.argument_fields().items() if field.is_required()]


def layer_schema(layer: type[Operation]) -> Json:
    """The arguments of a layer, which may be left out where none is required."""
    needed, address, docs = required(layer), page(layer.keras_name()), argument_docs(layer)
    return {
        "title": layer.keras_name(),
        "description": f"{layer.__doc__} {address}",
        "markdownDescription": f"{layer.__doc__}\n\n[{layer.keras_name()} on keras.io]({address})",
        "type": "object" if needed else ["object", "null"],
        "properties": {name: _with_doc(told, docs.get(name)) for name, told in argument_schemas(layer).items()},
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def argument_schemas(layer: type[Operation]) -> dict[str, Json]:
    """What each argument of a layer may be."""
    return _arguments(layer, list(layer.argument_fields()))


def argument_docs(layer: type[Operation]) -> dict[str, str]:
    """What the arguments of a layer are for, by Keras's names, where there is more to say than what they may be."""
    own = key_docs(layer)
    names = {field.alias or name: name for name, field in layer.model_fields.items()}
    docs = {name: own.get(names[name], MEANINGS.get(name, "")) for name in layer.argument_fields()}
    return {name: doc for name, doc in docs.items() if doc}


def _with_doc(told: Json, doc: str | None) -> Json:
    return told | {"description": f"{doc} {told['description']}"} if doc else told


def _arguments(model: type[BaseModel], names: list[str]) -> Json:
    told = model.model_json_schema(schema_generator=_Generator)["properties"]
    return {
        name: {"description": described(told[name])} | _default(told[name]) | computed(told[name]) for name in names
    }


def _default(schema: Json) -> Json:
    return {"default": schema["default"]} if "default" in schema else {}


def inner_definitions() -> dict[str, Json]:
    """Layers and cells as arguments, and the arguments of each cell."""
    every = [layer for layer in layers() if layer.is_layer]
    return {
        "inner_layer": _inner("layer", every),
        "inner_cell": _inner("cell", CELLS),
        **{layer_definition(cell): layer_schema(cell) for cell in CELLS},
    }


def _inner(kind: str, found: Sequence[type[Operation]]) -> Json:
    named = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {each.keras_name(): ref(layer_definition(each)) for each in found},
        "additionalProperties": False,
    }
    words = described_words({each.keras_name(): each.__doc__ or "" for each in found if not required(each)})
    return {"description": f"A {kind}, {{Name: {{argument: value}}}}.", "anyOf": [*words, ref("formula"), named]}


def setting_definitions() -> dict[str, Json]:
    """Each kind of setting, and the arguments of each setting."""
    found = {kind: _kind(f"a {kind}", SETTINGS[kind], {"type": "null"}, *COMPUTED) for kind in SETTINGS}
    found |= {name: _kind(kind.word, kind.known) for name, kind in KINDS.items()}
    for known in (*SETTINGS.values(), *(kind.known for kind in KINDS.values())):
        found |= {_setting_definition(setting): _setting(setting) for setting in known.values()}
    return found


def _kind(word: str, known: Mapping[str, type[Setting]], *others: Json) -> Json:
    """A setting by its name, or its name and arguments; or something else that may stand in its place."""
    named = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {name: ref(_setting_definition(setting)) for name, setting in known.items()},
        "additionalProperties": False,
    }
    plain = {name: setting.__doc__ or "" for name, setting in known.items() if not required(setting)}
    return {
        "description": f"The name of {word}, or {{Name: {{argument: value}}}}.",
        "anyOf": [*described_words(plain), *others, named],
    }


def _setting_definition(setting: type[Setting]) -> str:
    return f"{setting.module}.{setting.__name__}"


def _setting(setting: type[Setting]) -> Json:
    needed = required(setting)
    return {
        "description": setting.__doc__,
        "type": "object" if needed else ["object", "null"],
        "properties": _arguments(setting, list(setting.model_fields)),
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }
