"""Finds the unquoted formula, template or text that YAML's flow syntax cuts, in silence or not."""

from __future__ import annotations

import re
from collections.abc import Container

from archspec.text.diagnostics import Diagnostic, Fix, SpecError
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping, Node, Scalar

_OPENING = {"(": ")", "[": "]", "{": "}"}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
#: A tuple of numbers, as Python writes it.
_TUPLE = re.compile(r"\(\s*(?P<items>[-+0-9.]+(?:\s*,\s*[-+0-9.]+)*)\s*,?\s*\)")
#: The plain scalar that a line ends with, after the sign that begins a value.
_LAST_SCALAR = re.compile(r"(?:.*(?:[\[{,]|:\s))?\s*(?P<scalar>[^\s\[\]{},'\"][^\[\]{},]*)\Z")
#: A value that begins with a brace and is followed by more text.
_LEADING_BRACE = re.compile(r"(?:.*[:-]\s)?\s*(?P<scalar>\{[^{}]*\})\Z")

#: Keys whose values are texts for readers.
_FOR_READERS = frozenset({"doc", "note", "row", "source", "title", "why"})


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
    quoted = _quoted(text[start:end] + ("" if closed else " ..."))
    span = Span(source, line, start + 1, line, end + 1)
    fix = Fix(span, quoted) if closed else None
    return SpecError([Diagnostic("E0109", message, span, help=f"quote the {what}: {quoted}", fix=fix)])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


def with_whole_texts(node: Mapping, known: Container[str], found: list[Diagnostic]) -> Mapping:
    """A mapping in which a text for readers that a comma cuts, as in `{doc: first, second}`, is one again.

    Args:
        node: the mapping as YAML reads it.
        known: the keys that have a meaning there.
        found: collects the mistakes, one a text.
    """
    items: dict[str, Node] = {}
    cut: dict[str, Span] = {}
    text: str | None = None
    for key, value in node.items():
        span = node.key_spans[key]
        if text is not None and key not in known and _goes_on(cut.get(text, items[text].span), span, value):
            cut[text] = items[text].span._replace(end_line=span.end_line, end_column=span.end_column)
            continue
        text = key if key in _FOR_READERS and isinstance(value, Scalar) and value.plain else None
        items[key] = value
    for key, span in cut.items():
        items[key] = Scalar(span.text, span.text, True, span)
        found.append(_cut_at_comma(span))
    return Mapping(items, {key: node.key_spans[key] for key in items}, node.span)


def _goes_on(text: Span, key: Span, value: Node) -> bool:
    """Whether a key is what follows a comma in a text: it stands behind it, and has neither a colon nor a value."""
    if text.source is not key.source or not (isinstance(value, Scalar) and value.plain and value.text == ""):
        return False
    between = Span(text.source, text.end_line, text.end_column, key.line, key.column).text
    behind = key.source.line(key.end_line)[key.end_column - 1 :].lstrip()
    return between.strip() == "," and not behind.startswith(":")


def _cut_at_comma(span: Span) -> Diagnostic:
    message = "a text with a comma must be quoted inside [...] or {...}"
    quoted = _quoted(span.text)
    if span.line != span.end_line:
        return Diagnostic("E0109", message, span, help="quote the text")
    return Diagnostic("E0109", message, span, help=f"quote the text: {quoted}", fix=Fix(span, quoted))


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
