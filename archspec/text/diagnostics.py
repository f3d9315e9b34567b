"""What is wrong with a spec: data first, text last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from archspec.text.rendering import render
from archspec.text.source import Span

Severity = Literal["error", "warning"]


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


def at_most(diagnostics: Iterable[Diagnostic], most: int) -> list[Diagnostic]:
    """The first diagnostics in the order of the text; of the others, only how many there are."""
    every = in_order(diagnostics)
    told, others = every[:most], every[most:]
    if not others or [each.code for each in others] == ["E0110"]:
        return every
    message = f"more than {most} mistakes: from here on, {len(others)} are not told"
    worst: Severity = "error" if any(each.severity == "error" for each in others) else "warning"
    return [*told, Diagnostic("E0110", message, others[0].span, severity=worst)]


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics in the order of the text, those without a place first; the same one only once."""

    def place(diagnostic: Diagnostic) -> tuple[str, int, int]:
        span = diagnostic.span
        return (span.source.name, span.line, span.column) if span else ("", 0, 0)

    return sorted(dict.fromkeys(diagnostics), key=place)
