"""Where layers take their inputs from, before and after, and which differences the other edits don't explain.

A layer put between two others changes what the second takes; that is told by the layer that was added. So what was
added, removed or moved is looked through, to the layers behind it that stayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archspec.diff.align import best_pairs
from archspec.diff.match import Matching
from archspec.diff.outline import Call, Outline

#: Layers that don't mind the order of their inputs.
_UNORDERED = frozenset(("Add", "Average", "Maximum", "Minimum", "Multiply"))

Sources = frozenset[int]


class Rewired(NamedTuple):
    """What a layer takes, as calls of either network: its inputs before and after."""

    before: tuple[int, ...]
    after: tuple[int, ...]


class Wiring(NamedTuple):
    """The differences in wiring.

    Args:
        layers: for each part of the second network that takes something else: what.
        outputs: the model's outputs, where they are others.
    """

    layers: dict[int, Rewired]
    outputs: Rewired | None


def compare_wiring(matching: Matching) -> Wiring:
    """What takes other inputs than before, apart from what follows from layers that were added, removed or moved."""
    before, after = matching.before, matching.after
    origins = _origins(matching)
    stayed = set(origins.values())
    old = _sources(before, {position: position for position in stayed})
    new = _sources(after, origins)
    layers: dict[int, Rewired] = {}
    for position, origin in origins.items():
        call, was = after.calls[position], before.calls[origin]
        ordered = call.kind not in _UNORDERED
        if not _alike(was.inputs, call.inputs, old, new, stayed, origins, ordered):
            layers[after.leaves[position]] = Rewired(was.inputs, call.inputs)
    same = _alike(before.outputs, after.outputs, old, new, stayed, origins, ordered=True)
    return Wiring(layers, None if same else Rewired(before.outputs, after.outputs))


def _origins(matching: Matching) -> dict[int, int]:
    """For every call of the second network that stayed where it was, the call it was in the first."""
    before, after = matching.before, matching.after
    moved = {position for number in matching.moved for position in _span(after, number)}
    return {
        position: before.parts[matching.origin[leaf]].start
        for position, leaf in enumerate(after.leaves)
        if matching.origin[leaf] >= 0 and position not in moved
    }


def _span(whole: Outline, number: int) -> range:
    return range(whole.parts[number].start, whole.parts[number].end)


def _sources(whole: Outline, known: dict[int, int]) -> list[Sources]:
    """For every call, the calls that stayed which its output comes from; in the numbers of the first network."""
    found: list[Sources] = []
    for position, call in enumerate(whole.calls):
        if position in known:
            found.append(frozenset((known[position],)))
        elif call.inputs:
            found.append(frozenset().union(*(found[taken] for taken in call.inputs)))
        else:
            found.append(frozenset((-1 - position,)))
    return found


def _alike(
    before: Sequence[int],
    after: Sequence[int],
    old: list[Sources],
    new: list[Sources],
    stayed: set[int],
    origins: dict[int, int],
    ordered: bool,
) -> bool:
    """Whether two lists of inputs come from the same layers, leaving out what was added or removed."""
    was, now = [old[taken] for taken in before], [new[taken] for taken in after]
    if was == now:
        return True
    pairs = best_pairs(was, now, _weight) if ordered else _any_pairs(was, now)
    lost = set(range(len(was))) - {i for i, _ in pairs}
    come = set(range(len(now))) - {j for _, j in pairs}
    return not any(before[i] in stayed for i in lost) and not any(after[j] in origins for j in come)


def _weight(sources: Sources, others: Sources) -> int:
    return 2 if sources == others else 1 if sources & others else 0


def _any_pairs(was: list[Sources], now: list[Sources]) -> list[tuple[int, int]]:
    free = list(range(len(now)))
    pairs: list[tuple[int, int]] = []
    for least in (2, 1):
        for i, sources in enumerate(was):
            if any(i == taken for taken, _ in pairs):
                continue
            j = next((j for j in free if _weight(sources, now[j]) >= least), None)
            if j is not None:
                free.remove(j)
                pairs.append((i, j))
    return pairs


def relisted(matching: Matching, number: int) -> bool:
    """Whether a part that moved only stands elsewhere in the list: what it takes and gives is as it was."""
    before, after = matching.before, matching.after
    part, other = before.parts[matching.origin[number]], after.parts[number]
    shift = other.start - part.start

    def now(position: int) -> int:
        partner = matching.partner[before.leaves[position]]
        return after.parts[partner].start if partner >= 0 else -1

    for position in range(part.start, part.end):
        if [now(taken) for taken in before.calls[position].inputs] != list(after.calls[position + shift].inputs):
            return False
    return {now(taker) for taker in _takers(before.calls, part.start, part.end)} == _takers(
        after.calls, other.start, other.end
    )


def _takers(calls: list[Call], start: int, end: int) -> set[int]:
    """The calls outside a stretch that take something from it."""
    later = range(end, len(calls))
    return {position for position in later if any(start <= taken < end for taken in calls[position].inputs)}
