"""The pages that explain codes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from archspec.spec.files import pages_folder


def code_pages() -> Mapping[str, Path]:
    """The pages by their codes."""
    return {path.stem: path for path in sorted(pages_folder().glob("[EW]*.md"))}


def page_title(path: Path) -> str:
    """What a code means, in a few words."""
    with path.open(encoding="utf-8") as page:
        return page.readline().partition(": ")[2].strip()
