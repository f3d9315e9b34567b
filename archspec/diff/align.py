"""Which items of one sequence belong to which of another, in order.

Small sequences are aligned by the pairs that weigh most together, long ones by what they have in common (Myers 1986,
"An O(ND) Difference Algorithm and Its Variations"), which takes time that grows with their length and their
difference; only what lies between is weighed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Pairs = list[tuple[int, int]]
#: How well two items go together; 0 where they don't.
Weight = Callable[[Item, Item], int]

#: Products of lengths up to which every pair is weighed.
_CELLS = 40_000
#: How many insertions and deletions are looked for before a coarser way is taken.
_EDITS = 600
#: How far from the diagonal pairs are weighed where the lengths' product is too large.
_BAND = 24


def best_pairs(first: Sequence[Item], second: Sequence[Item], weight: Weight[Item]) -> Pairs:
    """The pairs, in order, that weigh most together; of equal ones the earliest."""
    if not first or not second:
        return []
    if len(first) * len(second) > _CELLS:
        return _banded_pairs(first, second, weight)
    weights = [[weight(item, other) for other in second] for item in first]
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i in range(len(first) - 1, -1, -1):
        row, below, own = best[i], best[i + 1], weights[i]
        for j in range(len(second) - 1, -1, -1):
            most = max(below[j], row[j + 1])
            if own[j]:
                most = max(most, below[j + 1] + own[j])
            row[j] = most
    pairs, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if weights[i][j] and best[i][j] == best[i + 1][j + 1] + weights[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _banded_pairs(first: Sequence[Item], second: Sequence[Item], weight: Weight[Item]) -> Pairs:
    """Pairs of items that stand at about the same place."""
    pairs: Pairs = []
    taken = -1
    for i, item in enumerate(first):
        middle = i * len(second) // len(first)
        near = range(max(taken + 1, middle - _BAND), min(len(second), middle + _BAND + 1))
        found = max(near, key=lambda j: (weight(item, second[j]), -abs(j - middle)), default=None)
        if found is not None and weight(item, second[found]):
            pairs.append((i, found))
            taken = found
    return pairs


def common_pairs(first: Sequence[Hashable], second: Sequence[Hashable]) -> Pairs | None:
    """The pairs of a longest common subsequence; None where the two differ too much to look for it."""
    ends: dict[int, int] = {1: 0}
    history: list[dict[int, int]] = []
    for edits in range(min(_EDITS, len(first) + len(second)) + 1):
        history.append(dict(ends))
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (diagonal != edits and ends.get(diagonal - 1, -1) < ends.get(diagonal + 1, -1))
            x = ends[diagonal + 1] if down else ends[diagonal - 1] + 1
            y = x - diagonal
            while x < len(first) and y < len(second) and first[x] == second[y]:
                x, y = x + 1, y + 1
            ends[diagonal] = x
            if x >= len(first) and y >= len(second):
                return _traced(history, len(first), len(second))
    return None


def _traced(history: list[dict[int, int]], x: int, y: int) -> Pairs:
    pairs: Pairs = []
    for edits in range(len(history) - 1, -1, -1):
        ends, diagonal = history[edits], x - y
        down = diagonal == -edits or (diagonal != edits and ends.get(diagonal - 1, -1) < ends.get(diagonal + 1, -1))
        before = diagonal + 1 if down else diagonal - 1
        start_x = ends[before] if edits else 0
        start_y = start_x - before if edits else 0
        while x > start_x and y > start_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = start_x, start_y
    return pairs[::-1]


def gaps(pairs: Pairs, length: int, other: int) -> Iterator[tuple[range, range]]:
    """The stretches between pairs: of the first sequence, and of the second."""
    x = y = 0
    for i, j in [*pairs, (length, other)]:
        if i > x or j > y:
            yield range(x, i), range(y, j)
        x, y = i + 1, j + 1


def slid(pairs: Pairs, key: Callable[[int], Hashable], fits: Callable[[int, int], bool]) -> Pairs:
    """The pairs with every stretch that only the second sequence has moved to where most pairs fit.

    Of `a b` and `a b a b` either half may be the new one. Names tell which.

    Args:
        pairs: of equal items.
        key: of an item of the second sequence, by its place.
        fits: whether a pair has more in common than that it is equal.
    """
    result = list(pairs)
    for place in range(len(result) - 1, 0, -1):
        (x, y), (i, j) = result[place - 1], result[place]
        if i == x + 1 and j > y + 1:
            _slide(result, place, j - y - 1, key, fits)
    return result


def _slide(
    pairs: Pairs, place: int, length: int, key: Callable[[int], Hashable], fits: Callable[[int, int], bool]
) -> None:
    """Slides the `length` items before the pair at `place` towards the beginning, if that makes more pairs fit."""
    score = best = moves = 0
    back = place
    while back > 0:
        back -= 1
        x, y = pairs[back]
        if key(y) != key(y + length) or (back + 1 < place and pairs[back + 1] != (x + 1, y + 1)):
            break
        score += fits(x, y + length) - fits(x, y)
        if score > best:
            best, moves = score, place - back
    for back in range(place - moves, place):
        x, y = pairs[back]
        pairs[back] = (x, y + length)
