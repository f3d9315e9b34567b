"""Layers of a saved Keras model: from the configuration that `get_config` wrote to the catalogue's own classes."""

from __future__ import annotations

import hashlib
from typing import Any

from pydantic import ValidationError

from archspec.catalogue import find_layer
from archspec.catalogue.naming import snake_case
from archspec.catalogue.operation import Operation as Definition
from archspec.catalogue.shapes import Shape, ShapeError
from archspec.diff.opaque import UNKNOWN, opaque

#: What every configuration holds and nothing depends on.
_SILENT = ("name", "build_config", "shared_object_id")
#: A text longer than this is no setting but code or data: its digest tells whether it is another one.
_LONG = 60


def layer_of(entry: dict[str, Any], shapes: tuple[Shape, ...], gives: Shape, beside: dict[str, Any]) -> Definition:
    """The layer that an entry of a model's configuration describes.

    Args:
        entry: with the keys `module`, `class_name`, `config`.
        shapes: what goes in.
        gives: what comes out, as the file tells; `UNKNOWN` where it does not.
        beside: what the call takes besides tensors.

    Returns:
        The catalogue's layer where it knows one that is fully described so and gives that shape; else an opaque one.
    """
    known = _known(entry) if not beside else None
    if known is not None and _fits(known, shapes, gives):
        return known
    config = {key: spelled(value) for key, value in entry.get("config", {}).items()}
    given = {key: value for key, value in config.items() if key not in _SILENT and not _says_nothing(key, value)}
    return opaque(kind_of(entry), {**given, **beside}, gives)


def kind_of(entry: dict[str, Any]) -> str:
    """What a layer is called: its class; for an operation of `keras.ops` what a spec calls it."""
    name = str(entry.get("class_name"))
    return f"ops.{snake_case(name)}" if ".ops." in str(entry.get("module")) else name


def _known(entry: dict[str, Any]) -> Definition | None:
    module = str(entry.get("module") or "keras.layers")
    if ".ops." in module or module.partition(".")[0] != "keras" or entry.get("registered_name"):
        return None
    kind = find_layer(str(entry.get("class_name")))
    if kind is None:
        return None
    fields = kind.argument_fields()
    given = {key: spelled(value) for key, value in entry.get("config", {}).items() if key not in _SILENT}
    given = {key: value for key, value in given.items() if value is not None and (key in fields or value is not False)}
    if not given.keys() <= fields.keys():
        return None
    try:
        return kind.model_validate({key: _as_written(key, value) for key, value in given.items()})
    except ValidationError:
        return None


def _as_written(key: str, value: Any) -> Any:
    """A value as a spec would have it: Keras saves some single numbers as lists of one."""
    return value[0] if key == "axis" and isinstance(value, list) and len(value) == 1 else value


def _fits(definition: Definition, shapes: tuple[Shape, ...], gives: Shape) -> bool:
    if not definition.takes(len(shapes)):
        return False
    try:
        found = definition.output_shape(*shapes)
    except ShapeError:
        return False
    return gives in (UNKNOWN, found)


def spelled(value: Any) -> Any:
    """A setting as a spec writes it: objects of Keras by name, with what they are given."""
    if isinstance(value, dict) and "class_name" in value:
        return _named(str(value["class_name"]), value.get("config"))
    if isinstance(value, dict):
        return {key: spelled(each) for key, each in value.items() if key not in _SILENT}
    if isinstance(value, list):
        return [spelled(each) for each in value]
    if isinstance(value, str) and len(value) > _LONG:
        return f"<{hashlib.sha256(value.encode(errors='replace')).hexdigest()[:12]}>"
    return value


def _named(name: str, config: Any) -> Any:
    if name == "DTypePolicy" and isinstance(config, dict):
        return config.get("name")
    if not isinstance(config, dict):
        return {name: spelled(config)}
    given = {key: spelled(each) for key, each in config.items() if key not in _SILENT}
    given = {key: each for key, each in given.items() if not _says_nothing(key, each)}
    return {name: given}


def _says_nothing(key: str, value: Any) -> bool:
    return value is None or (key, value) in (("trainable", True), ("dtype", "float32"))
