"""What spaces the tabs in the indentation of a document stand for, where that can be told."""

from __future__ import annotations

import re
from typing import Any

import yaml

from archspec.text.source import Source, Span, line_starts

#: How wide a tab may be meant to be.
_WIDTHS = (2, 4, 8)
#: The beginning of a line with a tab in it.
_INDENT = re.compile(r"[ \t]*\t[ \t]*")
_PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def without_tabs(source: Source) -> tuple[Span, str] | None:
    """The stretch of a source that holds all indentation by tabs, and the same by spaces.

    None where that is still no YAML, or its meaning depends on how wide a tab is.
    """
    starts = line_starts(source.text)
    indents = [found for start in starts if (found := _INDENT.match(source.text, start))]
    if not indents:
        return None
    begin, end = indents[0].start(), indents[-1].end()
    stretches = [_expanded(source.text, indents, width) for width in _WIDTHS]
    readings = [(each, _meaning(source.text[:begin] + each + source.text[end:])) for each in stretches]
    readable = [(stretch, meaning) for stretch, meaning in readings if meaning is not None]
    if not readable or any(meaning != readable[0][1] for _, meaning in readable):
        return None
    first, last = source.place_of(begin), source.place_of(end)
    return first._replace(end_line=last.line, end_column=last.column), readable[0][0]


def _expanded(text: str, indents: list[re.Match[str]], width: int) -> str:
    """The text from the first of these indents to the last, the tabs in them made spaces."""
    parts: list[str] = []
    reached = indents[0].start()
    for indent in indents:
        parts += [text[reached : indent.start()], indent[0].expandtabs(width)]
        reached = indent.end()
    return "".join(parts)


def _meaning(text: str) -> list[tuple[Any, ...]] | None:
    """What a parser of YAML reads in a text; None where it can't."""
    try:
        return [
            (type(event), *(getattr(event, part, None) for part in ("value", "anchor", "tag")))
            for event in yaml.parse(text, Loader=_PARSER)
        ]
    except yaml.YAMLError:
        return None
