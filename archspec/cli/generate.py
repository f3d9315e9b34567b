"""`archspec generate`: readable Python source of specs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from archspec.cli import completing, options
from archspec.cli.diff import print_lines
from archspec.cli.folders import spread_out
from archspec.cli.output import print_diagnostics, write_file
from archspec.cli.session import Request, each_spec, make_request
from archspec.spec.loading import is_spec, open_source
from archspec.targets.python.marks import MARK, STYLES, Style
from archspec.text.diagnostics import SpecError

#: How far into a file the mark of a generated one is looked for.
_HEAD = 4000


class Job(NamedTuple):
    """What a call asks for, beside its specs.

    Args:
        request: which networks of the specs.
        style: the style of the source.
        folder: where the files are.
        check: whether they are only compared with what they should be.
    """

    request: Request
    style: Style
    folder: Path
    check: bool


@click.command("generate")
@click.argument("specs", nargs=-1, metavar="[SPEC...]", shell_complete=completing.specs)
@options.network
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("generated"),
    help="The folder for NAME.py (default: generated).",
)
@click.option(
    "--style",
    type=click.Choice(STYLES),
    default="functional",
    help="functional: blocks are functions (default); flat: one line a layer; subclass: blocks are classes.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; fail, with a diff, where a file is not what its spec gives."
)
def command(
    specs: tuple[str, ...],
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    output: Path,
    style: Style,
    check: bool,
) -> int:
    """Write a network as readable Python source.

    The source imports Keras and nothing of archspec. Running it prints the model's summary. SPEC may be a folder, which
    means every spec in it (default: specs); files of specs that are gone from it are then removed.
    """
    job = Job(make_request(variant, settings, root), style, output, check)
    folders = [Path(word) for word in specs or ("specs",) if Path(word).is_dir()]
    if not specs and not folders:
        raise click.UsageError("name a spec, or a folder that has some")
    words = _specs(specs or ("specs",))
    made: dict[str, str] = {}
    code = each_spec(words, lambda word: _generate(word, job, made))
    for path in _stale(job, made) if folders and code == 0 else ():
        code = code if _drop(path, job) else 1
    return code


def _specs(words: Iterable[str]) -> list[str]:
    """The specs that are meant; of what lies in a folder, libraries are none."""
    asked = set(words)
    return [word for word in spread_out(words) if word in asked or _is_spec(word)]


def _is_spec(word: str) -> bool:
    try:
        return is_spec(open_source(word))
    except SpecError:
        # It says what is wrong when it is read.
        return True


def _generate(word: str, job: Job, made: dict[str, str]) -> bool:
    network = job.request.load(word)
    report = network.check()
    print_diagnostics(report.diagnostics)
    if not report.ok:
        return False
    path = job.folder / f"{network.name}.py"
    first = made.setdefault(network.name, word)
    if first != word:
        raise click.ClickException(f"{first} and {word} both give {path}; give one another name")
    source = network.source(job.style)
    found = _read(path)
    if found == source:
        click.echo(f"{path} is up to date")
        return True
    if job.check:
        _show(path, found, source)
        return False
    if found and MARK not in found[:_HEAD]:
        raise click.ClickException(f"{path} is not made by archspec generate and is left as it is")
    write_file(path, source.encode())
    click.echo(f"wrote {path} ({len(source.splitlines())} lines)")
    return True


def _read(path: Path) -> str:
    """What a file holds; empty where there is none."""
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise click.ClickException(f"{path} can't be read: {error.strerror or error}") from None


def _show(path: Path, found: str, source: str) -> None:
    """Shows how a file differs from what its spec gives."""
    from archspec.reports.diff_lines import Texts, unified

    click.echo(f"{path} is not what its spec gives" if found else f"{path} is missing", err=True)
    print_lines(unified(Texts("source", (str(path), f"{path} (as its spec gives it)"), (found, source))))


def _stale(job: Job, made: dict[str, str]) -> list[Path]:
    """The generated files of specs that are gone."""
    paths = sorted(job.folder.glob("*.py")) if job.folder.is_dir() else []
    return [path for path in paths if path.stem not in made and MARK in _read(path)[:_HEAD]]


def _drop(path: Path, job: Job) -> bool:
    if job.check:
        click.echo(f"{path} has no spec", err=True)
        return False
    try:
        # Another call may be at the same folder.
        path.unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{path} can't be removed: {error.strerror or error}") from None
    click.echo(f"removed {path}, which has no spec")
    return True
