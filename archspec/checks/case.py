"""What a doubt is looked for in: a spec, and the network that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archspec.expand.expander import Expansion, expand
from archspec.formula.evaluate import Evaluator
from archspec.graph.graph import Graph, Node
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.loading import Definition, Program
from archspec.spec.params import bind_params
from archspec.text.diagnostics import SpecError
from archspec.text.source import Place, Span


class Case(NamedTuple):
    """One network of a spec.

    Args:
        program: the spec.
        expansion: the network it gives.
        as_written: whether it is the spec's as written: no variant or param is asked for, and no strictness.
        by_type: the positions of the layers' nodes, by what Keras calls the layer.
        limits: bounds on the expansion of its variants.
    """

    program: Program
    expansion: Expansion
    as_written: bool
    by_type: Mapping[str, Sequence[int]]
    limits: Limits

    @property
    def graph(self) -> Graph:
        """The network."""
        return self.expansion.graph

    def of_variants(self) -> list[Case] | None:
        """The networks of the spec's variants; None where one of them can't be had."""
        cases = []
        for variant in self.program.document.variants:
            evaluator = Evaluator(self.limits)
            try:
                params = bind_params(self.program.document, variant, {}, evaluator)
                expansion = expand(self.program, params, name=variant, limits=self.limits, evaluator=evaluator)
            except SpecError:
                return None
            cases.append(make_case(self.program, expansion, False, self.limits))
        return cases

    def is_own(self, span: Span) -> bool:
        """Whether something is written in the spec itself rather than in a file that it extends or uses."""
        return span.source is self.program.source

    def own_blocks(self) -> Iterator[Definition]:
        """The blocks that are written in the spec itself."""
        return (block for block in self.program.blocks.values() if block.sees_spec and self.is_own(block.span))

    def span(self, place: Place) -> Span:
        """Where something stands, from its first character to the end of its word."""
        source = self.program.sources[place.file]
        line = source.line(place.line)
        end = place.column - 1
        while end < len(line) and (line[end].isalnum() or line[end] == "_"):
            end += 1
        return source.spot(place.line, place.column)._replace(end_column=max(end, place.column) + 1)


def make_case(program: Program, expansion: Expansion, as_written: bool, limits: Limits = DEFAULT_LIMITS) -> Case:
    """A network of a spec, as doubts look at it.

    Args:
        program: the spec.
        expansion: the network it gives.
        as_written: whether it is the spec's as written: no variant or param is asked for, and no strictness.
        limits: bounds on the expansion of its variants.
    """
    by_type: dict[str, list[int]] = {}
    for position, node in enumerate(expansion.graph.nodes):
        if node.layer is not None:
            by_type.setdefault(type(node.layer.definition).__name__, []).append(position)
    return Case(program, expansion, as_written, by_type, limits)


def of_step(nodes: Sequence[Node]) -> str:
    """What to call the layers that one step made: the first by its name, and how many more there are."""
    several = f" (and {len(nodes) - 1} more of this step)" if len(nodes) > 1 else ""
    return f"{nodes[0].name!r}{several}"
