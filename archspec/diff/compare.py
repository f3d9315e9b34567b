"""Compares two networks."""

from __future__ import annotations

from typing import Literal, NamedTuple

from archspec.diff.edits import Change, Edit, Item, find_edits
from archspec.diff.effect import Effect, effects
from archspec.diff.findings import Finding, each_alone, fold
from archspec.diff.hierarchy import paths_like
from archspec.diff.match import match
from archspec.diff.order import ordered_like
from archspec.diff.outline import Keys, outline
from archspec.diff.rows import RowEdit, compare_rows
from archspec.diff.shapes import Followed, followed_shapes
from archspec.expand.rows import Row
from archspec.graph.graph import Graph
from archspec.pause import collection_paused

#: `rows`: the documented tables alone. `blocks`: blocks and repeats told once. `layers`: every layer.
Level = Literal["rows", "blocks", "layers"]


class Side(NamedTuple):
    """One of the two networks that are compared.

    Args:
        word: what the caller calls it.
        graph: the network.
        rows: the rows of its table; None where it comes from no spec.
    """

    word: str
    graph: Graph
    rows: tuple[Row, ...] | None = None


class Difference(NamedTuple):
    """How two networks differ.

    Args:
        level: how closely it is told.
        before: the first.
        after: the second.
        findings: the differences in structure, each told once.
        rows: the rows of their tables that differ; empty where one has no table.
        shapes: the shapes that follow from other differences.
        effects: what it does to the network as a whole.
    """

    level: Level
    before: Side
    after: Side
    findings: list[Finding]
    rows: list[RowEdit]
    shapes: list[Followed]
    effects: tuple[Effect, ...]

    @property
    def same(self) -> bool:
        """Whether there is none."""
        return not (self.findings or self.shapes or self.told_rows)

    @property
    def told_rows(self) -> list[RowEdit]:
        """The rows to tell: where layers are told, those of which only the documents say something else."""
        return self.rows if self.level == "rows" else [row for row in self.rows if row.documented]


@collection_paused()
def compare(before: Side, after: Side, level: Level = "blocks") -> Difference:
    """The differences between two networks, matched by structure rather than by name.

    Args:
        before: the first.
        after: the second.
        level: how closely they are told.
    """
    if before.rows is None and after.rows is not None:
        before = before._replace(graph=ordered_like(before.graph, after.graph))
    if after.rows is None and before.rows is not None:
        after = after._replace(graph=ordered_like(after.graph, before.graph))
    keys: Keys = {}
    old_paths, new_paths = paths_like(before.graph, after.graph, (before.rows is None, after.rows is None))
    matching = match(outline(before.graph, keys, old_paths), outline(after.graph, keys, new_paths))
    documented = before.rows is not None and after.rows is not None
    rows = compare_rows(before.rows or (), after.rows or (), matching) if documented else []
    effect = effects(before.graph, after.graph)
    if level == "rows":
        return Difference(level, before, after, [], rows, [], effect)
    layers = level == "layers"
    edits = [*_model(before.graph, after.graph), *find_edits(matching, layers=layers, ordered=documented)]
    findings = each_alone(edits) if layers else fold(edits, matching)
    return Difference(level, before, after, findings, rows, followed_shapes(matching, edits, layers=layers), effect)


def _model(before: Graph, after: Graph) -> list[Edit]:
    """What differs about the model itself."""
    pairs = [
        ("name", before.name, after.name),
        ("title", before.title, after.title),
        ("output names", before.output_names, after.output_names),
    ]
    changes = tuple([Change(*pair) for pair in pairs if pair[1] != pair[2] and None not in pair])
    item = Item("model", after.name, "model", False, {}, (), ())
    return [Edit("changed", None, item, changes, origin=0)] if changes else []
