"""Folders in the place of specs: the specs and libraries of blocks below them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from archspec.spec.files import ENDINGS

#: The key that every spec and library has, at the beginning of a line or of a document in braces.
_KEY = re.compile(rb"""^(?:\xef\xbb\xbf)?(?:\{\s*)?["']?archspec["']?\s*:""", re.MULTILINE)


def spread_out(words: Iterable[str]) -> list[str]:
    """The words, each folder replaced by the specs and libraries below it, in order.

    Hidden folders and files are left out, and YAML files that have no key `archspec` are taken for those of others.

    Raises:
        click.UsageError: a folder has none.
    """
    found: list[str] = []
    for word in words:
        if not Path(word).is_dir():
            found.append(word)
            continue
        files = [str(path) for path in sorted(_files(Path(word))) if _is_ours(path)]
        if not files:
            raise click.UsageError(f"there is no spec in the folder {word!r}")
        found += files
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path, folders, names in os.walk(folder):
        folders[:] = (name for name in folders if not name.startswith("."))
        paths = (Path(path, name) for name in names if name.endswith(ENDINGS) and not name.startswith("."))
        yield from (each for each in paths if each.is_file())


def _is_ours(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        # Whoever reads it tells why it can't be read.
        return True
    return _KEY.search(content) is not None
