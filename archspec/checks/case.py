"""What a doubt is looked for in: a spec, and the network that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archspec.expand.expander import Expansion, expand
from archspec.formula.evaluate import Evaluator
from archspec.graph.graph import Graph, Node
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.loading import Definition, Program
from archspec.spec.params import bind_params
from archspec.text.diagnostics import SpecError
from archspec.text.source import Place, Span

#: The part of the limits that the variants may take where they are expanded for a doubt alone.
_SHARE = 10


@dataclass(frozen=True)
class Case:
    """One network of a spec.

    Args:
        program: the spec.
        expansion: the network it gives.
        as_written: whether neither a variant nor the caller set any param.
        strict: whether departures are mistakes.
        limits: bounds on the expansion of its variants.
    """

    program: Program
    expansion: Expansion
    as_written: bool
    strict: bool = False
    limits: Limits = DEFAULT_LIMITS

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.expansion.graph

    @cached_property
    def by_type(self) -> Mapping[str, Sequence[int]]:
        """The positions of the layers' nodes, by what Keras calls the layer."""
        found: dict[str, list[int]] = {}
        for position, node in enumerate(self.graph.nodes):
            if node.layer is not None:
                found.setdefault(node.layer.type, []).append(position)
        return found

    @cached_property
    def variants(self) -> tuple[Case, ...] | None:
        """The networks of the spec's variants; None where one of them can't be had, or all would take too long."""
        steps, turns = self.limits.evaluation_steps // _SHARE, self.limits.turns // _SHARE
        evaluator = Evaluator(self.limits._replace(evaluation_steps=steps, turns=turns))
        try:
            return tuple(self._variant(name, evaluator) for name in self.program.document.variants)
        except SpecError:
            return None

    def _variant(self, name: str, evaluator: Evaluator) -> Case:
        params = bind_params(self.program.document, name, {}, evaluator)
        expansion = expand(self.program, params, name=name, limits=evaluator.limits, evaluator=evaluator)
        return Case(self.program, expansion, as_written=False, limits=self.limits)

    def is_own(self, span: Span) -> bool:
        """Whether something is written in the spec itself rather than in a file that it extends or uses."""
        return span.source is self.program.source

    def own_blocks(self) -> Iterator[Definition]:
        """The blocks that are written in the spec itself."""
        return (block for block in self.program.blocks.values() if block.sees_spec and self.is_own(block.span))

    def span(self, place: Place) -> Span:
        """Where something stands, from its first character to the end of its word."""
        return self.program.sources[place.file].word(place.line, place.column)


def of_step(nodes: Sequence[Node]) -> str:
    """What to call the layers that one step made: the first by its name, and how many more there are."""
    several = f" (and {len(nodes) - 1} more of this step)" if len(nodes) > 1 else ""
    return f"{nodes[0].name!r}{several}"
