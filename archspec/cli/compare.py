"""`archspec compare`: runs held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from archspec.cli import options
from archspec.cli.output import print_grid, print_json, write_file
from archspec.reports.grid import Column, Grid, measured
from archspec.training.errors import TrainingError


@click.command("compare")
@click.argument("runs", metavar="RUN...", nargs=-1, required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the curves of all runs into an .svg or .png file.",
)
@options.as_json
def command(runs: tuple[Path, ...], output: Path | None, as_json: bool) -> int:
    """Hold runs against each other: a table, and a picture of their curves.

    The table has each run's last epoch, and its best on the test data.
    """
    return show(runs, output, as_json)


def show(runs: Sequence[Path], output: Path | None, as_json: bool) -> int:
    """Tells how runs went, and draws their curves where that is asked for; the exit code.

    Raises:
        click.ClickException: one is none, or the picture can't be written.
    """
    from archspec.training.folder import read_history

    try:
        histories = [(str(path), read_history(path)) for path in runs]
    except TrainingError as error:
        raise click.ClickException(str(error)) from None
    rows = [_row(name, history) for name, history in histories]
    if output is not None:
        _draw(output, histories)
    if as_json:
        print_json(rows)
    else:
        print_grid(_grid(rows))
    return 0


def _row(name: str, history: list[dict[str, Any]]) -> dict[str, Any]:
    last = history[-1]
    column = next((key for key in last if key.startswith("test_") and key != "test_loss"), "test_loss")
    best = (min if column == "test_loss" else max)(history, key=lambda row: row[column])
    seconds = sum(row["seconds"] for row in history)
    told = {key: last[key] for key in last if key not in ("epoch", "seconds")}
    return {"run": name, "epochs": len(history), **told, f"best_{column}": best[column], "seconds": round(seconds, 1)}


def _grid(rows: list[dict[str, Any]]) -> Grid:
    keys = list(dict.fromkeys(key for row in rows for key in row))
    columns = tuple(Column(key.replace("_", " ").capitalize(), "left" if key == "run" else "right") for key in keys)
    return Grid(columns, tuple(tuple(measured(row.get(key)) for key in keys) for row in rows), ())


def _draw(output: Path, histories: list[tuple[str, list[dict[str, Any]]]]) -> None:
    from archspec.reports.drawing.png import CannotRender, rendered
    from archspec.training.charts import as_svg, history_panels

    svg = as_svg("Runs", history_panels(histories))
    if output.suffix == ".svg":
        write_file(output, svg.encode())
        return
    if output.suffix != ".png":
        raise click.BadParameter(f"{output} is neither .svg nor .png", param_hint="-o")
    try:
        png = rendered(svg)
    except CannotRender as error:
        raise click.ClickException(str(error)) from None
    write_file(output, png)
