"""`archspec diff`: how two networks differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import click

from archspec.cli import completing
from archspec.cli.codes import CALL_IS_WRONG
from archspec.cli.output import print_diagnostics, print_json
from archspec.cli.terminal import takes_colours
from archspec.diff.operands import WrongOperand
from archspec.text.diagnostics import SpecError

if TYPE_CHECKING:
    from archspec.cli.compared import Compared
    from archspec.diff.compare import Difference, Level
    from archspec.reports.diff_lines import Texts
    from archspec.reports.diff_text import Line

DIFFERENT = 1
_EPILOG = """\b
In a git repository, these make git diff and git log -p show how networks differ:
  echo '*.yaml diff=archspec' >> .gitattributes
  git config diff.archspec.textconv 'archspec diff --textconv'
and with this git diff tells it as this command does:
  git config diff.archspec.command 'archspec diff --driver'"""

_LEVELS = ("rows", "blocks", "layers", "source", "spec")
#: The levels at which two texts are compared.
_TEXTS = ("source", "spec")
_FORMATS = ("text", "markdown", "json", "html")
_TONES: MappingProxyType[str, dict[str, Any]] = MappingProxyType(
    {
        "+": {"fg": "green"},
        "-": {"fg": "red"},
        "~": {"fg": "yellow"},
        ">": {"fg": "blue"},
        "heading": {"bold": True},
    }
)


@click.command("diff", epilog=_EPILOG)
@click.argument("operands", nargs=-1, required=True, metavar="A B", shell_complete=completing.specs)
@click.option(
    "--level",
    type=click.Choice(_LEVELS),
    default="blocks",
    help="rows: the documented tables; blocks: repeats told once (default); layers: every layer; "
    "source: the Python that archspec generate writes; spec: the documents with all they extend and use.",
)
@click.option("--format", "style", type=click.Choice(_FORMATS), default="text", help="How to print it.")
@click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder that 'use' and 'extends' can't leave (default: the project each spec lies in).",
)
@click.option("--textconv", is_flag=True, help="Print the one file A as text for git to compare (diff.NAME.textconv).")
@click.option("--driver", is_flag=True, help="Take the arguments git gives to a diff.NAME.command.")
def command(operands: tuple[str, ...], level: str, style: str, root: Path | None, textconv: bool, driver: bool) -> int:
    """Show how two networks differ: structure first, then the effect.

    A and B are specs (a path or a shipped name), SPEC@VARIANT, git:REVISION:PATH, .keras files, or saved graphs
    (.json). Layers are matched by structure, so that what has another name is told as renamed.

    Exit codes are those of diff: 0 the same, 1 different, 2 the call or a spec is wrong.
    """
    if textconv or driver:
        from archspec.cli.diff_git import print_driven, print_text

        return print_text(*_exactly(operands, 1)) if textconv else print_driven(operands)
    from archspec.cli.compared import load_operand

    before, after = _exactly(operands, 2)
    try:
        sides = load_operand(before, root), load_operand(after, root)
        return _compare_texts(*sides, level, style) if level in _TEXTS else _compare(*sides, level, style)
    except WrongOperand as error:
        raise click.ClickException(str(error)) from None
    except SpecError as error:
        print_diagnostics(error.diagnostics)
        return CALL_IS_WRONG


def _exactly(operands: tuple[str, ...], number: int) -> tuple[str, ...]:
    if len(operands) != number:
        wanted = "two things to compare, A and B" if number == 2 else "one file"
        raise click.UsageError(f"expected {wanted}, found {len(operands)}")
    return operands


def _compare(before: Compared, after: Compared, level: str, style: str) -> int:
    from archspec.diff.compare import compare

    for side in (before.side, after.side):
        if level == "rows" and side.rows is None:
            raise WrongOperand(f"{side.word} is no spec and has no rows")
    difference = compare(before.side, after.side, cast("Level", level))
    _print(difference, style)
    return 0 if difference.same else DIFFERENT


def _print(difference: Difference, style: str) -> None:
    if style == "text":
        from archspec.reports.diff_text import as_lines

        print_lines(as_lines(difference))
    elif style == "json":
        from archspec.reports.diff_json import as_data

        print_json(as_data(difference))
    elif style == "markdown":
        from archspec.reports.diff_markdown import as_markdown_tables

        click.echo(as_markdown_tables(difference))
    else:
        from archspec.reports.diff_html import as_page

        click.echo(as_page(difference))


def _compare_texts(before: Compared, after: Compared, level: str, style: str) -> int:
    from archspec.reports.diff_lines import Texts, as_fenced, as_json, as_preformatted, unified

    texts = (side.source() if level == "source" else side.document() for side in (before, after))
    given = Texts(level, (before.side.word, after.side.word), (next(texts), next(texts)))
    formats: dict[str, Callable[[Texts], str]] = {"markdown": as_fenced, "html": as_preformatted, "json": as_json}
    if style in formats:
        click.echo(formats[style](given))
    else:
        print_lines(unified(given))
    return 0 if given.same else DIFFERENT


def print_lines(lines: Iterable[Line]) -> None:
    """Prints lines, coloured on a terminal that takes colours."""
    tones = _TONES if takes_colours() else {}
    for text, tone in lines:
        click.echo(click.style(text, **tones[tone]) if tone in tones else text)
