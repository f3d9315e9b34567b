"""Text and places in it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Source(NamedTuple):
    """The text of one document, under the name that messages call it by."""

    name: str
    text: str
    path: Path | None = None

    def line(self, number: int) -> str:
        """The line of this number, counted from 1, without its end; empty past the last."""
        lines = self.text.split("\n", number)
        return lines[number - 1].rstrip("\r") if number <= len(lines) else ""


class Span(NamedTuple):
    """A stretch of a source, from a line and column to another; both counted from 1, the end not included."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    def part(self, start: int, end: int) -> Span:
        """The characters `start` to `end` of a span that lies in one line."""
        return self._replace(column=self.column + start, end_column=self.column + end)


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
