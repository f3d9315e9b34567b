"""What a step does with the tensors it takes: calls of layers, functions and blocks, groups and branches."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from archspec.expand.mistakes import Called, Mistakes
from archspec.expand.naming import check_layer_name, joined
from archspec.expand.nodes import Argument, Here, Nodes
from archspec.expand.rows import Row
from archspec.expand.scope import NOTHING_KNOWN, Scope, Site, Tensor, enter
from archspec.expand.sharing import Named, Shared
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import Template, compute, fill
from archspec.graph.graph import Frame
from archspec.limits import Limits
from archspec.spec.call_arguments import CallArguments
from archspec.spec.calls import Call
from archspec.spec.checking import unknown_block
from archspec.spec.loading import Program
from archspec.spec.steps import Step
from archspec.text.diagnostics import SpecError
from archspec.text.tree import describe


class OperationRunner(ABC):
    """Runs the operations of steps.

    Args:
        program: the spec and its blocks.
        limits: bounds on the expansion.
        evaluator: computes formulas.
    """

    def __init__(self, program: Program, limits: Limits, evaluator: Evaluator) -> None:
        self.program = program
        self.limits = limits
        self.evaluator = evaluator
        self.nodes = Nodes(self.evaluator, program.sources)
        self.rows: list[Row] = []
        self.globals: dict[str, Any] = {}
        self.mistakes = Mistakes(limits.mistakes)
        self.calls = self.mistakes.calls
        self.depth = 0

    @abstractmethod
    def sequence(self, steps: Sequence[Step], fed: Tensor | None, site: Site) -> Tensor | None:
        """Runs steps one after the other; the last output, or what they were fed where none gave one."""

    @abstractmethod
    def fan(self, step: Step, fed: Tensor, site: Site) -> list[Tensor]:
        """Runs a step with all its turns beside one another, each fed with the same tensor; what each of them gave."""

    def single(self, step: Step, operands: tuple[Tensor, ...]) -> Tensor:
        """The one tensor that a group or branches take."""
        if len(operands) != 1:
            span = step.value_span("from")
            raise SpecError.single("E0509", f"a group takes one tensor, found {len(operands)}", span)
        return operands[0]

    def operation(self, step: Step, operands: tuple[Tensor, ...], site: Site, number: int) -> tuple[Tensor, ...]:
        """What a step does with the tensors it takes: all that it gives."""
        if step.operation is not None:
            if step.share is not None:
                return self.shared(step, operands, site, number)
            return self.called(step.operation, step, operands, site, number)
        fed = self.single(step, operands)
        if step.layers is not None:
            if step.name is not None:
                prefix = joined(site.prefix, self.own_name(step.name, site.scope))
                site = site.within(Frame(None, prefix, self.nodes.place(step.span), number))
            return (self.sequence(step.layers, fed, site) or fed,)
        if step.branches is None:
            # A step that could not be read.
            raise SpecError(())
        return self.branches(step, fed, site)

    def called(
        self,
        call: Call,
        step: Step,
        operands: tuple[Tensor, ...],
        site: Site,
        number: int,
    ) -> tuple[Tensor, ...]:
        """The call of a layer, a function or a block."""
        if call.is_keras:
            return self.layer(call, step, operands, site)
        return self.block(call, step, operands, site, number)

    def shared(self, step: Step, operands: tuple[Tensor, ...], site: Site, number: int) -> tuple[Tensor, ...]:
        """A step that makes layers for others to call again, or calls those that the first with its key made."""
        assert step.operation is not None
        assert step.share is not None
        key, call = step.share.text, step.operation
        own = None if step.name is None else self.own_name(step.name, site.scope)
        first = site.scope.shared.get(key)
        if first is None:
            first = site.scope.shared[key] = Shared(key, call, site.prefix, own)
            wrong = len(self.mistakes.found)
            with self.nodes.recording(first):
                outputs = self.called(call, step, operands, site, number)
            first.complete = wrong == len(self.mistakes.found) and NOTHING_KNOWN not in operands
            return outputs
        if not first.complete:
            return (NOTHING_KNOWN,)
        if own is not None and joined(site.prefix, own) != joined(first.prefix, first.name or ""):
            assert step.name is not None
            raise first.misfit(f"the name {joined(site.prefix, own)!r} is not that of the first step", step.name.span)
        with self.nodes.replaying(first):
            return self.called(call, step, operands, site._replace(prefix=first.prefix), number)

    def branches(self, step: Step, fed: Tensor, site: Site) -> tuple[Tensor, ...]:
        """Sequences fed with the same tensor, and the layer that joins them."""
        assert step.branches is not None
        assert step.merge is not None
        ends: list[Tensor] = []
        fans = step.fans
        for name, steps in step.branches.items():
            if name in fans:
                site.scope.names["in"] = fed.shape
                ends += self.fan(steps[0], fed, site)
            else:
                ends.append(self.sequence(steps, fed, site) or fed)
        site.scope.names["in"] = fed.shape
        return self.layer(step.merge, step, tuple(ends), site)

    def own_name(self, name: Template, scope: Scope) -> str:
        """The name that a step gives, which must be one; one without formulas was looked at when it was read."""
        return name.constant or check_layer_name(fill(name, scope.names, self.evaluator), name.span)

    def step_name(self, step: Step, scope: Scope) -> str | None:
        """The name of a step; one that shares a layer has that of the first."""
        first = scope.shared.get(step.share.text) if step.share else None
        if first is not None:
            return first.name
        return None if step.name is None else self.own_name(step.name, scope)

    def layer(self, call: Call, step: Step, operands: tuple[Tensor, ...], site: Site) -> tuple[Tensor, ...]:
        """Adds the node of one call of a layer or function."""
        definition = self.nodes.maker.layer(call, site.scope.names)
        here = Here(step, site)
        named = self.layer_name(call, here)
        if self.mistakes.any and NOTHING_KNOWN in operands:
            return (NOTHING_KNOWN,)
        beside = self.call_arguments(step, site.scope) if step.call and call is step.operation else ()
        if self.mistakes.any and any(NOTHING_KNOWN in each.tensors for each in beside):
            return (NOTHING_KNOWN,)
        return self.nodes.call(call, definition, named, operands, here, beside)

    def call_arguments(self, step: Step, scope: Scope) -> tuple[Argument, ...]:
        """What a step gives to the call of its layer."""
        assert step.call is not None
        given = []
        for name in step.call.node:
            if name in step.call.flags:
                given.append(Argument(name, self.flag(name, step.call, scope)))
            else:
                tensors = tuple([scope.tensor(reference, []) for reference in step.call.tensors.get(name, ())])
                given.append(Argument(name, None, tensors, name in step.call.listed))
        return tuple(given)

    def flag(self, name: str, call: CallArguments, scope: Scope) -> bool:
        """Whether an argument of a call is true."""
        value = compute(call.flags[name], scope.names, self.evaluator)
        if not isinstance(value, bool):
            message = f"{name} is true or false, found {describe(value)}"
            raise SpecError.single("E0405", message, call.node[name].span)
        return value

    def layer_name(self, call: Call, here: Here) -> Named:
        """The full name of a layer; a wrong one is told and needs no more."""
        step = here.step
        try:
            return self.nodes.name(call, self.step_name(step, here.site.scope), here)
        except SpecError as error:
            if error.diagnostics and error.diagnostics[0].code == "E0513":
                raise
            self.mistakes.tell(error)
            name = joined(here.site.prefix, step.name.text if step.name else call.name)
            return Named(name, name)

    def block(
        self,
        call: Call,
        step: Step,
        operands: tuple[Tensor, ...],
        site: Site,
        number: int,
    ) -> tuple[Tensor, ...]:
        """Expands one call of a block."""
        definition = site.scope.blocks.get(call.name)
        if definition is None:
            raise SpecError([unknown_block(call, site.scope.blocks)])
        name = self.step_name(step, site.scope)
        prefix = site.prefix if name is None else joined(site.prefix, name)
        inner = enter(definition, call, operands, site.scope, self.globals, self.mistakes.tell)
        frame = Frame(call.name, prefix, self.nodes.place(call.span), number)
        self.calls.append(Called(call, prefix, number))
        last = self.sequence(definition.block.layers, operands[0], site.within(frame, inner)) or operands[0]
        outputs = [NOTHING_KNOWN] * len(definition.block.outputs)
        for place, reference in enumerate(definition.block.outputs):
            with self.mistakes.collected():
                outputs[place] = inner.tensor(reference, [last])
        self.calls.pop()
        return tuple(outputs) or (last,)
