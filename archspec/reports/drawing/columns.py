"""A picture on a page: a tall one in columns side by side, as newspapers have them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate, pairwise
from typing import NamedTuple

from archspec.reports.drawing.layout import laid_out
from archspec.reports.drawing.lines import Plan, marks_of
from archspec.reports.drawing.marks import Mark, Point, Words, text_width
from archspec.reports.drawing.picture import Picture

_MARGIN = 24
_HEAD = 60
_GUTTER = 40
#: What fits on a screen, and needs no columns.
_LOW = 800


class Page(NamedTuple):
    """A drawing and its size in pixels."""

    width: int
    height: int
    marks: tuple[Mark, ...]


def page(picture: Picture) -> Page:
    """Lays a picture out on a page that is not much taller than wide."""
    plan = laid_out(picture.region)
    starts = _columns(plan)
    width = max(_width(plan, len(starts)), text_width(picture.title, "title") + 2 * _MARGIN)
    height = _HEAD + _height(plan, starts) + _MARGIN

    def shift(rank: int) -> Point:
        column = bisect_right(starts, rank) - 1
        across = column * (plan.left + plan.right + _GUTTER) + _MARGIN + plan.left
        return across, _HEAD - plan.tops[starts[column]]

    title = Words(_MARGIN, 28, picture.title, "title", "start")
    return Page(width, height, (title, *marks_of(plan, shift)))


def _width(plan: Plan, columns: int) -> int:
    return columns * (plan.left + plan.right) + (columns - 1) * _GUTTER + 2 * _MARGIN


def _height(plan: Plan, starts: list[int]) -> int:
    ends = [*starts[1:], len(plan.tops)]
    return max(plan.bottoms[end - 1] - plan.tops[start] for start, end in zip(starts, ends, strict=True))


def _columns(plan: Plan) -> list[int]:
    """The first rank of each column: as few of them as make the page not much taller than wide."""
    cuts = _cuts(plan)
    starts = [0]
    for number in range(2, len(cuts) + 2):
        if _height(plan, starts) <= max(_LOW, _width(plan, len(starts)) * 5 // 4):
            break
        more = _split(plan, cuts, number)
        if _height(plan, more) * number > plan.bottoms[-1] * 4 // 3:
            # What can't be cut is so tall that the other columns would stay empty.
            break
        starts = more
    return starts


def _cuts(plan: Plan) -> list[int]:
    """The ranks that may begin a column: those that one tensor alone leads to, and no further."""
    stops, ranks, _, makers, _ = plan.arrangement
    last = {
        tensor: ranks[place]
        for place in sorted(range(len(stops)), key=ranks.__getitem__)
        for tensor in stops[place].takes
    }
    crossing = [0] * (len(plan.tops) + 1)
    for tensor, rank in last.items():
        crossing[ranks[makers[tensor]] + 1] += 1
        crossing[rank + 1] -= 1
    ending = Counter(last.values())
    return [rank for rank, count in enumerate(accumulate(crossing[:-1])) if count == ending[rank] == 1]


def _split(plan: Plan, cuts: list[int], number: int) -> list[int]:
    """Columns of about the same height, at most `number` of them."""
    least = bisect_left(range(plan.bottoms[-1]), True, key=lambda height: len(_filled(plan, cuts, height)) <= number)
    return _filled(plan, cuts, least)


def _filled(plan: Plan, cuts: list[int], height: int) -> list[int]:
    """Columns filled up to a height; only what can't be cut is higher."""
    starts = [0]
    for cut, following in pairwise([*cuts, len(plan.tops)]):
        if plan.bottoms[following - 1] - plan.tops[starts[-1]] > height:
            starts.append(cut)
    return starts
