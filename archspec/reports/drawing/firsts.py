"""The first of several repeats that holds more than the others: that of a stage, whose shortcut has a projection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archspec.reports.drawing.folding import Keys, Stretch, content, find_links, spanned
from archspec.reports.drawing.picture import Box, Region


def with_firsts(region: Region, keys: Keys) -> Region:
    """The region with one box for a block and the like one before it that holds some layers more."""
    return region._replace(boxes=tuple(_joined(region, keys)))


def _joined(region: Region, keys: Keys) -> Iterator[Box]:
    users = Counter(tensor for box in region.boxes for tensor in box.inputs) + Counter(region.outputs)
    before: Box | None = None
    for box in region.boxes:
        both: Box | None = None
        if before and all(users[tensor] == box.inputs.count(tensor) for tensor in before.outputs):
            both = _first_and_rest(before, box, keys)
        if before and both is None:
            yield before
        before = both or box
    if before:
        yield before


def _first_and_rest(first: Box, rest: Box, keys: Keys) -> Box | None:
    """One box for a first one and the repeats that follow it; None where it does not hold all that they hold."""
    if not (first.inside and rest.inside) or (first.kind, first.title) != (rest.kind, rest.title):
        return None
    stretches = [Stretch((box,), box.inputs, box.outputs) for box in (first, rest)]
    if first.times > 1 or rest.row or len(first.inputs) != len(rest.inputs) or find_links(*stretches) is None:
        return None
    same, extra = _parted(first.inside.boxes, rest.inside.boxes)
    bypass = {box.outputs[0]: box.inputs[0] for box in extra if len(box.inputs) == len(box.outputs) == 1}
    if not extra or len(bypass) < len(extra):
        return None
    if content(_bypassed(first.inside, same, bypass)) != content(rest.inside):
        return None
    spans = map(spanned, zip(same, rest.inside.boxes, strict=True))
    boxes = tuple([box._replace(first_only=True) if box in extra else next(spans) for box in first.inside.boxes])
    return rest._replace(
        row=first.row,
        times=rest.times + 1,
        inputs=first.inputs,
        inside=first.inside._replace(boxes=boxes),
        key=keys.setdefault((first.key, "then", rest.key), len(keys)),
    )


def _parted(boxes: Sequence[Box], others: Sequence[Box]) -> tuple[list[Box], list[Box]]:
    """The boxes that are equal to the others, one after the other, and those that none of them is equal to."""
    same: list[Box] = []
    extra: list[Box] = []
    for box in boxes:
        is_next = len(same) < len(others) and box.key == others[len(same)].key
        (same if is_next else extra).append(box)
    return same, extra


def _bypassed(region: Region, boxes: Sequence[Box], bypass: dict[int, int]) -> Region:
    """A region with these of its boxes only; `bypass` tells what the others' outputs are made of."""

    def source(tensor: int) -> int:
        while tensor in bypass:
            tensor = bypass[tensor]
        return tensor

    kept = tuple(box._replace(inputs=tuple(map(source, box.inputs))) for box in boxes)
    return Region(kept, region.inputs, tuple(map(source, region.outputs)))
