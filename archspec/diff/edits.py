"""The differences between two matched networks, one by one, in the order of the second."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.diff.arguments import changed_arguments
from archspec.diff.match import Matching
from archspec.diff.outline import GROUP, Call, Outline, Part
from archspec.diff.runs import Run, find_runs
from archspec.diff.wiring import Wiring, compare_wiring, relisted

#: `count`: there are more or fewer of what is repeated. `moved`: elsewhere, and wired otherwise. `reordered`: elsewhere
#: in the list alone. `grouped`, `ungrouped`: a block or group was put around parts that stayed, or taken from them.
Kind = Literal["added", "removed", "changed", "renamed", "moved", "reordered", "count", "grouped", "ungrouped"]


class Context(NamedTuple):
    """The call of a block that an edit is told within.

    Args:
        block: the block's name, in the second network where it is in both.
        name: the name of the call.
        number: its place in the outline; counted from -1 down for one that only the first network has.
    """

    block: str
    name: str
    number: int


class Item(NamedTuple):
    """A part as it is told.

    Args:
        label: its name in the block around it; its full name outside of blocks.
        name: its full name.
        kind: the layer's type, the block's name, or `group`.
        is_layer: whether it is a layer.
        arguments: what a layer is given.
        layers: the names and types of the layers in it.
        shape: what comes out of it.
        shares: the first call of a layer that is called again here; None for one of its own.
    """

    label: str
    name: str
    kind: str
    is_layer: bool
    arguments: dict[str, Any]
    layers: tuple[tuple[str, str], ...]
    shape: Shape
    shares: str | None = None


class Change(NamedTuple):
    """One thing that is other than before: an argument, or `name`, `type`, `block`, `inputs`, `weights`, `output`."""

    what: str
    before: Any
    after: Any


class Edit(NamedTuple):
    """One difference.

    Args:
        kind: what sort it is of.
        context: the call of a block that it lies in; None outside of blocks.
        item: what differs: as it is now, or as it was where it is gone.
        changes: what is other than before.
        after: what it stands behind; None where it is the first.
        was_after: what it stood behind, where it moved.
        run: of what is repeated, how often.
        origin: the place in the second network's outline; -1 for what is gone.
    """

    kind: Kind
    context: Context | None
    item: Item
    changes: tuple[Change, ...] = ()
    after: str | None = None
    was_after: str | None = None
    run: Run | None = None
    origin: int = -1


def find_edits(matching: Matching, *, layers: bool = False, ordered: bool = True) -> list[Edit]:
    """All differences but the shapes that follow from others.

    Args:
        matching: both networks.
        layers: whether blocks that were added or removed are told layer by layer, and repeats one by one.
        ordered: whether the order in which layers are listed, beyond what takes what, is theirs; not in a saved model.
    """
    only_listed = {number for number in matching.moved if relisted(matching, number)}
    matching.moved.difference_update(only_listed)
    if not ordered:
        only_listed.clear()
    wiring = compare_wiring(matching)
    finder = _Finder(matching, wiring, only_listed, layers)
    edits = list(finder.inside(matching.before.parts[0], matching.after.parts[0], None))
    return [*edits, *finder.outputs()]


class _Finder:
    """Walks both outlines side by side."""

    def __init__(self, matching: Matching, wiring: Wiring, only_listed: set[int], layers: bool) -> None:
        self.matching = matching
        self.layers = layers
        self.wiring = wiring
        self.only_listed = only_listed
        self.touched = self._around([*wiring.layers, *matching.moved, *only_listed])

    def _around(self, numbers: list[int]) -> set[int]:
        """The parts with everything around them."""
        found = set[int]()
        for number in numbers:
            around = number
            while around >= 0 and around not in found:
                found.add(around)
                around = self.matching.after.parts[around].parent
        return found

    def inside(self, part: Part, other: Part, context: Context | None) -> Iterator[Edit]:
        """The differences between what two partners hold."""
        matching = self.matching
        if part.named == other.named and other.number not in self.touched:
            return
        runs = {} if self.layers else find_runs(part, other, matching)
        gone = matching.before.children(part)
        place = 0
        for child in matching.after.children(other):
            origin = matching.origin[child.number]
            if origin >= 0 and matching.before.parts[origin].parent == part.number and not self.elsewhere(child):
                while place < len(gone) and gone[place].number < origin:
                    yield from self.lost(gone[place], context, runs)
                    place += 1
            yield from self.one(child, context, runs)
        for child in gone[place:]:
            yield from self.lost(child, context, runs)

    def elsewhere(self, other: Part) -> bool:
        """Whether a part stands elsewhere than before."""
        return other.number in self.matching.moved or other.number in self.only_listed

    def one(self, other: Part, context: Context | None, runs: dict[int, Run]) -> Iterator[Edit]:
        """The differences that a part of the second network makes."""
        matching = self.matching
        origin = matching.origin[other.number]
        if origin >= 0:
            yield from self.partners(matching.before.parts[origin], other, context)
        elif not matching.known(other):
            run = runs.get(-1 - other.number)
            if run is None:
                for each in self.told_of(other, matching.after):
                    item = item_of(each, matching.after)
                    yield Edit("added", context, item, after=self.behind(each, matching.after), origin=each.number)
            elif run.first == -1 - other.number:
                yield Edit("count", context, item_of(other, matching.after), run=run, origin=other.number)
        else:
            yield Edit("grouped", context, item_of(other, matching.after), origin=other.number)
            within = Context(other.kind, other.name, other.number) if other.is_block else context
            for child in matching.after.children(other):
                yield from self.one(child, within, {})

    def told_of(self, part: Part, whole: Outline) -> list[Part]:
        """What is told of a part that one network lacks: the part, or its layers."""
        if not self.layers:
            return [part]
        return [inner for inner in whole.parts[part.number : part.after] if inner.is_layer]

    def partners(self, part: Part, other: Part, context: Context | None) -> Iterator[Edit]:
        """The differences between two partners, and in them."""
        changes = tuple(self.changes(part, other))
        item = item_of(other, self.matching.after)
        if self.elsewhere(other):
            kind: Kind = "moved" if other.number in self.matching.moved else "reordered"
            was, now = self.behind(part, self.matching.before), self.behind(other, self.matching.after)
            yield Edit(kind, context, item, changes, now, was, origin=other.number)
        elif changes:
            kind = "renamed" if _only_called_otherwise(part, other, changes) else "changed"
            yield Edit(kind, context, item, changes, origin=other.number)
        if not part.is_layer:
            within = Context(other.kind, other.name, other.number) if other.is_block else context
            yield from self.inside(part, other, within)

    def lost(self, part: Part, context: Context | None, runs: dict[int, Run]) -> Iterator[Edit]:
        """The differences that a part of the first network makes, where it has no partner."""
        matching = self.matching
        if matching.partner[part.number] >= 0:
            return
        if not matching.kept(part):
            run = runs.get(part.number)
            if run is None:
                for each in self.told_of(part, matching.before):
                    item = item_of(each, matching.before)
                    yield Edit("removed", context, item, after=self.behind(each, matching.before))
            elif run.first == part.number:
                yield Edit("count", context, item_of(part, matching.before), run=run)
            return
        yield Edit("ungrouped", context, item_of(part, matching.before))
        within = Context(part.kind, part.name, -1 - part.number) if part.is_block else context
        for child in matching.before.children(part):
            yield from self.lost(child, within, {})

    def changes(self, part: Part, other: Part) -> Iterator[Change]:
        """What is other than before about a part itself."""
        names = (told(part, self.matching.before), told(other, self.matching.after))
        if part.label != other.label and part.name != other.name and names[0] != names[1]:
            yield Change("name", *names)
        if not part.is_layer:
            if part.kind != other.kind:
                yield Change("block", part.kind, other.kind)
            return
        before, after = self.matching.before, self.matching.after
        call, now = before.calls[part.start], after.calls[other.start]
        own = [*_argument_changes(call, now), *self.taken(other), *self.weights(call, now)]
        yield from own
        if own and call.shape != now.shape and now.definition is not None:
            yield Change("output", call.shape, now.shape)

    def taken(self, other: Part) -> Iterator[Change]:
        """The inputs of a layer, where they are others."""
        rewired = self.wiring.layers.get(other.number)
        if rewired is None:
            return
        part = self.matching.before.parts[self.matching.origin[other.number]]
        before, after = self.matching.before, self.matching.after
        was = tuple([_seen_from(part, position, before) for position in rewired.before])
        now = tuple([_seen_from(other, position, after) for position in rewired.after])
        yield Change("inputs", was, now)

    def weights(self, call: Call, now: Call) -> Iterator[Change]:
        """Whose weights a layer uses, where it is called several times, before or after."""
        before, after = self.matching.before, self.matching.after
        was, its = before.calls[call.shared], after.calls[now.shared]
        if was is call and its is now:
            return
        same_layer = self.matching.partner[before.leaves[call.shared]] == after.leaves[now.shared]
        if was is call or its is now or not same_layer:
            yield Change("weights", "its own" if was is call else was.name, "its own" if its is now else its.name)

    def behind(self, part: Part, whole: Outline) -> str | None:
        """The name of what stands before a part; among layers, of the layer before it."""
        if self.layers:
            return whole.calls[part.start - 1].name if part.start else None
        return _behind(part, whole)

    def outputs(self) -> Iterator[Edit]:
        """The difference in what the model gives."""
        if self.wiring.outputs is None:
            return
        before, after = self.matching.before, self.matching.after
        was = tuple([before.calls[position].name for position in self.wiring.outputs.before])
        now = tuple([after.calls[position].name for position in self.wiring.outputs.after])
        item = Item("outputs", "outputs", "model", False, {}, (), ())
        yield Edit("changed", None, item, (Change("outputs", was, now),), origin=0)


def _only_called_otherwise(part: Part, other: Part, changes: tuple[Change, ...]) -> bool:
    """Whether two partners differ in their names alone; a block of another name may be another block."""
    what = {change.what for change in changes}
    return what == {"name"} or (what <= {"name", "block"} and part.same == other.same)


def _argument_changes(call: Call, now: Call) -> Iterator[Change]:
    if call.kind != now.kind:
        yield Change("type", call.kind, now.kind)
        yield Change("arguments", call.arguments, now.arguments)
    elif call.definition is None or now.definition is None:
        if call.shape != now.shape:
            yield Change("shape", call.shape, now.shape)
    elif call.arguments != now.arguments:
        changed = changed_arguments(call.definition, now.definition, (call.arguments, now.arguments))
        yield from (Change(*change) for change in changed)


def item_of(part: Part, whole: Outline) -> Item:
    """A part as it is told."""
    calls = whole.calls[part.start : part.end]
    arguments = calls[0].arguments if part.is_layer else {}
    layers = tuple(
        [
            (_label_in(part, whole.parts[whole.leaves[position]]), whole.calls[position].kind)
            for position in range(part.start, part.end)
        ]
    )
    shape = calls[-1].shape if calls else ()
    shares = whole.calls[calls[0].shared].name if part.is_layer and calls[0].shared != part.start else None
    return Item(told(part, whole), part.name, part.kind, part.is_layer, arguments, layers, shape, shares)


def told(part: Part, whole: Outline) -> str:
    """What a part is called in the block around it, groups included; what it is, where it has no name."""
    return _label_in(_block_around(part, whole), part) or part.kind


def _block_around(part: Part, whole: Outline) -> Part:
    around = whole.parts[part.parent]
    while around.number and not around.is_block:
        around = whole.parts[around.parent]
    return around


def _label_in(around: Part, part: Part) -> str:
    """The name of a part in another around it."""
    if around.name and part.name.startswith(f"{around.name}_"):
        return part.name[len(around.name) + 1 :]
    return "" if not part.is_layer and part.name == around.name else part.name


def _behind(part: Part, whole: Outline) -> str | None:
    """The name of what stands before a part, in the block around it."""
    around = whole.parts[part.parent]
    place = bisect_left(around.children, part.number)
    if place:
        return told(whole.parts[around.children[place - 1]], whole)
    return None if around.kind != GROUP else _behind(around, whole)


def _seen_from(part: Part, position: int, whole: Outline) -> str:
    """What a layer's input is called in the block around the layer; what comes from outside is the block's input."""
    around = _block_around(part, whole)
    leaf = whole.parts[whole.leaves[position]]
    if around.start <= position < around.end:
        return _label_in(around, leaf)
    return "the block's input"
