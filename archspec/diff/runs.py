"""What is repeated one after the other, where there is more or less of it than before."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from archspec.diff.match import Matching
from archspec.diff.outline import Outline, Part


class Run(NamedTuple):
    """Parts of one sort that follow each other, numbered.

    Args:
        name: what their names have in common.
        before: how many there were.
        after: how many there are.
        labels: the names of those that were added or removed.
        first: the first of these: its number, or -1 minus it where it was added.
    """

    name: str
    before: int
    after: int
    labels: tuple[str, ...]
    first: int


def find_runs(part: Part, other: Part, matching: Matching) -> dict[int, Run]:
    """The runs in two partners that grew or shrank, under the number of each part that was added or removed.

    Numbers of the second network are counted from -1 down.
    """
    found: dict[int, Run] = {}
    old, new = _clusters(part, matching.before), _clusters(other, matching.after)
    homes = {member.number: cluster for cluster in old for member in cluster}
    for cluster in new:
        origins = [matching.origin[member.number] for member in cluster]
        home = next((homes[origin] for origin in origins if origin in homes), None)
        if home is not None:
            found |= _compared(home, cluster, matching)
    return found


def _clusters(part: Part, whole: Outline) -> list[list[Part]]:
    """The parts directly in a part, those of one kind and stem that follow each other together."""
    clusters: list[list[Part]] = []
    for child in whole.children(part):
        key = (child.kind, child.stem, child.is_layer)
        last = clusters[-1][0] if clusters else None
        if last and key == (last.kind, last.stem, last.is_layer):
            clusters[-1].append(child)
        else:
            clusters.append([child])
    return clusters


def _sort(part: Part, whole: Outline) -> Hashable:
    """What repeats have in common: layers are equal and have their own weights, blocks hold layers of equal types."""
    if part.is_layer:
        return part.same, whole.calls[part.start].shared == part.start
    return tuple([call.kind for call in whole.calls[part.start : part.end]])


def _compared(before: list[Part], after: list[Part], matching: Matching) -> dict[int, Run]:
    gone = [part for part in before if matching.partner[part.number] < 0]
    come = [part for part in after if matching.origin[part.number] < 0]
    if bool(gone) == bool(come) or any(map(matching.kept, gone)) or any(map(matching.known, come)):
        return {}
    others = gone or come
    partners, whole = (matching.partner, matching.before) if gone else (matching.origin, matching.after)
    stayed = {_sort(part, whole) for part in (before if gone else after) if partners[part.number] >= 0}
    if any(_sort(part, whole) not in stayed for part in others):
        return {}
    numbers = [part.number if gone else -1 - part.number for part in others]
    run = Run(after[0].stem, len(before), len(after), tuple([part.label for part in others]), numbers[0])
    return dict.fromkeys(numbers, run)
