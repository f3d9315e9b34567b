"""A picture as a flowchart of Mermaid, which GitHub draws in Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from archspec.reports.drawing.colours import COLOURS
from archspec.reports.drawing.picture import Box, Picture, Region, edges

#: All but what has no meaning to Mermaid, Markdown and HTML: these know brackets, marks of emphasis and of lists.
_SPECIAL = re.compile(r"[^\w ,.:/×…·()+-]|_|^[+-]|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]")


def as_mermaid(picture: Picture) -> str:
    """The picture as a `flowchart` with a subgraph for every open box."""
    lines = [
        "---",
        f"title: {json.dumps(picture.title, ensure_ascii=False)}",
        "---",
        "flowchart TB",
        *_boxes(picture.region, "  "),
        *(f'  n{edge.source} -->|"{_literal(edge.shape)}"| n{edge.target}' for edge in edges(picture.region)),
        *(f"  classDef {kind} fill:{fill},stroke:{border},color:#1f2328" for kind, (fill, border) in COLOURS.items()),
    ]
    return "\n".join(lines) + "\n"


def _boxes(region: Region, margin: str) -> Iterator[str]:
    for box in region.boxes:
        if box.inside is None:
            yield f'{margin}n{box.number}["{_label(box)}"]:::{box.kind}'
            continue
        yield f'{margin}subgraph n{box.number}["{_label(box)}"]'
        yield from _boxes(box.inside, f"{margin}  ")
        yield f"{margin}end"
        yield f"{margin}class n{box.number} {box.kind}"


def _label(box: Box) -> str:
    return "<br>".join(map(_literal, filter(None, [box.described, box.remarks])))


def _literal(text: str) -> str:
    """Text with every character that might mean something as an entity of Mermaid's."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)
