"""What a shell offers where a word is begun: names of specs, variants, layers and codes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def specs(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The specs that come with archspec, and those in the working folder; elsewhere the shell itself finds files."""
    from archspec.spec.files import ENDINGS
    from archspec.spec.loading import shipped_specs

    shipped = (name if "/" in begun else name.rpartition("/")[2] for name in shipped_specs())
    here = (path.name for path in Path().iterdir() if path.suffix in ENDINGS)
    return _beginning(begun, [*shipped, *here]) or _files(begun)


def variants(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The variants of the specs that stand before it."""
    from archspec.spec.loading import open_source, read_program
    from archspec.text.diagnostics import SpecError

    found: list[str] = []
    # An option that still lacks its value keeps click from telling what the words before it are.
    for word in ctx.args:
        # Completing must not wait for standard input.
        if word == "-":
            continue
        try:
            found += read_program(open_source(word)).document.variants
        except SpecError:
            continue
    return _beginning(begun, found)


def layers(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The layers and functions that a spec can call."""
    from archspec.catalogue import function_names, layer_names

    return _beginning(begun, (*layer_names(), *function_names()))


def codes(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """The codes of mistakes."""
    from archspec.reports.pages import code_pages

    return _beginning(begun.upper(), code_pages())


def _files(begun: str) -> list[CompletionItem[str]]:
    """Leaves it to the shell to find files."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def _beginning(begun: str, words: Iterable[str]) -> list[CompletionItem[str]]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in dict.fromkeys(words) if word.startswith(begun)]
