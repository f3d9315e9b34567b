"""The verdict on a spec as a table: every row, documented and inferred, with a tick each."""

from __future__ import annotations

from typing import Any

from archspec.catalogue.shapes import show
from archspec.checks.figures import FigureVerdict
from archspec.checks.outcome import LibraryOutcome, Outcome
from archspec.checks.report import Report
from archspec.checks.rows import RowVerdict, Status, show_printed
from archspec.reports.grid import Column, Grid
from archspec.reports.numbers import count
from archspec.text.diagnostics import Diagnostic, Fix

TICKS: dict[Status, str] = {"holds": "✓", "erratum": "✓ erratum", "departs": "≠ departs", "fails": "✗"}


def rows_grid(report: Report) -> Grid:
    """The documented rows."""
    columns = ("Row", "Documented input", "Inferred", "Documented output", "Inferred", "")
    return Grid(tuple(map(Column, columns)), tuple(_row(row) for row in report.rows))


def _row(verdict: RowVerdict) -> tuple[str, ...]:
    row = verdict.row
    if row.output is None:
        return (row.label, _printed(row.printed_in), "", _printed(row.printed_out), "", "– left out")
    return (
        row.label,
        _printed(row.printed_in),
        ", ".join(map(show, row.inputs)),
        _printed(row.printed_out),
        show(row.output),
        TICKS[verdict.status],
    )


def _printed(shape: tuple[Any, ...] | None) -> str:
    return "" if shape is None else show_printed(shape)


def figures_grid(report: Report) -> Grid:
    """The documented figures."""
    columns = (Column("Figure"), Column("Documented", "right"), Column("Inferred", "right"), Column(""))
    return Grid(columns, tuple(_figure(figure) for figure in report.figures))


def _figure(figure: FigureVerdict) -> tuple[str, ...]:
    return (figure.name.replace("_", " "), figure.documented, count(figure.inferred), TICKS[figure.status])


def totals_line(report: Report) -> str:
    """What the network costs, in one line; the convention of multiply-adds is said with the figure."""
    whole = report.totals
    return (
        f"{whole.layers:,} layers, {whole.parameters:,} parameters ({whole.trainable_parameters:,} trainable), "
        f"{count(whole.multiply_adds)} multiply-adds (a multiply-add is one), depth {whole.depth}"
    )


def as_data(report: Report) -> dict[str, Any]:
    """The verdict for machines."""
    return {
        "ok": report.ok,
        "rows": [
            {
                "row": verdict.row.label,
                "documented_input": _plain(verdict.row.printed_in),
                "inferred_input": [list(shape) for shape in verdict.row.inputs],
                "documented_output": _plain(verdict.row.printed_out),
                "inferred_output": _plain(verdict.row.output),
                "status": "left out" if verdict.row.left_out else verdict.status,
            }
            for verdict in report.rows
        ],
        "figures": [
            {
                "figure": figure.name,
                "documented": figure.documented,
                "inferred": figure.inferred,
                "status": figure.status,
            }
            for figure in report.figures
        ],
    }


def _plain(shape: tuple[Any, ...] | None) -> list[Any] | None:
    if shape is None:
        return None
    return [_plain(size) if isinstance(size, tuple) else size for size in shape]


def outcome_data(spec: str, outcome: Outcome | LibraryOutcome) -> dict[str, Any]:
    """What came of checking a network or a library, for machines; `spec` is the word it was asked for by."""
    told = [diagnostic_data(diagnostic) for diagnostic in outcome.diagnostics]
    if isinstance(outcome, LibraryOutcome):
        verdict = {"ok": outcome.ok, "blocks": list(outcome.blocks)}
    else:
        verdict = as_data(outcome.report) if outcome.report else {"ok": False, "rows": [], "figures": []}
    return {"spec": spec, "name": outcome.name, **verdict, "diagnostics": told}


def diagnostic_data(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic for machines."""
    span = diagnostic.span
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "file": span.source.name if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
        "help": diagnostic.help,
        "fix": _fix_data(diagnostic.fix) if diagnostic.fix else None,
        "notes": [
            {"message": note.message, "place": str(note.span) if note.span else None} for note in diagnostic.notes
        ],
    }


def _fix_data(fix: Fix) -> dict[str, Any]:
    source, line, column, end_line, end_column = fix.span
    place = {"file": source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column}
    return {**place, "text": fix.text}
