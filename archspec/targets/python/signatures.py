"""What the functions of generated source are called with: inputs, params, values of the spec, beginnings of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from archspec.catalogue.index import is_operation
from archspec.formula.values import COMPUTED, Formula, Items, Value
from archspec.spec.steps import Step, all_steps
from archspec.targets.python.formulas import Kind, kind_of
from archspec.targets.python.identifiers import Identifiers
from archspec.targets.python.units import Unit, called, calls_of, constant_name, tensors_read

#: How the layers of a block are named: after the call (`{name}_conv`), with a beginning that may be empty, or alone.
Naming = Literal["name", "prefix", "alone"]
#: Names that Keras gives a meaning among the parameters of `call`; a tensor needs another one.
_CALLING = frozenset({"args", "kwargs", "mask", "training"})


class Signature(NamedTuple):
    """The parameters of the function of one block.

    Args:
        inputs: the tensors, by what the language calls them.
        params: the block's params.
        spec: the params and `let` of the spec that it reads.
        counter: the function that numbers layers without a name, where it needs one.
        keeper: the function that gives layers that are called again, where it makes some.
        naming: what it is told about the names of its layers.
        prefix: the parameter that holds that.
        kinds: which of the params are shapes.
        mixed: which of them are given values of another type than their default.
    """

    inputs: Mapping[str, str]
    params: Mapping[str, str]
    spec: Mapping[str, str]
    counter: str | None
    keeper: str | None
    naming: Naming
    prefix: str | None
    kinds: Mapping[str, Kind]
    mixed: frozenset[str] = frozenset()

    def words(self) -> Iterator[str]:
        """All parameters."""
        yield from (*self.inputs.values(), *self.params.values(), *self.spec.values())
        yield from filter(None, (self.counter, self.keeper, self.prefix))


def signature(
    unit: Unit,
    taken: frozenset[str],
    spec: frozenset[str],
    *,
    counts: bool,
    keeps: bool,
    naming: Naming,
    kinds: Mapping[str, Kind],
    mixed: frozenset[str],
) -> Signature:
    """The parameters of a block's function.

    Args:
        unit: the block.
        taken: identifiers of the module.
        spec: the params and `let` of the spec that it or what it calls reads.
        counts: whether it counts layers without a name.
        keeps: whether it makes layers that are called again.
        naming: what it is told about the names of its layers.
        kinds: which of the params are shapes.
        mixed: which of them are given values of another type than their default.
    """
    identifiers = Identifiers(taken)
    if unit.inputs == ("input",):
        read = "input" in tensors_read(unit)
        inputs = {"input": identifiers.take(*(("inputs",) if read else ("x", "inputs", "tensor")))}
    else:
        words = {name: f"{name}_tensor" if name in _CALLING else name for name in unit.inputs}
        inputs = {name: identifiers.take(word, f"{name}_tensor") for name, word in words.items()}
    params = {name: identifiers.take(name, f"{name}_") for name in unit.params}
    passed = {name: identifiers.take(name, f"spec_{name}") for name in sorted(spec)}
    counter = identifiers.take("numbered", "next_name") if counts else None
    keeper = identifiers.take("once", "kept") if keeps else None
    prefix = None
    if naming == "name":
        prefix = identifiers.take("name", "layer_name")
    elif naming == "prefix":
        prefix = identifiers.take("prefix", "name_prefix")
    return Signature(inputs, params, passed, counter, keeper, naming, prefix, kinds, mixed)


def namings(network: Unit, units: Mapping[int, Unit]) -> dict[int, Naming]:
    """How the layers of each block are named, by how the block is called."""
    states: dict[int, set[bool]] = {key: set() for key in units}
    changed = True
    while changed:
        before = sum(map(len, states.values()))
        for unit in (network, *units.values()):
            own = {False} if unit.block is None else states[id(unit.block)]
            for key, named in _calls(unit.steps, unit, False):
                states[key] |= {True} if named else own
        changed = sum(map(len, states.values())) > before
    making = _making_layers(units)
    return {key: _naming(state) if key in making else "alone" for key, state in states.items()}


def _making_layers(units: Mapping[int, Unit]) -> set[int]:
    """The blocks that make layers, themselves or through the blocks they call, rather than call functions alone."""
    making: set[int] = set()
    changed = True
    while changed:
        before = len(making)
        for key, unit in units.items():
            inner = {id(definition.block) for step in all_steps(unit.steps) if (definition := called(step, unit))}
            calls = [call for step in all_steps(unit.steps) for call in calls_of(step)]
            if inner & making or any(call.is_keras and not is_operation(call.name) for call in calls):
                making.add(key)
        changed = len(making) > before
    return making


def _naming(state: set[bool]) -> Naming:
    if state == {True}:
        return "name"
    return "prefix" if True in state else "alone"


def _calls(steps: Sequence[Step], unit: Unit, named: bool) -> Iterator[tuple[int, bool]]:
    """Each block that steps call, and whether its layers' names begin with one of this unit's."""
    for step in steps:
        definition = called(step, unit)
        own = unit.sharers[step.share.text] if step.share is not None else step
        within = named or (own.name is not None and own.branches is None)
        if definition is not None:
            yield id(definition.block), within
        yield from _calls(step.layers or (), unit, within)
        for branch in (step.branches or {}).values():
            yield from _calls(branch, unit, named)
        yield from _calls(step.else_, unit, named)


def param_kinds(network: Unit, units: Mapping[int, Unit]) -> dict[int, dict[str, Kind]]:
    """Which params of blocks are given shapes, by the calls that give them."""
    kinds: dict[int, dict[str, Kind]] = {key: {} for key in units}
    changed = True
    while changed:
        before = sum(map(len, kinds.values()))
        for unit in (network, *units.values()):
            known = unit_kinds(unit, kinds[id(unit.block)] if unit.block is not None else {})
            for key, name, kind in _given(unit.steps, unit, known):
                if kind != "data":
                    kinds[key][name] = kind
        changed = sum(map(len, kinds.values())) > before
    return kinds


def unit_kinds(unit: Unit, params: Mapping[str, Kind]) -> dict[str, Kind]:
    """What the names bound in all of a unit stand for."""
    known: dict[str, Kind] = {**params, "in": "tensor", "input": "tensor"}
    known.update(dict.fromkeys(unit.inputs, "tensor"))
    for name, value in unit.let.items():
        known[name] = value_kind(value, known)
    names = (constant_name(template) for step in all_steps(unit.steps) for template in step.as_)
    known.update({name: "tensor" for name in names if name is not None})
    return known


def mixed_params(network: Unit, units: Mapping[int, Unit]) -> dict[int, set[str]]:
    """The params of blocks that some call gives a constant of another type than their default is of."""
    mixed: dict[int, set[str]] = {key: set() for key in units}
    for unit in (network, *units.values()):
        for step in all_steps(unit.steps):
            definition = called(step, unit)
            if definition is None or step.operation is None:
                continue
            params = units[id(definition.block)].params
            for name, value in step.operation.arguments.items():
                if not _takes(params[name].default, value):
                    mixed[id(definition.block)].add(name)
    return mixed


def _takes(default: Value, value: Value) -> bool:
    """Whether a type checker lets a parameter with this default be given this value."""
    if default is None or isinstance(value, COMPUTED) or isinstance(default, (*COMPUTED, dict)):
        return True
    return isinstance(value, type(default)) or (isinstance(default, float) and isinstance(value, int))


def value_kind(value: Value, known: Mapping[str, Kind]) -> Kind:
    """What a value is, where names stand for these."""
    if isinstance(value, Formula):
        return kind_of(value.term, known)
    if isinstance(value, Items) and any(value_kind(item, known) == "shape" for item in value.items):
        return "shapes"
    return "data"


def _given(steps: Sequence[Step], unit: Unit, known: Mapping[str, Kind]) -> Iterator[tuple[int, str, Kind]]:
    for step in steps:
        inner = known
        if step.each is not None:
            item: Kind = "shape" if value_kind(step.each.values, known) == "shapes" else "data"
            inner = {**known, step.each.variable: item}
        definition = called(step, unit)
        if definition is not None and step.operation is not None:
            for name, value in step.operation.arguments.items():
                yield id(definition.block), name, value_kind(value, inner)
        for sequence in step.inner():
            yield from _given(sequence, unit, inner)
