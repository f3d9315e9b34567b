"""What a block's formulas and references can see while it is expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archspec.catalogue.operation import Kind
from archspec.catalogue.shapes import Shape
from archspec.expand.sharing import Shared
from archspec.formula.evaluate import SPOILT, Evaluator
from archspec.formula.values import Template, Value, compute_bound, fill
from archspec.graph.graph import Frame
from archspec.spec.calls import Call
from archspec.spec.leaves import UNNEEDED, Position, Reference, bad_binding
from archspec.spec.loading import Definition
from archspec.spec.params import bind_argument
from archspec.spec.steps import Step
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.suggest import suggested

_UNBOUND: Any = object()


class Tensor(NamedTuple):
    """What a node gives; `NOTHING_KNOWN` where a mistake, told already, is in its way.

    Args:
        position: of the node.
        shape: without the batch.
        kind: what it holds.
        result: which of the node's results it is.
    """

    position: int
    shape: Shape
    kind: Kind = "float"
    result: int = 0


NOTHING_KNOWN = Tensor(-1, SPOILT)


@dataclass(slots=True)
class Scope:
    """The inside of one block call, or of the spec itself.

    Args:
        blocks: the blocks it can call.
        names: the values its formulas see, shapes of bound tensors among them.
        evaluator: computes formulas.
        tensors: the tensors bound to a name.
        binders: the step that bound each of them.
        outer: the spec's names that a tensor of this block may hide.
        incomplete: whether a mistake left a tensor without the name that a template would have given it.
        shared: what the first step with each key of `share` made.
    """

    blocks: Mapping[str, Definition]
    names: dict[str, Any]
    evaluator: Evaluator
    tensors: dict[str, Tensor] = field(default_factory=dict)
    binders: dict[str, Step] = field(default_factory=dict)
    outer: Set[str] = frozenset()
    incomplete: bool = False
    shared: dict[str, Shared] = field(default_factory=dict)

    def bind_input(self, name: str, tensor: Tensor) -> None:
        """Binds a tensor that enters the block."""
        self.tensors[name] = tensor
        self.names[name] = tensor.shape

    def bind(self, step: Step, tensors: Sequence[Tensor]) -> None:
        """Binds what a step gives to its `as`; a later turn of the same step binds it anew.

        Raises:
            SpecError: another step has bound a name, or there are more or fewer tensors than names.
        """
        if NOTHING_KNOWN in tensors:
            tensors = [NOTHING_KNOWN] * len(step.as_)
        if len(step.as_) not in (1, len(tensors)):
            message = f"'as' has {len(step.as_)} names, but this step gives {_tensors(len(tensors))}"
            raise SpecError.single("E0509", message, step.value_span("as"))
        for template, tensor in zip(step.as_, tensors, strict=False):
            self._bind(step, template, tensor)

    def _bind(self, step: Step, template: Template, tensor: Tensor) -> None:
        name = fill(template, self.names, self.evaluator)
        if name == UNNEEDED:
            return
        wrong = bad_binding(name, step.value_span("as"))
        if wrong:
            raise SpecError([wrong])
        binder = self.binders.get(name)
        taken = binder is not step if binder else name in self.names and name not in self.outer
        if taken:
            notes = [Note("bound here first", binder.value_span("as"))] if binder else []
            raise SpecError.single("E0410", f"the name {name!r} is bound twice", step.value_span("as"), notes=notes)
        self.binders[name] = step
        self.bind_input(name, tensor)

    def spoil(self, step: Step, tensor: Tensor) -> None:
        """Binds the `as` of a step that could not be run, so that nothing follows from its mistake."""
        for name in step.as_:
            if name.constant is None:
                self.incomplete = True
            elif name.constant != UNNEEDED and (name.constant not in self.names or name.constant in self.tensors):
                self.binders.setdefault(name.constant, step)
                self.bind_input(name.constant, tensor)

    def tensor(self, reference: Reference, history: list[Tensor]) -> Tensor:
        """The tensor a reference calls: by its name, or by how far back it is in the sequence.

        Raises:
            SpecError: there is none.
        """
        if isinstance(reference, Position):
            if -reference.back > len(history):
                count = f"{len(history)} of them, what it is fed included" if history else "none yet"
                message = f"{reference.back} reaches further back than the outputs of this sequence: it has {count}"
                raise SpecError.single("E0502", message, reference.span)
            return history[reference.back]
        name = fill(reference, self.names, self.evaluator)
        found = self.tensors.get(name)
        if found is None:
            if self.incomplete:
                return NOTHING_KNOWN
            raise self.no_tensor(name, reference)
        return found

    def no_tensor(self, name: str, reference: Template) -> SpecError:
        """The error of a reference to nothing."""
        found = Diagnostic("E0502", f"no tensor is called {name!r} here", reference.span)
        return SpecError([suggested(found, name, self.tensors)])

    @contextmanager
    def keeping(self, *names: str) -> Iterator[None]:
        """Lets a loop bind names, and gives them back what they held before."""
        outer = {name: self.names.get(name, _UNBOUND) for name in names}
        try:
            yield
        finally:
            for name, value in outer.items():
                if value is _UNBOUND:
                    self.names.pop(name, None)
                else:
                    self.names[name] = value


class Site(NamedTuple):
    """Where steps are run.

    Args:
        scope: what their formulas and references see.
        prefix: what the names of their layers begin with.
        path: the block calls and groups around them.
    """

    scope: Scope
    prefix: str = ""
    path: tuple[Frame, ...] = ()

    def within(self, frame: Frame, scope: Scope | None = None) -> Site:
        """The inside of a group at this site, or of a block call, which has a scope of its own."""
        return Site(scope or self.scope, frame.name, (*self.path, frame))


def enter(
    definition: Definition,
    call: Call,
    operands: tuple[Tensor, ...],
    caller: Scope,
    spec_names: Mapping[str, Any],
    tell: Callable[[SpecError], None],
) -> Scope:
    """The scope of a block call: its params, its inputs and its `let`.

    Args:
        definition: the block.
        call: with the arguments, computed where the caller sees them.
        operands: the tensors it is fed.
        caller: the scope of the call.
        spec_names: the spec's params and `let`.
        tell: takes the mistake of a value that can't be computed; what it leaves unknown is spoilt.

    Raises:
        SpecError: the block takes another number of tensors.
    """
    block = definition.block
    words = [word.text for word in block.inputs] or ["input"]
    if len(operands) != len(words):
        takes = f"{_tensors(len(words))} ({', '.join(words)})" if block.inputs else "one tensor"
        notes = [Note("defined here", definition.span)]
        raise SpecError.single("E0509", f"{call.name} takes {takes}, found {len(operands)}", call.span, notes=notes)
    params: dict[str, Any] = {}
    lacking = False
    for name, param in block.params.items():
        params[name] = SPOILT
        try:
            if name in call.arguments:
                span = call.argument_span(name)
                value = compute_bound(call.arguments[name], caller.names, caller.evaluator)
            elif param.required:
                lacking = True
                continue
            else:
                value, span = compute_bound(param.default, params, caller.evaluator), param.default_span
            params[name] = bind_argument(name, param, value, params, caller.evaluator, span)
        except SpecError as error:
            tell(error)
    if lacking:
        # Which it lacks is told before anything is run.
        tell(SpecError(()))
    seen = spec_names if definition.sees_spec else {}
    names = {**seen, **params}
    caller.evaluator.steps += len(names)
    inner = Scope(definition.blocks, names, caller.evaluator, outer=seen.keys() - block.bound)
    names["in"] = operands[0].shape
    inner.bind_input("input", operands[0])
    for word, tensor in zip(words, operands, strict=True):
        inner.bind_input(word, tensor)
    bind_let(block.let, names, caller.evaluator, tell)
    return inner


def bind_let(
    let: Mapping[str, Value], names: dict[str, Any], evaluator: Evaluator, tell: Callable[[SpecError], None]
) -> None:
    """Computes the values of a `let` in their order, each where the ones before are seen."""
    evaluator.steps += len(let)
    for name, value in let.items():
        try:
            names[name] = compute_bound(value, names, evaluator)
        except SpecError as error:
            names[name] = SPOILT
            tell(error)


def _tensors(count: int) -> str:
    return "one tensor" if count == 1 else f"{count} tensors"
