"""What git calls: a spec as text for its own diff, or in the place of its diff."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archspec.diff.operands import WrongOperand
from archspec.text.diagnostics import SpecError

if TYPE_CHECKING:
    from archspec.api import Architecture
    from archspec.diff.compare import Side

_NOTHING = "/dev/null"


def print_text(file: str) -> int:
    """Prints a spec as an outline of its network, any other file as it is; the exit code.

    Git hands over a copy of the file in a folder of its own; what the spec uses is read at the revision that has it.
    """
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} can't be read: {error.strerror}") from None
    try:
        network = _network(file, content)
    except (SpecError, WrongOperand) as error:
        click.echo(f"# archspec: {_first_line(error)}")
        network = None
    if network is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return 0
    from archspec.reports.diff_outline import outline_text

    click.echo(outline_text(network.graph), nl=False)
    return 0


def print_driven(arguments: tuple[str, ...]) -> int:
    """Prints how a file changed, given what git gives to a `diff.NAME.command`; the exit code git wants.

    Args:
        arguments: path, old file, its id and mode, new file, its id and mode, and where it was renamed its new path and
            how; the path alone where it is unmerged.
    """
    path, name = arguments[0], arguments[7] if len(arguments) > 7 else arguments[0]
    if len(arguments) < 7:
        click.echo(f"* {path} is not merged")
        return 0
    files = (arguments[1], arguments[4])
    contents = tuple(b"" if file == _NOTHING else Path(file).read_bytes() for file in files)
    click.echo(f"diff --archspec a/{path} b/{name}")
    try:
        sides = [_network(file, content) for file, content in zip(files, contents, strict=True)]
    except (SpecError, WrongOperand) as error:
        click.echo(f"# archspec: {_first_line(error)}")
        sides = []
    if None in sides or not sides:
        _print_plain(path, name, contents)
        return 0
    from archspec.cli.diff import print_lines
    from archspec.diff.compare import compare
    from archspec.reports.diff_text import as_lines

    before, after = (_side(word, side) for word, side in zip((f"a/{path}", f"b/{name}"), sides, strict=True) if side)
    print_lines(as_lines(compare(before, after)))
    return 0


def _side(word: str, network: Architecture) -> Side:
    from archspec.diff.compare import Side

    return Side(word, network.graph, network.expansion.rows)


def _network(file: str, content: bytes) -> Architecture | None:
    """The network of a spec; None where the file is none.

    Raises:
        SpecError: the spec is wrong.
    """
    if not _is_spec(content):
        return None
    # Most YAML is no spec: it must not wait for this.
    from archspec.api import architecture, read
    from archspec.cli.compared import at_revision
    from archspec.diff.git import home_of, referred
    from archspec.diff.operands import Operand
    from archspec.limits import DEFAULT_LIMITS
    from archspec.spec.files import decode

    path = Path(file)
    home = home_of(content, path.name) if path.is_absolute() and referred(content) else None
    if home is not None:
        return at_revision(Operand(file, "spec", home[1], home[0]))
    return architecture(read(decode(content, file, path, DEFAULT_LIMITS)))


def _is_spec(content: bytes) -> bool:
    """Whether a file is a spec, right or wrong: a library of blocks and YAML of others is none."""
    lines = content.decode("utf-8", errors="replace").splitlines()
    keys = {line.partition(":")[0] for line in lines if line[:1].isalpha()}
    return "archspec" in keys and bool(keys & {"layers", "extends"})


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _print_plain(path: str, name: str, contents: tuple[bytes, ...]) -> None:
    before, after = (content.decode("utf-8", errors="replace").splitlines() for content in contents)
    for line in difflib.unified_diff(before, after, f"a/{path}", f"b/{name}", lineterm=""):
        click.echo(line)
