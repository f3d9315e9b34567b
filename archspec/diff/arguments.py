"""A layer's arguments as a reader compares them: what says the same is equal, what says nothing is left out.

`kernel_size: [3, 3]` says what `kernel_size: 3` does, `activation: linear` what no activation does, and an argument
that is given its default says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from archspec.catalogue.operation import Operation as Definition
from archspec.diff.opaque import Opaque

#: Arguments that take one number for all axes, or one for each.
_ONE_FOR_ALL = frozenset(
    ("kernel_size", "strides", "dilation_rate", "pool_size", "size", "padding", "cropping", "output_padding")
)
#: Arguments that count axes, batch included.
_AXES = frozenset(("axis", "axes"))
#: Two names of one thing in Keras.
_ALIASES = {"swish": "silu", "hard_swish": "hard_silu"}


def arguments_of(definition: Definition, rank: int = 0) -> dict[str, Any]:
    """The arguments of a layer that differ from Keras's defaults, as plain data in the order of Keras's signature.

    Args:
        definition: the layer.
        rank: how many axes its input has, batch included: axes are counted from the last; 0 where that is unknown.
    """
    if isinstance(definition, Opaque):
        return dict(definition.config)
    given = definition.model_fields_set
    found: dict[str, Any] = {}
    for field, name in _fields(type(definition)):
        if field in given:
            value = _canonical(field, getattr(definition, field))
            if rank and field in _AXES:
                value = _from_the_last(value, rank)
            if value != default_of(type(definition), name):
                found[name] = value
    if "value_dim" in found and found["value_dim"] == found.get("key_dim"):
        del found["value_dim"]
    if rank and found.get("attention_axes") == tuple(range(1, rank - 1)):
        del found["attention_axes"]
    if "pool_size" in type(definition).model_fields and _strides_say_nothing(definition, found):
        del found["strides"]
    return found


def _strides_say_nothing(definition: Definition, found: dict[str, Any]) -> bool:
    """Whether a pooling moves by its own size, as it does where its strides are not given."""
    return "strides" in found and found["strides"] == _canonical("pool_size", getattr(definition, "pool_size", None))


def default_of(kind: type[Definition], name: str) -> Any:
    """Keras's default of an argument; None where it has none."""
    return _defaults(kind).get(name)


@cache
def _fields(kind: type[Definition]) -> tuple[tuple[str, str], ...]:
    """The fields of a layer with Keras's names for them, in Keras's order."""
    fields = {field.alias or name: name for name, field in kind.model_fields.items()}
    return tuple((fields[name], name) for name in kind.argument_fields())


@cache
def _defaults(kind: type[Definition]) -> dict[str, Any]:
    return {
        name: _canonical(field, kind.model_fields[field].get_default(call_default_factory=True))
        for field, name in _fields(kind)
        if not kind.model_fields[field].is_required()
    }


def _canonical(field: str, value: Any) -> Any:
    value = _plain(value)
    if field in _ONE_FOR_ALL and isinstance(value, tuple):
        return _collapsed(value)
    if field in _AXES and isinstance(value, tuple) and len(value) == 1:
        return value[0]
    if field.endswith("initializer") and isinstance(value, str):
        return _class_name(value)
    if field.endswith("activation"):
        return "linear" if value is None else _ALIASES.get(value, value)
    if (field, value) in (("dtype", "float32"), ("data_format", "channels_last")):
        return None
    return value


def _from_the_last(value: Any, rank: int) -> Any:
    """Axes counted back from the last one, which is -1."""
    if isinstance(value, tuple):
        return tuple([_from_the_last(axis, rank) for axis in value])
    return value - rank if isinstance(value, int) and value > 0 else value


def _collapsed(value: tuple[Any, ...]) -> Any:
    """One number where all axes, or both edges, have the same."""
    items = [_collapsed(item) if isinstance(item, tuple) else item for item in value]
    return items[0] if items and all(item == items[0] for item in items) else tuple(items)


def _class_name(word: str) -> str:
    from archspec.catalogue.settings import SETTINGS

    known = SETTINGS["initializer"].get(word)
    return known.__name__ if known else word


def _plain(value: Any) -> Any:
    """Lists as tuples; settings and layers by name, with what they are given."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Definition):
        return {type(value).__name__: arguments_of(value)}
    if hasattr(value, "spelled"):
        return _setting(value)
    return value


def _setting(setting: Any) -> Any:
    """An initializer, regularizer or constraint: its name, or its name and what differs from its defaults."""
    name, fields = type(setting).__name__, type(setting).model_fields
    given = {key: _plain(getattr(setting, key)) for key in fields}
    changed = {key: value for key, value in given.items() if value != _plain(fields[key].default)}
    return {name: changed} if changed else name


def frozen(value: Any) -> Any:
    """The same data as something that can be a key."""
    if isinstance(value, dict):
        return tuple(sorted((str(key), frozen(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(frozen, value))
    return value if value.__hash__ else repr(value)


def changed_arguments(
    before: Definition, after: Definition, arguments: tuple[dict[str, Any], dict[str, Any]]
) -> Iterator[tuple[str, Any, Any]]:
    """The arguments in which two layers of one type differ: name, before and after, defaults filled in."""
    old, new = arguments
    for name in dict.fromkeys((*old, *new)):
        was = old.get(name, default_of(type(before), name))
        now = new.get(name, default_of(type(after), name))
        if was != now:
            yield name, was, now
