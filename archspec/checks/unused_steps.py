"""Layers that no output depends on."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.checks.case import Case, of_step
from archspec.graph.graph import Node
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Place


def unused_steps(case: Case) -> Iterator[Diagnostic]:
    """Warns of each step that made such layers, once for all its turns."""
    graph = case.graph
    if len(graph.live) == len(graph.nodes):
        return
    unused: dict[Place, list[Node]] = {}
    for position, node in enumerate(graph.nodes):
        if position not in graph.live and not node.further:
            unused.setdefault(node.place, []).append(node)
    for place, nodes in unused.items():
        message = f"no output depends on the layer {of_step(nodes)}"
        yield Diagnostic("W0602", message, case.span(place), severity="warning")
