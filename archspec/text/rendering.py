"""Diagnostics as lines of text, for pipes and for terminals; what each stretch of a line is, is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from archspec.text.display import clipped, line_breaks, visible, width
from archspec.text.source import Span

if TYPE_CHECKING:
    from archspec.text.diagnostics import Diagnostic

#: Longer lines of a source are shown in part.
_WIDEST = 140
#: Characters of a sentence.
_LONGEST = 1500
#: How far the further lines of a sentence are indented on a terminal.
_HANGING = 6
#: What a tab is on a terminal.
_TAB = "    "

Tone = Literal["", "place", "error", "warning", "margin", "label", "good"]


class Piece(NamedTuple):
    """A stretch of a line, and what it is."""

    text: str
    tone: Tone = ""


Line = tuple[Piece, ...]
_BULLET = Piece("  = ", "margin")


def render(diagnostic: Diagnostic) -> str:
    """A diagnostic as plain text: place, sentence, the line with carets, notes and help."""
    lines: list[Line] = []
    for sentence, span, tone in _parts(diagnostic):
        lines += [sentence, *_excerpt(span, tone, None)]
    return "\n".join(map(plain, lines))


def fitted(diagnostic: Diagnostic, columns: int) -> list[Line]:
    """A diagnostic in lines of at most so many columns: sentences wrapped, lines of the source shown in part."""
    lines: list[Line] = []
    for sentence, span, tone in _parts(diagnostic):
        lines += [*wrapped(sentence, columns), *_excerpt(span, tone, columns)]
    return lines


def plain(line: Line) -> str:
    """A line without its tones."""
    return "".join(piece.text for piece in line)


def wrapped(line: Line, columns: int) -> Iterator[Line]:
    """The lines that a line becomes where it is wider than so many columns."""
    line = tuple([Piece(text.replace("\t", _TAB), tone) for text, tone in line])
    hanging = min(_HANGING, columns // 4)
    for begin, end in line_breaks(plain(line), columns, hanging):
        indent = (Piece(" " * hanging),) if begin else ()
        yield (*indent, *_between(line, begin, end))


def _between(line: Line, begin: int, end: int) -> Iterator[Piece]:
    """The characters `begin` to `end` of a line."""
    offset = 0
    for text, tone in line:
        part = text[max(0, begin - offset) : max(0, end - offset)]
        offset += len(text)
        if part:
            yield Piece(part, tone)


def _parts(diagnostic: Diagnostic) -> Iterator[tuple[Line, Span | None, Tone]]:
    """Each sentence of a diagnostic, with the place whose line is shown below it, and the tone of its carets."""
    severity: Tone = diagnostic.severity
    mark = Piece(f"{severity}[{diagnostic.code}]", severity)
    message = Piece(f": {_bearable(diagnostic.message)}")
    yield (*_place(diagnostic.span), mark, message), diagnostic.span, severity
    for note in diagnostic.notes:
        yield (_BULLET, *_place(note.span), Piece(_bearable(note.message))), note.span, "label"
    if diagnostic.help:
        yield (_BULLET, Piece("help", "label"), Piece(f": {_bearable(diagnostic.help)}")), None, ""


def _bearable(text: str) -> str:
    """A sentence in one line, of one too long for any reader only the beginning and the end."""
    return visible(text if len(text) <= _LONGEST else f"{text[: _LONGEST * 2 // 3]} … {text[-_LONGEST // 3 :]}")


def _place(span: Span | None) -> Line:
    return (Piece(visible(str(span)), "place"), Piece(": ")) if span else ()


def _excerpt(span: Span | None, tone: Tone, columns: int | None) -> Iterator[Line]:
    """The line of a source, with carets below the place; within so many columns, where they are known."""
    line = span.source.line(span.line) if span else ""
    if span is None or not line.strip():
        return
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    margin, widest = f"  {span.line} | ", _WIDEST
    if columns is not None:
        start, end = (len(line[:offset].replace("\t", _TAB)) for offset in (start, end))
        line = line.replace("\t", _TAB)
        widest = min(widest, columns - len(margin) - 1)
    text, start, end = clipped(line, start, end, widest)
    before = "".join(character if character == "\t" else " " * width(character) for character in text[:start])
    yield Piece(margin, "margin"), Piece(visible(text))
    yield (
        Piece(f"  {' ' * len(str(span.line))} | ", "margin"),
        Piece(before),
        Piece("^" * max(1, width(text[start:end])), tone),
    )
