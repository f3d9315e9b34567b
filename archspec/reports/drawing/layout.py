"""A picture laid out: finds the place of everything in it."""

from __future__ import annotations

from itertools import accumulate
from operator import add, sub

from archspec.reports.drawing.lanes import Arrangement, Stop, arrange
from archspec.reports.drawing.lines import Plan, marks_of
from archspec.reports.drawing.marks import text_width
from archspec.reports.drawing.picture import Box, Region
from archspec.reports.drawing.tiles import BESIDE_LINE, HEAD, PAD, Tile, closed, frames, head, labelled
from archspec.reports.drawing.words import shape_words

_GAP = 26  # between ranks, with room for a shape beside the line
_SHAPE = 16  # what a shape needs of that, where lines cross below it
_ENTRY = 20  # between the head of an open box and what is in it
_EXIT = 12  # between what is in it and its foot
_APART = 10  # between lanes


def laid_out(region: Region) -> Plan:
    """Finds the place of everything in a region."""
    arrangement = arrange(region)
    tiles = [_tile(stop.box) if stop.box else Tile(0, 0, 0, (0,), (0,), ()) for stop in arrangement.stops]
    lanes = 1 + max([*arrangement.lanes, *arrangement.passages.values()], default=0)
    lefts, rights = [0] * lanes, [0] * lanes
    heights = [0] * (1 + max(arrangement.ranks, default=0))
    for stop, rank, lane, tile in zip(arrangement.stops, arrangement.ranks, arrangement.lanes, tiles, strict=True):
        left, right = _beside(stop, tile, arrangement, region)
        lefts[lane] = max(lefts[lane], tile.left, left)
        rights[lane] = max(rights[lane], tile.right, right)
        heights[rank] = max(heights[rank], tile.height)
    axes = [0]
    for lane in range(1, lanes):
        axes.append(axes[-1] + rights[lane - 1] + _APART + lefts[lane])
    crowded = _crowded(arrangement, tiles, axes)
    shapes = [_SHAPE if rank in crowded else 0 for rank in range(len(heights))]
    gaps = [shape + gap for shape, gap in zip(shapes, _gaps(region, len(heights)), strict=True)]
    bottoms = list(accumulate(map(add, heights, [0, *gaps[:-1]])))
    tops = list(map(sub, bottoms, heights))
    turns = list(map(add, bottoms, shapes))
    return Plan(arrangement, tiles, axes, tops, bottoms, turns, lefts[0], axes[-1] + rights[-1])


def _gaps(region: Region, ranks: int) -> list[int]:
    """What is left free below each rank."""
    gaps = [_GAP] * ranks
    if region.outputs and ranks > 1:
        gaps[-2] = _EXIT
    if region.inputs:
        gaps[0] = _ENTRY
    return gaps


def _crowded(arrangement: Arrangement, tiles: list[Tile], axes: list[int]) -> set[int]:
    """The ranks below which a line bows and would cross the shape beside another."""
    stops, ranks, lanes, makers, passages = arrangement
    beside = {ranks[place] for place, stop in enumerate(stops) if stop.box and (lanes[place] or any(tiles[place].outs))}
    bowed: set[int] = set()
    for place, stop in enumerate(stops):
        for number, tensor in enumerate(stop.takes):
            maker = makers[tensor]
            start = axes[lanes[maker]] + tiles[maker].outs[stops[maker].gives.index(tensor)]
            way = axes[passages[tensor]] if ranks[place] > ranks[maker] + 1 else start
            end = axes[lanes[place]] + tiles[place].ins[number]
            bowed |= {ranks[maker]} if start != way else set()
            bowed |= {ranks[place] - 1} if way != end else set()
    return beside & bowed


def _beside(stop: Stop, tile: Tile, arrangement: Arrangement, region: Region) -> tuple[int, int]:
    """The room that words need on both sides of a stop."""
    if stop.box:
        return _beside_lines(stop.box, tile)
    leaves_beside_another = stop.takes and len(region.outputs) > 1
    return (_beside_exit(stop, arrangement) if leaves_beside_another else 0), 0


def _beside_exit(stop: Stop, arrangement: Arrangement) -> int:
    """The room that the shape of what leaves a region needs below it."""
    [tensor] = stop.takes
    maker = arrangement.stops[arrangement.makers[tensor]]
    if maker.box is None:
        return 0
    return text_width(shape_words(*maker.box.shapes[maker.gives.index(tensor)]), "shape") + 2 * BESIDE_LINE


def _beside_lines(box: Box, tile: Tile) -> tuple[int, int]:
    """The room that words need beside the lines of a box: shapes on their left, the name of its row on the right."""
    shapes = [text_width(shape_words(*shape), "shape") - out for shape, out in zip(box.shapes, tile.outs, strict=True)]
    row = text_width(box.row, "row") + BESIDE_LINE if box.row else 0
    return max(shapes, default=0) + 2 * BESIDE_LINE, row


def _tile(box: Box) -> Tile:
    if box.inside is None:
        return closed(box)
    only = box.inside.boxes[0]
    return labelled(box, only) if only.inside is None and len(box.inside.boxes) == 1 else _open(box, box.inside)


def _open(box: Box, inside: Region) -> Tile:
    """A box around others: its name at the head, what is in it below."""
    plan = laid_out(inside)
    stops, _, lanes, _, _ = plan.arrangement
    left = plan.left + PAD
    right = max(plan.right + PAD, text_width(box.heading, "name") + 2 * PAD - left)
    height = HEAD + plan.bottoms[-1]
    ins = tuple(plan.axes[lane] for stop, lane in zip(stops, lanes, strict=True) if not (stop.box or stop.takes))
    outs = tuple(plan.axes[lane] for stop, lane in zip(stops, lanes, strict=True) if not (stop.box or stop.gives))
    marks = (
        *frames(box, -left, left + right, height),
        *head(box, left, right),
        *(mark.moved(0, HEAD) for mark in marks_of(plan)),
    )
    return Tile(left, right, height, ins, outs, marks)
