"""Expands a program into the flat graph: runs its steps, infers every shape, keeps where each layer came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.expand.layers import shape_excess
from archspec.expand.mistakes import Called, Mistakes, Stopped, too_deep
from archspec.expand.naming import check_layer_name, joined
from archspec.expand.nodes import Argument, Here, Nodes
from archspec.expand.rows import Row, printed_shape, read_row
from archspec.expand.scope import NOTHING_KNOWN, Scope, Tensor, bind_let, enter
from archspec.expand.sharing import Named, Shared
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import COMPUTED, Formula, Template, Value, compute, compute_known, fill
from archspec.graph.graph import Frame, Graph, Node
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.call_arguments import CallArguments
from archspec.spec.calls import Call
from archspec.spec.checking import unknown_block
from archspec.spec.leaves import InputTensor, bad_size
from archspec.spec.loading import Program
from archspec.spec.steps import Each, Step, bad_count, bad_items
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.tree import describe

Path = tuple[Frame, ...]


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


class Turn(NamedTuple):
    """One run of a step: what it took, and what it gave (nothing where it was left out)."""

    operands: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...] = ()

    @property
    def output(self) -> Tensor | None:
        """What the next step takes: the first of what it gave."""
        return self.outputs[0] if self.outputs else None


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


class _Expander:
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
        last = self.sequence(document.layers, inputs[0] if len(inputs) == 1 else None, scope, "", ())
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

    def sequence(
        self, steps: Sequence[Step], fed: Tensor | None, scope: Scope, prefix: str, path: Path
    ) -> Tensor | None:
        """Runs steps one after the other; the last output, or what they were fed where none gave one."""
        history = [fed] if fed is not None else []
        self.depth += 1
        if self.depth > self.limits.depth and steps:
            raise too_deep(self.calls, self.limits.depth, steps[0].span)
        for step in steps:
            length = len(history)
            try:
                output = self.step(step, history, scope, prefix, path)
            except SpecError as error:
                self.mistakes.tell(error)
                del history[length:]
                if step.when or step.repeat is not None or step.each:
                    # Whether the step gives an output can't be told, and so not how far back any other is.
                    history[:] = [NOTHING_KNOWN] * length
                output = NOTHING_KNOWN
                scope.spoil(step, output)
            if self.mistakes.any and output is NOTHING_KNOWN:
                output = self.documented(step, scope)
            if output is not None:
                history.append(output)
        self.depth -= 1
        return history[-1] if history else None

    def step(self, step: Step, history: list[Tensor], scope: Scope, prefix: str, path: Path) -> Tensor | None:
        """Runs a step with all its turns; None where it is left out."""
        if step.each is None:
            return self.repeated(step, history, scope, prefix, path, 0)
        output, before = None, len(history)
        for number in self.items(step, step.each, history, scope, path):
            output = self.repeated(step, history, scope, prefix, path, number) or output
            history[before:] = [] if output is None else [output]
        del history[before:]
        return output

    def items(self, step: Step, each: Each, history: list[Tensor], scope: Scope, path: Path) -> Iterator[int]:
        """Binds the names of an `each` to one item after the other, which are counted from 1."""
        items = self.loop_value(step, each.values, history, scope)
        wrong = bad_items(items, each.span)
        if wrong:
            raise SpecError([wrong])
        variable, counter = each.variable, f"{each.variable}_index"
        if not items:
            self.left_out(step, history, scope, path, {variable, counter, "index"})
        with scope.keeping(variable, counter):
            for number, item in enumerate(items, start=1):
                scope.names[variable] = item
                scope.names[counter] = number
                yield number

    def repeated(
        self, step: Step, history: list[Tensor], scope: Scope, prefix: str, path: Path, number: int
    ) -> Tensor | None:
        start = len(self.nodes.all)
        if step.repeat is None:
            turn = self.turn(step, history, scope, prefix, path, number)
            self.record(step, [(turn, len(self.nodes.all))], scope, start, path)
            return turn.output
        output, count, before = None, 0, len(history)
        turns: list[tuple[Turn, int]] = []
        for count in self.counts(step, step.repeat, history, scope, path):
            turn = self.turn(step, history, scope, prefix, path, count)
            if turn.output is not None:
                output = turn.output
                history[before:] = [output]
                turns[1:] = [(turn, len(self.nodes.all))]
        del history[before:]
        if count:
            self.record(step, turns, scope, start, path, count)
        return output

    def counts(self, step: Step, repeat: Value, history: list[Tensor], scope: Scope, path: Path) -> Iterator[int]:
        """Binds the `index` of a `repeat` to one number after the other."""
        count = self.loop_value(step, repeat, history, scope)
        wrong = bad_count(count, step.value_span("repeat"))
        if wrong:
            raise SpecError([wrong])
        if count == 0:
            self.left_out(step, history, scope, path, {"index"})
        with scope.keeping("index"):
            for index in range(1, count + 1):
                scope.names["index"] = index
                yield index

    def fan(self, step: Step, fed: Tensor, scope: Scope, prefix: str, path: Path) -> list[Tensor]:
        """Runs a step with all its turns beside one another, each fed with the same tensor; what each of them gave."""
        outputs: list[Tensor] = []
        try:
            for number in self.items(step, step.each, [fed], scope, path) if step.each else (0,):
                outputs += self.beside(step, fed, scope, prefix, path, number)
        except SpecError as error:
            self.mistakes.tell(error)
            scope.spoil(step, NOTHING_KNOWN)
            return [NOTHING_KNOWN]
        return outputs

    def beside(self, step: Step, fed: Tensor, scope: Scope, prefix: str, path: Path, number: int) -> Iterator[Tensor]:
        """The turns of `repeat` in a fan, or the one turn of a step without."""
        start, count = len(self.nodes.all), None
        turns: list[tuple[Turn, int]] = []
        counts = (number,) if step.repeat is None else self.counts(step, step.repeat, [fed], scope, path)
        for count in counts:
            turn = self.turn(step, [fed], scope, prefix, path, count)
            if turn.output is not None:
                turns[1:] = [(turn, len(self.nodes.all))]
                yield turn.output
        if count is not None:
            self.record(step, turns, scope, start, path, None if step.repeat is None else count)

    def left_out(self, step: Step, history: list[Tensor], scope: Scope, path: Path, unbound: set[str]) -> None:
        """What a step does whose loop has no turn, so that the loop's names are unbound."""
        self.record(step, [], scope, len(self.nodes.all), path)
        if step.as_ and not any(template.names & unbound for template in step.as_):
            self.bind_passed(step, self.operands(step, history, scope), scope)

    def loop_value(self, step: Step, value: Value, history: list[Tensor], scope: Scope) -> Any:
        if isinstance(value, COMPUTED):
            if _reads_in(value):
                self.operands(step, history, scope)
            return compute_known(value, scope.names, self.evaluator)
        return value

    def turn(self, step: Step, history: list[Tensor], scope: Scope, prefix: str, path: Path, number: int) -> Turn:
        """Runs a step once."""
        self.evaluator.turns += 1
        if self.evaluator.turns > self.limits.turns:
            raise SpecError.single("E0508", f"more than {self.limits.turns} steps are run", step.span)
        most = self.limits.evaluation_steps
        if self.evaluator.steps > most:
            raise SpecError.single("E0309", f"more than {most} steps of evaluation", step.span)
        if step.when is not None and not self.holds(step, history, scope):
            return self.otherwise(step, history, scope, prefix, path)
        operands = self.operands(step, history, scope)
        try:
            outputs = self.operation(step, operands, scope, prefix, path, number)
        except SpecError as error:
            self.mistakes.tell(error)
            outputs = (NOTHING_KNOWN,) * max(1, len(step.as_))
        if step.as_:
            scope.names["in"] = operands[0].shape
            self.bind(step, outputs, scope)
        return Turn(operands, outputs)

    def bind(self, step: Step, outputs: Sequence[Tensor], scope: Scope) -> None:
        if outputs[0] is NOTHING_KNOWN:
            scope.spoil(step, NOTHING_KNOWN)
            return
        try:
            if len(step.as_) > 1 and len(step.as_) == len(outputs):
                outputs = [self.nodes.result(output, step.value_span("as")) for output in outputs]
            scope.bind(step, outputs)
        except SpecError as error:
            self.mistakes.tell(error)
            scope.spoil(step, NOTHING_KNOWN)

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
        assert step.when is not None
        if "in" in step.when.names:
            self.operands(step, history, scope)
        value = compute_known(step.when, scope.names, self.evaluator)
        if not isinstance(value, bool):
            raise SpecError.single("E0306", f"'when' is true or false, found {describe(value)}", step.when.span)
        return value

    def otherwise(self, step: Step, history: list[Tensor], scope: Scope, prefix: str, path: Path) -> Turn:
        """What a step does whose `when` is false."""
        if not step.else_ and not step.as_:
            return Turn(())
        operands = self.operands(step, history, scope)
        output = None
        if step.else_:
            output = self.sequence(step.else_, self.single(step, operands), scope, prefix, path)
        if step.as_ and output is not None:
            self.bind(step, [output], scope)
        elif step.as_:
            self.bind_passed(step, operands, scope)
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

    def single(self, step: Step, operands: tuple[Tensor, ...]) -> Tensor:
        if len(operands) != 1:
            span = step.value_span("from")
            raise SpecError.single("E0509", f"a group takes one tensor, found {len(operands)}", span)
        return operands[0]

    def operation(
        self, step: Step, operands: tuple[Tensor, ...], scope: Scope, prefix: str, path: Path, number: int
    ) -> tuple[Tensor, ...]:
        """What a step does with the tensors it takes: all that it gives."""
        if step.operation is not None:
            if step.share is not None:
                return self.shared(step, operands, scope, prefix, path, number)
            return self.called(step.operation, step, operands, scope, prefix, path, number)
        fed = self.single(step, operands)
        if step.layers is not None:
            if step.name is not None:
                prefix = joined(prefix, self.own_name(step.name, scope))
                path = (*path, Frame(None, prefix, self.nodes.place(step.span), number))
            return (self.sequence(step.layers, fed, scope, prefix, path) or fed,)
        if step.branches is None:
            # A step that could not be read.
            raise SpecError(())
        return self.branches(step, fed, scope, prefix, path)

    def called(
        self,
        call: Call,
        step: Step,
        operands: tuple[Tensor, ...],
        scope: Scope,
        prefix: str,
        path: Path,
        number: int,
    ) -> tuple[Tensor, ...]:
        """The call of a layer, a function or a block."""
        if call.is_keras:
            return self.layer(call, step, operands, scope, prefix, path)
        return self.block(call, step, operands, scope, prefix, path, number)

    def shared(
        self, step: Step, operands: tuple[Tensor, ...], scope: Scope, prefix: str, path: Path, number: int
    ) -> tuple[Tensor, ...]:
        """A step that makes layers for others to call again, or calls those that the first with its key made."""
        assert step.operation is not None
        assert step.share is not None
        key, call = step.share.text, step.operation
        own = None if step.name is None else self.own_name(step.name, scope)
        first = scope.shared.get(key)
        if first is None:
            first = scope.shared[key] = Shared(key, call, prefix, own)
            wrong = len(self.mistakes.found)
            with self.nodes.recording(first):
                outputs = self.called(call, step, operands, scope, prefix, path, number)
            first.complete = wrong == len(self.mistakes.found)
            return outputs
        if not first.complete:
            return (NOTHING_KNOWN,)
        if own is not None and joined(prefix, own) != joined(first.prefix, first.name or ""):
            assert step.name is not None
            raise first.misfit(f"the name {joined(prefix, own)!r} is not that of the first step", step.name.span)
        with self.nodes.replaying(first):
            return self.called(call, step, operands, scope, first.prefix, path, number)

    def branches(self, step: Step, fed: Tensor, scope: Scope, prefix: str, path: Path) -> tuple[Tensor, ...]:
        assert step.branches is not None
        assert step.merge is not None
        ends: list[Tensor] = []
        fans = step.fans
        for name, steps in step.branches.items():
            if name in fans:
                scope.names["in"] = fed.shape
                ends += self.fan(steps[0], fed, scope, prefix, path)
            else:
                ends.append(self.sequence(steps, fed, scope, prefix, path) or fed)
        scope.names["in"] = fed.shape
        return self.layer(step.merge, step, tuple(ends), scope, prefix, path)

    def own_name(self, name: Template, scope: Scope) -> str:
        return check_layer_name(fill(name, scope.names, self.evaluator), name.span)

    def step_name(self, step: Step, scope: Scope) -> str | None:
        """The name of a step; one that shares a layer has that of the first."""
        first = scope.shared.get(step.share.text) if step.share else None
        if first is not None:
            return first.name
        return None if step.name is None else self.own_name(step.name, scope)

    def layer(
        self, call: Call, step: Step, operands: tuple[Tensor, ...], scope: Scope, prefix: str, path: Path
    ) -> tuple[Tensor, ...]:
        """Adds the node of one call of a layer or function."""
        definition = self.nodes.maker.layer(call, scope.names)
        here = Here(step, prefix, path, scope.names.get("index"))
        named = self.layer_name(call, scope, here)
        if self.mistakes.any and NOTHING_KNOWN in operands:
            return (NOTHING_KNOWN,)
        beside = self.call_arguments(step, scope) if step.call and call is step.operation else ()
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
        value = compute(call.flags[name], scope.names, self.evaluator)
        if not isinstance(value, bool):
            message = f"{name} is true or false, found {describe(value)}"
            raise SpecError.single("E0405", message, call.node[name].span)
        return value

    def layer_name(self, call: Call, scope: Scope, here: Here) -> Named:
        """The full name of a layer; a wrong one is told and needs no more."""
        step = here.step
        try:
            return self.nodes.name(call, self.step_name(step, scope), here)
        except SpecError as error:
            if error.diagnostics and error.diagnostics[0].code == "E0513":
                raise
            self.mistakes.tell(error)
            name = joined(here.prefix, step.name.text if step.name else call.name)
            return Named(name, name)

    def block(
        self,
        call: Call,
        step: Step,
        operands: tuple[Tensor, ...],
        scope: Scope,
        prefix: str,
        path: Path,
        number: int,
    ) -> tuple[Tensor, ...]:
        """Expands one call of a block."""
        definition = scope.blocks.get(call.name)
        if definition is None:
            raise SpecError([unknown_block(call, scope.blocks)])
        name = self.step_name(step, scope)
        if name is not None:
            prefix = joined(prefix, name)
        inner = enter(definition, call, operands, scope, self.globals, self.mistakes.tell)
        frame = Frame(call.name, prefix, self.nodes.place(call.span), number)
        self.calls.append(Called(call, prefix, number))
        last = self.sequence(definition.block.layers, operands[0], inner, prefix, (*path, frame)) or operands[0]
        outputs = [inner.tensor(reference, [last]) for reference in definition.block.outputs]
        self.calls.pop()
        return tuple(outputs) or (last,)

    def record(
        self,
        step: Step,
        turns: list[tuple[Turn, int]],
        scope: Scope,
        start: int,
        path: Path,
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
            scope.names["in"] = inputs[0]
        row = read_row(
            step,
            scope.names,
            self.evaluator,
            inputs=inputs,
            output=ran[-1][1].shape if ran else None,
            taken=tuple(tensor.position for tensor in ran[0][0]) if ran else (),
            given=ran[-1][1].position if ran else None,
            first=(start, end),
            turns=count,
            nested=any(frame.block for frame in path),
        )
        self.rows.append(row)


def _reads_in(value: Value) -> bool:
    return "in" in getattr(value, "names", ("in",))
