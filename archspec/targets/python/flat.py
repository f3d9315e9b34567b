"""The flat style: one line a layer, with the shapes that go in and come out."""

from __future__ import annotations

import re
from typing import Any

from archspec.catalogue.shapes import Shape
from archspec.graph.graph import Graph, Node
from archspec.spec.document import Document
from archspec.targets.python.code import Argument, Atom, Call, Doc, Entries, Expression, Items, call
from archspec.targets.python.docs import network_doc
from archspec.targets.python.entering import arranged
from archspec.targets.python.identifiers import Identifiers
from archspec.targets.python.layout import WIDTH, flat
from archspec.targets.python.literals import docstring, literal, quoted


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
    for position, node in graph.built:
        words[position] = identifiers.take(_identifier(node.name))
        value, shapes = _made(node, [Atom(words[index]) for index in node.inputs])
        lines.append(f"    {words[position]} = {flat(value)}  # {shapes}")
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


def _made(node: Node, operands: list[Atom]) -> tuple[Expression, str]:
    """The expression that makes a node, and its shapes."""
    output = _shape(node.output_shape)
    if node.layer is None:
        return call("keras.Input", literal(node.output_shape), name=Atom(quoted(node.name))), output
    definition = node.layer.definition
    needed = {key for key, argument in definition.argument_fields().items() if argument.is_required()}
    given = definition.given()
    arguments = [
        *(Argument(_argument(given[key])) for key in definition.argument_fields() if key in needed),
        *(Argument(_argument(value), key) for key, value in given.items() if key not in needed),
        Argument(Atom(quoted(node.layer.name)), "name"),
    ]
    layer = Call(Atom(f"layers.{node.layer.type}"), tuple(arguments))
    inputs = ", ".join(map(_shape, node.input_shapes))
    if definition.arity is None:
        return call(layer, Items(tuple(operands), "[]")), f"{inputs} -> {output}"
    return call(layer, *operands), f"{inputs} -> {output}"


def _argument(value: Any) -> Expression:
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
