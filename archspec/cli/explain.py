"""`archspec explain`: what a code means, with an example and the mended one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from archspec.cli import completing
from archspec.reports.pages import code_pages, page_title
from archspec.text.suggest import did_you_mean

#: What the codes of a hundred are about.
_GROUPS = (
    ("E01", "Files and YAML"),
    ("E02", "The form of a document, params"),
    ("E03", "Formulas"),
    ("E04", "Layers, blocks and names"),
    ("E05", "Running the steps"),
    ("E07", "The documented table"),
    ("W", "Doubts"),
)


@click.command("explain")
@click.argument("code", required=False, metavar="[CODE]", shell_complete=completing.codes)
@click.option("--markdown", is_flag=True, help="List the codes as Markdown, as docs/errors/README.md has them.")
def command(code: str | None, markdown: bool) -> int:
    """Explain a mistake by its code.

    Shows why it is one, a spec that has it and the same spec mended. Without CODE, lists all codes.
    """
    pages = code_pages()
    if code is None:
        click.echo(_list(pages, markdown=markdown))
        return 0
    path = pages.get(code.upper())
    if path is None:
        hint = did_you_mean(code.upper(), pages)
        raise click.UsageError(f"there is no code {code!r}{f'; {hint}' if hint else ''}")
    _print(path.read_text(encoding="utf-8"))
    return 0


def _list(pages: Mapping[str, Path], *, markdown: bool) -> str:
    parts = []
    for beginning, title in _GROUPS:
        codes = [code for code in pages if code.startswith(beginning)]
        if markdown:
            lines = [f"- [{code}]({code}.md): {page_title(pages[code])}" for code in codes]
            parts.append(f"## {title}\n\n" + "\n".join(lines))
        else:
            parts.append(f"{title}\n" + "\n".join(f"  {code}  {page_title(pages[code])}" for code in codes))
    return "\n\n".join(parts)


def _print(page: str) -> None:
    """Prints a page: drawn on a terminal, as it is written elsewhere."""
    if not sys.stdout.isatty():
        click.echo(page, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(page))
