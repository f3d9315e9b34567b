"""A network layer by layer, or with its blocks folded, and what each costs."""

from __future__ import annotations

from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape, total
from archspec.graph.costs import Cost, Totals, costs, totals
from archspec.graph.graph import Frame, Graph, Node
from archspec.graph.receptive import Fields, receptive_fields, whole
from archspec.reports.grid import Column, Grid
from archspec.reports.numbers import count, pixels, size
from archspec.reports.table import shape_cell


class Line(NamedTuple):
    """One line of a summary: a layer, or a block with all its repeats.

    Args:
        name: of the layer; of the block's first and last call where it is folded.
        type: the layer's Keras name, or `bottleneck × 3`.
        inputs: names of the layers whose outputs a layer takes; empty for a folded block.
        shape: what comes out.
        cost: of everything in it.
        fields: the receptive field of what comes out.
    """

    name: str
    type: str
    inputs: tuple[str, ...]
    shape: Shape
    cost: Cost
    fields: Fields


def summary_lines(graph: Graph, depth: int | None = None) -> list[Line]:
    """The lines of a summary.

    Args:
        graph: the network; layers that no output depends on are left out.
        depth: how many levels of blocks to open; None opens all.
    """
    every, fields = costs(graph), receptive_fields(graph)
    lines: list[Line] = []
    for positions in _groups(graph, depth):
        nodes = [graph.nodes[position] for position in positions]
        last = positions[-1]
        group = [every[position] for position in positions]
        if depth is None or len(nodes[0].path) <= depth:
            inputs = tuple(graph.nodes[taken].name for taken in nodes[0].inputs)
            lines.append(Line(nodes[0].name, nodes[0].type, inputs, nodes[0].output_shape, every[last], fields[last]))
        else:
            frames = [node.path[depth] for node in nodes]
            lines.append(_folded(frames, group, nodes[-1].output_shape, fields[last]))
    return lines


def _groups(graph: Graph, depth: int | None) -> list[list[int]]:
    """Positions of nodes that share a line: those of one step's blocks, below the depth that is opened."""
    groups: list[list[int]] = []
    key: Any = None
    for position, node in graph.built:
        this: Any = position
        if depth is not None and len(node.path) > depth:
            this = (node.path[:depth], node.path[depth].block, node.path[depth].place)
        if this != key:
            groups.append([])
            key = this
        groups[-1].append(position)
    return groups


def _folded(frames: list[Frame], group: list[Cost], shape: Shape, fields: Fields) -> Line:
    calls = list(dict.fromkeys((frame.name, frame.turn) for frame in frames))
    first, last = frames[0], frames[-1]
    name = first.name if len(calls) == 1 else f"{first.name} … {last.name}"
    kind = first.block or "group"
    cost = Cost(
        sum(cost.parameters for cost in group),
        sum(cost.trainable_parameters for cost in group),
        total([cost.multiply_adds for cost in group]),
        total([cost.memory for cost in group]),
    )
    return Line(name, kind if len(calls) == 1 else f"{kind} × {len(calls)}", (), shape, cost, fields)


def summary_grid(graph: Graph, depth: int | None = None) -> Grid:
    """The summary as cells, totals at its foot."""
    columns = (
        Column("Layer"),
        Column("Type"),
        Column("Output"),
        Column("Parameters", "right"),
        Column("Multiply-adds", "right"),
        Column("Memory", "right"),
        Column("Receptive field", "right"),
    )
    rows = tuple(
        (
            line.name,
            line.type,
            shape_cell(line.shape),
            count(line.cost.parameters),
            count(line.cost.multiply_adds),
            size(line.cost.memory),
            pixels(field.size for field in line.fields),
        )
        for line in summary_lines(graph, depth)
    )
    return Grid(columns, rows, (_totals_row(totals(graph)),))


def _totals_row(total: Totals) -> tuple[str, ...]:
    kind = f"{total.layers} layers, depth {total.depth}"
    return ("Total", kind, "", count(total.parameters), count(total.multiply_adds), size(total.memory), "")


def as_data(graph: Graph) -> dict[str, Any]:
    """The summary for machines: every layer call, and the totals. Memory is in bytes, receptive fields in pixels."""
    every, fields = costs(graph), receptive_fields(graph)
    live = graph.live
    return {
        "name": graph.name,
        "inputs": [
            {"name": graph.nodes[position].name, "shape": list(graph.nodes[position].output_shape)}
            for position in graph.inputs
        ],
        "outputs": [graph.nodes[position].name for position in graph.outputs],
        "layers": [
            _layer_data(node, graph, every[position], fields[position]) for position, node in graph.built if node.layer
        ],
        "unused": [node.name for position, node in enumerate(graph.nodes) if position not in live],
        "totals": totals(graph)._asdict(),
    }


def _layer_data(node: Node, graph: Graph, cost: Cost, fields: Fields) -> dict[str, Any]:
    assert node.layer is not None
    return {
        "name": node.name,
        "type": node.type,
        "arguments": node.layer.definition.arguments(),
        "inputs": [graph.nodes[taken].name for taken in node.inputs],
        "input_shapes": [list(shape) for shape in node.input_shapes],
        "output_shape": list(node.output_shape),
        "parameters": cost.parameters,
        "trainable_parameters": cost.trainable_parameters,
        "multiply_adds": cost.multiply_adds,
        "memory": cost.memory,
        "receptive_field": [whole(field.size) for field in fields],
        "stride": [whole(field.stride) for field in fields],
        "block": [{"block": frame.block, "name": frame.name, "turn": frame.turn} for frame in node.path],
        "location": {"file": node.place.file, "line": node.place.line, "column": node.place.column},
    }
