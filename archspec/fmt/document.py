"""A YAML document as it is written: comments, blank lines, anchors and styles beside what the located tree has."""

from __future__ import annotations

from typing import NamedTuple

#: A blank line among comments.
BLANK = ""


class Props(NamedTuple):
    """What stands before a value: `&anchor !tag`."""

    anchor: str | None = None
    tag: str | None = None


class Leaf(NamedTuple):
    """A scalar.

    Args:
        text: what it holds.
        style: how it is written: empty for plain, or one of `'`, `"`, `|`, `>`.
        props: its anchor and tag.
    """

    text: str
    style: str = ""
    props: Props = Props()


class Alias(NamedTuple):
    """A value that stands elsewhere: `*anchor`."""

    anchor: str


class Branch(NamedTuple):
    """A list or a mapping.

    Args:
        entries: what it holds, with a key each where it is a mapping.
        flow: whether it is written in brackets or braces.
        props: its anchor and tag.
        head: the comment on the line on which it begins, before its first entry.
        tail: comments and blank lines after its last entry.
    """

    is_mapping: bool
    entries: tuple[Entry, ...]
    flow: bool
    props: Props = Props()
    head: str | None = None
    tail: tuple[str, ...] = ()


Piece = Leaf | Alias | Branch


class Entry(NamedTuple):
    """An item of a list, or a key and its value.

    Args:
        value: the item or value.
        key: None in a list.
        before: the comments above it, and BLANK for each run of blank lines.
        eol: the comment at the end of its line.
    """

    value: Piece
    key: Leaf | Alias | None = None
    before: tuple[str, ...] = ()
    eol: str | None = None


def has_comments(piece: Piece) -> bool:
    """Whether there is a comment within a value."""
    if not isinstance(piece, Branch):
        return False
    return bool(piece.head or any(piece.tail)) or any(
        entry.eol or any(entry.before) or has_comments(entry.value) for entry in piece.entries
    )
