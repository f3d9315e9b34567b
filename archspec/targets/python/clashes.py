"""Layers that have a name which Keras gives to a function, where source calls that: Keras refuses such a model."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archspec.catalogue.naming import operation_word
from archspec.graph.graph import Graph, Node
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Place, Source, Span


def refuse_clashes(graph: Graph, sources: Mapping[str, Source]) -> None:
    """Refuses networks of which Keras would call a function as a layer is called.

    Keras numbers functions by how many of a kind a process has called (`add`, `add_1`, ...), which source can't change;
    a model that archspec builds has names of its own for them.

    Raises:
        SpecError: a layer or input has such a name.
    """
    functions: dict[str, Node] = {}
    for _, node in graph.built:
        if node.layer is not None and not node.layer.definition.is_layer and not node.further:
            functions.setdefault(operation_word(node.type), node)
    found = [
        (node, functions[match[1]])
        for _, node in graph.built
        if node.layer is None or node.layer.definition.is_layer
        for match in (re.fullmatch(r"(.+?)(?:_\d+)?", node.name),)
        if match is not None and match[1] in functions
    ]
    if found:
        raise SpecError([_clash(node, function, sources) for node, function in found])


def _clash(node: Node, function: Node, sources: Mapping[str, Source]) -> Diagnostic:
    message = f"Keras may give the name {node.name!r} of this layer to {function.type}, which is called as well"
    notes = [Note("called here", _span(function.place, sources))]
    hint = "give the layer another name: source can't name functions (a model that is built has no such clash)"
    return Diagnostic("E0514", message, _span(node.place, sources), tuple(notes), hint)


def _span(place: Place, sources: Mapping[str, Source]) -> Span | None:
    source = sources.get(place.file)
    return source.word(place.line, place.column) if source else None
