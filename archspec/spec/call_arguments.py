"""The arguments of a layer's call: what `call` of a step gives, flags and tensors by Keras's names."""

from __future__ import annotations

from collections.abc import Mapping as TypingMapping
from typing import NamedTuple

from archspec.catalogue import find_layer
from archspec.catalogue.calling import CallField
from archspec.catalogue.layer import Layer
from archspec.formula.values import Formula, Template, Value, read_value
from archspec.spec.leaves import Reference, each_of, mistake, mistakes, read_reference, wrong_type
from archspec.text.diagnostics import Diagnostic
from archspec.text.suggest import suggested
from archspec.text.tree import Mapping, Node, Sequence


class CallArguments(NamedTuple):
    """What a step gives to the call of its layer.

    Args:
        flags: true or false, or formulas.
        tensors: references, by the argument that they are given to.
        listed: the arguments that take a list of tensors.
        node: where they stand.
    """

    flags: dict[str, Value]
    tensors: dict[str, tuple[Template, ...]]
    listed: frozenset[str]
    node: Mapping


def read_call_arguments(layer: str, node: Node) -> CallArguments:
    """The arguments of a call of the layer of this name.

    Raises:
        PydanticCustomError: one is none of the layer's, or of another sort.
    """
    if not isinstance(node, Mapping):
        raise wrong_type("the arguments of the call as a mapping", node)
    found = find_layer(layer)
    if found is None or not issubclass(found, Layer):
        # What is no layer is told by itself.
        return CallArguments({}, {}, frozenset(), node)
    fields = found.call_fields()
    unknown = [name for name in node if name not in fields]
    if unknown:
        raise mistakes(*(_unknown(layer, name, node, fields) for name in unknown))
    flags = {name: _flag(name, given, found) for name, given in node.items() if fields[name].takes == "flag"}
    tensors = {name: _tensors(name, given) for name, given in node.items() if fields[name].takes != "flag"}
    listed = frozenset(name for name in tensors if fields[name].takes == "tensors")
    for name in tensors.keys() - listed:
        if len(tensors[name]) != 1:
            raise wrong_type(f"the name of one tensor for {name}", node[name])
    return CallArguments(flags, tensors, listed, node)


def _unknown(layer: str, name: str, node: Mapping, fields: TypingMapping[str, CallField]) -> Diagnostic:
    wrong = Diagnostic("E0403", f"a call of {layer} has no argument {name!r}", node.key_spans[name])
    if not fields:
        return wrong._replace(help=f"a call of {layer} takes nothing but its tensors")
    return suggested(wrong, name, fields)


def _flag(name: str, node: Node, layer: type[Layer]) -> Value:
    value = read_value(node)
    if isinstance(value, Formula) and name in layer.decides_results:
        raise mistake("E0405", bad_decision(name, layer.keras_name()), node.span)
    if not isinstance(value, bool | Formula):
        raise wrong_type(f"true or false for {name}", node)
    return value


def _tensors(name: str, node: Node) -> tuple[Template, ...]:
    references: list[Reference] = each_of(node if isinstance(node, Sequence) else [node], read_reference)
    named = tuple(each for each in references if isinstance(each, Template))
    if not named or len(named) < len(references):
        raise wrong_type(f"names of tensors for {name}", node)
    return named


def bad_decision(name: str, layer: str) -> str:
    """Why an argument can't be a formula on which it depends how many results there are."""
    return f"{name} of {layer} is true or false as it is written: how many results there are follows from it"
