"""Biases that a batch normalization takes out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archspec.checks.case import Case, of_step
from archspec.graph.graph import Graph, Node
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Place

#: The layers that add one bias to each channel, last.
_BIASED = frozenset(
    {"Dense", "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D"}
    | {f"Conv{rank}D{sort}" for rank in (1, 2, 3) for sort in ("", "Transpose")}
)


def useless_biases(case: Case) -> Iterator[Diagnostic]:
    """Warns of each step with a bias right before a batch normalization that has one of its own.

    The normalization subtracts the mean of each channel, and whatever was added to all of the channel with it (Ioffe
    and Szegedy 2015, section 3.2). A step that is needed with its bias in another turn or call is left alone.
    """
    normalizations = case.by_type.get("BatchNormalization")
    normalized = _normalized(case.graph, normalizations) if normalizations else None
    if not normalized:
        return
    nodes = case.graph.nodes
    places = {nodes[position].place for position in normalized}
    made: dict[Place, list[int]] = {}
    for position, node in enumerate(nodes):
        if node.place in places:
            made.setdefault(node.place, []).append(position)
    for positions in made.values():
        if all(position in normalized for position in positions):
            yield _doubt(case, [nodes[each] for each in positions], nodes[normalized[positions[0]]])


def _doubt(case: Case, nodes: list[Node], reader: Node) -> Diagnostic:
    message = f"the bias of {of_step(nodes)} changes nothing: {reader.name!r} right after it subtracts it again"
    note = Note("this is the batch normalization", case.span(reader.place))
    return Diagnostic(
        "W0607",
        message,
        case.span(nodes[0].place),
        (note,),
        "write 'use_bias: false', which saves its weights",
        "warning",
    )


def _normalized(graph: Graph, normalizations: Sequence[int]) -> dict[int, int]:
    """The nodes with a bias that only a batch normalization reads, by position, with that one's."""
    nodes = graph.nodes
    found = {
        nodes[position].inputs[0]: position
        for position in normalizations
        if _takes_out(nodes[position], nodes[nodes[position].inputs[0]])
    }
    if not found:
        return found
    readers = Counter([*graph.outputs, *(position for node in nodes for position in node.inputs)])
    return {position: reader for position, reader in found.items() if readers[position] == 1}


def _takes_out(normalization: Node, node: Node) -> bool:
    """Whether a batch normalization takes the bias of a node out and adds its own."""
    if node.layer is None or normalization.layer is None:
        return False
    before, after = vars(node.layer.definition), vars(normalization.layer.definition)
    if not before.get("use_bias") or before.get("activation") not in (None, "linear"):
        return False
    return bool(after["center"]) and after["axis"] in _channels(before.get("data_format"), node)


def _channels(data_format: str | None, node: Node) -> tuple[int, ...]:
    """The ways to write the axis, batch included, along which a layer has a bias for each place."""
    if node.type not in _BIASED:
        return ()
    if data_format == "channels_first":
        return (1, -len(node.output_shape))
    return (-1, len(node.output_shape))
