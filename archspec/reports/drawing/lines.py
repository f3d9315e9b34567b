"""A region drawn where its plan says: boxes, the lines between them, and the words beside those."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from archspec.reports.drawing.lanes import Arrangement
from archspec.reports.drawing.marks import Line, Mark, Point, Words
from archspec.reports.drawing.tiles import BESIDE_LINE, Tile
from archspec.reports.drawing.words import shape_words

_TURN = 20  # between a column and the line that leads to its head


class Plan(NamedTuple):
    """Where everything in a region stands.

    Args:
        arrangement: its stops in ranks and lanes.
        tiles: of each stop.
        axes: the x of each lane.
        tops: the y of each rank.
        bottoms: the y below the highest tile of each rank.
        turns: the y below that from which on lines may change lanes.
        left: how far it reaches to the left of the first lane's axis.
        right: and to the right.
    """

    arrangement: Arrangement
    tiles: list[Tile]
    axes: list[int]
    tops: list[int]
    bottoms: list[int]
    turns: list[int]
    left: int
    right: int


def still(_: int) -> Point:
    """Leaves every rank where it is."""
    return 0, 0


def marks_of(plan: Plan, shift: Callable[[int], Point] = still) -> Iterator[Mark]:
    """What is drawn of a region; `shift` moves a rank elsewhere."""
    stops, ranks, lanes, _, _ = plan.arrangement
    # A tensor that does nothing but leave is told of outside.
    told = {tensor for stop in stops if stop.box for tensor in stop.takes}
    for place, (stop, tile) in enumerate(zip(stops, plan.tiles, strict=True)):
        dx, dy = shift(ranks[place])
        x, y = plan.axes[lanes[place]] + dx, plan.tops[ranks[place]] + dy
        for number, tensor in enumerate(stop.takes):
            yield Line(tuple(_route(plan, tensor, place, number, shift)), arrow=stop.box is not None)
        if stop.box and stop.box.row:
            yield Words(x + BESIDE_LINE, y - 11, stop.box.row, "row", "start")
        yield from (mark.moved(x, y) for mark in tile.marks)
        for shape, out, tensor in zip(stop.box.shapes if stop.box else (), tile.outs, stop.gives, strict=False):
            if tensor in told:
                yield Words(x + out - BESIDE_LINE, y + tile.height + 15, shape_words(*shape), "shape", "end")


def _route(plan: Plan, tensor: int, place: int, number: int, shift: Callable[[int], Point]) -> Iterator[Point]:
    """The points through which a tensor goes to the stop that takes it as its input of this number."""
    stops, ranks, lanes, makers, passages = plan.arrangement
    maker = makers[tensor]
    rank, last = ranks[maker], ranks[place] - 1
    dx, dy = shift(rank)
    x = plan.axes[lanes[maker]] + plan.tiles[maker].outs[stops[maker].gives.index(tensor)] + dx
    yield x, plan.tops[rank] + plan.tiles[maker].height + dy
    yield x, plan.turns[rank] + dy
    if last > rank:
        lane = plan.axes[passages[tensor]] + dx
        yield lane, plan.tops[rank + 1] + dy
        yield lane, plan.turns[last] + dy
    to_x, to_y = shift(ranks[place])
    target = plan.axes[lanes[place]] + plan.tiles[place].ins[number] + to_x, plan.tops[ranks[place]] + to_y
    if (dx, dy) != (to_x, to_y):
        # On to the head of the next column.
        below, above, between = plan.bottoms[rank] + dy + 13, target[1] - 19, to_x - plan.left - _TURN
        yield from ((x, below), (between, below), (between, above), (target[0], above))
    yield target
