"""`archspec check`: the verdict on specs, without TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import click

from archspec import __version__
from archspec.api import examine, examine_library
from archspec.checks.outcome import LibraryOutcome, Outcome, everything_told
from archspec.checks.report import Report
from archspec.cli import options
from archspec.cli.clock import TimeIsUp, time_limit
from archspec.cli.codes import SPEC_IS_WRONG
from archspec.cli.folders import spread_out
from archspec.cli.output import print_diagnostics, print_grid, print_json, print_line
from archspec.cli.session import Request, make_request
from archspec.spec.loading import is_spec, open_source
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.rendering import Line, Piece


class Checked(NamedTuple):
    """What came of one spec or library, and the word it was asked for by."""

    word: str
    outcomes: Sequence[Outcome | LibraryOutcome]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return all(outcome.ok for outcome in self.outcomes)


@click.command("check")
@options.specs
@options.network
@options.strict
@click.option(
    "--format",
    "style",
    type=click.Choice(("text", "json", "github", "sarif")),
    default="text",
    help="text: for people (default); json: everything, for machines; github: commands that show mistakes in a pull "
    "request; sarif: mistakes for editors and CI (SARIF 2.1.0).",
)
@click.option("--json", "style", flag_value="json", help="The same as --format json.")
@click.option(
    "--fix", is_flag=True, help="First mend, in their files, the mistakes of which the right form is certain."
)
@click.option(
    "--time-limit",
    "seconds",
    type=click.FloatRange(min=0),
    default=4,
    metavar="SECONDS",
    help="How long the check of one spec may compute (default: 4; 0: any time).",
)
@click.option("--verbose", "-v", is_flag=True, help="Show every row and figure.")
def command(
    specs: tuple[str, ...],
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    strict: bool,
    style: str,
    fix: bool,
    seconds: float,
    verbose: bool,
) -> int:
    """Hold specs against their tables, without TensorFlow.

    Every documented shape and figure is compared with what the network gives. Without --variant and --set that is
    done for the spec as written and for each of its variants. Of a library of blocks, form and names are checked. SPEC
    may be a folder, which means every spec and library below it.
    """
    request = make_request(variant, settings, root)
    words = spread_out(specs)

    if fix:
        from archspec.cli.mending import mend

        for word in words:
            mend(word, lambda each: everything_told(_check(each, request, strict, seconds).outcomes))
    checked: list[Checked] = []
    for word in words:
        checked.append(_check(word, request, strict, seconds))
        if style == "text":
            _print(checked[-1], verbose)
    if style in _FOR_MACHINES:
        _FOR_MACHINES[style](checked)
    return 0 if all(each.ok for each in checked) else SPEC_IS_WRONG


def _check(word: str, request: Request, strict: bool, seconds: float) -> Checked:
    variant, settings, root = request
    try:
        source = open_source(word)
    except SpecError as error:
        return Checked(word, [Outcome(None, None, error.diagnostics)])
    try:
        with time_limit(seconds):
            if not (variant or settings or is_spec(source)):
                return Checked(word, [examine_library(source, root=root)])
            return Checked(word, examine(source, variant=variant, settings=settings, root=root, strict=strict))
    except TimeIsUp:
        message, hint = f"checking this takes more than {seconds:g} seconds", "--time-limit gives it more time"
        return Checked(word, [Outcome(None, None, (Diagnostic("E0309", message, source.spot(1, 1), help=hint),))])


def _print(checked: Checked, verbose: bool) -> None:
    for outcome in checked.outcomes:
        if isinstance(outcome, Outcome) and outcome.report and verbose:
            _print_tables(outcome.report, outcome.name)
        if outcome.name is not None:
            print_line(_verdict(outcome))
    print_diagnostics(everything_told(checked.outcomes))


def _print_tables(report: Report, name: str | None) -> None:
    from archspec.reports.verdict import figures_grid, rows_grid

    click.echo(f"\n{name}")
    for grid in (rows_grid(report), figures_grid(report)):
        if grid.rows:
            print_grid(grid)


def _verdict(outcome: Outcome | LibraryOutcome) -> Line:
    """The verdict in one line."""
    wrong = [diagnostic for diagnostic in outcome.diagnostics if diagnostic.severity == "error"]
    if isinstance(outcome, LibraryOutcome):
        sign = Piece("✗", "error") if wrong else Piece("✓", "good")
        found = _plural(len(wrong), "mistake") if wrong else _plural(len(outcome.blocks), "block")
        return sign, Piece(f" {outcome.name}: {found}")
    report = outcome.report
    if report is None:
        return Piece("✗", "error"), Piece(f" {outcome.name}: {_plural(len(wrong), 'mistake')}, nothing was checked")
    checked = f"{_plural(len(report.rows), 'row')}, {_plural(len(report.figures), 'figure')}"
    if wrong:
        return Piece("✗", "error"), Piece(f" {outcome.name}: {_plural(len(wrong), 'mistake')} in {checked}")
    return Piece("✓", "good"), Piece(f" {outcome.name}: {', '.join([checked, *_remarks(report)])}")


def _remarks(report: Report) -> list[str]:
    statuses = [row.status for row in report.rows] + [figure.status for figure in report.figures]
    errata, departs = statuses.count("erratum"), statuses.count("departs")
    return [
        *([_plural(errata, "erratum", "errata")] if errata else []),
        *([_plural(departs, "departure") + " from the table"] if departs else []),
    ]


def _plural(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _told(checked: Sequence[Checked]) -> list[Diagnostic]:
    return list(dict.fromkeys(found for each in checked for found in everything_told(each.outcomes)))


def _print_json(checked: Sequence[Checked]) -> None:
    from archspec.reports.verdict import outcome_data

    print_json([outcome_data(word, outcome) for word, outcomes in checked for outcome in outcomes])


def _print_github(checked: Sequence[Checked]) -> None:
    from archspec.reports.github import as_commands

    for line in as_commands(_told(checked)):
        click.echo(line)


def _print_sarif(checked: Sequence[Checked]) -> None:
    from archspec.reports.sarif import as_log

    print_json(as_log(_told(checked), __version__))


_FOR_MACHINES = MappingProxyType({"json": _print_json, "github": _print_github, "sarif": _print_sarif})
