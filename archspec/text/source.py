"""Text and places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

#: Where YAML ends a line.
LINE_ENDS = ("\r\n", "\r", "\n", "\x85", "\u2028", "\u2029")
_BREAK = re.compile("|".join(LINE_ENDS))


@lru_cache(maxsize=16)
def line_starts(text: str) -> tuple[int, ...]:
    """How many characters stand before each line of a text."""
    return (0, *(found.end() for found in _BREAK.finditer(text)))


@lru_cache(maxsize=64)
def _line(text: str, number: int) -> str:
    starts = line_starts(text)
    if number > len(starts):
        return ""
    if number == len(starts):
        return text[starts[-1] :]
    line = text[starts[number - 1] : starts[number]]
    return line[: -len(next(end for end in LINE_ENDS if line.endswith(end)))]


class Source(NamedTuple):
    """The text of one document, under the name that messages call it by."""

    name: str
    text: str
    path: Path | None = None

    def __repr__(self) -> str:
        # Pydantic shows what its errors hold, and there the whole text would be once for each.
        return f"Source({self.name!r})"

    def line(self, number: int) -> str:
        """The line of this number, counted from 1, without its end; empty past the last."""
        return _line(self.text, number)

    def lines(self) -> list[str]:
        """All lines, without their ends."""
        return _BREAK.split(self.text)

    def spot(self, line: int, column: int) -> Span:
        """One character, by its line and column."""
        return Span(self, line, column, line, column + 1)

    def word(self, line: int, column: int) -> Span:
        """From a character to the end of the word it stands in; itself where it is part of none."""
        text, end = self.line(line), column - 1
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
        return self.spot(line, column)._replace(end_column=max(end, column) + 1)

    def place_of(self, offset: int) -> Span:
        """One character, by how many stand before it."""
        starts = line_starts(self.text)
        line = bisect_right(starts, offset)
        return self.spot(line, offset - starts[line - 1] + 1)


class Span(NamedTuple):
    """A stretch of a source, from a line and column to another; both counted from 1, the end not included."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    def holds(self, line: int, column: int) -> bool:
        """Whether the character at a place is part of the span."""
        return (self.line, self.column) <= (line, column) < (self.end_line, self.end_column)

    def part(self, text: str, start: int, end: int) -> Span:
        """The characters `start` to `end` of a text that this span holds; all of it where the two differ in spelling.

        Quotes, anchors and tags may stand around the text; escapes in it and line breaks part the two.
        """
        if self.line != self.end_line:
            return self
        written = self.source.line(self.line)[self.column - 1 : self.end_column - 1]
        # Nothing but a quote can follow the text.
        behind = next((quotes for quotes in (0, 1) if written[: len(written) - quotes].endswith(text)), None)
        if behind is None:
            return self
        first = self.column + len(written) - behind - len(text)
        return self._replace(column=first + start, end_column=first + end)

    @property
    def text(self) -> str:
        """What stands there."""
        starts = line_starts(self.source.text)
        return self.source.text[
            starts[self.line - 1] + self.column - 1 : starts[self.end_line - 1] + self.end_column - 1
        ]

    @property
    def beginning(self) -> Span:
        """The first character of the span."""
        return self._replace(end_line=self.line, end_column=self.column + 1)


class Place(NamedTuple):
    """Where in which file something was written: a span without its text."""

    file: str
    line: int
    column: int

    @classmethod
    def of(cls, span: Span) -> Place:
        """The beginning of a span."""
        return cls(span.source.name, span.line, span.column)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
