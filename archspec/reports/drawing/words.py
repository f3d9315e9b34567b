"""What the boxes and edges of a picture say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from archspec.catalogue.operation import Operation
from archspec.catalogue.shapes import Shape, spread
from archspec.text.display import visible

_LONGEST = 60
#: What no document of XML or YAML may hold.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
#: Arguments with one size for each axis, which are always told.
_WINDOWS = ("kernel_size", "pool_size", "size")
#: Arguments that are told where they are not what they are by default.
_UNUSUAL: Mapping[str, str] = MappingProxyType(
    {
        "strides": "/{}",
        "dilation_rate": "dilation {}",
        "groups": "{} groups",
        "depth_multiplier": "multiplier {}",
    }
)


class Words(NamedTuple):
    """What is told of a layer: `Conv2D 3×3, 64, /2`, and the activation that is one of its arguments."""

    title: str
    activation: str | None


def layer_words(definition: Operation) -> Words:
    """The words for a layer: its type, its window, what it must be given, and what is unusual."""
    fields = definition.argument_fields()
    details = [_along(definition, name) for name in _WINDOWS if name in fields]
    details += [
        _value(value)
        for name, value in definition.given().items()
        if fields[name].is_required() and name not in _WINDOWS
    ]
    details += [
        template.format(_even(definition, name))
        for name, template in _UNUSUAL.items()
        if name in fields and getattr(definition, name) not in (None, fields[name].default)
    ]
    title = f"{definition.keras_name()} {', '.join(details)}".rstrip()
    activation = None if _is_activation(definition) else getattr(definition, "activation", None)
    return Words(clipped(title), None if activation == "linear" else activation)


def small_words(definition: Operation) -> str:
    """The words for a layer that stands in the box of another: `BN`, `relu`, `Dropout 0.5`."""
    title = layer_words(definition).title
    name = definition.keras_name()
    if _is_activation(definition):
        return title.removeprefix(f"{name} ")
    initials = "".join(letter for letter in name if letter.isupper())
    return initials if name.endswith("Normalization") and len(initials) > 1 else title


def _is_activation(definition: Operation) -> bool:
    """Whether a layer is nothing but the activation that it must be given."""
    field = definition.argument_fields().get("activation")
    return field is not None and field.is_required()


def _along(definition: Operation, name: str) -> str:
    """An argument along each axis: `3×3`."""
    return "×".join(map(str, spread(getattr(definition, name), getattr(definition, "rank", 1))))


def _even(definition: Operation, name: str) -> str:
    """An argument as one number where it is the same along each axis."""
    value = getattr(definition, name)
    sizes = value if isinstance(value, tuple) else (value,)
    return str(sizes[0]) if len(set(sizes)) == 1 else "×".join(map(str, sizes))


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_value, value))})"
    if isinstance(value, float):
        return f"{value:.4g}"
    return "null" if value is None else str(value)


def shape_words(first: Shape, last: Shape) -> str:
    """A shape as `56×56×64`; with both ends of every size that grows or shrinks from `first` to `last`."""
    if len(first) != len(last):
        return f"{shape_words(first, first)} … {shape_words(last, last)}"
    sizes = [
        _size(low) if low == high else f"{_size(low)}…{_size(high)}" for low, high in zip(first, last, strict=True)
    ]
    return "×".join(sizes) or "()"


def _size(size: int | None) -> str:
    return "?" if size is None else str(size)


def clipped(text: str) -> str:
    """Text of anybody in one line of bearable length, with nothing hidden in it."""
    text = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", visible(text)).replace("\t", " ")
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
