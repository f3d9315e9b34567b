"""Which part of one network is which of another: by structure first, by name where that leaves a choice."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from archspec.diff.align import Pairs, best_pairs, common_pairs, gaps, slid
from archspec.diff.likeness import Likeness
from archspec.diff.outline import Outline, Part

#: Up to how many pairs of parts all are weighed; beyond, the longest common subsequence is sought first.
_FEW = 20_000


class Matching(NamedTuple):
    """Which part is which.

    Args:
        before: the outline of the first network.
        after: the outline of the second.
        partner: for each part of the first its part of the second, or -1.
        origin: for each part of the second its part of the first, or -1.
        moved: the parts of the second that stood elsewhere in the first.
    """

    before: Outline
    after: Outline
    partner: list[int]
    origin: list[int]
    moved: set[int]

    def pair(self, part: Part, other: Part) -> None:
        """Makes two parts partners."""
        self.partner[part.number] = other.number
        self.origin[other.number] = part.number

    def pair_whole(self, part: Part, other: Part) -> None:
        """Makes two parts that hold the same partners, with all that is in them."""
        for number, its in zip(range(part.number, part.after), range(other.number, other.after), strict=True):
            self.partner[number] = its
            self.origin[its] = number

    def kept(self, part: Part) -> bool:
        """Whether anything in a part of the first network has a partner."""
        return any(self.partner[number] >= 0 for number in range(part.number, part.after))

    def known(self, part: Part) -> bool:
        """Whether anything in a part of the second network has a partner."""
        return any(self.origin[number] >= 0 for number in range(part.number, part.after))


def match(before: Outline, after: Outline) -> Matching:
    """The parts of two networks that are the same, changed or not."""
    matching = Matching(before, after, [-1] * len(before.parts), [-1] * len(after.parts), set())
    _Matcher(matching).pair(before.parts[0], after.parts[0])
    _find_moved(matching)
    return matching


class _Matcher:
    """Pairs parts from the outside in."""

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.likeness = Likeness(matching.before, matching.after)

    def pair(self, part: Part, other: Part) -> None:
        if part.same == other.same:
            self.matching.pair_whole(part, other)
            return
        self.matching.pair(part, other)
        self.sequences(self.matching.before.children(part), self.matching.after.children(other))

    def sequences(self, parts: Sequence[Part], others: Sequence[Part]) -> None:
        """Pairs parts that follow each other."""
        pairs = self.aligned(parts, others)
        for i, j in pairs:
            self.pair(parts[i], others[j])
        for stretch, its in gaps(pairs, len(parts), len(others)):
            self.gap([parts[i] for i in stretch], [others[j] for j in its])

    def aligned(self, parts: Sequence[Part], others: Sequence[Part]) -> Pairs:
        start, end = _equal_ends(parts, others)
        middle, its = parts[start : len(parts) - end], others[start : len(others) - end]
        pairs = [(place, place) for place in range(start)]
        pairs += [(start + i, start + j) for i, j in self.weighed(middle, its)]
        return pairs + [(len(parts) - place, len(others) - place) for place in range(end, 0, -1)]

    def weighed(self, parts: Sequence[Part], others: Sequence[Part]) -> Pairs:
        if len(parts) * len(others) <= _FEW:
            return best_pairs(parts, others, self.likeness.near)
        common = _common(parts, others)
        if common is None:
            return best_pairs(parts, others, self.likeness.near)
        pairs: Pairs = list(common)
        for stretch, its in gaps(common, len(parts), len(others)):
            inner = best_pairs([parts[i] for i in stretch], [others[j] for j in its], self.likeness.near)
            pairs += [(stretch[i], its[j]) for i, j in inner]
        return sorted(pairs)

    def gap(self, parts: list[Part], others: list[Part]) -> None:
        """Pairs parts between two pairs that are neither equal nor called the same."""
        if not parts or not others:
            return
        if len(parts) == len(others) == 1 and parts[0].is_layer and others[0].is_layer:
            self.pair(parts[0], others[0])
            return
        if any(not part.is_layer for part in (*parts, *others)):
            self.twins(parts, others)
            parts = [part for part in parts if not self.matching.kept(part)]
            others = [part for part in others if not self.matching.known(part)]
        pairs = best_pairs(parts, others, self.likeness.loose)
        for i, j in pairs:
            self.pair(parts[i], others[j])
        for stretch, its in gaps(pairs, len(parts), len(others)):
            self.opened([parts[i] for i in stretch], [others[j] for j in its])

    def twins(self, parts: list[Part], others: list[Part]) -> None:
        """Pairs equal blocks that stand in a further block on one side."""
        inner: dict[int, list[Part]] = {}
        for part in _blocks(parts, self.matching.before):
            inner.setdefault(part.same, []).append(part)
        for other in _blocks(others, self.matching.after):
            if self.matching.known(other):
                continue
            free = [part for part in inner.get(other.same, ()) if not self.matching.kept(part)]
            if free:
                self.matching.pair_whole(min(free, key=lambda part: part.label != other.label), other)

    def opened(self, parts: list[Part], others: list[Part]) -> None:
        """Pairs what is in blocks where no whole block has a partner: layers may have been put into one."""
        if not parts or not others or not self.likeness.mostly_equal(parts, others):
            return
        height = max(_height(part, whole) for part, whole in self.sided(parts, others))
        if height == 0:
            return
        inside, its = (
            [inner for part in side for inner in (whole.children(part) if _height(part, whole) == height else [part])]
            for side, whole in ((parts, self.matching.before), (others, self.matching.after))
        )
        self.sequences(inside, its)

    def sided(self, parts: list[Part], others: list[Part]) -> Iterator[tuple[Part, Outline]]:
        yield from ((part, self.matching.before) for part in parts)
        yield from ((part, self.matching.after) for part in others)


def _equal_ends(parts: Sequence[Part], others: Sequence[Part]) -> tuple[int, int]:
    """How many parts at the beginning, and at the end, are equal and equally called."""
    shorter = min(len(parts), len(others))
    start = 0
    while start < shorter and _identical(parts[start], others[start]):
        start += 1
    end = 0
    while end < shorter - start and _identical(parts[-1 - end], others[-1 - end]):
        end += 1
    return start, end


def _identical(part: Part, other: Part) -> bool:
    return part.named == other.named and part.label == other.label


def _common(parts: Sequence[Part], others: Sequence[Part]) -> Pairs | None:
    """The longest common subsequence by what parts hold, or else by what they are called."""
    exact = common_pairs([part.same for part in parts], [part.same for part in others])
    pairs = common_pairs([part.kind for part in parts], [part.kind for part in others]) if exact is None else exact
    if pairs is None:
        return None

    def fits(i: int, j: int) -> bool:
        return parts[i].label == others[j].label

    keys = [part.same if exact is not None else part.kind for part in parts]
    its = [part.same if exact is not None else part.kind for part in others]
    pairs = slid(pairs, its.__getitem__, fits)
    swapped = slid([(j, i) for i, j in pairs], keys.__getitem__, lambda j, i: fits(i, j))
    return [(i, j) for j, i in swapped]


def _blocks(parts: list[Part], whole: Outline) -> Iterator[Part]:
    for part in parts:
        yield from (inner for inner in whole.parts[part.number : part.after] if not inner.is_layer)


def _height(part: Part, whole: Outline) -> int:
    """How many blocks stand in each other in a part."""
    if part.is_layer:
        return 0
    return 1 + max((_height(inner, whole) for inner in whole.children(part)), default=0)


def _find_moved(matching: Matching) -> None:
    """Pairs what is left and stands elsewhere in the other network."""
    left: dict[Hashable, deque[Part]] = {}
    for part in matching.before.parts:
        if matching.partner[part.number] < 0 and not matching.kept(part):
            for key in _mays(part, part.name, matching.partner[part.parent]):
                left.setdefault(key, deque()).append(part)
    for other in matching.after.parts:
        if matching.origin[other.number] >= 0 or matching.known(other):
            continue
        around = matching.origin[other.parent]
        home = other.parent if around >= 0 else -1
        found = next(filter(None, (_free(left.get(key), matching) for key in _mays(other, other.name, home))), None)
        if found is not None:
            matching.pair_whole(found, other)
            matching.moved.add(other.number)


def _mays(part: Part, name: str, home: int) -> Iterator[Hashable]:
    """The keys under which a part can be found again, the surest first.

    Layers are many and alike: one is only found under its name, or in the same block under a like one.
    """
    yield (part.same, name)
    if not part.is_layer:
        yield (part.same, part.label, home)
        yield part.same
    elif home >= 0:
        yield (part.same, part.stem, home)


def _free(parts: deque[Part] | None, matching: Matching) -> Part | None:
    """The first of some parts that has no partner yet."""
    while parts:
        if not matching.kept(parts[0]):
            return parts[0]
        parts.popleft()
    return None
