"""Mends the files of a spec, as far as its mistakes say how."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from archspec.cli.output import print_line, rewrite_file
from archspec.spec.files import is_bare, shipped_folder
from archspec.text.diagnostics import Diagnostic, Fix
from archspec.text.display import visible
from archspec.text.fixing import fixes_by_source, in_words, mended
from archspec.text.rendering import Piece
from archspec.text.source import Source

#: How often a spec is looked at again: what is mended may show what was hidden behind it.
_ROUNDS = 100


def mend(word: str, diagnose: Callable[[str], Iterable[Diagnostic]]) -> None:
    """Makes the changes that a spec's diagnostics offer in its own files, until they offer none; tells each.

    Files that come with archspec are changed only where the caller names them by their path.

    Args:
        word: the spec, as the caller names it.
        diagnose: tells everything of the spec, as its files are now.

    Raises:
        click.UsageError: it is no file.
        click.ClickException: a file can't be written.
    """
    if word == "-" or (is_bare(word) and not Path(word).exists()):
        raise click.UsageError(f"name a file to mend: {word!r} is none")
    seen: set[Source] = set()
    for _ in range(_ROUNDS):
        offered = fixes_by_source(diagnose(word))
        open_to = {source: fixes for source, fixes in offered.items() if _is_own(source, word) and source not in seen}
        # A text that comes back would come back for ever.
        if not open_to:
            return
        seen.update(open_to)
        for source, fixes in open_to.items():
            _rewrite(source, fixes)


def _is_own(source: Source, word: str) -> bool:
    if source.path is None:
        return False
    path = source.path.resolve()
    return path == Path(word).resolve() or not path.is_relative_to(shipped_folder())


def _rewrite(source: Source, fixes: list[Fix]) -> None:
    assert source.path is not None
    content = source.path.read_bytes()
    mark = BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    if content != mark + source.text.encode():
        raise click.ClickException(f"{source.name} was changed while it was checked")
    text, made = mended(source, fixes)
    if not made:
        return
    rewrite_file(source.path, mark + text.encode())
    for fix in made:
        print_line((Piece("fixed", "good"), Piece(f" {visible(in_words(fix))}")), err=True)
