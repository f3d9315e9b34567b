"""The comments that allow warnings: `# archspec: allow W0607` behind what is warned of, or on a line of its own above.

Behind the codes may stand why.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping as MappingNode
from archspec.text.tree import Node, Scalar

_NAME = "archspec:"
_VERB = "allow"


class Allowance(NamedTuple):
    """One code that a comment allows ("" where it names none), and the lines for which it does, both included."""

    code: str
    span: Span
    first: int
    last: int


def not_allowed(found: Iterable[Diagnostic], allowances: Iterable[Allowance]) -> list[Diagnostic]:
    """The diagnostics but for the warnings that are allowed; a mistake can't be.

    Args:
        found: mistakes and warnings.
        allowances: what is allowed, in all files.
    """
    reaches: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for each in allowances:
        reaches.setdefault((each.span.source.name, each.code), []).append((each.first, each.last))
    starts = {key: sorted(first for first, _ in lines) for key, lines in reaches.items()}
    ends = {key: list(accumulate((last for _, last in sorted(lines)), max)) for key, lines in reaches.items()}

    def is_allowed(doubt: Diagnostic) -> bool:
        if doubt.severity != "warning" or doubt.span is None:
            return False
        key = (doubt.span.source.name, doubt.code)
        before = bisect_right(starts.get(key, []), doubt.span.line)
        return before > 0 and doubt.span.line <= ends[key][before - 1]

    return [each for each in found if not is_allowed(each)]


def idle(allowances: Iterable[Allowance], found: Iterable[Diagnostic]) -> list[Allowance]:
    """The allowances that none of these warnings needs.

    Args:
        allowances: what is allowed.
        found: warnings, and mistakes, which need none.
    """
    lines: dict[tuple[str, str], list[int]] = {}
    for each in found:
        if each.severity == "warning" and each.span is not None:
            lines.setdefault((each.span.source.name, each.code), []).append(each.span.line)
    for some in lines.values():
        some.sort()

    def is_idle(allowance: Allowance) -> bool:
        some = lines.get((allowance.span.source.name, allowance.code), [])
        return bisect_left(some, allowance.first) == bisect_right(some, allowance.last)

    return [each for each in allowances if is_idle(each)]


def read_allowances(source: Source, tree: Node) -> Iterator[Allowance]:
    """What the comments of a text allow.

    Args:
        source: the text.
        tree: what it holds.
    """
    lines = source.lines()
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if _NAME in line]
    comments = {number: span for number, line in numbered if (span := _comment(source, number, line))}
    for number in _in_scalars(tree, comments):
        del comments[number]
    reaches = _reaches(lines) if any(_stands_alone(span, lines) for span in comments.values()) else {}
    for number, span in comments.items():
        first, last = reaches[number] if _stands_alone(span, lines) else (number, number)
        yield from _listed(span, lines[number - 1], first, last)


def _comment(source: Source, number: int, line: str) -> Span | None:
    """What may be such a comment, from its sign to the end of the line."""
    name = line.find(_NAME)
    sign = line.rfind("#", 0, max(name, 0))
    if sign < 0 or line[sign + 1 : name].strip() or line[:sign][-1:].strip():
        return None
    if not line[name + len(_NAME) :].lstrip().startswith(_VERB):
        return None
    return Span(source, number, sign + 1, number, len(line) + 1)


def _in_scalars(tree: Node, comments: Mapping[int, Span]) -> set[int]:
    """The lines on which what looks like a comment is text within a key or value."""
    numbers = sorted(comments)
    found: set[int] = set()
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        # What aliases repeat is looked at once.
        if id(node) in seen or not _between(numbers, node.span):
            continue
        seen.add(id(node))
        spans: Iterable[Span] = ()
        if isinstance(node, Scalar):
            spans = (node.span,)
        elif isinstance(node, MappingNode):
            spans = node.key_spans.values()
            waiting += node.values()
        else:
            waiting += node
        for span in spans:
            found.update(line for line in _between(numbers, span) if span.holds(line, comments[line].column))
    return found


def _between(numbers: list[int], span: Span) -> list[int]:
    return numbers[bisect_left(numbers, span.line) : bisect_right(numbers, span.end_line)]


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


def _stands_alone(comment: Span, lines: list[str]) -> bool:
    return not lines[comment.line - 1][: comment.column - 1].strip()


def _reaches(lines: list[str]) -> dict[int, tuple[int, int]]:
    """The first and last line of the entry that begins below each comment; at the end of a text, its own line."""
    last_of: dict[int, int] = {}
    open_entries: list[int] = []
    waiting: list[int] = []
    begins: dict[int, int] = {}
    last = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if line.lstrip().startswith("#"):
            waiting.append(number)
            continue
        while open_entries and _ends(lines[open_entries[-1] - 1], line):
            last_of[open_entries.pop()] = last
        begins.update(dict.fromkeys(waiting, number))
        waiting.clear()
        open_entries.append(number)
        last = number
    last_of.update(dict.fromkeys(open_entries, last))
    alone = {number: (number, number) for number in waiting}
    return alone | {number: (first, last_of[first]) for number, first in begins.items()}


def _ends(entry: str, line: str) -> bool:
    """Whether an entry ends before a line: it is indented no deeper, and no item of the list below a key."""
    deeper = _indent(line) - _indent(entry)
    return deeper < 0 or (deeper == 0 and (_is_item(entry) or not _is_item(line)))


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
