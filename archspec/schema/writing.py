"""JSON as people review it: what fits a line stands on one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

_WIDTH = 120


def as_text(data: Any) -> str:
    """Data as JSON text."""
    return f"{_written(data, '', 0)}\n"


def _written(data: Any, margin: str, used: int) -> str:
    """A value that begins after `used` characters of its line."""
    flat = json.dumps(data, ensure_ascii=False)
    if len(flat) + used < _WIDTH or not isinstance(data, dict | list) or not data:
        return flat
    inner = f"{margin}  "
    if isinstance(data, dict):
        keys = {key: f"{inner}{json.dumps(key, ensure_ascii=False)}: " for key in data}
        entries = [f"{keys[key]}{_written(value, inner, len(keys[key]))}" for key, value in data.items()]
        return "\n".join(["{", ",\n".join(entries), f"{margin}}}"])
    if any(isinstance(item, dict | list) for item in data):
        return "\n".join(
            ["[", ",\n".join(f"{inner}{_written(item, inner, len(inner))}" for item in data), f"{margin}]"]
        )
    return "\n".join(["[", *_filled(data, inner), f"{margin}]"])


def _filled(items: Iterable[Any], margin: str) -> list[str]:
    """Words, as many on a line as fit."""
    lines = [margin]
    *most, last = [json.dumps(item, ensure_ascii=False) for item in items]
    for word in [*(f"{word}," for word in most), last]:
        if len(lines[-1]) + len(word) + 1 > _WIDTH and lines[-1].strip():
            lines.append(margin)
        lines[-1] += word if lines[-1] == margin else f" {word}"
    return lines
