"""Repeats folded: equal boxes that follow each other become one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from archspec.reports.drawing.picture import Box, Region

#: How many boxes may be repeated together.
_LONGEST = 12

#: Numbers for whatever has been seen.
Keys = dict[Hashable, int]


class Stretch(NamedTuple):
    """Boxes that follow each other, and the tensors that enter and leave them."""

    boxes: tuple[Box, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


def content(region: Region) -> Hashable:
    """What a region holds, whatever its tensors are called: equal for equal ones."""
    number = {tensor: place for place, tensor in enumerate(region.inputs)}
    inside = []
    for box in region.boxes:
        inside.append((box.key, tuple([number[tensor] for tensor in box.inputs])))
        for tensor in box.outputs:
            number[tensor] = len(number)
    return tuple(inside), tuple([number[tensor] for tensor in region.outputs])


def folded(region: Region, keys: Keys) -> Region:
    """The region with one box for boxes, or sequences of boxes, that are repeated one after the other.

    A box takes tensors of the one before it; what both take from elsewhere must be the same tensor. Of a row of its
    own, which the document names, nothing is folded away.
    """
    users = {tensor: place for place, box in enumerate(region.boxes) for tensor in box.inputs}
    users |= dict.fromkeys(region.outputs, len(region.boxes))
    boxes: list[Box] = []
    start = 0
    while start < len(region.boxes):
        copies = _copies(region.boxes, start, users)
        boxes.append(_together(copies, keys))
        start += sum(len(copy.boxes) for copy in copies)
    return region._replace(boxes=tuple(boxes))


def _copies(boxes: Sequence[Box], start: int, users: dict[int, int]) -> list[Stretch]:
    """The repeats that begin here: those of the shortest period; one box where nothing is repeated."""
    for period in range(1, min(_LONGEST, (len(boxes) - start) // 2) + 1):
        if boxes[start].key != boxes[start + period].key:
            continue
        found = _repeats(boxes, start, period, users)
        if len(found) > 1:
            return found
    return [_stretch(boxes, start, start + 1, users)]


def _repeats(boxes: Sequence[Box], start: int, period: int, users: dict[int, int]) -> list[Stretch]:
    """The stretches of this length that begin here and are equal, each linked to the one before in the same way."""
    copies = [_stretch(boxes, start, start + period, users)]
    held = content(Region(*copies[0]))
    way: list[int] | None = None
    for first in range(start + period, len(boxes) - period + 1, period):
        copy = _stretch(boxes, first, first + period, users)
        if any(box.row for box in copy.boxes) or content(Region(*copy)) != held:
            break
        links = find_links(copies[-1], copy)
        kept_inside = all(users[tensor] < first + period for tensor in copies[-1].outputs)
        if links is None or not kept_inside or links != (way or links):
            break
        way = links
        copies.append(copy)
    return copies


def _stretch(boxes: Sequence[Box], start: int, end: int, users: dict[int, int]) -> Stretch:
    part = tuple(boxes[start:end])
    made = dict.fromkeys(tensor for box in part for tensor in box.outputs)
    inputs = dict.fromkeys(tensor for box in part for tensor in box.inputs if tensor not in made)
    outputs = [tensor for tensor in made if users.get(tensor, end) >= end]
    return Stretch(part, tuple(inputs), tuple(outputs))


def find_links(before: Stretch, after: Stretch) -> list[int] | None:
    """For every input which output of the one before it is, -1 for one that both take; None where it is neither."""
    links = []
    for other, tensor in zip(before.inputs, after.inputs, strict=True):
        if tensor not in before.outputs and tensor != other:
            return None
        links.append(before.outputs.index(tensor) if tensor in before.outputs else -1)
    return links if any(link >= 0 for link in links) else None


def _together(copies: list[Stretch], keys: Keys) -> Box:
    """One box for all copies."""
    first, last = copies[0], copies[-1]
    if len(copies) == 1 and len(first.boxes) == 1:
        return first.boxes[0]
    boxes = tuple(spanned(same) for same in zip(*(copy.boxes for copy in copies), strict=True))
    if len(boxes) == 1:
        own = last.boxes[0]
        key = keys.setdefault((own.key, len(copies)), len(keys))
        return boxes[0]._replace(times=len(copies), outputs=own.outputs, shapes=own.shapes, key=key)
    shapes = {tensor: shape for box in last.boxes for tensor, shape in zip(box.outputs, box.shapes, strict=True)}
    inside = Region((boxes[0]._replace(row=None), *boxes[1:]), first.inputs, first.outputs)
    return Box(
        kind="group",
        title="",
        small=(),
        row=boxes[0].row,
        times=len(copies),
        inputs=first.inputs,
        outputs=last.outputs,
        shapes=tuple(shapes[tensor] for tensor in last.outputs),
        inside=inside,
        key=keys.setdefault((content(inside), len(copies)), len(keys)),
    )


def spanned(copies: Sequence[Box]) -> Box:
    """The first of equal boxes, with the shapes, and the titles, of the first and of the last."""
    first, last = copies[0], copies[-1]
    title = first.title if first.title == last.title else f"{first.title} … {last.title}"
    shapes = tuple((one[0], other[1]) for one, other in zip(first.shapes, last.shapes, strict=True))
    if first.inside is None:
        return first._replace(title=title, shapes=shapes)
    regions = [copy.inside.boxes for copy in copies if copy.inside]
    inside = first.inside._replace(boxes=tuple(map(spanned, zip(*regions, strict=True))))
    return first._replace(title=title, shapes=shapes, inside=inside)
