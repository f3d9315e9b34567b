"""Places within the value of a param, as `--set` names them: `stages[2].repeats`."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from archspec.text.diagnostics import SpecError
from archspec.text.source import Span
from archspec.text.suggest import did_you_mean
from archspec.text.tree import describe

_NAME = re.compile(r"[^\[\].=\s]+")
_PART = re.compile(r"\[\s*(-?\d+)\s*\]|\.([^\[\].=\s]+)")


class Path(NamedTuple):
    """A param, and the way to a place within its value: positions in lists (from 0) and keys of records."""

    name: str
    parts: tuple[int | str, ...]


def read_path(text: str) -> Path | None:
    """The place that a text names; None where it names none."""
    name = _NAME.match(text)
    if name is None:
        return None
    parts: list[int | str] = []
    position = name.end()
    while part := _PART.match(text, position):
        parts.append(int(part[1]) if part[1] else part[2])
        position = part.end()
    return Path(name[0], tuple(parts)) if position == len(text) else None


def placed(value: Any, path: Path, new: Any, span: Span | None) -> Any:
    """A copy of a param's value with something else at a place within it.

    Raises:
        SpecError: it has no such place.
    """
    return _placed(value, path.parts, new, path.name, span)


def _placed(value: Any, parts: tuple[int | str, ...], new: Any, called: str, span: Span | None) -> Any:
    if not parts:
        return new
    part, *rest = parts
    inner = f"{called}[{part}]" if isinstance(part, int) else f"{called}.{part}"
    if isinstance(part, int):
        if not isinstance(value, list):
            raise SpecError.single("E0235", f"{called} is {describe(value)} and has no item {part}", span)
        if not -len(value) <= part < len(value):
            message = f"{called} has {len(value)} items, counted from 0, and no item {part}"
            raise SpecError.single("E0235", message, span)
        copy = list(value)
        copy[part] = _placed(value[part], tuple(rest), new, inner, span)
        return copy
    if not isinstance(value, dict):
        raise SpecError.single("E0235", f"{called} is {describe(value)} and has no entry {part!r}", span)
    if part not in value:
        hint = did_you_mean(part, value)
        raise SpecError.single("E0235", f"{called} has no entry {part!r}", span, help=hint)
    return {**value, part: _placed(value[part], tuple(rest), new, inner, span)}
