"""Differences as data for machines."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from archspec.diff.compare import Difference, Side
from archspec.diff.edits import Item
from archspec.diff.effect import Effect
from archspec.diff.findings import Finding
from archspec.diff.rows import RowEdit
from archspec.diff.shapes import Followed
from archspec.graph.receptive import whole


def as_data(difference: Difference) -> dict[str, Any]:
    """The differences as plain data.

    Returns:
        A mapping with

        - `format`: 1;
        - `before`, `after`: `{"operand", "name", "title"}` of the two;
        - `same`: whether there is no difference;
        - `findings`: a list of `{"kind", "where", "items", "changes", "arguments", "after", "was_after", "repeats"}`:
          `kind` is one of `added`, `removed`, `changed`, `renamed`, `moved`, `reordered`, `count`, `grouped`,
          `ungrouped`; `where` is null outside of blocks, else `{"block", "calls", "of"}`, the calls of a block it
          holds in and how many there are;
          `items` are `{"label", "name", "kind", "layer", "layers", "shape", "shares"}`; `changes` are
          `{"what", "values": [[before, after], ...]}` with each pair once, `arguments` of an added or removed layer
          `{"name", "values"}`; `after` and `was_after` say behind what each item stands and stood;
          `repeats` of a `count` is `{"name", "before", "after", "labels"}`, else null;
        - `rows`: `{"kind", "label", "changes": [{"what", "before", "after"}]}` of the documented tables;
        - `shapes`: `{"first", "last", "before", "after"}`, the shapes that follow from other differences;
        - `effect`: for each of `layers`, `parameters`, `trainable_parameters`, `multiply_adds`, `memory` (bytes),
          `depth` and `receptive_field` (pixels along each axis): `{"before", "after", "difference", "percent"}`,
          null where unknown.
    """
    return {
        "format": 1,
        "before": _side(difference.before),
        "after": _side(difference.after),
        "same": difference.same,
        "findings": [_finding(finding) for finding in difference.findings],
        "rows": [_row(row) for row in difference.rows],
        "shapes": [_shape(followed) for followed in difference.shapes],
        "effect": {effect.name: _effect(effect) for effect in difference.effects},
    }


def _side(side: Side) -> dict[str, Any]:
    return {"operand": side.word, "name": side.graph.name, "title": side.graph.title}


def _finding(finding: Finding) -> dict[str, Any]:
    where, run = finding.where, finding.run
    return {
        "kind": finding.kind,
        "where": where and {"block": where.block, "calls": list(where.calls), "of": where.of},
        "items": [_item(item) for item in finding.items],
        "changes": [
            {"what": each.what, "values": [[_plain(before), _plain(after)] for before, after in each.values]}
            for each in finding.changes
        ],
        "arguments": [{"name": name, "values": _plain(values)} for name, values in finding.arguments],
        "after": list(finding.after),
        "was_after": list(finding.was_after),
        "repeats": run and {"name": run.name, "before": run.before, "after": run.after, "labels": list(run.labels)},
    }


def _item(item: Item) -> dict[str, Any]:
    layers = [{"name": name, "type": kind} for name, kind in item.layers]
    return {
        "label": item.label,
        "name": item.name,
        "kind": item.kind,
        "layer": item.is_layer,
        "layers": layers,
        "shape": list(item.shape),
        "shares": item.shares,
    }


def _row(row: RowEdit) -> dict[str, Any]:
    changes = [{"what": each.what, "before": _plain(each.before), "after": _plain(each.after)} for each in row.changes]
    return {"kind": row.kind, "label": row.label, "changes": changes}


def _shape(followed: Followed) -> dict[str, Any]:
    return {
        "first": followed.first,
        "last": followed.last,
        "before": list(followed.before),
        "after": list(followed.after),
    }


def _effect(effect: Effect) -> dict[str, Any]:
    percent = effect.percent
    return {
        "before": _plain(effect.before),
        "after": _plain(effect.after),
        "difference": _plain(effect.difference),
        "percent": None if percent is None else round(percent, 4),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return whole(value) if isinstance(value, Fraction) else value
