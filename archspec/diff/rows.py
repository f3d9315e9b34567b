"""The documented tables of two specs, row beside row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from archspec.diff.align import best_pairs, gaps
from archspec.diff.edits import Change
from archspec.diff.match import Matching
from archspec.expand.rows import Row


class RowEdit(NamedTuple):
    """A row that differs.

    Args:
        kind: what sort of difference it is.
        label: what the document calls the row; what it called it, where it is gone.
        changes: what is other than before: `label`, `documented input`, `documented output`, `input`, `output`,
            `repeats`.
        documented: what the documents say otherwise of layers that did not change so.
    """

    kind: Literal["added", "removed", "changed"]
    label: str
    changes: tuple[Change, ...]
    documented: tuple[str, ...]


def compare_rows(before: Sequence[Row], after: Sequence[Row], matching: Matching) -> list[RowEdit]:
    """The rows that differ, in the order of the second table.

    Args:
        before: the rows of the first spec.
        after: those of the second.
        matching: tells which of their layers are the same.
    """
    spans = [_span(row, matching) for row in before]
    places = {id(row): number for number, row in enumerate(before)}

    def weight(row: Row, other: Row) -> int:
        mine, its = spans[places[id(row)]], other.first
        overlap = bool(mine and mine[0] < _places(its, matching)[1] and _places(its, matching)[0] < mine[1])
        same = row.label == other.label
        return 4 * overlap + 3 * same + (same and (row.inputs, row.output) == (other.inputs, other.output))

    pairs = best_pairs(list(before), list(after), weight)
    found: list[tuple[int, RowEdit]] = [(2 * j, edit) for i, j in pairs for edit in _compared(before[i], after[j])]
    for stretch, its in gaps(pairs, len(before), len(after)):
        found += [(2 * its.start - 1, _gone(before[i], matching)) for i in stretch]
        found += [(2 * j, _come(after[j], matching)) for j in its]
    return [edit for _, edit in sorted(found, key=lambda pair: pair[0])]


def _places(span: tuple[int, int], matching: Matching) -> tuple[int, int]:
    """Places in the list of calls of those in a stretch of the graph's nodes."""
    places = [place for place, call in enumerate(matching.after.calls) if span[0] <= call.origin < span[1]]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _span(row: Row, matching: Matching) -> tuple[int, int] | None:
    """Where the layers of a row of the first network stand in the second."""
    before, after = matching.before, matching.after
    partners = [
        after.parts[matching.partner[before.leaves[place]]].start
        for place, call in enumerate(before.calls)
        if row.first[0] <= call.origin < row.first[1] and matching.partner[before.leaves[place]] >= 0
    ]
    return (min(partners), max(partners) + 1) if partners else None


def _compared(row: Row, other: Row) -> list[RowEdit]:
    pairs: list[tuple[str, Any, Any]] = [
        ("label", row.label, other.label),
        ("repeats", _turns(row), _turns(other)),
        ("input", row.inputs, other.inputs),
        ("output", row.output, other.output),
        ("documented input", row.printed_in, other.printed_in),
        ("documented output", row.printed_out, other.printed_out),
    ]
    changes = [Change(*pair) for pair in pairs if pair[1] != pair[2]]
    follows = {"documented input": row.inputs != other.inputs, "documented output": row.output != other.output}
    documented = [change.what for change in changes if change.what == "label" or follows.get(change.what) is False]
    return [RowEdit("changed", other.label, tuple(changes), tuple(documented))] if changes else []


def _turns(row: Row) -> int | None:
    return 0 if row.left_out else row.turns


def _gone(row: Row, matching: Matching) -> RowEdit:
    return RowEdit("removed", row.label, (), () if _span(row, matching) is None else ("row",))


def _come(row: Row, matching: Matching) -> RowEdit:
    after = matching.after
    start, end = _places(row.first, matching)
    kept = any(matching.origin[after.leaves[place]] >= 0 for place in range(start, end))
    return RowEdit("added", row.label, (), ("row",) if kept else ())
