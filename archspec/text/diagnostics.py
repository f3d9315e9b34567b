"""What is wrong with a spec: data first, text last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from archspec.text.display import clipped, visible, width
from archspec.text.source import Span

Severity = Literal["error", "warning"]
#: Longer lines are shown in part.
_WIDEST = 140


class Note(NamedTuple):
    """A further remark, at a place of its own where that helps."""

    message: str
    span: Span | None = None


class Fix(NamedTuple):
    """A change of the text that is safe to make: what stands at `span` becomes `text`."""

    span: Span
    text: str


class Diagnostic(NamedTuple):
    """One mistake in a spec (or one doubt: a warning), told in the spec's own words.

    Args:
        code: stable name of this sort of mistake, such as "E0203".
        message: one sentence, without a full stop.
        span: where the mistake is; None where it has no place in a text.
        notes: what else helps to understand it.
        help: what to write instead, where that can be guessed.
        severity: a warning leaves the spec usable.
        fix: what `archspec check --fix` changes, where only one thing can be meant.
    """

    code: str
    message: str
    span: Span | None = None
    notes: tuple[Note, ...] = ()
    help: str | None = None
    severity: Severity = "error"
    fix: Fix | None = None

    def __str__(self) -> str:
        return render(self)


class SpecError(Exception):
    """The spec is wrong. Holds every independent mistake that was found, in the order of the text."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(in_order(diagnostics))
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n\n".join(map(render, self.diagnostics))

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
    sentence = f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    lines = [visible(_placed(sentence, diagnostic.span)), *_excerpt(diagnostic.span)]
    for note in diagnostic.notes:
        lines += [f"  = {visible(_placed(note.message, note.span))}", *_excerpt(note.span)]
    if diagnostic.help:
        lines.append(f"  = help: {visible(diagnostic.help)}")
    return "\n".join(lines)


def _placed(sentence: str, span: Span | None) -> str:
    return f"{span}: {sentence}" if span else sentence


def _excerpt(span: Span | None) -> list[str]:
    line = span.source.line(span.line) if span else ""
    if span is None or not line.strip():
        return []
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    text, start, end = clipped(line, span.column - 1, end, _WIDEST)
    before = "".join(character if character == "\t" else " " * width(character) for character in text[:start])
    carets = "^" * max(1, width(text[start:end]))
    number = str(span.line)
    return [f"  {number} | {visible(text)}", f"  {' ' * len(number)} | {before}{carets}"]
