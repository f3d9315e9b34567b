"""What the functions of one generated file have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archspec.spec.loading import Definition, Program
from archspec.spec.steps import Step, all_steps
from archspec.targets.python.formulas import Formulas
from archspec.targets.python.identifiers import Identifiers
from archspec.targets.python.numbering import numbers
from archspec.targets.python.signatures import Signature, mixed_params, namings, param_kinds, signature
from archspec.targets.python.units import (
    Unit,
    called,
    called_units,
    is_built_outside,
    names_read,
    network_unit,
    spec_names_used,
)


class Module:
    """The units of a program, under the names their functions have.

    Args:
        program: the spec and the blocks it uses.
        name: what the function of the network is called.
        variants: what the functions of its variants are called.
        classes: whether blocks become classes, which are called in another way than functions.
    """

    def __init__(self, program: Program, name: str, variants: tuple[str, ...], *, classes: bool = False) -> None:
        self.formulas = Formulas()
        self.network = network_unit(program)
        #: The blocks that are called, callees first.
        self.units: Mapping[int, Unit] = called_units(self.network)
        self.numbers = numbers(self.network, self.units)
        identifiers = Identifiers()
        self.name = identifiers.take(name, f"{name}_network")
        self.variants = {variant: identifiers.take(variant, f"{variant}_network") for variant in variants}
        #: What the function of the network calls its params, once it is written.
        self.param_words: Mapping[str, str] = {}
        #: The class of the network, in the style that has one.
        self.model = identifiers.take(_camel_case(name), f"{_camel_case(name)}Model")
        #: The function or class of each block.
        self.functions = {
            key: identifiers.take(_camel_case(unit.name) if classes else unit.name, f"{unit.name}_block")
            for key, unit in self.units.items()
        }
        #: The parameter that takes the model's name.
        self.name_parameter = "model_name" if "name" in self.network.params else "name"
        self.taken = frozenset((self.name, self.model, *self.variants.values(), *self.functions.values()))
        self.counting = self._counting()
        #: The blocks whose layers are called again, so that their functions are told to make each once.
        self.keeping = frozenset() if classes else self._keeping()
        self._building = self._shaped()
        used = spec_names_used(self.network, self.units)
        #: The spec's params and `let` that any block reads.
        self.spec_names = frozenset().union(*used.values())
        self.signatures = self._signatures(used)

    def _signatures(self, used: Mapping[int, frozenset[str]]) -> dict[int, Signature]:
        kinds = param_kinds(self.network, self.units)
        naming = namings(self.network, self.units)
        mixed = mixed_params(self.network, self.units)
        self.formulas.needs |= {"Any"} if any(mixed.values()) else set()
        return {
            key: signature(
                unit,
                self.taken,
                used[key],
                counts=key in self.counting,
                keeps=key in self.keeping,
                naming=naming[key],
                kinds=kinds[key],
                mixed=frozenset(mixed[key]),
            )
            for key, unit in self.units.items()
        }

    def builds(self, unit: Unit) -> bool:
        """Whether what a unit makes depends on the shapes that enter it."""
        return id(unit) in self._building

    def _shaped(self) -> frozenset[int]:
        """The units that need shapes to make their layers, and those that count layers together with one that does."""
        units = [self.network, *self.units.values()]
        spec = {*self.network.params, *self.network.let}
        found = {
            id(unit) for unit in units if names_read(unit) - {*unit.params, *unit.let} - (spec - unit.local_names())
        }
        found |= {id(unit) for unit in units if any(map(is_built_outside, all_steps(unit.steps)))}
        before = -1
        while len(found) > before:
            before = len(found)
            found |= {id(unit) for unit in units if self._counts_shaped(unit, found)}
        return frozenset(found)

    def _counts_shaped(self, unit: Unit, shaped: set[int]) -> bool:
        """Whether a unit calls a block that counts layers and makes them only when it knows the shapes."""
        definitions = (called(step, unit) for step in all_steps(unit.steps))
        keys = [id(definition.block) for definition in definitions if definition is not None]
        return any(key in self.counting and id(self.units[key]) in shaped for key in keys)

    def _counting(self) -> frozenset[int]:
        """The blocks that make layers whose numbers are counted, themselves or through others."""
        found: set[int] = set()
        before = -1
        while len(found) > before:
            before = len(found)
            found |= {key for key, unit in self.units.items() if self._counts(unit, found)}
        return frozenset(found)

    def _keeping(self) -> frozenset[int]:
        """The blocks whose layers are called again: shared ones with all they call, and those that share something.

        What calls one of them has to tell it, too.
        """
        units = [self.network, *self.units.values()]
        calls = {id(unit.block): {id(definition.block) for _, definition in _calls(unit)} for unit in units}
        shared = {id(definition.block) for unit in units for step, definition in _calls(unit) if step.share is not None}
        below = _closed(shared, calls)
        sharing = below | {id(unit.block) for unit in self.units.values() if unit.sharers}
        callers: dict[int, set[int]] = {}
        for caller, callees in calls.items():
            for callee in callees:
                callers.setdefault(callee, set()).add(caller)
        return frozenset(_closed(sharing, callers) & self.units.keys())

    def keeps(self) -> bool:
        """Whether the network shares layers, itself or through blocks."""
        return bool(self.keeping or self.network.sharers)

    def counts(self) -> bool:
        """Whether the network makes layers whose numbers are counted, itself or through blocks."""
        return self._counts(self.network, self.counting)

    def _counts(self, unit: Unit, counting: frozenset[int] | set[int]) -> bool:
        """Whether a unit makes layers whose numbers are counted, or calls one of the blocks that do."""
        for step in all_steps(unit.steps):
            definition = called(step, unit)
            if definition is not None and id(definition.block) in counting:
                return True
            if id(step) in self.numbers and self.numbers[id(step)] is None:
                return True
        return False


def _calls(unit: Unit) -> Iterator[tuple[Step, Definition]]:
    """The steps of a unit that call a block, with that."""
    for step in all_steps(unit.steps):
        definition = called(step, unit)
        if definition is not None:
            yield step, definition


def _closed(start: set[int], leads: Mapping[int, set[int]]) -> set[int]:
    """All that is reached from a start."""
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += leads.get(key, ())
    return found


def _camel_case(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))
