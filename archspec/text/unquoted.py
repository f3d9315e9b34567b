"""Finds the unquoted formula or template that YAML's flow syntax cuts, in silence or not."""

from __future__ import annotations

import re

from archspec.text.diagnostics import Diagnostic, Fix, SpecError
from archspec.text.source import Source, Span

_OPENING = {"(": ")", "[": "]", "{": "}"}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
#: A tuple of numbers, as Python writes it.
_TUPLE = re.compile(r"\(\s*(?P<items>[-+0-9.]+(?:\s*,\s*[-+0-9.]+)*)\s*,?\s*\)")
#: The plain scalar that a line ends with, after the sign that begins a value.
_LAST_SCALAR = re.compile(r"(?:.*(?:[\[{,]|:\s))?\s*(?P<scalar>[^\s\[\]{},'\"][^\[\]{},]*)\Z")
#: A value that begins with a brace and is followed by more text.
_LEADING_BRACE = re.compile(r"(?:.*[:-]\s)?\s*(?P<scalar>\{[^{}]*\})\Z")


def refuse_cut_formula(text: str, span: Span) -> None:
    """Finds `{filters: =max(a, b)}`, which YAML reads as the two keys `filters` and `b)`.

    Args:
        text: a plain scalar in flow style that begins with `=`, or with `(` as a list of Python does.
        span: where it stands.

    Raises:
        SpecError: a comma cuts the formula.
    """
    if text.startswith("("):
        _refuse_tuple(span)
        return
    bare = _QUOTED.sub("", text)
    whole = all(bare.count(opening) <= bare.count(closing) for opening, closing in _OPENING.items())
    if whole and "'" not in bare and '"' not in bare:
        return
    line = span.source.line(span.end_line)
    if line[span.end_column - 1 :].lstrip().startswith(","):
        raise _unquoted(span.source, span.line, span.column - 1)


def _refuse_tuple(span: Span) -> None:
    """Finds `{kernel_size: (3, 3)}`."""
    found = _TUPLE.match(span.source.line(span.line), span.column - 1)
    if found:
        place = span._replace(end_column=found.end() + 1)
        listed = f"[{found['items']}]"
        message, hint = f"{found[0]} is no list of YAML", f"write a list in brackets: {listed}"
        # In Python, too, what has no comma is no list but a number in brackets.
        fix = Fix(place, listed) if "," in found[0] else None
        raise SpecError([Diagnostic("E0109", message, place, help=hint, fix=fix)])


def cut_text(place: Span, in_flow: bool) -> SpecError | None:
    """The error of the formula or template at whose bracket or brace YAML's parser gives up.

    Args:
        place: where it gives up.
        in_flow: whether it reads flow style there.
    """
    text = place.source.line(place.line)
    before, after = text[: place.column - 1], text[place.column - 1 :]
    found = None
    if in_flow and after[:1] in ("[", "{"):
        found = _LAST_SCALAR.match(before)
    elif not in_flow and before.endswith("}"):
        found = _LEADING_BRACE.match(before)
    return _unquoted(place.source, place.line, found.start("scalar")) if found else None


def _unquoted(source: Source, line: int, start: int) -> SpecError:
    text = source.line(line)
    end, closed = scalar_end(text, start)
    what, message = "text", "a text with a brace must be quoted inside [...] or {...}"
    if text[start] == "=":
        what, message = "formula", "a formula with a comma, bracket or brace must be quoted inside [...] or {...}"
    elif text[start] == "{":
        end, closed, message = len(text.rstrip()), True, "a text that begins with a brace must be quoted"
    written = text[start:end] + ("" if closed else " ...")
    quoted = f'"{written}"' if '"' not in written else "'" + written.replace("'", "''") + "'"
    span = Span(source, line, start + 1, line, end + 1)
    fix = Fix(span, quoted) if closed else None
    return SpecError([Diagnostic("E0109", message, span, help=f"quote the {what}: {quoted}", fix=fix)])


def scalar_end(text: str, start: int) -> tuple[int, bool]:
    """Where a text meant as one scalar ends in a line of flow syntax, and whether its own brackets close before."""
    waiting: list[str] = []
    for position in range(start, len(text)):
        character = text[position]
        if waiting and character == waiting[-1]:
            waiting.pop()
        elif waiting and waiting[-1] in "'\"":
            continue
        elif character in "'\"":
            waiting.append(character)
        elif character in _OPENING:
            waiting.append(_OPENING[character])
        elif not waiting and character in ",]}":
            return position, True
    return len(text.rstrip()), not waiting
