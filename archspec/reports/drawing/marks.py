"""What a drawing is made of, in pixels: rectangles, words and lines; and how wide words are."""

from __future__ import annotations

from typing import Literal, NamedTuple

from archspec.reports.drawing.picture import Kind
from archspec.text.display import width

Point = tuple[int, int]
Style = Literal["title", "name", "words", "small", "shape", "row"]

#: The size of the letters of each style, and whether they are bold.
SIZES: dict[Style, tuple[int, bool]] = {
    "title": (16, True),
    "name": (12, True),
    "words": (12, False),
    "small": (10, False),
    "shape": (10, False),
    "row": (11, False),
}
_NARROW = frozenset("iljtfrI.,:;'|!()[]· /-")
_WIDE = frozenset("mwMW@%…—")


class Rectangle(NamedTuple):
    """A box; a dashed one is not always there."""

    x: int
    y: int
    width: int
    height: int
    kind: Kind
    dashed: bool = False

    def moved(self, dx: int, dy: int) -> Rectangle:
        """The same elsewhere."""
        return self._replace(x=self.x + dx, y=self.y + dy)


class Words(NamedTuple):
    """A line of text, from, around or up to x, standing on y."""

    x: int
    y: int
    text: str
    style: Style
    anchor: Literal["start", "middle", "end"] = "middle"

    def moved(self, dx: int, dy: int) -> Words:
        """The same elsewhere."""
        return self._replace(x=self.x + dx, y=self.y + dy)


class Line(NamedTuple):
    """A line through points: straight where it goes along an axis, else a bow that leaves and arrives upright."""

    points: tuple[Point, ...]
    arrow: bool = True

    def moved(self, dx: int, dy: int) -> Line:
        """The same elsewhere."""
        return self._replace(points=tuple((x + dx, y + dy) for x, y in self.points))


Mark = Rectangle | Words | Line


def text_width(text: str, style: Style) -> int:
    """How many pixels a text takes, about: the font is whatever the reader's machine has for Helvetica."""
    size, bold = SIZES[style]
    return -(-sum(map(_letter, text)) * size * (106 if bold else 100) // 100_000)


def _letter(letter: str) -> int:
    """The width of a letter in thousandths of its size."""
    if letter in _NARROW:
        return 320
    if letter in _WIDE:
        return 880
    if not letter.isascii():
        return (0, 700, 1000)[width(letter)]
    return 700 if letter.isupper() else 590
