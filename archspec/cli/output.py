"""What commands print and write: rich on a terminal, plain in a pipe; files whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from archspec.cli.terminal import told, told_line
from archspec.text.diagnostics import Diagnostic
from archspec.text.rendering import Line
from archspec.writing import whole_file

if TYPE_CHECKING:
    from rich.table import Table

    from archspec.reports.grid import Grid


def print_grid(grid: Grid) -> None:
    """Prints a table: drawn on a terminal, aligned text elsewhere."""
    if not sys.stdout.isatty():
        from archspec.reports.grid import as_text

        click.echo(as_text(grid))
        return
    from rich.console import Console

    Console().print(drawn(grid))


def drawn(grid: Grid) -> Table:
    """The table as rich draws it."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in grid.columns:
        table.add_column(column.title, justify=column.align, no_wrap=column.align == "right")
    for row in grid.rows:
        table.add_row(*(Text(cell, style=_style(cell)) for cell in row))
    if grid.footer:
        table.add_section()
    for row in grid.footer:
        table.add_row(*map(Text, row), style="bold")
    return table


def _style(cell: str) -> str:
    return {"✓": "green", "✗": "bold red", "≠": "yellow", "–": "yellow"}.get(cell[:1], "")


def print_json(data: Any) -> None:
    """Prints data as JSON."""
    import json

    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Prints diagnostics on standard error: as plain text, or coloured and no wider than the terminal."""
    for diagnostic in diagnostics:
        click.echo(f"{told(diagnostic, sys.stderr)}\n", err=True)


def print_line(line: Line, *, err: bool = False) -> None:
    """Prints a line, in the same way."""
    click.echo(told_line(line, sys.stderr if err else sys.stdout), err=err)


@contextmanager
def hushed() -> Iterator[TextIO]:
    """Keeps what TensorFlow's libraries write to standard error to itself, and shows it only where the work fails.

    They write past Python, before any of their settings is read. Gives the stream that standard error was.
    """
    import tempfile

    with (
        os.fdopen(os.dup(2), "w", encoding=sys.stderr.encoding, errors="replace") as terminal,
        tempfile.TemporaryFile() as kept,
    ):
        sys.stderr.flush()
        os.dup2(kept.fileno(), 2)
        try:
            yield terminal
        except (click.ClickException, click.exceptions.Exit):
            raise
        except BaseException:
            kept.seek(0)
            terminal.write(kept.read().decode(errors="replace"))
            raise
        finally:
            sys.stderr.flush()
            terminal.flush()
            os.dup2(terminal.fileno(), 2)


@contextmanager
def progress(message: str, terminal: TextIO) -> Iterator[None]:
    """Shows that something is under way, where that is a terminal."""
    if not terminal.isatty():
        yield
        return
    from rich.console import Console

    with Console(file=terminal).status(message):
        yield


def write_file(path: Path, content: bytes) -> None:
    """Writes a file, whole or not at all.

    Raises:
        click.ClickException: it can't be written.
    """
    with written_whole(path) as temporary:
        temporary.write_bytes(content)


def rewrite_file(path: Path, content: bytes) -> None:
    """Writes a file that there is, like `write_file`: a link stays a link, and what it leads to keeps its mode.

    Raises:
        click.ClickException: it can't be written.
    """
    import shutil

    path = path.resolve()
    with written_whole(path) as temporary:
        temporary.write_bytes(content)
        shutil.copymode(path, temporary)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """`whole_file`, for commands.

    Raises:
        click.ClickException: it can't be written.
    """
    try:
        with whole_file(path) as temporary:
            yield temporary
    except OSError as error:
        raise click.ClickException(f"{path} can't be written: {error.strerror or error}") from None
