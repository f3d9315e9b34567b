"""Biases that a batch normalization takes out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from archspec.checks.case import Case, of_step
from archspec.graph.graph import Layer, Node
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
    normalized = _normalized(case)
    if not normalized:
        return
    nodes = case.graph.nodes
    types = {nodes[position].type for position in normalized}
    needed = {nodes[each].place for name in types for each in case.by_type[name] if each not in normalized}
    made: dict[Place, list[int]] = {}
    for position in sorted(normalized):
        if nodes[position].place not in needed:
            made.setdefault(nodes[position].place, []).append(position)
    for positions in made.values():
        yield _doubt(case, [nodes[each] for each in positions], nodes[normalized[positions[0]]])


def _doubt(case: Case, nodes: list[Node], reader: Node) -> Diagnostic:
    message = f"the bias of {of_step(nodes)} changes nothing: {reader.name!r} right after it subtracts it again"
    note = Note("this is the batch normalization", case.span(reader.place))
    hint = "write 'use_bias: false', which saves its weights"
    return Diagnostic("W0607", message, case.span(nodes[0].place), (note,), hint, "warning")


def _normalized(case: Case) -> dict[int, int]:
    """The nodes with a bias that only a batch normalization reads, by position, with that one's."""
    nodes = case.graph.nodes
    found: dict[int, int] = {}
    for position in case.by_type.get("BatchNormalization", ()):
        fed = nodes[position].inputs[0]
        if _takes_out(nodes[position].layer, nodes[fed]):
            found[fed] = position
    if not found:
        return found
    readers = Counter(chain.from_iterable([node.inputs for node in nodes]))
    readers.update(case.graph.outputs)
    return {position: reader for position, reader in found.items() if readers[position] == 1}


def _takes_out(normalization: Layer | None, node: Node) -> bool:
    """Whether a batch normalization takes the bias of a node out and adds its own."""
    if node.layer is None or normalization is None or node.type not in _BIASED:
        return False
    before, after = vars(node.layer.definition), vars(normalization.definition)
    if not before["use_bias"] or before["activation"] not in (None, "linear"):
        return False
    return after["center"] and after["axis"] in _channels(before.get("data_format"), len(node.output_shape))


def _channels(data_format: str | None, rank: int) -> tuple[int, ...]:
    """The ways to write the axis of the channels, batch included, of a shape with so many sizes."""
    return (1, -rank) if data_format == "channels_first" else (-1, rank)
