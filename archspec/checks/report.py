"""The verdict on a spec: its rows, its figures, and every diagnostic."""

from __future__ import annotations

from typing import NamedTuple

from archspec.checks.case import Case
from archspec.checks.doubts import doubts
from archspec.checks.figures import FigureVerdict, check_figures
from archspec.checks.rows import RowVerdict, check_rows
from archspec.expand.expander import Expansion
from archspec.graph.costs import Totals, totals
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.loading import Program
from archspec.spec.located import Located
from archspec.text.diagnostics import Diagnostic, in_order


class Report(NamedTuple):
    """What the check of one spec, or of one variant, found.

    Args:
        rows: the documented rows.
        figures: the documented figures.
        totals: what the network costs.
        diagnostics: everything to tell, errors and warnings, in the order of the text.
    """

    rows: tuple[RowVerdict, ...]
    figures: tuple[FigureVerdict, ...]
    totals: Totals
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; warnings are no mistakes."""
        return not self.errors

    @property
    def errors(self) -> list[Diagnostic]:
        """What is wrong."""
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "error"]


def check(
    program: Program,
    expansion: Expansion,
    *,
    variant: str | None,
    changed: bool,
    strict: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Report:
    """Holds a network against the table and the figures of its spec.

    Args:
        program: the spec.
        expansion: the network it gives.
        variant: the variant it was expanded with.
        changed: whether the caller set params: then what no longer holds is a departure, not a mistake.
        strict: makes departures mistakes.
        limits: bounds on the expansion of variants, where a warning depends on them.
    """
    document = program.document

    def may_depart(part: Located) -> bool:
        return not strict and (changed or inherited(part, program))

    whole = totals(expansion.graph)
    rows = check_rows(expansion.rows, [may_depart(row.step) for row in expansion.rows], expansion.graph.nodes)
    figures = check_figures(document, whole, variant, may_depart)
    found = [*program.remarks, *(diagnostic for row in rows for diagnostic in row.diagnostics)]
    found += [figure.diagnostic for figure in figures if figure.diagnostic]
    if strict:
        found += [_left_out(row) for row in rows if row.row.left_out]
    case = Case(program, expansion, as_written=not (variant or changed), strict=strict, limits=limits)
    found += doubts(case)
    if program.allowances:
        # Few texts allow anything; the others need not wait for this.
        from archspec.checks.allowed import without_allowed

        found = without_allowed(found, case, doubts)
    return Report(tuple(rows), tuple(figures), whole, tuple(in_order(found)))


def inherited(part: Located, program: Program) -> bool:
    """Whether a part of the document comes from a spec that this one extends."""
    return part.node.span.source is not program.source


def _left_out(row: RowVerdict) -> Diagnostic:
    return Diagnostic("E0705", f"row {row.row.label!r} is left out", row.row.step.span)
