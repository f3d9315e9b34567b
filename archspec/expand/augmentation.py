"""What data goes through in training before it comes to the network: steps that keep its shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archspec.catalogue.shapes import show
from archspec.expand.expander import expand
from archspec.formula.evaluate import Evaluator
from archspec.graph.graph import Graph
from archspec.limits import Limits
from archspec.spec.loading import Program
from archspec.text.diagnostics import SpecError
from archspec.text.tree import Mapping as MappingNode


def expand_augmentation(
    program: Program, params: Mapping[str, Any], limits: Limits, evaluator: Evaluator
) -> Graph | None:
    """The augmentation of a spec that says how it is trained, as a network of its own; None where it has no steps.

    Args:
        program: the spec and its blocks.
        params: a value for every param of the spec.
        limits: bounds on the expansion.
        evaluator: goes on counting.

    Raises:
        SpecError: a step can't be run, or another shape comes out than goes in.
    """
    document = program.document
    if not document.training.augmentation:
        return None
    node = MappingNode({"inputs": document.node["inputs"]}, document.node.key_spans, document.node.span)
    steps = document.model_copy(update={"layers": document.training.augmentation, "outputs": {}, "node": node})
    graph = expand(
        program._replace(document=steps), params, name="augmentation", limits=limits, evaluator=evaluator
    ).graph
    [before, after] = (graph.nodes[position[0]].output_shape for position in (graph.inputs, graph.outputs))
    if before != after:
        message = f"the augmentation gives {show(after)}, the network takes {show(before)}"
        raise SpecError.single("E0242", message, document.training.key_span("augmentation"))
    return graph
