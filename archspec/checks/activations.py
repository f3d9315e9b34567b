"""Activations that are applied to what an activation gave."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.checks.case import Case, of_step
from archspec.graph.graph import Node
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Place

#: The layers that are nothing but an activation, and what they apply where they have no argument that says so.
_ACTIVATIONS = {
    "Activation": None,
    "ELU": "elu",
    "LeakyReLU": "leaky_relu",
    "PReLU": "prelu",
    "ReLU": "relu",
    "Softmax": "softmax",
}


#: What is no activation by itself but the first part of another: mish is x * tanh(softplus(x)).
_PARTS = frozenset({"exponential", "softplus"})


def doubled_activations(case: Case) -> Iterator[Diagnostic]:
    """Warns of each step that applies an activation right after another one, once for all its turns."""
    nodes = case.graph.nodes
    found: dict[Place, list[Node]] = {}
    for position in sorted(position for name in _ACTIVATIONS for position in case.by_type.get(name, ())):
        node = nodes[position]
        before = _function(nodes[node.inputs[0]])
        if before and (after := _function(node)) and (before == after or before not in _PARTS):
            found.setdefault(node.place, []).append(node)
    for place, doubled in found.items():
        fed, node = nodes[doubled[0].inputs[0]], doubled[0]
        message = f"{of_step(doubled)} applies {_function(node)} to {fed.name!r}, which ends in {_function(fed)}"
        note = Note(f"this is {fed.name!r}", case.span(fed.place))
        hint = "leave one of them out" if _function(node) == _function(fed) else "is one of them one too many?"
        yield Diagnostic("W0608", message, case.span(place), (note,), hint, "warning")


def _function(node: Node) -> str | None:
    """The activation whose values a node gives; None where it gives others."""
    if node.layer is None:
        return None
    if own := _ACTIVATIONS.get(node.type):
        return own
    arguments = vars(node.layer.definition)
    name: str | None = arguments.get("activation")
    # A recurrent layer multiplies what its activation gives by a gate.
    return None if name == "linear" or "recurrent_activation" in arguments else name
