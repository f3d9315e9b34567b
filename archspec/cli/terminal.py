"""What the terminal at the other end can show."""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import Any, TextIO

import click

from archspec.text.diagnostics import Diagnostic
from archspec.text.rendering import Line, Tone, fitted, plain, render, wrapped

#: Narrower ones are written to as if they were this wide.
_NARROWEST = 20
_STYLES: MappingProxyType[Tone, dict[str, Any]] = MappingProxyType(
    {
        "place": {"bold": True},
        "error": {"fg": "red", "bold": True},
        "warning": {"fg": "yellow", "bold": True},
        "margin": {"fg": "blue"},
        "label": {"fg": "cyan"},
        "good": {"fg": "green"},
    }
)


def told(diagnostic: Diagnostic, stream: TextIO) -> str:
    """A diagnostic as a stream shows it: as plain text, or coloured and no wider than the terminal."""
    columns = _columns(stream)
    return "\n".join(map(_painted, fitted(diagnostic, columns))) if columns else render(diagnostic)


def told_line(line: Line, stream: TextIO) -> str:
    """A line as a stream shows it."""
    columns = _columns(stream)
    return "\n".join(map(_painted, wrapped(line, columns))) if columns else plain(line)


def _columns(stream: TextIO) -> int | None:
    """How wide a stream's terminal is; None where it is none. The variable COLUMNS goes before what it says."""
    if not stream.isatty():
        return None
    from shutil import get_terminal_size

    try:
        own = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        own = 0
    return max(_NARROWEST, get_terminal_size((own or 80, 24)).columns)


def takes_colours() -> bool:
    """Whether colours are welcome on a terminal (no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _painted(line: Line) -> str:
    if not takes_colours():
        return plain(line)
    return "".join(click.style(text, **_STYLES[tone]) if tone else text for text, tone in line)
