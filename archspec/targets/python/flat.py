"""The flat style: one line a layer, with the shapes that go in and come out."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from archspec.catalogue.naming import inner_name
from archspec.catalogue.operation import Operation as Definition
from archspec.catalogue.ops.op import Op
from archspec.catalogue.shapes import Shape
from archspec.graph.graph import CallArgument, Graph, Layer, Node
from archspec.spec.document import Document
from archspec.targets.python.code import Argument, Atom, Call, Doc, Entries, Expression, Items, call
from archspec.targets.python.docs import network_doc
from archspec.targets.python.entering import arranged
from archspec.targets.python.identifiers import Identifiers
from archspec.targets.python.layout import WIDTH, flat
from archspec.targets.python.literals import docstring, literal, quoted
from archspec.targets.python.values import operation_call, stacked


def flat_name(graph: Graph) -> str:
    """What the function is called."""
    return Identifiers().take(graph.name, f"{graph.name}_network")


def flat_function(graph: Graph, document: Document) -> str:
    """The function that builds a network layer by layer.

    Its lines are long, and told to the formatter as being meant so: a changed layer is a changed line.
    """
    identifiers = Identifiers([flat_name(graph)])
    words: dict[int, str] = {}
    lines: list[str] = []
    made = _made_first(graph, identifiers)
    for position, node in graph.built:
        result = node.further
        if result is not None:
            words[position] = f"{words[node.inputs[0]].removesuffix('[0]')}[{result.index}]"
            continue
        word = identifiers.take(_identifier(node.name))
        words[position] = f"{word}[0]" if _gives_several(node) else word
        kept = made.get(node.layer.name) if node.layer else None
        if kept is not None and node.layer is not None and node.name == node.layer.name:
            lines.append(f"    {kept} = {flat(_layer(node.layer))}")
        value, shapes = _called(node, [Atom(words[index]) for index in node.inputs], kept)
        lines.append(f"    {word} = {flat(value)}  # {shapes}")
    inputs = [Atom(words[position]) for position in graph.inputs]
    model = call("keras.Model", arranged(inputs), _outputs(graph, words), name=Atom(quoted(graph.name)))
    return "\n".join(
        [
            f"def {flat_name(graph)}():",
            docstring(Doc(network_doc(document, {}).paragraphs), 4, WIDTH) + "    # fmt: off",
            *lines,
            f"    return {flat(model)}",
            "    # fmt: on",
            "",
        ]
    )


def _identifier(name: str) -> str:
    word = re.sub(r"\W", "_", name)
    return word if word.isidentifier() else f"_{word}"


def _made_first(graph: Graph, identifiers: Identifiers) -> dict[str, str]:
    """The variables of layers that are called several times."""
    calls = Counter(node.layer.name for _, node in graph.built if node.layer and node.layer.definition.is_layer)
    return {name: identifiers.take(f"{_identifier(name)}_layer") for name, count in calls.items() if count > 1}


def _gives_several(node: Node) -> bool:
    definition = node.layer.definition if node.layer else None
    flags = {argument.name: argument.value for argument in node.call}
    return definition is not None and definition.gives_several(definition.arguments(), flags)


def _called(node: Node, operands: list[Atom], kept: str | None) -> tuple[Expression, str]:
    """The expression that makes a node, and its shapes.

    Args:
        node: the call.
        operands: the tensors it takes.
        kept: the variable that holds its layer, where that is called several times.
    """
    output = _shape(node.output_shape)
    if node.layer is None:
        dtype = {"dtype": literal(node.dtype)} if node.dtype else {}
        return call("keras.Input", literal(node.output_shape), **dtype, name=Atom(quoted(node.name))), output
    shapes = f"{', '.join(map(_shape, node.input_shapes))} -> {output}"
    definition = node.layer.definition
    if isinstance(definition, Op):
        return operation_call(
            definition, operands, {key: literal(each) for key, each in definition.given().items()}
        ), shapes
    own, keywords = operands[: len(node.operand_shapes)], {each.name: _call_value(each, operands) for each in node.call}
    layer: Expression = _layer(node.layer) if kept is None else Atom(kept)
    taken = [Items(tuple(own), "[]")] if definition.takes_list() else own
    return call(layer, *taken, **keywords), shapes


def _call_value(argument: CallArgument, operands: list[Atom]) -> Expression:
    if not argument.tensors:
        return literal(argument.value)
    given = tuple(operands[place] for place in argument.tensors)
    return Items(given, "[]") if argument.listed else given[0]


def _layer(layer: Layer) -> Call:
    """The expression that makes a layer."""
    definition = layer.definition
    needed = {key for key, argument in definition.argument_fields().items() if argument.is_required()}
    given = definition.given()
    arguments = [
        *(Argument(_argument(given[key])) for key in definition.argument_fields() if key in needed),
        *(Argument(_argument(value), key) for key, value in given.items() if key not in needed),
        Argument(Atom(quoted(layer.name)), "name"),
    ]
    return Call(Atom(f"layers.{layer.type}"), tuple(arguments))


def _argument(value: Any) -> Expression:
    if isinstance(value, Definition):
        return _layer(Layer(inner_name(value.keras_name()), value, ()))
    if isinstance(value, tuple) and any(isinstance(item, Definition) for item in value):
        return stacked(Items(tuple(map(_argument, value)), "[]"))
    module = getattr(type(value), "module", None)
    if module is None:
        return literal(value)
    given = {key: literal(getattr(value, key)) for key in type(value).model_fields if key in value.model_fields_set}
    return call(f"keras.{module}.{type(value).__name__}", **given)


def _shape(shape: Shape) -> str:
    return flat(literal(shape))


def _outputs(graph: Graph, words: dict[int, str]) -> Expression:
    outputs = [Atom(words[position]) for position in graph.outputs]
    if graph.output_names is None:
        return arranged(outputs)
    return Entries(tuple((literal(name), word) for name, word in zip(graph.output_names, outputs, strict=True)))
