"""Layers and cells that are arguments of a layer, as calls of their own: `Bidirectional: {layer: {LSTM: {...}}}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archspec.catalogue.inner import Wrapping
from archspec.catalogue.operation import Operation
from archspec.formula.values import Formula
from archspec.spec.calls import Call, read_call
from archspec.text.tree import Mapping, Node, Scalar, Sequence


class InnerCall(NamedTuple):
    """A layer or cell that is an argument.

    Args:
        argument: which argument.
        place: its place in a list of them; None where it is the only one.
        call: the layer or cell, with its own arguments.
    """

    argument: str
    place: int | None
    call: Call


def inner_arguments(found: type[Operation]) -> tuple[str, ...]:
    """The arguments of a layer that are layers or cells."""
    return found.inner_arguments if issubclass(found, Wrapping) else ()


def inner_calls(call: Call, found: type[Operation]) -> Iterator[InnerCall]:
    """The layers and cells among the arguments of a call, those that are written as such."""
    for name in inner_arguments(found):
        node = call.node[name] if call.node is not None and name in call.node else None
        if isinstance(node, Sequence):
            for place, item in enumerate(node):
                yield from (InnerCall(name, place, each) for each in _read(item))
        elif node is not None:
            yield from (InnerCall(name, None, each) for each in _read(node))


def computed_whole(call: Call, found: type[Operation]) -> list[str]:
    """The arguments that should be layers and are formulas."""
    return [name for name in inner_arguments(found) if isinstance(call.arguments.get(name), Formula)]


def _read(node: Node) -> Iterator[Call]:
    if isinstance(node, Mapping) and len(node) == 1:
        [(name, arguments)] = node.items()
        if isinstance(arguments, Mapping) or (isinstance(arguments, Scalar) and arguments.value is None):
            yield read_call(name, node.key_spans[name], arguments)
    elif isinstance(node, Scalar) and isinstance(node.value, str) and not node.text.startswith("="):
        yield read_call(node.text, node.span, None)
