"""`archspec summary`: a network layer by layer, or with its blocks folded."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli import options
from archspec.cli.output import print_grid, print_json
from archspec.cli.session import each_spec, make_request
from archspec.reports.grid import FORMATS
from archspec.reports.summary import as_data, summary_grid


@click.command("summary")
@options.spec
@options.network
@click.option(
    "--depth",
    type=click.IntRange(0),
    metavar="N",
    help="Open N levels of blocks and fold the rest; 0 folds all (default: every layer).",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    help="How to print it; JSON has every layer whatever the depth.",
)
def command(
    spec: str, variant: str | None, settings: tuple[str, ...], root: Path | None, depth: int | None, style: str
) -> int:
    """Show a network layer by layer, or with its blocks folded.

    For each: its output, parameters, multiply-adds (a multiply-add is one), the memory its output takes on one
    example, and the receptive field of one position of its output in the input.
    """
    request = make_request(variant, settings, root)

    def show(word: str) -> bool:
        graph = request.load(word).graph
        if style == "json":
            print_json(as_data(graph))
        elif style == "text":
            print_grid(summary_grid(graph, depth))
        else:
            click.echo(FORMATS[style](summary_grid(graph, depth)))
        return True

    return each_spec([spec], show)
