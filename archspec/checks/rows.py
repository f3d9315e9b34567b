"""Compares the rows of the documented table with the shapes that the graph infers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from archspec.catalogue.shapes import Shape, show
from archspec.expand.rows import Printed, Row
from archspec.graph.graph import Node
from archspec.spec.leaves import ANY
from archspec.text.diagnostics import Diagnostic, Note

#: `holds`: as printed. `erratum`: a misprint that the spec owns up to. `departs`: differs, and may. `fails`: differs.
Status = Literal["holds", "erratum", "departs", "fails"]
_RANKING: tuple[Status, ...] = ("holds", "erratum", "departs", "fails")


class Verdict(NamedTuple):
    """What became of one documented shape."""

    status: Status
    diagnostic: Diagnostic | None = None


class RowVerdict(NamedTuple):
    """A row with the verdicts on what goes in and what comes out; None where the document prints nothing."""

    row: Row
    into: Verdict | None
    out: Verdict | None

    @property
    def status(self) -> Status:
        """The worst of both; a row that is left out departs from its table."""
        if self.row.left_out:
            return "departs"
        verdicts = [verdict.status for verdict in (self.into, self.out) if verdict]
        return max(verdicts, key=_RANKING.index, default="holds")

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What is wrong with the row."""
        return [verdict.diagnostic for verdict in (self.into, self.out) if verdict and verdict.diagnostic]


def check_rows(rows: Sequence[Row], may_depart: Iterable[bool], nodes: Sequence[Node]) -> list[RowVerdict]:
    """A verdict on every row; only the first of those that fail for one reason carries the mistake.

    Args:
        rows: with what was printed and what was inferred.
        may_depart: for each row, whether a difference is a departure from its table rather than a mistake.
        nodes: the network.
    """
    verdicts = [_check(row, departs) for row, departs in zip(rows, may_depart, strict=True)]
    failing = [verdict for verdict in verdicts if verdict.diagnostics]
    if not failing:
        return verdicts
    # Few tables are wrong; the others need not wait for this.
    from archspec.checks.misprints import explained

    return explained(verdicts, nodes)


def _check(row: Row, departs: bool) -> RowVerdict:
    if row.output is None:
        return RowVerdict(row, None, None)
    into = _verdict(row, "in", row.printed_in, row.true_in, into_row(row, row.inputs), departs)
    return RowVerdict(row, into, _verdict(row, "out", row.printed_out, row.true_out, row.output, departs))


def into_row(row: Row, shapes: tuple[Shape, ...]) -> tuple[Any, ...]:
    """What a row's `in` speaks of, of the shapes that the row takes: all of them, or the first."""
    nested = row.printed_in is not None and any(isinstance(size, tuple) for size in row.printed_in)
    return shapes if nested else shapes[0]


def _verdict(
    row: Row, key: str, printed: Printed | None, true: Printed | None, inferred: tuple[Any, ...], departs: bool
) -> Verdict | None:
    if printed is None:
        return None
    holds = matches(printed, inferred)
    if true is None:
        return Verdict("holds") if holds else _mismatch(row, key, printed, inferred, departs)
    if holds or not matches(true, inferred):
        return _bad_erratum(row, key, printed, true, inferred, departs)
    return Verdict("erratum")


def matches(printed: Printed, inferred: Shape | tuple[Any, ...]) -> bool:
    """Whether a printed shape is the inferred one; `any` matches every size."""
    if len(printed) != len(inferred):
        return False
    for size, actual in zip(printed, inferred, strict=True):
        if isinstance(size, tuple) or isinstance(actual, tuple):
            if not (isinstance(size, tuple) and isinstance(actual, tuple) and matches(size, actual)):
                return False
        elif size not in (ANY, actual):
            return False
    return True


def show_printed(shape: tuple[Any, ...]) -> str:
    """A printed shape, or several, as text."""
    if any(isinstance(size, tuple) for size in shape):
        return ", ".join(map(show, shape))
    return show(shape)


def _mismatch(row: Row, key: str, printed: Printed, inferred: tuple[Any, ...], departs: bool) -> Verdict:
    what, code = ("input", "E0701") if key == "in" else ("output", "E0702")
    message = f"row {row.label!r}: documented {what} {show_printed(printed)}, inferred {show_printed(inferred)}"
    return differs(Diagnostic(code, message, row.step.value_span(key)), departs)


def _bad_erratum(
    row: Row, key: str, printed: Printed, true: Printed, inferred: tuple[Any, ...], departs: bool
) -> Verdict:
    assert row.step.erratum is not None
    span = row.step.erratum.value_span(key)
    if matches(printed, inferred):
        message = f"row {row.label!r}: the erratum is not needed, the documented {show_printed(printed)} is what comes"
        return differs(Diagnostic("E0703", message, span, help="remove the erratum"), departs)
    message = f"row {row.label!r}: the erratum says {show_printed(true)}, inferred {show_printed(inferred)}"
    documented = Note(f"documented is {show_printed(printed)}", row.step.value_span(key))
    return differs(Diagnostic("E0704", message, span, (documented,)), departs)


def differs(mistake: Diagnostic, departs: bool) -> Verdict:
    """The verdict on what does not hold: a mistake, or a departure where the network may leave its table."""
    if not departs:
        return Verdict("fails", mistake)
    return Verdict("departs", mistake._replace(code="W0701", severity="warning", help=None))
