"""Layers of a saved Keras model: from the configuration that `get_config` wrote to the catalogue's own classes."""

from __future__ import annotations

import hashlib
from typing import Any

from pydantic import ValidationError

from archspec.catalogue import find_layer
from archspec.catalogue.inner import Wrapping, find_inner
from archspec.catalogue.layer import Layer
from archspec.catalogue.naming import operation_name
from archspec.catalogue.operation import Operation as Definition
from archspec.catalogue.ops.op import Op
from archspec.catalogue.shapes import Shape, ShapeError
from archspec.diff.opaque import UNKNOWN, Opaque, opaque
from archspec.graph.graph import CallArgument

#: What every configuration holds and nothing depends on.
_SILENT = ("name", "build_config", "shared_object_id")
#: A text longer than this is no setting but code or data: its digest tells whether it is another one.
_LONG = 60


def tensor_arguments(entry: dict[str, Any]) -> frozenset[str]:
    """The arguments of a layer's call that are tensors beside those that it is called on."""
    kind = None if _is_function(entry) else find_layer(str(entry.get("class_name")))
    if kind is None or not issubclass(kind, Layer):
        return frozenset()
    return frozenset(name for name, field in kind.call_fields().items() if field.takes != "flag")


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
    known = _known_function(entry, beside) if _is_function(entry) else _known(entry)
    if isinstance(known, Layer) and beside.keys() - known.call_fields().keys():
        known = None
    if known is not None and _fits(known, beside, shapes, gives):
        return known
    config = {key: spelled(value) for key, value in entry.get("config", {}).items()}
    given = {key: value for key, value in config.items() if key not in _SILENT and not _says_nothing(key, value)}
    return opaque(kind_of(entry), {**given, **beside}, gives)


def call_arguments(definition: Definition, beside: dict[str, Any]) -> tuple[CallArgument, ...]:
    """What a saved call gives to a layer of the catalogue beside its tensors; what says nothing is left out."""
    if isinstance(definition, Opaque) or not isinstance(definition, Layer):
        return ()
    return tuple(CallArgument(name, value) for name, value in beside.items() if value is not False)


def kind_of(entry: dict[str, Any]) -> str:
    """What a layer is called: its class; for an operation of `keras.ops` what a spec calls it."""
    name = str(entry.get("class_name"))
    if not _is_function(entry):
        return name
    family = str(entry.get("module")).rpartition(".")[2]
    return operation_name(name, family)


def _is_function(entry: dict[str, Any]) -> bool:
    return ".ops." in str(entry.get("module"))


def _known_function(entry: dict[str, Any], beside: dict[str, Any]) -> Definition | None:
    """The function of `keras.ops` that an entry describes; of what stands beside its tensors, some is in the call."""
    kind = find_layer(kind_of(entry))
    if kind is None or not issubclass(kind, Op):
        return None
    fields = kind.argument_fields()
    places = {f"argument_{place}": name for place, name in enumerate((*kind.slots, *kind.positional))}
    config = {key: value for key, value in entry.get("config", {}).items() if key not in _SILENT}
    given = {**config, **{places.get(key, key): value for key, value in beside.items()}}
    given = {key: value for key, value in given.items() if value not in (None, kind.fixed.get(key))}
    given = {key: value for key, value in given.items() if key in fields or value is not False}
    try:
        return kind.model_validate(given)
    except ValidationError:
        return None


def _known(entry: dict[str, Any]) -> Definition | None:
    module = str(entry.get("module") or "keras.layers")
    if module.partition(".")[0] != "keras" or entry.get("registered_name"):
        return None
    kind = find_layer(str(entry.get("class_name")))
    if kind is None:
        return None
    fields = kind.argument_fields()
    config = {key: value for key, value in entry.get("config", {}).items() if key not in _SILENT}
    if issubclass(kind, Wrapping):
        config = _with_inner(kind, config)
    given = {key: value if isinstance(value, Definition) else spelled(value) for key, value in config.items()}
    given = {key: value for key, value in given.items() if value is not None and (key in fields or value is not False)}
    if not given.keys() <= fields.keys():
        return None
    try:
        return kind.model_validate({key: _as_written(key, value) for key, value in given.items()})
    except ValidationError:
        return None


def _with_inner(kind: type[Wrapping], config: dict[str, Any]) -> dict[str, Any]:
    """A configuration whose layers are classes of the catalogue; those that Keras makes of others are left out."""
    found = dict(config)
    for name in kind.inner_arguments:
        found[name] = _inner(config.get(name))
    backward = found.get("backward_layer")
    if backward is not None and backward.model_copy(update={"go_backwards": False}) == found["layer"]:
        del found["backward_layer"]
    return found


def _inner(value: Any) -> Any:
    """A layer or cell that is an argument; stacked cells as a list."""
    if not isinstance(value, dict) or "class_name" not in value:
        return None
    config = value.get("config", {})
    if value["class_name"] == "StackedRNNCells":
        return tuple(_inner(cell) for cell in config["cells"])
    kind = find_inner(str(value["class_name"]))
    if kind is None:
        return None
    fields = kind.argument_fields()
    # A Bidirectional sets `zero_output_for_mask` in its layers itself.
    left_out = (*_SILENT, "zero_output_for_mask")
    given = {key: spelled(each) for key, each in config.items() if key in fields and key not in left_out}
    try:
        return kind.model_validate({key: each for key, each in given.items() if each is not None})
    except ValidationError:
        return None


def _as_written(key: str, value: Any) -> Any:
    """A value as a spec would have it: Keras saves some single numbers as lists of one."""
    return value[0] if key == "axis" and isinstance(value, list) and len(value) == 1 else value


def _fits(definition: Definition, beside: dict[str, Any], shapes: tuple[Shape, ...], gives: Shape) -> bool:
    if not definition.takes(len(shapes)):
        return False
    try:
        found = definition.call_results(beside, *shapes)[0]
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
