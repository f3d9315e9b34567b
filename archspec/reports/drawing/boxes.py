"""The boxes of a network: its blocks and groups around its layers, small layers in the box of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import groupby
from typing import NamedTuple

from archspec.catalogue.operation import Operation
from archspec.expand.expander import Expansion
from archspec.graph.graph import Frame, Graph, Node
from archspec.reports.drawing.firsts import with_firsts
from archspec.reports.drawing.folding import Keys, content, folded
from archspec.reports.drawing.picture import Box, Kind, Picture, Region, numbered
from archspec.reports.drawing.words import clipped, layer_words, small_words
from archspec.text.source import Place

Part = Sequence[tuple[int, Node]]


def draw(expansion: Expansion, depth: int | None = None) -> Picture:
    """The picture of a network.

    Args:
        expansion: the network, and the rows of its table; layers that no output depends on are left out.
        depth: how many levels of blocks to open; None opens all.
    """
    graph = expansion.graph
    # Of rows that begin at one place the outermost comes last.
    rows = {row.first[0]: clipped(row.label) for row in expansion.rows if not row.nested and not row.left_out}
    whole = _Whole(graph, rows, _last_users(graph), depth, {})
    boxes = [*_boxes(graph.built, 0, whole), *_outputs(graph, whole)]
    region = whole.folded(Region(tuple(boxes), (), ()))
    return Picture(clipped(graph.name), clipped(graph.title or graph.name), numbered(region))


class _Whole(NamedTuple):
    """What the boxes of a network are made from.

    Args:
        graph: the network.
        rows: what the document calls the row that begins at a position, until a box has it.
        last_users: for every position the last one that takes its output.
        depth: how many levels of blocks to open; None opens all.
        keys: of what has been seen.
    """

    graph: Graph
    rows: dict[int, str]
    last_users: dict[int, int]
    depth: int | None
    keys: Keys

    def key(self, *what: Hashable) -> int:
        """The same number for the same things."""
        return self.keys.setdefault(what, len(self.keys))

    def folded(self, region: Region) -> Region:
        """The region with its repeats folded."""
        return with_firsts(folded(region, self.keys), self.keys)


def _last_users(graph: Graph) -> dict[int, int]:
    users = {taken: position for position, node in graph.built for taken in node.inputs}
    return users | dict.fromkeys(graph.outputs, len(graph.nodes))


def _boxes(part: Part, level: int, whole: _Whole) -> list[Box]:
    """The boxes of nodes that share `level` frames."""
    boxes: list[Box] = []
    loops: Counter[Place] = Counter()
    for frame, members in groupby(part, lambda pair: pair[1].path[level] if len(pair[1].path) > level else pair[0]):
        if isinstance(frame, Frame):
            loops[frame.place] += frame.turn <= 1
            boxes.append(_framed(frame, [*members], level, loops[frame.place], whole))
            continue
        [(position, node)] = members
        if boxes and _stands_with(boxes[-1], position, node, whole):
            boxes[-1] = _joined(boxes[-1], position, node, whole)
        else:
            boxes.append(_layer(position, node, whole))
    return boxes


def _layer(position: int, node: Node, whole: _Whole) -> Box:
    kind, title, small, key = _end(node) if node.layer is None else _described(node.layer.definition)
    shape = (node.output_shape, node.output_shape)
    row = whole.rows.pop(position, None)
    return Box(kind, title, small, row, 1, node.inputs, (position,), (shape,), None, whole.key(*key))


def _end(node: Node) -> tuple[Kind, str, tuple[str, ...], tuple[Hashable, ...]]:
    title = "Input" if node.name == "input" else f"Input {node.name}"
    return "terminal", clipped(title), (), ("input", node.name)


def _described(definition: Operation) -> tuple[Kind, str, tuple[str, ...], tuple[Hashable, ...]]:
    words = layer_words(definition)
    small = (words.activation,) if words.activation else ()
    return _kind(definition), words.title, small, _arguments(definition)


def _arguments(definition: Operation) -> tuple[Hashable, ...]:
    return definition.keras_name(), repr(definition.arguments())


def _kind(definition: Operation) -> Kind:
    if definition.counts_depth:
        return "weights"
    if definition.arity is None or not definition.takes(1):
        return "merge"
    return "pooling" if "Pooling" in definition.keras_name() else "plain"


def _stands_with(box: Box, position: int, node: Node, whole: _Whole) -> bool:
    """Whether a layer stands in the box before it: it works on each value, and nobody else takes what that gives."""
    if box.kind in ("terminal", "block", "group") or node.layer is None or position in whole.rows:
        return False
    definition = node.layer.definition
    plain = _kind(definition) == "plain" and not definition.windows(*node.input_shapes)
    small = plain and node.input_shapes == (node.output_shape,)
    return small and node.inputs == box.outputs and whole.last_users[node.inputs[0]] == position


def _joined(box: Box, position: int, node: Node, whole: _Whole) -> Box:
    assert node.layer is not None
    small = (*box.small, clipped(small_words(node.layer.definition)))
    key = whole.key("with", box.key, _arguments(node.layer.definition))
    return box._replace(small=small, outputs=(position,), key=key)


def _framed(frame: Frame, part: Part, level: int, loop: int, whole: _Whole) -> Box:
    """The box of a block call or a named group; `loop` tells the loops of its step apart."""
    row = whole.rows.pop(part[0][0], None)
    start, end = part[0][0], part[-1][0]
    made = {position: (node.output_shape, node.output_shape) for position, node in part}
    inputs = tuple(dict.fromkeys(taken for _, node in part for taken in node.inputs if taken < start))
    outputs = tuple([position for position in made if whole.last_users[position] > end])
    shapes = tuple([made[position] for position in outputs])
    kind: Kind = "block" if frame.block else "group"
    title = clipped(frame.block or _own_name(frame, part[0][1].path[:level]))
    inside = whole.folded(Region(tuple(_boxes(part, level + 1, whole)), inputs, outputs))
    if frame.block is None and len(inside.boxes) == 1:
        return inside.boxes[0]._replace(row=row or inside.boxes[0].row)
    if whole.depth is not None and level >= whole.depth:
        key = whole.key("closed", frame.block, frame.place, loop)
        return Box(kind, title, (), row, 1, inputs, outputs, shapes, None, key)
    key = whole.key("open", frame.block, content(inside))
    return Box(kind, title, (), row, 1, inputs, outputs, shapes, inside, key)


def _own_name(frame: Frame, around: Sequence[Frame]) -> str:
    """The name of a group within the block or group around it."""
    prefix = around[-1].name if around else ""
    return frame.name.removeprefix(f"{prefix}_") if prefix else frame.name


def _outputs(graph: Graph, whole: _Whole) -> list[Box]:
    """The boxes for what the model gives."""
    names = graph.output_names or ("",) * len(graph.outputs)
    boxes = []
    for name, taken in zip(names, graph.outputs, strict=True):
        title = clipped(f"Output {name}".rstrip())
        boxes.append(Box("terminal", title, (), None, 1, (taken,), (), (), None, whole.key("output", name)))
    return boxes
