"""What each node of a graph costs, and what the whole does."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import NamedTuple

from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import product, total
from archspec.graph.graph import Graph, Layer, Node

#: Bytes of one element of a tensor; Keras computes in float32 unless a layer says otherwise.
_BYTES = {"float16": 2, "mixed_float16": 2, "bfloat16": 2, "mixed_bfloat16": 2, "float64": 8}


class Cost(NamedTuple):
    """What one node costs on one example.

    Args:
        parameters: how many numbers its layer's weights hold; none where the layer was called before.
        trainable_parameters: how many of them training changes.
        multiply_adds: multiply-adds of the call; None where a size is unknown.
        memory: bytes of the tensor that comes out; None where a size is unknown.
    """

    parameters: int
    trainable_parameters: int
    multiply_adds: int | None
    memory: int | None


class Totals(NamedTuple):
    """What a whole network costs on one example.

    Args:
        parameters: each layer's once, as Keras's `count_params` does.
        trainable_parameters: those that training changes.
        multiply_adds: of all calls; None where a size is unknown.
        memory: bytes of all tensors between layers together; None where a size is unknown.
        depth: the most convolutions and dense layers on any path from input to output.
        layers: how many layers there are, inputs and functions left out.
    """

    parameters: int
    trainable_parameters: int
    multiply_adds: int | None
    memory: int | None
    depth: int
    layers: int


def layer_weights(layer: Layer) -> tuple[Weight, ...]:
    """The variables of a layer, in Keras's order; none is trainable where the layer is not."""
    weights = layer.definition.weights(*layer.input_shapes)
    if getattr(layer.definition, "trainable", True):
        return weights
    return tuple(weight._replace(trainable=False) for weight in weights)


def costs(graph: Graph) -> list[Cost]:
    """The cost of every node, in the order of the graph."""
    known: dict[tuple[object, ...], Cost] = {}
    found = []
    for node in graph.nodes:
        # Repeated blocks share their definitions, and most of them their shapes.
        key = (id(node.layer.definition) if node.layer else 0, node.input_shapes or node.output_shape, node.call)
        cost = known.get(key)
        if cost is None:
            cost = known[key] = node_cost(node)
        found.append(cost)
    for position in _called_again(graph):
        found[position] = found[position]._replace(parameters=0, trainable_parameters=0)
    return found


def _called_again(graph: Graph) -> Iterator[int]:
    """The positions of what is built of layers that an earlier node has called."""
    called: set[str] = set()
    for position, node in graph.built:
        if node.layer is None:
            continue
        if node.layer.name in called:
            yield position
        called.add(node.layer.name)


def node_cost(node: Node) -> Cost:
    """The cost of one node."""
    elements = product(node.output_shape)
    if node.layer is None:
        return Cost(0, 0, 0, None if elements is None else elements * 4)
    definition = node.layer.definition
    sizes = [(prod(weight.shape), weight.trainable) for weight in layer_weights(node.layer)]
    trainable = sum(size for size, trains in sizes if trains)
    memory = None if elements is None else elements * _BYTES.get(getattr(definition, "dtype", None) or "", 4)
    return Cost(
        sum(size for size, _ in sizes),
        trainable,
        definition.call_multiply_adds(node.flags, *node.operand_shapes),
        memory,
    )


def totals(graph: Graph) -> Totals:
    """What the part of a graph that is built costs as a whole."""
    every = costs(graph)
    built = [every[position] for position, _ in graph.built]
    return Totals(
        parameters=sum(cost.parameters for cost in built),
        trainable_parameters=sum(cost.trainable_parameters for cost in built),
        multiply_adds=total([cost.multiply_adds for cost in built]),
        memory=total([cost.memory for cost in built]),
        depth=depth(graph),
        layers=len({node.layer.name for _, node in graph.built if node.layer and node.layer.definition.is_layer}),
    )


def depths(graph: Graph) -> list[int]:
    """For every node, the most counted layers on any path from an input to it, itself included."""
    found: list[int] = []
    for node in graph.nodes:
        own = 1 if node.layer and node.layer.definition.counts_depth else 0
        found.append(own + max([found[position] for position in node.inputs], default=0))
    return found


def depth(graph: Graph) -> int:
    """The most convolutions and dense layers on any path from input to output: the 50 in ResNet-50."""
    every = depths(graph)
    return max((every[position] for position in graph.outputs), default=0)
