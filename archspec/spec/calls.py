"""Calls of layers and blocks, as steps and merges write them."""

from __future__ import annotations

from typing import NamedTuple

from archspec.catalogue.index import is_operation
from archspec.formula.values import COMPUTED, Value, read_value
from archspec.spec.leaves import each_of, mistakes, wrong_type
from archspec.spec.meant import without_space
from archspec.text.source import Span
from archspec.text.tree import Mapping, Node, Scalar


class Call(NamedTuple):
    """A layer or a block called by its name, with arguments; `computed` names those that hold formulas."""

    name: str
    arguments: dict[str, Value]
    span: Span
    node: Mapping | None
    computed: tuple[str, ...] = ()

    def argument_span(self, name: str) -> Span:
        """Where an argument stands; the call itself where it is not given."""
        return self.node[name].span if self.node is not None and name in self.node else self.span

    @property
    def is_keras(self) -> bool:
        """Whether the name is Keras's: that of a layer, which all begin with a capital, or of a function of `ops`."""
        return self.name[:1].isupper() or is_operation(self.name)


def read_call(name: str, span: Span, node: Node | None) -> Call:
    """A call from its name and the node that holds its arguments.

    Raises:
        PydanticCustomError: the arguments are no mapping, or a formula among them can't be read.
    """
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return Call(name, {}, span, None)
    if not isinstance(node, Mapping):
        cut = without_space(node.text, node.span, None) if isinstance(node, Scalar) else None
        raise mistakes(cut) if cut else wrong_type(f"the arguments of {name} as a mapping", node)
    arguments: dict[str, Value] = dict(zip(node, each_of(node.values(), read_value), strict=True))
    computed = tuple(key for key, value in arguments.items() if isinstance(value, COMPUTED))
    return Call(name, arguments, span, node, computed)


def read_named(node: Node, wanted: str) -> Call:
    """A call that stands alone: a name, or `{Name: {argument: value}}`.

    Args:
        node: where it stands.
        wanted: what it should be, in words for whoever wrote something else.

    Raises:
        PydanticCustomError: the node is no call.
    """
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return read_call(node.text, node.span, None)
    if isinstance(node, Mapping) and len(node) == 1:
        [(name, arguments)] = node.items()
        return read_call(name, node.key_spans[name], arguments)
    raise wrong_type(wanted, node)


def read_merge(node: Node) -> Call:
    """The merging layer that joins branches.

    Raises:
        PydanticCustomError: the node is no call of a layer.
    """
    return read_named(node, "a merging layer such as Add or {Concatenate: {axis: -1}}")
