"""Edits told once: what is the same in every call of a block, or in layers of one kind, is one finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from archspec.diff.arguments import frozen
from archspec.diff.edits import Context, Edit, Item, Kind
from archspec.diff.match import Matching
from archspec.diff.outline import stem
from archspec.diff.runs import Run

#: What stays the same whatever the block's call, and so must be equal for edits to be told as one.
_WITHIN = ("name", "block", "type", "inputs", "weights")


class Where(NamedTuple):
    """The calls of a block in which a finding holds.

    Args:
        block: the block's name.
        calls: the names of the calls.
        of: how many calls of the block both networks have.
    """

    block: str
    calls: tuple[str, ...]
    of: int

    @property
    def all(self) -> bool:
        """Whether it holds in every call of the block."""
        return len(self.calls) >= self.of


class Varied(NamedTuple):
    """Something that is other than before: each pair of values it has, in the order of their first places."""

    what: str
    values: tuple[tuple[Any, Any], ...]


class Finding(NamedTuple):
    """One difference, or several that are alike.

    Args:
        kind: what sort it is of.
        where: the calls of a block it holds in; None outside of blocks.
        items: what differs, each once; within blocks, as the first call has it.
        changes: what is other than before.
        after: behind what each item stands.
        was_after: behind what each item stood, where it moved.
        run: of what is repeated, how often.
        arguments: what an added or removed layer is given: each value it has.
        origin: the place of the first in the second network's outline; -1 for what is gone.
    """

    kind: Kind
    where: Where | None
    items: tuple[Item, ...]
    changes: tuple[Varied, ...]
    after: tuple[str | None, ...]
    was_after: tuple[str | None, ...]
    run: Run | None
    arguments: tuple[tuple[str, tuple[Any, ...]], ...]
    origin: int


def fold(edits: Iterable[Edit], matching: Matching) -> list[Finding]:
    """The findings that tell all edits, in the order of the network, those within blocks behind each other."""
    calls = Counter(part.kind for part in matching.after.parts if part.is_block and matching.origin[part.number] >= 0)
    groups: dict[Hashable, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(_key(edit), []).append(edit)
    merged: dict[Hashable, list[list[Edit]]] = {}
    for group in groups.values():
        merged.setdefault(_likeness(group), []).append(group)
    findings = [_finding(alike, calls) for alike in merged.values()]
    order = {finding.where: place for place, finding in reversed(list(enumerate(findings)))}
    return sorted(findings, key=lambda finding: order[finding.where] if finding.where else -1)


def each_alone(edits: Iterable[Edit]) -> list[Finding]:
    """A finding for each edit, under the layer's full name."""
    calls: Counter[str] = Counter()
    return [_finding([[_under_full_name(edit)]], calls) for edit in edits]


def _under_full_name(edit: Edit) -> Edit:
    item = edit.item if edit.item.kind == "model" else edit.item._replace(label=edit.item.name or edit.item.kind)
    return edit._replace(context=None, item=item)


def _key(edit: Edit) -> Hashable:
    """What edits in several calls of a block have in common; one outside of blocks stands alone."""
    if edit.context is None:
        return ("alone", edit.item.name, edit.kind, edit.origin)
    changes = tuple([(each.what, (each.before, each.after) if each.what in _WITHIN else None) for each in edit.changes])
    run = edit.run and (edit.run.name, edit.run.before, edit.run.after)
    return (edit.context.block, edit.kind, edit.item.label, edit.item.kind, changes, run)


def _likeness(group: list[Edit]) -> Hashable:
    """What edits of several layers must have in common to be told together."""
    first = group[0]
    contexts = tuple([edit.context.number for edit in group if edit.context])
    if first.kind in ("count", "grouped", "ungrouped", "moved", "reordered") or first.item.kind == "model":
        return (id(first),)
    renamed = first.kind == "renamed"
    values = tuple(
        [
            _pattern(change.before, change.after) if change.what == "name" else frozen(change[:])
            for edit in group
            for change in edit.changes
            if not (change.what == "output" and edit.context is None)
        ]
    )
    given = tuple([frozen(edit.item.arguments) for edit in group]) if first.kind in ("added", "removed") else None
    inside = () if renamed or first.item.is_layer else first.item.layers
    kind = None if renamed and first.item.is_layer else first.item.kind
    return (
        contexts,
        first.kind,
        kind,
        values,
        given,
        inside,
        _digits(stem(first.item.label)) if not contexts else None,
    )


def _pattern(before: str, after: str) -> Hashable:
    """A renaming without the numbers in it."""
    return (_digits(stem(before)), _digits(stem(after)))


def _digits(label: str) -> str:
    return re.sub(r"\d+", "#", label)


def _finding(alike: list[list[Edit]], calls: Counter[str]) -> Finding:
    firsts = [group[0] for group in alike]
    first = firsts[0]
    every = [edit for group in alike for edit in group]
    return Finding(
        kind=first.kind,
        where=_where([edit.context for edit in alike[0] if edit.context], calls),
        items=tuple([edit.item for edit in firsts]),
        changes=_varied(every),
        after=tuple([edit.after for edit in firsts]),
        was_after=tuple([edit.was_after for edit in firsts]),
        run=first.run,
        arguments=_given(every),
        origin=first.origin,
    )


def _where(contexts: list[Context], calls: Counter[str]) -> Where | None:
    if not contexts:
        return None
    names = dict.fromkeys((context.number, context.name) for context in contexts)
    return Where(contexts[0].block, tuple([name for _, name in names]), calls[contexts[0].block])


def _varied(edits: list[Edit]) -> tuple[Varied, ...]:
    values: dict[str, dict[Hashable, tuple[Any, Any]]] = {}
    for edit in edits:
        for what, before, after in edit.changes:
            values.setdefault(what, {}).setdefault(frozen((before, after)), (before, after))
    return tuple([Varied(what, tuple(pairs.values())) for what, pairs in values.items()])


def _given(edits: list[Edit]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    values: dict[str, dict[Hashable, Any]] = {}
    for edit in edits:
        for name, value in edit.item.arguments.items():
            values.setdefault(name, {}).setdefault(frozen(value), value)
    return tuple([(name, tuple(each.values())) for name, each in values.items()])
