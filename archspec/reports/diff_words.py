"""Differences in words, for people: one sentence a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from archspec.diff.compare import Difference
from archspec.diff.effect import Effect
from archspec.diff.findings import Finding, Varied, Where
from archspec.diff.outline import stem
from archspec.diff.rows import RowEdit
from archspec.reports.grid import Column, Grid
from archspec.reports.numbers import count, pixels, size
from archspec.reports.table import shape_cell

#: How many values, or names, are written out.
_FEW = 4

_SIGNS = {"added": "+", "removed": "-", "moved": ">", "reordered": ">"}
_FIGURES = {
    "layers": "Layers",
    "parameters": "Parameters",
    "trainable_parameters": "Trainable parameters",
    "multiply_adds": "Multiply-adds (a multiply-add is one)",
    "memory": "Memory",
    "depth": "Depth",
    "receptive_field": "Receptive field",
}


class Sentence(NamedTuple):
    """One finding in words.

    Args:
        sign: `+`, `-`, `~` (changed) or `>` (moved).
        where: the blocks it holds in; empty outside of blocks.
        subject: the layers it is about.
        text: what is to be told of them.
    """

    sign: str
    where: str
    subject: str
    text: str


def sentences(findings: Iterable[Finding]) -> list[Sentence]:
    """The findings in words."""
    return [
        Sentence(_SIGNS.get(finding.kind, "~"), in_words(finding.where), _subject(finding), _text(finding))
        for finding in findings
    ]


def in_words(where: Where | None) -> str:
    """The calls of a block in words: `in all 16 bottlenecks`."""
    if where is None:
        return ""
    called = names([name for name in where.calls if name])
    if len(where.calls) == 1 or where.of == 0:
        return f"in {called} ({where.block})" if called else f"in {where.block}"
    if where.all:
        return f"in all {where.of} {plural(where.block, where.of)}"
    which = f" ({called})" if called else ""
    return f"in {len(where.calls)} of {where.of} {plural(where.block, where.of)}{which}"


def plural(word: str, number: int) -> str:
    """A block's name or a layer's type, as it is counted."""
    if number == 1 or word[:1].isupper() or word.endswith("#"):
        return word
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def names(labels: Sequence[str]) -> str:
    """Names one after the other; numbered ones by the first and the last."""
    if len(labels) > 2 and len({stem(label) for label in labels}) == 1:
        return f"{labels[0]} … {labels[-1]}"
    if len(labels) > _FEW:
        return f"{', '.join(labels[: _FEW - 1])} … {labels[-1]}"
    return ", ".join(labels)


def _subject(finding: Finding) -> str:
    if finding.run is not None:
        return finding.run.name or finding.items[0].kind
    changed = {each.what: each.values for each in finding.changes}
    if "name" in changed and finding.items[0].kind != "model":
        return names([before or finding.items[0].kind for before, _ in changed["name"]])
    labels = [item.label or item.kind for item in finding.items]
    subject = names(list(dict.fromkeys(labels)))
    return subject if len(labels) <= _FEW or len(set(map(stem, labels))) == 1 else f"{subject} ({len(labels)} in all)"


def _text(finding: Finding) -> str:
    if finding.kind == "added":
        labels = [item.label for item in finding.items]
        return f"{_what(finding)}, {_place([place for place in finding.after if place not in labels])}"
    if finding.kind == "removed":
        return _what(finding)
    if finding.kind == "count":
        return _run(finding)
    if finding.kind in ("moved", "reordered"):
        return _moved(finding)
    if finding.kind in ("grouped", "ungrouped"):
        return _grouped(finding)
    return _changed(finding)


def _what(finding: Finding) -> str:
    """What was added or removed."""
    item = finding.items[0]
    if item.is_layer:
        weights = f" with the weights of {item.shares}" if item.shares else ""
        return call(item.kind, dict(finding.arguments)) + weights
    kinds = [kind for _, kind in item.layers]
    inside = ", ".join(kinds) if len(kinds) <= 6 else f"{', '.join(kinds[:5])}, …"
    return f"{item.kind} of {len(kinds)} {'layer' if len(kinds) == 1 else 'layers'} ({inside})"


def call(kind: str, arguments: dict[str, tuple[Any, ...]]) -> str:
    """A layer with what it is given: `Conv2D(filters=64)`; what differs from place to place is listed."""
    if not arguments:
        return kind
    given = ", ".join(f"{name}={few([value(each) for each in values])}" for name, values in arguments.items())
    return f"{kind}({given})"


def few(words: Sequence[str]) -> str:
    """Words one after the other, at most a few of them."""
    return ", ".join(words) if len(words) <= _FEW else f"{', '.join(words[: _FEW - 1])}, …"


def _place(behind: Sequence[str | None]) -> str:
    places = list(dict.fromkeys(behind))
    if places == [None]:
        return "at the beginning"
    return f"after {names([place or 'the beginning' for place in places])}"


def _run(finding: Finding) -> str:
    run = finding.run
    assert run is not None
    kind = finding.items[0].kind
    sign = "+" if run.after > run.before else "-"
    added = f" ({sign} {names(run.labels)})" if any(run.labels) else ""
    return f"{run.after} {plural(kind, run.after)} rather than {run.before}{added}"


def _moved(finding: Finding) -> str:
    now, was = _place(finding.after), _place(finding.was_after)
    how = "moved" if finding.kind == "moved" else "listed elsewhere, wired as before"
    changed = _changed(finding) if finding.changes else finding.items[0].kind
    return f"{changed}, {how}: {now} rather than {was}"


def _grouped(finding: Finding) -> str:
    item = finding.items[0]
    inside = names([name for name, _ in item.layers])
    what = "a group" if item.kind == "group" else f"a block ({item.kind})"
    return f"{inside} {'now' if finding.kind == 'grouped' else 'no longer'} in {what} of this name"


def _changed(finding: Finding) -> str:
    changes = {each.what: each for each in finding.changes}
    item = finding.items[0]
    if item.kind == "model":
        return ", ".join(_one(each) for each in finding.changes)
    parts = []
    if "name" in changes:
        parts.append(f"renamed to {names([after or item.kind for _, after in changes['name'].values])}")
    if "block" in changes:
        [(before, after)] = changes["block"].values
        parts.append(f"block {before} {'renamed to' if finding.kind == 'renamed' else '→'} {after}")
    if "type" in changes:
        parts.append(_type(changes["type"], changes["arguments"]))
    others = [_one(each) for what, each in changes.items() if what not in ("name", "block", "type", "arguments")]
    if others and "type" not in changes and item.is_layer:
        others[0] = f"{item.kind} {others[0]}"
    return ", ".join(parts + others)


def _type(kinds: Varied, arguments: Varied) -> str:
    [(before, after)] = kinds.values
    was, now = arguments.values[0]
    return f"{call(before, _alone(was))} → {call(after, _alone(now))}"


def _alone(arguments: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {name: (each,) for name, each in arguments.items()}


def _one(change: Varied) -> str:
    """One thing that is other than before."""
    if change.what in ("inputs", "outputs"):
        [(before, after)] = change.values
        verb = "takes " if change.what == "inputs" else ""
        return f"{verb}{', '.join(after)} rather than {', '.join(before)}"
    if change.what == "weights":
        [(before, after)] = change.values
        return f"has {_weights(after)} rather than {_weights(before)}"
    return f"{change.what} {few([f'{value(before)} → {value(after)}' for before, after in change.values])}"


def _weights(whose: str) -> str:
    return "its own weights" if whose == "its own" else f"the weights of {whose}"


def value(given: Any) -> str:
    """An argument's value as it is told."""
    if given is None:
        return "none"
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, float):
        return f"{given:g}"
    if isinstance(given, dict):
        [(name, arguments), *others] = given.items() if given else [("{}", {})]
        if others or not isinstance(arguments, dict):
            return f"{{{', '.join(f'{key}: {value(each)}' for key, each in given.items())}}}"
        return call(name, _alone(arguments))
    if isinstance(given, list | tuple):
        inner = ",".join("?" if each is None else value(each) for each in given)
        return f"({inner})"
    return str(given)


def row_sentences(difference: Difference) -> list[Sentence]:
    """Rows of the documented tables that differ; beside layers, only what the documents say of equal ones."""
    every = difference.level == "rows"
    return [
        Sentence(_SIGNS.get(row.kind, "~"), "", f"row {row.label!r}", _row(row, every)) for row in difference.told_rows
    ]


def _row(row: RowEdit, every: bool) -> str:
    told = []
    for what, before, after in row.changes:
        if what == "label":
            told.append(f"was {before!r}")
        elif every or what in row.documented:
            told.append(f"{what} {_row_value(what, before)} → {_row_value(what, after)}")
    return ", ".join(told) or row.kind


def _row_value(what: str, given: Any) -> str:
    if what == "repeats":
        return "once" if given is None else f"×{given}"
    if given is None or given == ():
        return "none" if what.startswith("documented") else "left out"
    if any(isinstance(each, tuple) for each in given):
        return " ".join(map(shape_cell, given))
    return shape_cell(given)


def shape_sentences(difference: Difference) -> list[Sentence]:
    """The shapes that follow from other differences."""
    return [
        Sentence(
            "~",
            "",
            each.first if each.first == each.last else f"{each.first} … {each.last}",
            f"{shape_cell(each.before)} → {shape_cell(each.after)}",
        )
        for each in difference.shapes
    ]


def effect_grid(effects: Iterable[Effect]) -> Grid:
    """The figures of both networks side by side."""
    columns = (Column(""), Column("Before", "right"), Column("After", "right"), Column("Difference", "right"))
    rows = tuple(
        (_FIGURES[each.name], _figure(each, each.before), _figure(each, each.after), _difference(each), _percent(each))
        for each in effects
    )
    return Grid((*columns, Column("", "right")), rows)


def _figure(effect: Effect, figure: int | tuple[int | Fraction | None, ...] | None) -> str:
    if isinstance(figure, tuple):
        return pixels(figure) if figure else "–"
    return size(figure) if effect.name == "memory" else count(figure)


def _difference(effect: Effect) -> str:
    if effect.before == effect.after:
        return "=" if effect.before is not None else ""
    difference = effect.difference
    if difference is None:
        return ""
    sign = "+" if difference > 0 else "-"
    if effect.name == "memory":
        return sign + size(abs(int(difference)))
    return sign + (count(abs(difference)) if isinstance(difference, int) else f"{float(abs(difference)):g}")


def _percent(effect: Effect) -> str:
    percent = effect.percent
    if not percent:
        return ""
    return f"{percent:+.1f} %" if abs(percent) >= 0.05 else f"{percent:+.2g} %"
