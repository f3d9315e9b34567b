"""Expands a program into the flat graph: runs its steps, infers every shape, keeps where each layer came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from archspec.expand.layers import shape_excess
from archspec.expand.mistakes import Stopped
from archspec.expand.rows import Row
from archspec.expand.scope import NOTHING_KNOWN, Scope, Site, Tensor, bind_let
from archspec.expand.stepping import StepRunner
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import Formula, Value, compute
from archspec.graph.graph import Graph, Node
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.leaves import InputTensor, bad_size
from archspec.spec.loading import Program
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span


class Expansion(NamedTuple):
    """What a program expands to: the network, and the rows of its table."""

    graph: Graph
    rows: tuple[Row, ...]


class Unfinished(SpecError):
    """Steps that can't be run, all of those that do not follow from another; with what was reached all the same."""

    def __init__(self, diagnostics: Iterable[Diagnostic], rows: tuple[Row, ...], nodes: tuple[Node, ...]) -> None:
        super().__init__(diagnostics)
        self.rows = rows
        self.nodes = nodes


def expand(
    program: Program,
    params: Mapping[str, Any],
    *,
    name: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    evaluator: Evaluator | None = None,
) -> Expansion:
    """The network that a program describes with these values of its params.

    Args:
        program: the spec and its blocks.
        params: a value for every param of the spec.
        name: the model's name; the spec's own where silent.
        limits: bounds on the expansion.
        evaluator: goes on counting where the computing of params left off.

    Raises:
        Unfinished: a step can't be run as it is written.
    """
    return _Expander(program, limits, evaluator or Evaluator(limits)).run(params, name)


class _Expander(StepRunner):
    """Runs a program from its inputs to its outputs."""

    def run(self, params: Mapping[str, Any], name: str | None) -> Expansion:
        graph = None
        with suppress(Stopped), self.mistakes.collected():
            graph = self.graph(params, name)
        if graph is None or self.mistakes.any:
            raise Unfinished(self.mistakes.all(), tuple(self.rows), tuple(self.nodes.all))
        return Expansion(graph, tuple(self.rows))

    def graph(self, params: Mapping[str, Any], name: str | None) -> Graph:
        document = self.program.document
        names = self.globals = dict(params)
        bind_let(document.let, names, self.evaluator, self.mistakes.tell)
        inputs = self.inputs(names)
        scope = Scope(self.program.blocks, dict(names), self.evaluator)
        for key, tensor in zip(["input", *document.inputs], [inputs[0], *inputs], strict=True):
            scope.bind_input(key or "input", tensor)
        last = self.sequence(document.layers, inputs[0] if len(inputs) == 1 else None, Site(scope))
        outputs = self.outputs(scope, last)
        return Graph(
            name or document.name.text,
            tuple(self.nodes.all),
            tuple(tensor.position for tensor in inputs),
            tuple(tensor.position for tensor in outputs),
            tuple(document.outputs) if document.outputs_by_name else None,
            document.title.text if document.title else None,
        )

    def inputs(self, names: Mapping[str, Any]) -> list[Tensor]:
        document = self.program.document
        node = document.node["inputs"]
        tensors = []
        self.evaluator.turns += len(document.inputs)
        for key, given in document.inputs.items():
            tensor = NOTHING_KNOWN
            with self.mistakes.collected():
                tensor = self.input(key or "input", given, names, node[key].span if key else node.span)
            tensors.append(tensor)
        return tensors

    def input(self, key: str, given: InputTensor, names: Mapping[str, Any], span: Span) -> Tensor:
        shape = tuple(self.size(size, names, span) for size in given.sizes)
        excess = shape_excess(shape, self.limits)
        if excess:
            raise SpecError.single("E0505", f"the input has {excess}", span)
        return self.nodes.input(key, shape, given.dtype, span)

    def size(self, value: Value, names: Mapping[str, Any], span: Span) -> int | None:
        size = compute(value, names, self.evaluator)
        wrong = bad_size(size, value.span if isinstance(value, Formula) else span)
        if wrong:
            raise SpecError([wrong])
        return size

    def outputs(self, scope: Scope, last: Tensor | None) -> list[Tensor]:
        document = self.program.document
        if document.outputs:
            history = [last] if last else []
            tensors = [NOTHING_KNOWN] * len(document.outputs)
            for position, reference in enumerate(document.outputs.values()):
                with self.mistakes.collected():
                    tensors[position] = scope.tensor(reference, history)
            return tensors
        if last is None:
            raise SpecError.single("E0504", "no step gives an output", document.node.key_spans["layers"])
        return [last]
