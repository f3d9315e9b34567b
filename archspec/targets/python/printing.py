"""Lays text out in lines of a given width: pieces, places where a line may break, and groups that break as one.

The rules of measuring are those of `ruff format` (and of Prettier before it): a group stays on its line where it fits
there with all that follows it, up to the next place where a line can break.
"""

from __future__ import annotations

from typing import NamedTuple


class Break(NamedTuple):
    """A place where a broken group begins a new line; what stands there otherwise."""

    unbroken: str = ""


class IfBroken(NamedTuple):
    """Text that stands only in a broken group."""

    text: str


class Indented(NamedTuple):
    """A part whose new lines stand four columns further in."""

    parts: tuple[Part, ...]


class Group(NamedTuple):
    """Parts whose breaks are either all new lines or none."""

    parts: tuple[Part, ...]


Part = str | Break | IfBroken | Indented | Group
_Command = tuple[int, bool, Part]


def lay_out(parts: tuple[Part, ...], width: int, indent: int) -> str:
    """The text of parts that begin at a column, with no line beyond a width where that can be."""
    written: list[str] = []
    column = indent
    commands: list[_Command] = [(indent, True, part) for part in reversed(parts)]
    while commands:
        level, broken, part = commands.pop()
        match part:
            case str():
                written.append(part)
                column += len(part)
            case Break():
                written.append("\n" + " " * level if broken else part.unbroken)
                column = level if broken else column + len(part.unbroken)
            case IfBroken():
                written.append(part.text if broken else "")
                column += len(part.text) if broken else 0
            case Indented():
                commands += [(level + 4, broken, inner) for inner in reversed(part.parts)]
            case Group():
                breaks = not _fits(part, commands, width - column)
                commands += [(level, breaks, inner) for inner in reversed(part.parts)]
    return "".join(written)


def _fits(group: Group, rest: list[_Command], room: int) -> bool:
    """Whether a group on one line, and what follows it on that line, need no more than `room` columns."""
    waiting = [(broken, part) for _, broken, part in rest]
    waiting += [(False, part) for part in reversed(group.parts)]
    while waiting:
        broken, part = waiting.pop()
        match part:
            case str():
                room -= len(part)
            case Break():
                if broken:
                    return True
                room -= len(part.unbroken)
            case IfBroken():
                room -= len(part.text) if broken else 0
            case Indented():
                waiting += [(broken, inner) for inner in reversed(part.parts)]
            case Group():
                waiting += [(broken, inner) for inner in reversed(part.parts)]
        if room < 0:
            return False
    return True
