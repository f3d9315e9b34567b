"""Finds the unquoted formula that made YAML's flow syntax stumble."""

from __future__ import annotations

import re

from archspec.text.source import Source, Span

_FORMULA = re.compile(r"(?<=[\[{,:\s])=[^'\"\n]*")
_OPENING = {"(": ")", "[": "]", "{": "}"}


def broken_formula(source: Source, line: int, column: int) -> Span | None:
    """The plain formula in flow context that reaches to where the parser gave up, or None.

    `{strides: =depths[0]}` stops the parser at the bracket; the formula begins before it in the same line.
    """
    text = source.line(line)
    for found in _FORMULA.finditer(text):
        start = found.start()
        end = formula_end(text, start)
        inside = text[start:end]
        if start < column <= len(text) + 1 and any(bracket in inside for bracket in "[]{},") and _in_flow(text[:start]):
            return Span(source, line, start + 1, line, end + 1)
    return None


def formula_end(text: str, start: int) -> int:
    """Where a formula that begins at `start` ends in a line of flow syntax, its own brackets counted."""
    open_brackets: list[str] = []
    for position in range(start, len(text)):
        character = text[position]
        if character in _OPENING:
            open_brackets.append(_OPENING[character])
        elif open_brackets and character == open_brackets[-1]:
            open_brackets.pop()
        elif not open_brackets and character in ",]}":
            return position
    return len(text.rstrip())


def _in_flow(before: str) -> bool:
    return before.count("{") > before.count("}") or before.count("[") > before.count("]")
