"""What is wrong with a spec: data first, text last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from archspec.text.display import visible, width
from archspec.text.source import Span

Severity = Literal["error", "warning"]


class Note(NamedTuple):
    """A further remark, at a place of its own where that helps."""

    message: str
    span: Span | None = None


class Diagnostic(NamedTuple):
    """One mistake in a spec (or one doubt: a warning), told in the spec's own words.

    Args:
        code: stable name of this sort of mistake, such as "E0203".
        message: one sentence, without a full stop.
        span: where the mistake is; None where it has no place in a text.
        notes: what else helps to understand it.
        help: what to write instead, where that can be guessed.
    """

    code: str
    message: str
    span: Span | None = None
    notes: tuple[Note, ...] = ()
    help: str | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        return render(self)


class SpecError(Exception):
    """The spec is wrong. Holds every independent mistake that was found, in the order of the text."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(in_order(diagnostics))
        super().__init__("\n\n".join(map(render, self.diagnostics)))

    @classmethod
    def single(
        cls, code: str, message: str, span: Span | None = None, *, notes: Iterable[Note] = (), help: str | None = None
    ) -> SpecError:
        """An error of one mistake."""
        return cls([Diagnostic(code, message, span, tuple(notes), help)])


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics in the order of the text, those without a place first; the same one only once."""

    def place(diagnostic: Diagnostic) -> tuple[str, int, int]:
        span = diagnostic.span
        return (span.source.name, span.line, span.column) if span else ("", 0, 0)

    return sorted(dict.fromkeys(diagnostics), key=place)


def render(diagnostic: Diagnostic) -> str:
    """A diagnostic as plain text: place, sentence, the line with carets, notes and help."""
    place = f"{diagnostic.span}: " if diagnostic.span else ""
    lines = [f"{place}{diagnostic.severity}[{diagnostic.code}]: {visible(diagnostic.message)}"]
    if diagnostic.span:
        lines += _excerpt(diagnostic.span)
    for note in diagnostic.notes:
        place = f"{note.span}: " if note.span else ""
        lines.append(f"  = {place}{visible(note.message)}")
        if note.span:
            lines += _excerpt(note.span)
    if diagnostic.help:
        lines.append(f"  = help: {visible(diagnostic.help)}")
    return "\n".join(lines)


def _excerpt(span: Span) -> list[str]:
    text = span.source.line(span.line)
    if not text.strip():
        return []
    end = span.end_column if span.end_line == span.line else len(text) + 1
    start = span.column - 1
    before = "".join(character if character == "\t" else " " * width(character) for character in text[:start])
    carets = "^" * max(1, width(text[start : end - 1]))
    number = str(span.line)
    return [f"  {number} | {visible(text)}", f"  {' ' * len(number)} | {before}{carets}"]
