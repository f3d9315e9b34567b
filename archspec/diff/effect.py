"""What the differences do to a network as a whole."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from archspec.diff.opaque import Opaque
from archspec.graph.costs import totals
from archspec.graph.graph import Graph
from archspec.graph.receptive import receptive_fields

Figure = int | tuple[int | Fraction | None, ...] | None


class Effect(NamedTuple):
    """One figure of both networks; None where it is unknown.

    Args:
        name: `layers`, `parameters`, `trainable_parameters`, `multiply_adds`, `memory` (bytes), `depth`,
            `receptive_field` (pixels along each axis of the input).
        before: of the first network.
        after: of the second.
    """

    name: str
    before: Figure
    after: Figure

    @property
    def difference(self) -> int | Fraction | None:
        """How much more it is; None where that is no number."""
        before, after = _number(self.before), _number(self.after)
        return None if before is None or after is None else after - before

    @property
    def percent(self) -> float | None:
        """The difference in hundredths of what it was; None where that is no number."""
        before, difference = _number(self.before), self.difference
        return float(100 * difference / before) if before and difference is not None else None


def _number(figure: Figure) -> int | Fraction | None:
    """A figure as one number, which a receptive field is where it is the same along every axis."""
    if isinstance(figure, tuple):
        return figure[0] if figure and len(set(figure)) == 1 else None
    return figure


def effects(before: Graph, after: Graph) -> tuple[Effect, ...]:
    """Every figure of both networks."""
    old, new = _figures(before), _figures(after)
    return tuple([Effect(name, old[name], new[name]) for name in old])


def _figures(graph: Graph) -> dict[str, Figure]:
    whole = totals(graph)
    known = not any(node.layer and isinstance(node.layer.definition, Opaque) for node in graph.nodes)
    return {
        "layers": whole.layers,
        "parameters": whole.parameters if known else None,
        "trainable_parameters": whole.trainable_parameters if known else None,
        "multiply_adds": whole.multiply_adds,
        "memory": whole.memory,
        "depth": whole.depth if known else None,
        "receptive_field": _field(graph) if known else None,
    }


def _field(graph: Graph) -> Figure:
    """What the model's outputs see of its input, the largest of each axis."""
    every = receptive_fields(graph)
    sizes: list[tuple[int | Fraction | None, ...]] = [
        tuple([field.size for field in every[position]]) for position in graph.outputs
    ]
    if len(sizes) == 1:
        return sizes[0]
    return max(sizes, key=lambda axes: [float("inf") if size is None else float(size) for size in axes], default=())
