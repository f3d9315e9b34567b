"""A network as text whose lines can be compared: what `git diff` is given in the place of a spec.

A line for each layer, indented below its block; equal repeats once. Shapes stand where a block or a layer outside of
blocks ends, so that one change does not change every line.
"""

from __future__ import annotations

from collections.abc import Iterator

from archspec.diff.edits import told
from archspec.diff.outline import Outline, Part, outline
from archspec.graph.costs import totals
from archspec.graph.graph import Graph
from archspec.reports.diff_words import call
from archspec.reports.numbers import count
from archspec.reports.table import shape_cell
from archspec.text.display import visible


def outline_text(graph: Graph) -> str:
    """The network as lines of text."""
    whole = outline(graph, {})
    lines = [f"name: {graph.name}", *([f"title: {graph.title}"] if graph.title else [])]
    lines += _inside(whole.parts[0], whole, 0)
    figures = totals(graph)
    lines += [
        f"outputs: {', '.join(whole.calls[position].name for position in whole.outputs)}",
        f"parameters: {count(figures.parameters)}",
        f"multiply-adds: {count(figures.multiply_adds)}",
        f"depth: {figures.depth}",
    ]
    return "".join(f"{visible(line)}\n" for line in lines)


def _inside(part: Part, whole: Outline, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for repeats in _repeats(whole.children(part), whole):
        first, last = repeats[0], repeats[-1]
        name = told(first, whole) if first is last else f"{told(first, whole)} … {told(last, whole)}"
        times = "" if first is last else f" × {len(repeats)}"
        shape = f" {shape_cell(whole.calls[last.end - 1].shape)}" if not depth else ""
        yield f"{indent}{name}: {_what(first, whole)}{times}{shape}"
        yield from _inside(first, whole, depth + 1)


def _repeats(parts: list[Part], whole: Outline) -> list[list[Part]]:
    """The parts, equal and numbered ones that follow each other together."""
    groups: list[list[Part]] = []
    for part in parts:
        last = groups[-1][-1] if groups else None
        key = (part.same, part.kind, part.stem, _taken(part, whole))
        if last and key == (last.same, last.kind, last.stem, _taken(last, whole)):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _taken(part: Part, whole: Outline) -> list[int]:
    """How far back the inputs of a part's first call lie."""
    return [part.start - position for position in whole.calls[part.start].inputs]


def _what(part: Part, whole: Outline) -> str:
    if not part.is_layer:
        return part.kind
    layer = whole.calls[part.start]
    text = call(layer.kind, {name: (value,) for name, value in layer.arguments.items()})
    if layer.definition is None or layer.inputs == (part.start - 1,):
        return text
    return f"{text} of {', '.join(_source(part, position, whole) for position in layer.inputs)}"


def _source(part: Part, position: int, whole: Outline) -> str:
    around = whole.parts[part.parent]
    inside = around.start <= position < around.end
    return told(whole.parts[whole.leaves[position]], whole) if inside else "what goes in"
