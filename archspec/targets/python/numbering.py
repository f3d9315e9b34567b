"""Which numbers the layers without a name get: known as the source is written, or counted as it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archspec.catalogue.index import is_operation
from archspec.spec.steps import Step, all_steps
from archspec.targets.python.units import Unit, called, loop_names

_Prefix = tuple[str, ...]


class _Site(NamedTuple):
    """A step whose layer has no name, as it is reached from the network.

    Args:
        step: the step.
        group: the prefix and type its name is made of.
        entries: the steps that gave the parts of the prefix.
        once: whether it makes one layer of that prefix at most.
        sure: whether it makes one wherever the last of these steps is taken.
        always: whether it makes one whatever the params are.
    """

    step: Step
    group: tuple[_Prefix, str]
    entries: tuple[int, ...]
    once: bool
    sure: bool
    always: bool


class _Around(NamedTuple):
    """What stands around a step: names, conditions, and the loops that no name tells the turns of."""

    prefix: _Prefix = ()
    entries: tuple[int, ...] = ()
    #: Whether a condition stands between the last step that gave a part of the prefix and this one, or before that.
    conditional: bool = False
    ever_conditional: bool = False
    loops: tuple[frozenset[str], ...] = ()
    inside: tuple[int, ...] = ()

    def named(self, step: Step) -> _Around:
        """The inside of a step, whose name tells apart the turns of the loops whose counter it reads."""
        if step.name is None:
            return self
        loops = tuple(counters for counters in self.loops if not counters & step.name.names)
        return self._replace(
            prefix=(*self.prefix, step.name.text), entries=(*self.entries, id(step)), conditional=False, loops=loops
        )

    def entered(self, step: Step) -> _Around:
        """What stands around what a step does in one turn."""
        counters = [frozenset({name}) for name in loop_names(step) if name == "index" or name.endswith("_index")]
        conditional = step.when is not None
        return self._replace(
            conditional=self.conditional or conditional,
            ever_conditional=self.ever_conditional or conditional,
            loops=(*self.loops, *counters),
        )


def numbers(network: Unit, units: Mapping[int, Unit]) -> dict[int, int | None]:
    """The number of every layer without a name, by the identity of its step; None where it is counted at run time."""
    groups: dict[tuple[_Prefix, str], list[_Site]] = {}
    for site in _sites(network.steps, network, units, _Around()):
        groups.setdefault(site.group, []).append(site)
    found: dict[int, int | None] = {}
    for sites in groups.values():
        known = _is_known(sites)
        for number, site in enumerate(sites, start=1):
            key = id(site.step)
            consistent = known and found.get(key, number) == number
            found[key] = number if consistent else None
    changed = True
    while changed:
        changed = False
        for sites in groups.values():
            counted = [site for site in sites if found[id(site.step)] is None]
            if counted and len(counted) < len(sites):
                found.update((id(site.step), None) for site in sites)
                changed = True
    return found


def _is_known(sites: Sequence[_Site]) -> bool:
    """Whether the numbers of the layers of one prefix and type are known as the source is written."""
    if len(sites) == 1:
        return sites[0].once
    one_entry = len({site.entries for site in sites}) == 1
    return all(site.sure if one_entry else site.always for site in sites)


def _sites(steps: Sequence[Step], unit: Unit, units: Mapping[int, Unit], around: _Around) -> Iterator[_Site]:
    for step in steps:
        within = around.entered(step)
        if step.share is not None:
            if unit.sharers[step.share.text] is not step:
                # It calls what another one makes.
                yield from _sites(step.else_, unit, units, within)
                continue
            within = within._replace(loops=())
        if step.branches is not None:
            for branch in step.branches.values():
                yield from _sites(branch, unit, units, within)
        definition = called(step, unit)
        layer = step.merge or (step.operation if definition is None else None)
        if step.layers is not None:
            yield from _sites(step.layers, unit, units, within.named(step))
        elif definition is not None:
            yield from _called_sites(units[id(definition.block)], units, within.named(step))
        elif layer is not None and step.name is None and not is_operation(layer.name):
            once = not within.loops
            sure, always = once and not within.conditional, once and not within.ever_conditional
            yield _Site(step, (within.prefix, layer.name), within.entries, once, sure, always)
        yield from _sites(step.else_, unit, units, within)


def _called_sites(unit: Unit, units: Mapping[int, Unit], around: _Around) -> Iterator[_Site]:
    if id(unit) in around.inside:
        # A block that calls itself: how often is known at run time only.
        return
    inner = around._replace(inside=(*around.inside, id(unit)))
    if _calls_itself(unit, unit, units, frozenset()):
        inner = inner._replace(loops=(*inner.loops, frozenset({""})))
    yield from _sites(unit.steps, unit, units, inner)


def _calls_itself(unit: Unit, target: Unit, units: Mapping[int, Unit], seen: frozenset[int]) -> bool:

    for step in all_steps(unit.steps):
        definition = called(step, unit)
        if definition is None:
            continue
        inner = units[id(definition.block)]
        if inner is target or (id(inner) not in seen and _calls_itself(inner, target, units, seen | {id(inner)})):
            return True
    return False
