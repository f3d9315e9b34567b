"""Boxes as they are drawn, each around an axis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archspec.reports.drawing.marks import Line, Mark, Rectangle, Style, Words, text_width
from archspec.reports.drawing.picture import Box

PAD = 8  # between a box and what is in it
HEAD = 20  # the height of the head of an open box
_LINE = 13
_BEHIND = 3  # how far the box behind a repeated one peeps out


class Tile(NamedTuple):
    """Something drawn around a vertical axis, its top at 0.

    Args:
        left: how far it reaches to the left of the axis.
        right: and to the right.
        height: from top to bottom.
        ins: where its inputs enter at the top, from the axis.
        outs: where its outputs leave at the bottom.
        marks: what is drawn.
    """

    left: int
    right: int
    height: int
    ins: tuple[int, ...]
    outs: tuple[int, ...]
    marks: tuple[Mark, ...]


def closed(box: Box) -> Tile:
    """A box of one or two lines."""
    style: Style = "name" if box.kind == "block" else "words"
    half = max(text_width(box.heading, style), text_width(box.remarks, "small")) // 2 + PAD
    words = [Words(0, 15, box.heading, style), *([Words(0, 28, box.remarks, "small")] if box.remarks else [])]
    height = 9 + _LINE * len(words)
    marks: tuple[Mark, ...] = (*frames(box, -half, 2 * half, height), *words)
    return Tile(half, half, height, (0,) * len(box.inputs), (0,) * len(box.outputs), marks)


def labelled(box: Box, only: Box) -> Tile:
    """A box around one other: that one, with the name of the outer at its head."""
    inner = closed(only)
    half = max(inner.left, text_width(box.heading, "name") // 2 + PAD)
    height = HEAD + inner.height
    marks = (
        *frames(box._replace(kind=only.kind), -half, 2 * half, height),
        *head(box, half, half),
        *(mark.moved(0, HEAD) for mark in inner.marks if isinstance(mark, Words)),
    )
    return Tile(half, half, height, (0,) * len(box.inputs), (0,) * len(box.outputs), marks)


def head(box: Box, left: int, right: int) -> Iterator[Mark]:
    """The name of an open box above a line."""
    yield Words(PAD - left, 14, box.heading, "name", "start")
    yield Line(((-left, HEAD), (right, HEAD)), arrow=False)


def frames(box: Box, x: int, width: int, height: int) -> Iterator[Rectangle]:
    """The outline of a box, with another behind it where it is repeated."""
    if box.times > 1:
        yield Rectangle(x + _BEHIND, _BEHIND, width, height, box.kind)
    yield Rectangle(x, 0, width, height, box.kind, dashed=box.first_only)
