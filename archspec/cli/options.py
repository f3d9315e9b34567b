"""The options that commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from archspec.cli import completing

Command = TypeVar("Command", bound=Callable[..., Any])


def specs(command: Command) -> Command:
    """One or more specs."""
    return click.argument("specs", nargs=-1, required=True, metavar="SPEC...", shell_complete=completing.specs)(command)


def spec(command: Command) -> Command:
    """One spec."""
    return click.argument("spec", metavar="SPEC", shell_complete=completing.specs)(command)


def network(command: Command) -> Command:
    """Which network of a spec: its variant, its params, and how far its references reach."""
    settings = click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="PARAM=VALUE",
        help="Set a param of the spec, or a place within it (stages[2].repeats=8); may be repeated.",
    )
    variant = click.option(
        "--variant", metavar="NAME", help="Take a variant of the spec.", shell_complete=completing.variants
    )
    return variant(settings(root(command)))


root = click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder that 'use' and 'extends' can't leave (default: the project the spec lies in).",
)
strict = click.option("--strict", is_flag=True, help="Take departures from the table for mistakes.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
