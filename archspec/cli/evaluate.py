"""`archspec evaluate`: a trained network judged on data."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli import options
from archspec.cli.output import print_grid, print_json
from archspec.cli.trained import loaded
from archspec.reports.grid import Column, Grid, measured


@click.command("evaluate")
@click.argument("trained", metavar="RUN|MODEL", type=click.Path(exists=True, path_type=Path))
@options.which
@options.judged
@options.as_json
def command(trained: Path, which: str, as_json: bool, **given: str | None) -> int:
    """Judge a trained network on data.

    What is judged is the folder of a run, on the data that it was trained for where --data says nothing else, or a
    .keras file. Shown are the loss and metrics on the test data, and of a classifier how well each class is known.
    """
    told = {key: text for key, text in given.items() if text is not None}
    if trained.is_file() and "data" not in told:
        raise click.UsageError("a model does not say what it is to be judged on: name it with --data")
    with loaded(trained, which, told) as network:
        from archspec.training.data.loading import load_data
        from archspec.training.judging import judge

        data = load_data(network.settings.data, network.wanted)
        found = judge(network.model, data.test, network.settings, network.wanted, data.names or network.names)
    classes = found.confusion.per_class() if found.confusion else []
    if as_json:
        print_json({"data": network.settings.data, **found.numbers, "classes": classes})
        return 0
    for name, value in found.numbers.items():
        click.echo(f"{name.replace('_', ' ')}: {value:.4f}")
    if classes:
        click.echo()
        print_grid(_grid(classes))
    return 0


def _grid(classes: list[dict[str, object]]) -> Grid:
    columns = (
        Column("Class", "left"),
        *(Column(title, "right") for title in ("Examples", "Accuracy", "Precision")),
    )
    return Grid(columns, tuple(tuple(measured(value) for value in row.values()) for row in classes), ())
