"""Steps one after the other, with all their turns: `each`, `repeat`, `when` and what `as` binds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.expand.mistakes import too_deep
from archspec.expand.operations import OperationRunner
from archspec.expand.rows import printed_shape, read_row
from archspec.expand.scope import NOTHING_KNOWN, Scope, Site, Tensor
from archspec.formula.values import COMPUTED, Template, Value, compute_known
from archspec.graph.graph import Node
from archspec.spec.leaves import UNNEEDED
from archspec.spec.steps import Each, Step, bad_count, bad_items
from archspec.text.diagnostics import SpecError
from archspec.text.tree import describe


class Turn(NamedTuple):
    """One run of a step: what it took, and what it gave (nothing where it was left out)."""

    operands: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...] = ()

    @property
    def output(self) -> Tensor | None:
        """What the next step takes: the first of what it gave."""
        return self.outputs[0] if self.outputs else None


class StepRunner(OperationRunner):
    """Runs steps, in the order in which they stand."""

    def sequence(self, steps: Sequence[Step], fed: Tensor | None, site: Site) -> Tensor | None:
        """Runs steps one after the other; the last output, or what they were fed where none gave one."""
        history = [fed] if fed is not None else []
        self.depth += 1
        if self.depth > self.limits.depth and steps:
            raise too_deep(self.calls, self.limits.depth, steps[0].span)
        for step in steps:
            length = len(history)
            try:
                output = self.step(step, history, site)
            except SpecError as error:
                self.mistakes.tell(error)
                del history[length:]
                if step.when or step.repeat is not None or step.each:
                    # Whether the step gives an output can't be told, and so not how far back any other is.
                    history[:] = [NOTHING_KNOWN] * length
                output = NOTHING_KNOWN
                site.scope.spoil(step, output)
            if self.mistakes.any and output is NOTHING_KNOWN:
                output = self.documented(step, site.scope)
            if output is not None:
                history.append(output)
        self.depth -= 1
        return history[-1] if history else None

    def step(self, step: Step, history: list[Tensor], site: Site) -> Tensor | None:
        """Runs a step with all its turns; None where it is left out."""
        if step.each is None:
            return self.repeated(step, history, site, 0)
        output, before = None, len(history)
        for number in self.items(step, step.each, history, site):
            output = self.repeated(step, history, site, number) or output
            history[before:] = [] if output is None else [output]
        del history[before:]
        return output

    def items(self, step: Step, each: Each, history: list[Tensor], site: Site) -> Iterator[int]:
        """Binds the names of an `each` to one item after the other, which are counted from 1."""
        items = self.loop_value(step, each.values, history, site.scope)
        wrong = bad_items(items, each.span)
        if wrong:
            raise SpecError([wrong])
        variable, counter = each.variable, f"{each.variable}_index"
        if not items:
            self.left_out(step, history, site, {variable, counter, "index"})
        with site.scope.keeping(variable, counter):
            for number, item in enumerate(items, start=1):
                site.scope.names[variable] = item
                site.scope.names[counter] = number
                yield number

    def repeated(self, step: Step, history: list[Tensor], site: Site, number: int) -> Tensor | None:
        """Runs a step for one item of its `each`, with all turns of its `repeat`."""
        start = len(self.nodes.all)
        if step.repeat is None:
            turn = self.turn(step, history, site, number)
            self.record(step, [(turn, len(self.nodes.all))], site, start)
            return turn.output
        output, count, before = None, 0, len(history)
        turns: list[tuple[Turn, int]] = []
        for count in self.counts(step, step.repeat, history, site):
            turn = self.turn(step, history, site, count)
            if turn.output is not None:
                output = turn.output
                history[before:] = [output]
                turns[1:] = [(turn, len(self.nodes.all))]
        del history[before:]
        if count:
            self.record(step, turns, site, start, count)
        return output

    def counts(self, step: Step, repeat: Value, history: list[Tensor], site: Site) -> Iterator[int]:
        """Binds the `index` of a `repeat` to one number after the other."""
        count = self.loop_value(step, repeat, history, site.scope)
        wrong = bad_count(count, step.value_span("repeat"))
        if wrong:
            raise SpecError([wrong])
        if count == 0:
            self.left_out(step, history, site, {"index"})
        with site.scope.keeping("index"):
            for index in range(1, count + 1):
                site.scope.names["index"] = index
                yield index

    def fan(self, step: Step, fed: Tensor, site: Site) -> list[Tensor]:
        """Runs a step with all its turns beside one another, each fed with the same tensor; what each of them gave."""
        outputs: list[Tensor] = []
        try:
            for number in self.items(step, step.each, [fed], site) if step.each else (0,):
                outputs += self.beside(step, fed, site, number)
        except SpecError as error:
            self.mistakes.tell(error)
            site.scope.spoil(step, NOTHING_KNOWN)
            return [NOTHING_KNOWN]
        return outputs

    def beside(self, step: Step, fed: Tensor, site: Site, number: int) -> Iterator[Tensor]:
        """The turns of `repeat` in a fan, or the one turn of a step without."""
        start, count = len(self.nodes.all), None
        turns: list[tuple[Turn, int]] = []
        counts = (number,) if step.repeat is None else self.counts(step, step.repeat, [fed], site)
        for count in counts:
            turn = self.turn(step, [fed], site, count)
            if turn.output is not None:
                turns[1:] = [(turn, len(self.nodes.all))]
                yield turn.output
        if count is not None:
            self.record(step, turns, site, start, None if step.repeat is None else count)

    def left_out(self, step: Step, history: list[Tensor], site: Site, unbound: set[str]) -> None:
        """What a step does whose loop has no turn, so that the loop's names are unbound."""
        self.record(step, [], site, len(self.nodes.all))
        if step.as_ and not any(template.names & unbound for template in step.as_):
            self.bind_passed(step, self.operands(step, history, site.scope), site.scope)

    def loop_value(self, step: Step, value: Value, history: list[Tensor], scope: Scope) -> Any:
        """What a loop runs over."""
        if isinstance(value, COMPUTED):
            if _reads_in(value):
                self.operands(step, history, scope)
            return compute_known(value, scope.names, self.evaluator)
        return value

    def turn(self, step: Step, history: list[Tensor], site: Site, number: int) -> Turn:
        """Runs a step once."""
        self.evaluator.turns += 1
        if self.evaluator.turns > self.limits.turns:
            raise SpecError.single("E0508", f"more than {self.limits.turns} steps are run", step.span)
        most = self.limits.evaluation_steps
        if self.evaluator.steps > most:
            raise SpecError.single("E0309", f"more than {most} steps of evaluation", step.span)
        if step.when is not None and not self.holds(step, history, site.scope):
            return self.otherwise(step, history, site)
        operands = self.operands(step, history, site.scope)
        try:
            outputs = self.operation(step, operands, site, number)
        except SpecError as error:
            self.mistakes.tell(error)
            outputs = (NOTHING_KNOWN,) * max(1, len(step.as_))
        if step.as_:
            site.scope.names["in"] = operands[0].shape
            self.bind(step, outputs, site.scope)
        return Turn(operands, outputs)

    def bind(self, step: Step, outputs: Sequence[Tensor], scope: Scope) -> None:
        """Binds what a step gives; a wrong name is told, and nothing follows from it."""
        if outputs[0] is NOTHING_KNOWN:
            scope.spoil(step, NOTHING_KNOWN)
            return
        try:
            if len(step.as_) > 1 and len(step.as_) == len(outputs):
                outputs = [self.result(step, *pair) for pair in zip(step.as_, outputs, strict=True)]
            scope.bind(step, outputs)
        except SpecError as error:
            self.mistakes.tell(error)
            scope.spoil(step, NOTHING_KNOWN)

    def result(self, step: Step, name: Template, output: Tensor) -> Tensor:
        """What a name of `as` binds: a tensor of its own, unless nothing needs it."""
        return output if name.constant == UNNEEDED else self.nodes.result(output, step.value_span("as"))

    def documented(self, step: Step, scope: Scope) -> Tensor:
        """What a step that can't be run would give if its row were right: what comes after is looked at as well."""
        shape = None
        # What the row says of each turn can't be computed where no turn is under way.
        with suppress(SpecError) if step.each or step.repeat is not None else self.mistakes.collected():
            shape = printed_shape(step.out, scope.names, self.evaluator) if step.out else None
        if shape is None:
            return NOTHING_KNOWN
        tensor = self.nodes.add(Node("as the row documents", None, (), (), shape, (), self.nodes.place(step.span)))
        scope.spoil(step, tensor)
        return tensor

    def holds(self, step: Step, history: list[Tensor], scope: Scope) -> bool:
        """Whether the condition of a step holds."""
        assert step.when is not None
        if "in" in step.when.names:
            self.operands(step, history, scope)
        value = compute_known(step.when, scope.names, self.evaluator)
        if not isinstance(value, bool):
            raise SpecError.single("E0306", f"'when' is true or false, found {describe(value)}", step.when.span)
        return value

    def otherwise(self, step: Step, history: list[Tensor], site: Site) -> Turn:
        """What a step does whose `when` is false."""
        if not step.else_ and not step.as_:
            return Turn(())
        operands = self.operands(step, history, site.scope)
        output = None
        if step.else_:
            output = self.sequence(step.else_, self.single(step, operands), site)
        if step.as_ and output is not None:
            self.bind(step, [output], site.scope)
        elif step.as_:
            self.bind_passed(step, operands, site.scope)
        return Turn(operands, () if output is None else (output,))

    def bind_passed(self, step: Step, operands: tuple[Tensor, ...], scope: Scope) -> None:
        """Binds what a step that is left out would have taken."""
        if len(operands) != len(step.as_):
            message = f"'as' of a step that is left out names what it would have taken, found {len(operands)} tensors"
            raise SpecError.single("E0509", message, step.value_span("as"), help="give the step an 'else'")
        scope.bind(step, operands)

    def operands(self, step: Step, history: list[Tensor], scope: Scope) -> tuple[Tensor, ...]:
        """The tensors a step takes; `in` is the shape of the first of them from here on."""
        if step.from_ is None:
            if not history:
                raise SpecError.single(
                    "E0501", "with several inputs the first step says which it takes", step.span, help="add 'from'"
                )
            operands = history[-1:]
        else:
            operands = [scope.tensor(reference, history) for reference in step.from_]
            self.evaluator.steps += len(operands)
        scope.names["in"] = operands[0].shape
        return tuple(operands)

    def record(
        self,
        step: Step,
        turns: list[tuple[Turn, int]],
        site: Site,
        start: int,
        count: int | None = None,
    ) -> None:
        """Notes the row a step documents: `in` at the first of its turns that ran, `out` at the last."""
        if step.row is None and step.in_ is None and step.out is None:
            return
        ran = [(turn.operands, turn.output, end) for turn, end in turns if turn.output is not None]
        if self.mistakes.any and ran and (ran[-1][1] is NOTHING_KNOWN or NOTHING_KNOWN in ran[0][0]):
            return
        inputs: tuple[Shape, ...] = ()
        end = start
        if ran:
            operands, _, end = ran[0]
            inputs = tuple(tensor.shape for tensor in operands)
            site.scope.names["in"] = inputs[0]
        row = read_row(
            step,
            site.scope.names,
            self.evaluator,
            inputs=inputs,
            output=ran[-1][1].shape if ran else None,
            taken=tuple(tensor.position for tensor in ran[0][0]) if ran else (),
            given=ran[-1][1].position if ran else None,
            first=(start, end),
            turns=count,
            nested=any(frame.block for frame in site.path),
        )
        self.rows.append(row)


def _reads_in(value: Value) -> bool:
    return "in" in getattr(value, "names", ("in",))
