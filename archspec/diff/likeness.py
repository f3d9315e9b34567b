"""How much two parts have in common: what decides which of them are told as one that changed.

An equal pair saves a removal and an addition, a changed pair one of the two; so an equal layer weighs 1, a changed one
about a half. Another name takes from that, once for a whole block, and less where only a number in it is another. Parts
that differ are pairs at first only where they are called alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archspec.diff.outline import Call, Outline, Part

#: The weight of one equal layer.
_LAYER = 1024
#: What another name takes from the weight of equal parts, and what another number at its end.
_RENAMED, _RENUMBERED = 280, 128


class Likeness:
    """Weighs pairs of parts of two outlines."""

    def __init__(self, before: Outline, after: Outline) -> None:
        self._before = before
        self._after = after
        self._contents: tuple[dict[int, Counter[int | str]], dict[int, Counter[int | str]]] = ({}, {})
        self._common: dict[tuple[int, int], tuple[int, float]] = {}

    def near(self, part: Part, other: Part) -> int:
        """The weight of two parts that are equal, or are called the same."""
        if part.is_layer is not other.is_layer:
            return 0
        if part.same == other.same:
            return _LAYER * part.size - _renaming(part, other) + _names(part, other)
        if not _called_alike(part, other):
            return 0
        common, _ = self._in_common(part, other)
        return max(common, _LAYER // 4) + _names(part, other)

    def loose(self, part: Part, other: Part) -> int:
        """The weight of two parts with other names that still have much in common."""
        if part.is_layer is not other.is_layer:
            return 0
        common, ratio = self._in_common(part, other)
        enough = part.kind == other.kind if part.is_layer else ratio >= (0.3 if part.kind == other.kind else 0.5)
        return common + _names(part, other) if enough else 0

    def mostly_equal(self, parts: Sequence[Part], others: Sequence[Part]) -> bool:
        """Whether at least half of the layers in parts are equal to some in others."""
        mine = sum((self._content(part, 0) for part in parts), Counter())
        its = sum((self._content(other, 1) for other in others), Counter())
        equal = sum(min(count, its[key]) for key, count in mine.items() if isinstance(key, int))
        return 2 * equal >= max(sum(part.size for part in parts), sum(other.size for other in others))

    def _in_common(self, part: Part, other: Part) -> tuple[int, float]:
        """What two parts have in common: its weight, and its share of the larger."""
        key = (part.same, other.same)
        found = self._common.get(key)
        if found is None:
            found = self._common[key] = self._layers(part, other) if part.is_layer else self._blocks(part, other)
        return found

    def _layers(self, part: Part, other: Part) -> tuple[int, float]:
        call, another = self._before.calls[part.start], self._after.calls[other.start]
        if call.kind != another.kind:
            return _LAYER * 2 // 5, 0.0
        ratio = _equal_arguments(call, another)
        return int(_LAYER * (0.5 + 0.1 * ratio)), ratio

    def _blocks(self, part: Part, other: Part) -> tuple[int, float]:
        mine, its = self._content(part, 0), self._content(other, 1)
        # Each layer is counted twice: by its key, and by its type.
        twice = sum(min(count, its[key]) for key, count in mine.items())
        return _LAYER * twice // 2, twice / 2 / max(part.size, other.size)

    def _content(self, part: Part, side: int) -> Counter[int | str]:
        known = self._contents[side]
        found = known.get(part.number)
        if found is None:
            whole = (self._before, self._after)[side]
            found = known[part.number] = Counter()
            for position in range(part.start, part.end):
                found[whole.parts[whole.leaves[position]].same] += 1
                found[whole.calls[position].kind] += 1
        return found


def _renaming(part: Part, other: Part) -> int:
    if part.label == other.label:
        return 0
    return _RENUMBERED if part.stem == other.stem else _RENAMED


def _names(part: Part, other: Part) -> int:
    return 4 * (part.label == other.label) + 2 * (part.stem == other.stem) + (part.kind == other.kind)


def _called_alike(part: Part, other: Part) -> bool:
    if part.label == other.label:
        return bool(part.label) or part.kind == other.kind
    return part.kind == other.kind and part.stem == other.stem


def _equal_arguments(call: Call, other: Call) -> float:
    names = call.arguments.keys() | other.arguments.keys()
    equal = sum(call.arguments.get(name) == other.arguments.get(name) for name in names)
    return equal / len(names) if names else 1.0
