"""`archspec check`: the verdict on specs, without TensorFlow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from archspec.checks.report import Report
from archspec.cli import options
from archspec.cli.output import print_diagnostics, print_grid, print_json
from archspec.cli.session import Request, each_spec, make_request
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span


@click.command("check")
@options.specs
@options.network
@options.strict
@options.as_json
@click.option("--verbose", "-v", is_flag=True, help="Show every row and figure.")
def command(
    specs: tuple[str, ...],
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    strict: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Hold specs against their tables, without TensorFlow.

    Every documented shape and figure is compared with what the network gives. Without --variant and --set that is
    done for the spec as written and for each of its variants.
    """
    request = make_request(variant, settings, root)
    if as_json:
        return _machine(specs, request, strict)
    return each_spec(specs, lambda word: _check(word, request, strict, verbose))


def _reports(word: str, request: Request, strict: bool) -> list[tuple[str, Report]]:
    """The reports of the network that is asked for, or of the spec as written and all its variants."""
    program = request.program(word)
    every = [None] if request.variant or request.settings else [None, *program.document.variants]
    networks = [request.network(program, variant) for variant in every]
    return [(network.name, network.check(strict=strict)) for network in networks]


def _check(word: str, request: Request, strict: bool, verbose: bool) -> bool:
    reports = _reports(word, request, strict)
    for name, report in reports:
        if verbose:
            from archspec.reports.verdict import figures_grid, rows_grid

            click.echo(f"\n{name}")
            for grid in (rows_grid(report), figures_grid(report)):
                if grid.rows:
                    print_grid(grid)
        click.echo(_line(name, report))
    print_diagnostics(_once(report for _, report in reports))
    return all(report.ok for _, report in reports)


def _once(reports: Iterable[Report]) -> Iterable[Diagnostic]:
    """What the reports say; of what several variants have wrong at one place, what the first says."""
    found: dict[tuple[str, Span | None], Diagnostic] = {}
    for report in reports:
        for diagnostic in report.diagnostics:
            found.setdefault((diagnostic.code, diagnostic.span), diagnostic)
    return found.values()


def _line(name: str, report: Report) -> str:
    """The verdict in one line."""
    rows, figures = len(report.rows), len(report.figures)
    checked = f"{_plural(rows, 'row')}, {_plural(figures, 'figure')}"
    if not report.ok:
        return f"✗ {name}: {_plural(len(report.errors), 'mistake')} in {checked}"
    statuses = [row.status for row in report.rows] + [figure.status for figure in report.figures]
    errata, departs = statuses.count("erratum"), statuses.count("departs")
    remarks = [
        *([_plural(errata, "erratum", "errata")] if errata else []),
        *([_plural(departs, "departure") + " from the table"] if departs else []),
    ]
    return f"✓ {name}: {', '.join([checked, *remarks])}"


def _plural(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _machine(specs: tuple[str, ...], request: Request, strict: bool) -> int:
    from archspec.reports.verdict import as_data, diagnostic_data

    results: list[dict[str, Any]] = []
    for word in specs:
        try:
            results += [
                {"spec": word, "name": name, **as_data(report)} for name, report in _reports(word, request, strict)
            ]
        except SpecError as error:
            found = [diagnostic_data(diagnostic) for diagnostic in error.diagnostics]
            results.append({"spec": word, "name": None, "ok": False, "rows": [], "figures": [], "diagnostics": found})
    print_json(results)
    return 0 if all(result["ok"] for result in results) else 1
