"""Where boxes stand: in ranks from top to bottom and in lanes from left to right.

The longest path runs straight down the first lane. Every other path, and every tensor that passes a rank, has a lane
to itself as long as it lasts, so that no line ever crosses a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archspec.reports.drawing.picture import Box, Region


class Stop(NamedTuple):
    """A box, or a place where a tensor enters or leaves the region (which has no box)."""

    takes: tuple[int, ...]
    gives: tuple[int, ...]
    box: Box | None


class Arrangement(NamedTuple):
    """The stops of a region.

    Args:
        stops: entrances, boxes, exits.
        ranks: the rank of each.
        lanes: the lane of each.
        makers: for each tensor the stop that gives it.
        passages: for each tensor that passes ranks the lane in which it does.
    """

    stops: tuple[Stop, ...]
    ranks: list[int]
    lanes: list[int]
    makers: dict[int, int]
    passages: dict[int, int]


class _Strip(NamedTuple):
    """What stands in one lane together: stops one below the other, then perhaps a tensor that passes."""

    stops: tuple[int, ...]
    tensor: int | None
    first: int
    last: int


def arrange(region: Region) -> Arrangement:
    """Gives every box of a region its rank and lane."""
    stops = (
        *(Stop((), (tensor,), None) for tensor in region.inputs),
        *(Stop(box.inputs, box.outputs, box) for box in region.boxes),
        *(Stop((tensor,), (), None) for tensor in region.outputs),
    )
    makers = {tensor: place for place, stop in enumerate(stops) for tensor in stop.gives}
    ranks = _ranks(stops, makers)
    spine = _spine(stops, makers, ranks)
    lanes = dict.fromkeys(spine, 0)
    passages: dict[int, int] = {}
    taken: list[list[_Strip]] = []
    strips = _strips(stops, makers, ranks, spine)
    # Short ones stand near the first lane, so that what they leave and what they join is not far.
    for strip in sorted(strips, key=lambda strip: (strip.last - strip.first, strip.first)):
        lane = 1 + _free_lane(strip, taken)
        lanes |= dict.fromkeys(strip.stops, lane)
        if strip.tensor is not None:
            passages[strip.tensor] = lane
    return Arrangement(stops, ranks, [lanes[place] for place in range(len(stops))], makers, passages)


def _ranks(stops: Sequence[Stop], makers: dict[int, int]) -> list[int]:
    """Every stop below those it takes tensors from, exits at the bottom."""
    ranks: list[int] = []
    first_user: dict[int, int] = {}
    for stop in stops:
        rank = 1 + max((ranks[makers[tensor]] for tensor in stop.takes), default=-1)
        ranks.append(rank)
        for tensor in stop.takes:
            first_user[tensor] = min(rank, first_user.get(tensor, rank))
    bottom = max(ranks)
    for place, stop in enumerate(stops):
        if stop.box is None and stop.takes:
            ranks[place] = bottom
        elif stop.box and not stop.takes and stop.gives[0] in first_user:
            # An input of the model stands where it is first needed.
            ranks[place] = first_user[stop.gives[0]] - 1
    return ranks


def _spine(stops: Sequence[Stop], makers: dict[int, int], ranks: list[int]) -> set[int]:
    """The longest path, from the bottom up."""

    def right_above(place: int) -> list[int]:
        return [makers[tensor] for tensor in stops[place].takes if ranks[makers[tensor]] == ranks[place] - 1]

    place = max(range(len(stops)), key=lambda place: (ranks[place], bool(right_above(place))))
    spine = {place}
    while above := right_above(place):
        place = max(above, key=lambda other: bool(stops[other].takes))
        spine.add(place)
    return spine


def _strips(stops: Sequence[Stop], makers: dict[int, int], ranks: list[int], spine: set[int]) -> Iterator[_Strip]:
    """All that stands beside the longest path."""
    last_rank = {tensor: ranks[place] - 1 for place in _by_rank(ranks) for tensor in stops[place].takes}
    passing = {tensor for tensor, rank in last_rank.items() if rank > ranks[makers[tensor]]}
    chains: dict[int, list[int]] = {}
    for place in _by_rank(ranks):
        if place in spine:
            continue
        above = [makers[tensor] for tensor in stops[place].takes]
        open_ends = [other for other in above if other in chains and ranks[other] == ranks[place] - 1]
        chain = chains.pop(open_ends[0]) if open_ends else []
        chains[place] = [*chain, place]
    for end, chain in chains.items():
        tensor = next((tensor for tensor in stops[end].gives if tensor in passing), None)
        last = ranks[end] if tensor is None else last_rank[tensor]
        passing -= {tensor}
        yield _Strip(tuple(chain), tensor, ranks[chain[0]], last)
    for tensor in sorted(passing):
        yield _Strip((), tensor, ranks[makers[tensor]] + 1, last_rank[tensor])


def _by_rank(ranks: list[int]) -> list[int]:
    return sorted(range(len(ranks)), key=ranks.__getitem__)


def _free_lane(strip: _Strip, lanes: list[list[_Strip]]) -> int:
    """The first lane in which nothing stands beside the strip; it is taken."""
    for number, lane in enumerate(lanes):
        if all(other.last < strip.first or strip.last < other.first for other in lane):
            lane.append(strip)
            return number
    lanes.append([strip])
    return len(lanes) - 1
