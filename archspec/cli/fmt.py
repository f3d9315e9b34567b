"""`archspec fmt`: specs in the one layout."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from pathlib import Path
from typing import NamedTuple

import click

from archspec.cli import options
from archspec.cli.codes import ARCHSPEC_IS_WRONG
from archspec.cli.folders import spread_out
from archspec.cli.output import rewrite_file
from archspec.cli.session import each_spec
from archspec.fmt.formatting import LayoutFault, formatted
from archspec.spec.files import is_bare
from archspec.spec.loading import open_source
from archspec.text.display import visible
from archspec.text.source import Source


class Job(NamedTuple):
    """What a call asks for, beside its specs.

    Args:
        check: whether specs that are not in the layout are mistakes.
        diff: whether what would change is shown.
    """

    check: bool
    diff: bool

    @property
    def writes(self) -> bool:
        """Whether specs are changed."""
        return not (self.check or self.diff)


@click.command("fmt")
@options.specs
@click.option("--check", is_flag=True, help="Write nothing; name the specs that are not in the layout, and fail.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(specs: tuple[str, ...], check: bool, diff: bool) -> int:
    """Bring specs and libraries of blocks into the one layout.

    It never changes what a spec says, and keeps every comment. SPEC may be a folder, which means every spec and
    library below it. What is read from standard input (-) goes to standard output.
    """
    job = Job(check, diff)
    try:
        return each_spec(spread_out(specs), lambda word: _format(word, job))
    except LayoutFault as error:
        click.echo(f"fault of archspec: {error}", err=True)
        return ARCHSPEC_IS_WRONG


def _format(word: str, job: Job) -> bool:
    if job.writes and word != "-" and is_bare(word) and not Path(word).exists():
        raise click.UsageError(f"name a file: {word!r} is none")
    source = open_source(word)
    text = formatted(source)
    if source.path is None and job.writes:
        # As bytes: the layout is UTF-8 with plain line ends, whatever the terminal has.
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return True
    if text == source.text and not _has_mark(source):
        return True
    if job.diff:
        _show(source, text)
    if job.writes and source.path is not None:
        rewrite_file(source.path, text.encode())
        click.echo(f"formatted {source.name}")
    elif job.check:
        click.echo(f"{source.name} is not in the layout", err=job.diff)
    return not job.check


def _has_mark(source: Source) -> bool:
    """Whether a file begins with a byte order mark, which its text no longer has."""
    if source.path is None or not source.path.is_file():
        return False
    with source.path.open("rb") as file:
        return file.read(len(BOM_UTF8)) == BOM_UTF8


def _show(source: Source, text: str) -> None:
    from difflib import unified_diff

    before, after = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    for line in unified_diff(before, after, source.name, source.name):
        click.echo(visible(line.rstrip("\r\n")))
