"""Boxes as they are drawn, each around an axis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from archspec.reports.drawing.marks import Line, Mark, Rectangle, Style, Words, text_width
from archspec.reports.drawing.picture import Box
from archspec.reports.drawing.words import shape_words

BESIDE_LINE = 6  # between words and the line they stand beside
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
    outs = _outs(box)
    right = max([half, *(out + PAD for out in outs)])
    marks: tuple[Mark, ...] = (*frames(box, -half, half + right, height), *words)
    return Tile(half, right, height, (0,) * len(box.inputs), outs, marks)


def _outs(box: Box) -> tuple[int, ...]:
    """Where the outputs of a closed box leave, so far apart that the shape of each stands on the left of its line."""
    widths = [text_width(shape_words(*shape), "shape") + 2 * BESIDE_LINE for shape in box.shapes[1:]]
    return tuple(accumulate(widths, initial=0))[: len(box.shapes)]


def labelled(box: Box, only: Box) -> Tile:
    """A box around one other: that one, with the name of the outer at its head."""
    inner = closed(only)
    half = max(inner.left, text_width(box.heading, "name") // 2 + PAD)
    height = HEAD + inner.height
    outs = _outs(box)
    right = max([half, *(out + PAD for out in outs)])
    marks = (
        *frames(box._replace(kind=only.kind), -half, half + right, height),
        *head(box, half, right),
        *(mark.moved(0, HEAD) for mark in inner.marks if isinstance(mark, Words)),
    )
    return Tile(half, right, height, (0,) * len(box.inputs), outs, marks)


def head(box: Box, left: int, right: int) -> Iterator[Mark]:
    """The name of an open box above a line."""
    yield Words(PAD - left, 14, box.heading, "name", "start")
    yield Line(((-left, HEAD), (right, HEAD)), arrow=False)


def frames(box: Box, x: int, width: int, height: int) -> Iterator[Rectangle]:
    """The outline of a box, with another behind it where it is repeated."""
    if box.times > 1:
        yield Rectangle(x + _BEHIND, _BEHIND, width, height, box.kind)
    yield Rectangle(x, 0, width, height, box.kind, dashed=box.first_only)
