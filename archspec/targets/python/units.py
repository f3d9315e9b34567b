"""What becomes a function of its own: the network and each block it calls, and what these have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archspec.catalogue.index import find_layer
from archspec.formula.tree import Literal
from archspec.formula.values import Formula, Template, Value, read_names
from archspec.spec.calls import Call
from archspec.spec.document import Block, Document, Param
from archspec.spec.leaves import Position, Reference
from archspec.spec.loading import Definition, Program
from archspec.spec.steps import Step, all_steps


@dataclass(frozen=True, eq=False)
class Unit:
    """The network, or a block: what generated source has a function or a class for.

    Args:
        name: what the spec calls it.
        steps: what it does.
        params: its params.
        let: the names it computes as it is entered.
        inputs: the names of the tensors that enter it, `input` where they have none.
        blocks: the blocks it can call.
        sees_spec: whether its formulas see the spec's params and `let`.
        block: the block; None for the network.
        outputs: the references to what it gives, where it names that.
    """

    name: str
    steps: Sequence[Step]
    params: Mapping[str, Param]
    let: Mapping[str, Value]
    inputs: tuple[str, ...]
    blocks: Mapping[str, Definition]
    sees_spec: bool
    block: Block | None = None
    outputs: tuple[Reference, ...] = ()

    @cached_property
    def sharers(self) -> dict[str, Step]:
        """The first step with each key of `share`, which makes what the others call."""
        found: dict[str, Step] = {}
        for step in all_steps(self.steps):
            if step.share is not None:
                found.setdefault(step.share.text, step)
        return found

    def local_names(self) -> frozenset[str]:
        """The names that hide the spec's in all of this unit."""
        tensors = {constant_name(template) for step in all_steps(self.steps) for template in step.as_}
        return frozenset((*self.params, *self.let, *self.inputs, "input", "in", *filter(None, tensors)))


def network_unit(program: Program) -> Unit:
    """The unit of the network itself."""
    document: Document = program.document
    inputs = tuple(name or "input" for name in document.inputs)
    return Unit(
        document.name.text,
        document.layers,
        document.params,
        document.let,
        inputs,
        program.blocks,
        sees_spec=True,
        outputs=tuple(document.outputs.values()),
    )


def block_unit(definition: Definition) -> Unit:
    """The unit of a block."""
    block = definition.block
    inputs = tuple(word.text for word in block.inputs) or ("input",)
    return Unit(
        definition.name,
        block.layers,
        block.params,
        block.let,
        inputs,
        definition.blocks,
        definition.sees_spec,
        block,
        block.outputs,
    )


def called_units(network: Unit) -> dict[int, Unit]:
    """The units of all blocks that a network calls, by the identity of their block, callees before their callers."""
    found: dict[int, Unit] = {}
    entered: set[int] = set()

    def enter(unit: Unit) -> None:
        for step in all_steps(unit.steps):
            definition = called(step, unit)
            if definition is None or id(definition.block) in entered:
                continue
            entered.add(id(definition.block))
            inner = block_unit(definition)
            enter(inner)
            found[id(definition.block)] = inner

    enter(network)
    return found


def called(step: Step, unit: Unit) -> Definition | None:
    """The block that a step calls."""
    if step.operation is None or step.operation.is_keras:
        return None
    return unit.blocks[step.operation.name]


def gives_several(step: Step, unit: Unit) -> bool:
    """Whether what a step calls gives several tensors."""
    definition = called(step, unit)
    if definition is not None:
        return len(definition.block.outputs) > 1
    found = find_layer(step.operation.name) if step.operation else None
    return found is not None and step.gives_several(found)


def is_built_outside(step: Step) -> bool:
    """Whether Keras can't build a step's layer in the call of a model that it traces.

    A Normalization with a given mean then keeps tensors of the trace, which are out of reach afterwards.
    """
    operation = step.operation
    return operation is not None and operation.name == "Normalization" and "mean" in operation.arguments


def constant_name(template: Template) -> str | None:
    """The text that a template always gives, be it the text of a formula; None where it is computed."""
    texts = [part if isinstance(part, str) else _constant(part) for part in template.parts]
    return None if None in texts else "".join(text for text in texts if text is not None)


def may_give(template: Template, name: str) -> bool:
    """Whether a template can give a text, whatever its formulas do."""
    parts = [part if isinstance(part, str) else _constant(part) for part in template.parts]
    return re.fullmatch("".join(".*" if part is None else re.escape(part) for part in parts), name) is not None


def _constant(formula: Formula) -> str | None:
    return str(formula.term.value) if isinstance(formula.term, Literal) else None


def calls_of(step: Step) -> list[Call]:
    """The calls that a step makes itself."""
    return [call for call in (step.operation, step.merge) if call is not None]


def step_values(step: Step) -> Iterator[Value]:
    """The values of a step that may hold formulas; the row it documents does not take part in what it does."""
    yield from (step.when, step.repeat, step.name, *step.as_)
    yield from (reference for reference in step.references() if not isinstance(reference, Position))
    yield from step.call.flags.values() if step.call else ()
    if step.each is not None:
        yield step.each.values
    for call in calls_of(step):
        yield from call.arguments.values()


def loop_names(step: Step) -> frozenset[str]:
    """The names that a step's loops bind."""
    names = {"index"} if step.repeat is not None else set()
    if step.each is not None:
        names |= {step.each.variable, f"{step.each.variable}_index"}
    return frozenset(names)


def names_read(unit: Unit) -> frozenset[str]:
    """The names that a unit's steps read and its loops do not bind, with those that its `let` needs for them."""
    found = set(_read(unit.steps, frozenset()))
    for name, value in reversed(list(unit.let.items())):
        if name in found:
            found |= {read.name for _, read in read_names(value)}
    return frozenset(found)


def _read(steps: Sequence[Step], loops: frozenset[str]) -> Iterator[str]:
    for step in steps:
        inner = loops | loop_names(step)
        for value in step_values(step):
            yield from (read.name for _, read in read_names(value) if read.name not in inner)
        for sequence in step.inner():
            yield from _read(sequence, inner)


def spec_names_used(network: Unit, units: Mapping[int, Unit]) -> dict[int, frozenset[str]]:
    """For each block, the spec's params and `let` that it and the blocks it calls read, in a stable order."""
    spec = {*network.params, *network.let}
    used = {
        key: names_read(unit) & spec - unit.local_names() if unit.sees_spec else frozenset()
        for key, unit in units.items()
    }
    changed = True
    while changed:
        changed = False
        for key, unit in units.items():
            inner = [called(step, unit) for step in all_steps(unit.steps)]
            more = used[key].union(*(used[id(definition.block)] for definition in inner if definition))
            changed |= more != used[key]
            used[key] = more
    return used


def tensors_read(unit: Unit) -> frozenset[str]:
    """The names of tensors that a unit reads: in references, and for their shapes in formulas."""
    references = (reference for step in all_steps(unit.steps) for reference in step.references())
    templates = (each for each in (*references, *unit.outputs) if not isinstance(each, Position))
    return names_read(unit).union(filter(None, map(constant_name, templates)))
