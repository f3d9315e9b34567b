"""A graph as JSON, and back."""

from __future__ import annotations

from typing import Any

from archspec.catalogue import find_layer
from archspec.graph.graph import Frame, Graph, Layer, Node
from archspec.text.source import Place

FORMAT = 1


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
        inputs = tuple(entry["inputs"])
        if any(not 0 <= position < len(nodes) for position in inputs):
            raise GraphFormatError(f"{entry['name']} takes its input from a node that is not before it")
        nodes.append(
            Node(
                entry["name"],
                None if entry["layer"] is None else layers[entry["layer"]],
                inputs,
                tuple(nodes[position].output_shape for position in inputs),
                tuple(entry["output_shape"]),
                tuple(frames[index] for index in entry["path"]),
                Place(*entry["place"]),
            )
        )
    names = data["output_names"]
    return Graph(
        data["name"],
        tuple(nodes),
        tuple(data["inputs"]),
        tuple(data["outputs"]),
        None if names is None else tuple(names),
        data["title"],
    )


def _read_layer(entry: dict[str, Any]) -> Layer:
    definition = find_layer(entry["type"])
    if definition is None:
        raise GraphFormatError(f"there is no layer {entry['type']!r}")
    shapes = tuple(tuple(shape) for shape in entry["input_shapes"])
    return Layer(entry["name"], definition.model_validate(entry["arguments"]), shapes)
