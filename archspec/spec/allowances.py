"""The comments that allow warnings: `# archspec: allow W0607` behind what is warned of, or on a line of its own above.

Behind the codes may stand why.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Source, Span
from archspec.text.tree import Node, scalar_spans

_NAME = "archspec:"
_VERB = "allow"


class Allowance(NamedTuple):
    """One code that a comment allows ("" where it names none), and the lines for which it does, both included."""

    code: str
    span: Span
    first: int
    last: int

    def covers(self, doubt: Diagnostic) -> bool:
        """Whether it allows a warning; it can allow no mistake."""
        span = doubt.span
        if doubt.code != self.code or doubt.severity != "warning" or span is None:
            return False
        return span.source.name == self.span.source.name and self.first <= span.line <= self.last


def read_allowances(source: Source, tree: Node) -> Iterator[Allowance]:
    """What the comments of a text allow.

    Args:
        source: the text.
        tree: what it holds.
    """
    lines = source.lines()
    found = [comment for number, line in enumerate(lines, start=1) if (comment := _comment(source, number, line))]
    if not found:
        return
    spans = list(scalar_spans(tree))
    for comment in found:
        if not any(_holds(span, comment) for span in spans):
            yield from _listed(comment, lines[comment.line - 1], *_covered(comment, lines))


def _comment(source: Source, number: int, line: str) -> Span | None:
    """What may be such a comment, from its sign to the end of the line."""
    name = line.find(_NAME)
    sign = line.rfind("#", 0, max(name, 0))
    if sign < 0 or line[sign + 1 : name].strip() or line[:sign][-1:].strip():
        return None
    if not line[name + len(_NAME) :].lstrip().startswith(_VERB):
        return None
    return Span(source, number, sign + 1, number, len(line) + 1)


def _holds(scalar: Span, comment: Span) -> bool:
    """Whether what looks like a comment is text within a scalar."""
    start = (comment.line, comment.column)
    return (scalar.line, scalar.column) <= start < (scalar.end_line, scalar.end_column)


def _listed(comment: Span, line: str, first: int, last: int) -> Iterator[Allowance]:
    """One allowance for each code, up to the first one with further words behind it."""
    position = line.index(_VERB, comment.column) + len(_VERB)
    codes = 0
    for piece in line[position:].split(","):
        words = piece.split()
        if words:
            column = line.index(words[0], position) + 1
            yield Allowance(words[0], comment._replace(column=column, end_column=column + len(words[0])), first, last)
            codes += 1
        position += len(piece) + 1
        if len(words) > 1:
            break
    if not codes:
        yield Allowance("", comment, first, last)


def _covered(comment: Span, lines: list[str]) -> tuple[int, int]:
    """The lines that a comment speaks of: its own, or those of the entry that begins below it."""
    if lines[comment.line - 1][: comment.column - 1].strip():
        return comment.line, comment.line
    below = [number for number in range(comment.line + 1, len(lines) + 1) if _is_content(lines[number - 1])]
    if not below:
        return comment.line, comment.line
    first = last = below[0]
    beginning = lines[first - 1]
    for number in below[1:]:
        line = lines[number - 1]
        deeper = _indent(line) - _indent(beginning)
        if deeper < 0 or (deeper == 0 and not _is_item_of(beginning, line)):
            break
        last = number
    return first, last


def _is_item_of(key: str, line: str) -> bool:
    """Whether a line is an item of the list below a key, which may be indented no deeper than that."""
    return line.lstrip().startswith("- ") and not key.lstrip().startswith("- ")


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
