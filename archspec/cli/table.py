"""`archspec table`: the documented table, rendered from the network."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli import options
from archspec.cli.output import print_grid, print_json
from archspec.cli.session import each_spec, make_request
from archspec.reports.grid import FORMATS
from archspec.reports.table import as_data, grid, render, table_rows


@click.command("table")
@options.spec
@options.network
@click.option(
    "--format",
    "style",
    type=click.Choice([*FORMATS, "json"]),
    default="text",
    help="How to print it.",
)
def command(spec: str, variant: str | None, settings: tuple[str, ...], root: Path | None, style: str) -> int:
    """Render the documented table from the network.

    The rows are the spec's; every shape, kernel and count in them is what the network gives.
    """
    request = make_request(variant, settings, root)

    def show(word: str) -> bool:
        rows = table_rows(request.load(word).expansion)
        if style == "json":
            print_json(as_data(rows))
        elif style == "text":
            print_grid(grid(rows))
        else:
            click.echo(render(rows, style))
        return True

    return each_spec([spec], show)
