"""A graph as JSON, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from archspec.catalogue import find_layer
from archspec.catalogue.results import Result
from archspec.catalogue.shapes import Shape, show
from archspec.graph.graph import CallArgument, Frame, Graph, Layer, Node
from archspec.text.source import Place

FORMAT = 2

Item = TypeVar("Item")


class GraphFormatError(ValueError):
    """The data is no graph that this version can read."""


def to_json(graph: Graph) -> dict[str, Any]:
    """The graph as plain data; `from_json` gives it back equal."""
    layers: dict[str, int] = {}
    frames: dict[Frame, int] = {}
    entries: list[dict[str, Any]] = []
    nodes = []
    for node in graph.nodes:
        if node.layer and node.layer.name not in layers:
            layers[node.layer.name] = len(layers)
            entries.append(_layer(node.layer))
        for frame in node.path:
            frames.setdefault(frame, len(frames))
        nodes.append(
            {
                "name": node.name,
                "layer": layers[node.layer.name] if node.layer else None,
                "inputs": list(node.inputs),
                "output_shape": list(node.output_shape),
                "path": [frames[frame] for frame in node.path],
                "place": list(node.place),
                "kind": node.kind,
                "dtype": node.dtype,
                "call": [[each.name, each.value, list(each.tensors), each.listed] for each in node.call],
            }
        )
    return {
        "archspec_graph": FORMAT,
        "name": graph.name,
        "title": graph.title,
        "inputs": list(graph.inputs),
        "outputs": list(graph.outputs),
        "output_names": list(graph.output_names) if graph.output_names is not None else None,
        "layers": entries,
        "frames": [[frame.block, frame.name, list(frame.place), frame.turn] for frame in frames],
        "nodes": nodes,
    }


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "type": layer.type,
        "arguments": layer.definition.arguments(),
        "input_shapes": [list(shape) for shape in layer.input_shapes],
    }


def from_json(data: dict[str, Any]) -> Graph:
    """The graph that `to_json` wrote.

    Raises:
        GraphFormatError: it is none, or of another version.
    """
    if not isinstance(data, dict) or data.get("archspec_graph") != FORMAT:
        raise GraphFormatError(f"this is no archspec graph of format {FORMAT}")
    try:
        return _graph(data)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise GraphFormatError(f"the graph can't be read: {error}") from error


def _graph(data: dict[str, Any]) -> Graph:
    layers = [_read_layer(entry) for entry in data["layers"]]
    frames = [Frame(block, name, Place(*place), turn) for block, name, place, turn in data["frames"]]
    nodes: list[Node] = []
    for entry in data["nodes"]:
        layer = None if entry["layer"] is None else _at(entry["layer"], layers)
        taken = [_at(position, nodes) for position in entry["inputs"]]
        node = Node(
            entry["name"],
            layer,
            tuple(entry["inputs"]),
            tuple(node.output_shape for node in taken),
            _shape(entry["output_shape"]),
            tuple(_at(index, frames) for index in entry["path"]),
            Place(*entry["place"]),
            entry["kind"],
            entry["dtype"],
            tuple(_argument(each, taken) for each in entry["call"]),
        )
        _compare(node, taken)
        nodes.append(node)
    names = data["output_names"]
    graph = Graph(
        data["name"],
        tuple(nodes),
        tuple(data["inputs"]),
        tuple(data["outputs"]),
        None if names is None else tuple(names),
        data["title"],
    )
    _check(graph)
    return graph


def _at(index: Any, items: Sequence[Item]) -> Item:
    """The item of this number; only what was read before it can be called."""
    if type(index) is not int or not 0 <= index < len(items):
        raise GraphFormatError(f"{index!r} is none of the {len(items)} things it may call")
    return items[index]


def _argument(entry: list[Any], taken: list[Node]) -> CallArgument:
    name, value, tensors, listed = entry
    for place in tensors:
        _at(place, taken)
    return CallArgument(name, value, tuple(tensors), listed)


def _compare(node: Node, taken: list[Node]) -> None:
    """Refuses a node that gives something else than its layer would give for what it takes."""
    if node.layer is None:
        return
    shapes, definition = node.operand_shapes, node.layer.definition
    if not definition.takes(len(shapes)):
        found = f"{node.name} takes {len(shapes)} tensors, {node.layer.type} takes {definition.wanted()}"
        raise GraphFormatError(found)
    inferred = definition.call_results(node.flags, *shapes)[0]
    if inferred != node.output_shape:
        raise GraphFormatError(f"{node.name} gives {show(inferred)}, not {show(node.output_shape)}")
    kind = definition.result_kind(*(each.kind for each in taken[: len(shapes)]))
    if kind != node.kind:
        raise GraphFormatError(f"{node.name} gives a tensor of kind {kind}, not {node.kind}")


def _shape(sizes: Any) -> Shape:
    if not isinstance(sizes, list) or any(size is not None and (type(size) is not int or size < 1) for size in sizes):
        raise GraphFormatError(f"{sizes!r} is no shape")
    return tuple(sizes)


def _check(graph: Graph) -> None:
    """Refuses what no expansion gives."""
    names = [node.name for node in graph.nodes]
    if not all(isinstance(name, str) for name in (graph.name, *names)) or len(set(names)) < len(names):
        raise GraphFormatError("the model and each node need a name of their own")
    if set(graph.inputs) != {position for position, node in enumerate(graph.nodes) if node.layer is None}:
        raise GraphFormatError("its inputs are not the nodes without a layer")
    made: dict[str, Layer] = {}
    for node in graph.nodes:
        if node.layer and node.layer.name not in made and node.layer.input_shapes != node.operand_shapes:
            raise GraphFormatError(f"{node.name} calls {node.layer.name} first, which is built on other shapes")
        if node.layer and made.setdefault(node.layer.name, node.layer) is not node.layer:
            raise GraphFormatError(f"two layers are called {node.layer.name}")
    for position in graph.outputs:
        _at(position, graph.nodes)
    if not graph.outputs or len(graph.output_names or graph.outputs) != len(graph.outputs):
        raise GraphFormatError("it needs an output, and as many names as outputs where it has names")


def _read_layer(entry: dict[str, Any]) -> Layer:
    definition = Result if entry["type"] == Result.keras_name() else find_layer(entry["type"])
    if definition is None:
        raise GraphFormatError(f"there is no layer {entry['type']!r}")
    shapes = tuple(map(_shape, entry["input_shapes"]))
    return Layer(entry["name"], definition.model_validate(entry["arguments"]), shapes)
