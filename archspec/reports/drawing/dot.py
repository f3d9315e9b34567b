"""A picture in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.reports.drawing.colours import COLOURS
from archspec.reports.drawing.picture import Box, Picture, Region, edges

_FONT = 'fontname="Helvetica,Arial,sans-serif"'


def as_dot(picture: Picture) -> str:
    """The picture as a `digraph` with a cluster for every open box; `dot` draws it."""
    lines = [
        f"digraph {_quoted(picture.name)} {{",
        f"  graph [label={_quoted(picture.title)}, labelloc=t, fontsize=14, ranksep=0.3, {_FONT}]",
        f'  node [shape=box, style="rounded,filled", fontsize=11, height=0.3, {_FONT}]',
        f"  edge [fontsize=9, arrowsize=0.6, {_FONT}]",
        *_boxes(picture.region, "  "),
        *(f"  n{edge.source} -> n{edge.target} [label={_quoted(edge.shape)}]" for edge in edges(picture.region)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _boxes(region: Region, margin: str) -> Iterator[str]:
    for box in region.boxes:
        fill, border = COLOURS[box.kind]
        look = f'fillcolor="{fill}", color="{border}"'
        if box.inside is None:
            yield f"{margin}n{box.number} [label={_label(box)}, {look}]"
            continue
        yield f"{margin}subgraph cluster_{box.number} {{"
        yield f'{margin}  graph [label={_label(box)}, labeljust=l, style="rounded,filled", {look}]'
        yield from _boxes(box.inside, f"{margin}  ")
        yield f"{margin}}}"


def _label(box: Box) -> str:
    return _quoted(*filter(None, [box.described, box.remarks]))


def _quoted(*lines: str) -> str:
    """Lines of text as a string of the language, which knows escapes and the entities of HTML."""
    literal = [line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '"' + "\\n".join(literal) + '"'
