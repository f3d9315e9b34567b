"""The graph: every layer call of a network, flat and in order. It knows no backend, no file format and no text.

A node is one call; a layer is what owns weights. Where a layer is called twice, two nodes share it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from archspec.catalogue.operation import Kind
from archspec.catalogue.operation import Operation as Definition
from archspec.catalogue.results import Result
from archspec.catalogue.shapes import Shape
from archspec.text.source import Place


class Frame(NamedTuple):
    """A block call or a named group that a node came from.

    Args:
        block: the name of the block; None for a group.
        name: the prefix it gives to the names of its layers.
        place: where it is called.
        turn: which turn of its step's loop this is, counted from 1; 0 where the step has no loop.
    """

    block: str | None
    name: str
    place: Place
    turn: int


class Layer(NamedTuple):
    """What is called: a Keras layer, which owns weights, or function, under its name and built on these shapes."""

    name: str
    definition: Definition
    input_shapes: tuple[Shape, ...]

    @property
    def type(self) -> str:
        """The layer's Keras name, such as `Conv2D`."""
        return self.definition.keras_name()


class CallArgument(NamedTuple):
    """An argument of a call rather than of the layer: `use_causal_mask=True`, `initial_state=[h, c]`.

    Args:
        name: Keras's name.
        value: what is given; None where it is tensors.
        tensors: which of the node's inputs are given, by their places among them.
        listed: whether Keras takes a list of them.
    """

    name: str
    value: Any = None
    tensors: tuple[int, ...] = ()
    listed: bool = False


class Node(NamedTuple):
    """One call of a layer or function, or one input of the model (which has no layer).

    Args:
        name: unique in the graph.
        layer: what is called; None for an input of the model.
        inputs: positions in the graph of the nodes whose outputs it takes.
        input_shapes: their shapes, batch left out.
        output_shape: what comes out, batch left out.
        path: the block calls and groups it came from, outermost first.
        place: the step it came from.
        kind: what the tensor that comes out holds.
        dtype: the type of an input of the model, where one is given.
        call: the arguments of the call; their tensors are the last of `inputs`.
    """

    name: str
    layer: Layer | None
    inputs: tuple[int, ...]
    input_shapes: tuple[Shape, ...]
    output_shape: Shape
    path: tuple[Frame, ...]
    place: Place
    kind: Kind = "float"
    dtype: str | None = None
    call: tuple[CallArgument, ...] = ()

    @property
    def operand_shapes(self) -> tuple[Shape, ...]:
        """The shapes of what the layer itself takes, arguments of the call left out."""
        if not self.call:
            return self.input_shapes
        given = sum(len(argument.tensors) for argument in self.call)
        return self.input_shapes[: len(self.input_shapes) - given]

    @property
    def flags(self) -> dict[str, Any]:
        """The arguments of the call that are no tensors."""
        return {argument.name: argument.value for argument in self.call if not argument.tensors}

    @property
    def further(self) -> Result | None:
        """Which further result of another node this one is; None where it is a call or an input."""
        definition = self.layer.definition if self.layer else None
        return definition if isinstance(definition, Result) else None

    @property
    def type(self) -> str:
        """The layer's Keras name; `Input` for an input of the model."""
        return self.layer.type if self.layer else "Input"


@dataclass(frozen=True)
class Graph:
    """A network.

    Args:
        name: the model's name.
        nodes: the calls, each after those it takes its inputs from; the model's inputs come first.
        inputs: positions of the model's inputs.
        outputs: positions of the nodes whose outputs the model gives.
        output_names: their names, where the spec gives them as a mapping.
        title: what people call the network.
    """

    name: str
    nodes: tuple[Node, ...] = field(repr=False)
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    output_names: tuple[str, ...] | None = None
    title: str | None = None

    @cached_property
    def live(self) -> frozenset[int]:
        """Positions of the nodes that some output depends on, and of the model's inputs."""
        live = set(self.inputs)
        waiting = list(self.outputs)
        while waiting:
            position = waiting.pop()
            if position not in live:
                live.add(position)
                waiting += self.nodes[position].inputs
        return frozenset(live)

    @cached_property
    def built(self) -> tuple[tuple[int, Node], ...]:
        """The live nodes with their positions: what a target builds."""
        live = self.live
        if len(live) == len(self.nodes):
            return tuple(enumerate(self.nodes))
        return tuple((position, node) for position, node in enumerate(self.nodes) if position in live)
