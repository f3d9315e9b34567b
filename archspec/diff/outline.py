"""A graph as a tree of its blocks, groups and layers: what is compared.

Every part has three keys. Parts with one `same` key hold the same layers, wired alike, under whatever names; with one
`named` key they also have the same names inside. `kind` is what a part is called: the layer's type, the block's name.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple

from archspec.catalogue.operation import Operation as Definition
from archspec.catalogue.shapes import Shape
from archspec.diff.arguments import arguments_of, frozen
from archspec.graph.graph import Frame, Graph, Node

GROUP = "group"
_NUMBERED = re.compile(r"(.*?)(\d+|(?<=\d)[a-z])\Z", re.DOTALL)

#: Numbers for whatever has been seen: two outlines that are compared share one.
Keys = dict[Hashable, int]


class Call(NamedTuple):
    """One layer call.

    Args:
        name: its full name.
        kind: the layer's type.
        definition: the layer; None for an input of the model.
        arguments: what it is given.
        inputs: which calls it takes its inputs from.
        shape: what comes out.
        shared: the first call of the same layer; its own position where it is the first.
        origin: its position in the graph.
    """

    name: str
    kind: str
    definition: Definition | None
    arguments: dict[str, Any]
    inputs: tuple[int, ...]
    shape: Shape
    shared: int
    origin: int


class Part(NamedTuple):
    """The model, a block, a group or a layer call.

    Args:
        number: its place in the outline; what it holds follows it at once.
        kind: what it is called.
        name: its full name.
        label: its name within the nearest block or group around it that has one; empty where it has none itself.
        start: the first call it holds.
        end: the call after its last.
        parent: the part around it; -1 for the model.
        children: the parts in it; none for a layer call.
        is_layer: whether it is a layer call.
        same: the key of what it holds.
        named: the key of what it holds and of the names in it.
        after: the number that follows its last part.
    """

    number: int
    kind: str
    name: str
    label: str
    start: int
    end: int
    parent: int
    children: tuple[int, ...]
    is_layer: bool
    same: int
    named: int
    after: int

    @property
    def size(self) -> int:
        """How many layer calls it holds."""
        return self.end - self.start

    @property
    def is_block(self) -> bool:
        """Whether it is the call of a block."""
        return not self.is_layer and self.kind != GROUP

    @property
    def stem(self) -> str:
        """Its label without the number, or the letter after a number, that tells it from its neighbours."""
        return stem(self.label)


class Outline(NamedTuple):
    """A graph as a tree.

    Args:
        parts: the model first, every part before what it holds.
        calls: the layer calls in order; those that no output depends on are left out.
        outputs: the calls whose outputs the model gives.
        leaves: for every call the number of its part.
    """

    parts: list[Part]
    calls: list[Call]
    outputs: tuple[int, ...]
    leaves: list[int]

    def children(self, part: Part) -> list[Part]:
        """The parts directly in a part."""
        return [self.parts[number] for number in part.children]


def stem(label: str) -> str:
    """A label without the number, or the letter after a number, at its end."""
    numbered = _NUMBERED.match(label)
    return numbered[1].rstrip("_.-") if numbered else label


def outline(graph: Graph, keys: Keys, paths: list[tuple[Frame, ...]] | None = None) -> Outline:
    """The tree of a graph.

    Args:
        graph: the network.
        keys: shared with the outline that it is compared with.
        paths: for each call the blocks around it, where they are not the graph's own.
    """
    calls = _calls(graph)
    if paths is None:
        paths = [node.path for _, node in graph.built]
    places = {call.origin: position for position, call in enumerate(calls)}
    builder = _Builder(calls, keys)
    for position, path in enumerate(paths):
        builder.add(position, path)
    outputs = tuple(places[origin] for origin in graph.outputs)
    return Outline(builder.finish(), calls, outputs, builder.leaves)


def _calls(graph: Graph) -> list[Call]:
    places: dict[int, int] = {}
    first: dict[str, int] = {}
    known: dict[tuple[int, int], dict[str, Any]] = {}
    calls: list[Call] = []
    for position, (origin, node) in enumerate(graph.built):
        places[origin] = position
        definition = node.layer.definition if node.layer else None
        shared = first.setdefault(node.layer.name, position) if node.layer else position
        inputs = tuple([places[taken] for taken in node.inputs])
        arguments = _arguments(node, known)
        calls.append(Call(node.name, node.type, definition, arguments, inputs, node.output_shape, shared, origin))
    return calls


def _arguments(node: Node, known: dict[tuple[int, int], dict[str, Any]]) -> dict[str, Any]:
    if node.layer is None:
        return {"shape": node.output_shape}
    definition = node.layer.definition
    rank = len(node.input_shapes[0]) + 1 if node.input_shapes else 0
    found = known.get((id(definition), rank))
    if found is None:
        found = known[id(definition), rank] = arguments_of(definition, rank)
    flags = {f"call {argument.name}": argument.value for argument in node.call if argument.value}
    return {**found, **flags} if flags else found


class _Open(NamedTuple):
    """A part that is being filled."""

    number: int
    frame: Frame | None
    start: int
    children: list[int]


class _Builder:
    """Makes parts of calls that arrive in order, each with the frames around it."""

    def __init__(self, calls: list[Call], keys: Keys) -> None:
        self.calls = calls
        self.keys = keys
        self.known: dict[tuple[int, int], int] = {}
        self.parts: list[Part | None] = [None]
        self.leaves: list[int] = []
        self.open = [_Open(0, None, 0, [])]

    def add(self, position: int, path: tuple[Frame, ...]) -> None:
        """Puts a call where its frames say."""
        common = 0
        for part, frame in zip(self.open[1:], path, strict=False):
            if part.frame is not frame and part.frame != frame:
                break
            common += 1
        while len(self.open) > common + 1:
            self.close(position)
        for frame in path[common:]:
            self.open[-1].children.append(len(self.parts))
            self.open.append(_Open(len(self.parts), frame, position, []))
            self.parts.append(None)
        self.leaf(position)

    def leaf(self, position: int) -> None:
        call = self.calls[position]
        number, label = len(self.parts), self.label(call.name)
        same = self.same(call)
        self.open[-1].children.append(number)
        self.leaves.append(number)
        self.parts.append(
            Part(
                number=number,
                kind=call.kind,
                name=call.name,
                label=label,
                start=position,
                end=position + 1,
                parent=self.open[-1].number,
                children=(),
                is_layer=True,
                same=same,
                named=self.key((same, label)),
                after=number + 1,
            )
        )

    def same(self, call: Call) -> int:
        """The key of a layer call; calls of equal layers mostly share their arguments."""
        about = (id(call.arguments), len(call.inputs))
        found = self.known.get(about)
        if found is None:
            found = self.known[about] = self.key((call.kind, frozen(call.arguments), len(call.inputs)))
        return found

    def close(self, end: int) -> None:
        """Ends the innermost open part before the call `end`."""
        number, frame, start, children = self.open.pop()
        inside = [part for part in (self.parts[child] for child in children) if part]
        kind = frame.block or GROUP if frame else "model"
        name = frame.name if frame else ""
        same = self.key((tuple([part.same for part in inside]), tuple(self.wiring(start, end))))
        names = tuple([(part.named, part.label) for part in inside])
        self.parts[number] = Part(
            number=number,
            kind=kind,
            name=name,
            label=self.label(name),
            start=start,
            end=end,
            parent=self.open[-1].number if self.open else -1,
            children=tuple(children),
            is_layer=False,
            same=same,
            named=self.key((same, kind, names)),
            after=len(self.parts),
        )

    def finish(self) -> list[Part]:
        """All parts, once every call has been added."""
        while self.open:
            self.close(len(self.calls))
        return [part for part in self.parts if part]

    def key(self, what: Hashable) -> int:
        return self.keys.setdefault(what, len(self.keys))

    def label(self, name: str) -> str:
        """A name within the nearest part around it whose name begins it."""
        for part in reversed(self.open):
            around = part.frame.name if part.frame else ""
            if around and name == around:
                return ""
            if around and name.startswith(f"{around}_"):
                return name[len(around) + 1 :]
        return name

    def wiring(self, start: int, end: int) -> Iterator[Hashable]:
        """Where the calls of a part take their inputs from: how far back in it, or which tensor from outside."""
        outside: dict[int, int] = {}
        for position in range(start, end):
            call = self.calls[position]
            for taken in call.inputs:
                yield position - taken if taken >= start else -1 - outside.setdefault(taken, len(outside))
            if call.shared != position:
                yield ("again", position - call.shared if call.shared >= start else None)
            yield None
