"""Which classes a network takes for which: counts, and the share of each class that it knows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np

from archspec.reports.drawing.svg import FONTS
from archspec.training.folder import Row

_CELL, _MARGIN = 34, 110
#: More classes than this make no picture that can be read.
_MOST_DRAWN = 30


class Confusion(NamedTuple):
    """What a classifier said of examples.

    Args:
        counts: (classes, classes); row by the right class, column by what was said.
        names: what the classes are called.
    """

    counts: np.ndarray
    names: tuple[str, ...]

    def per_class(self) -> list[Row]:
        """Of each class: how many examples it has, the share known, and the share right of what was called so."""
        rows = []
        for number, name in enumerate(self.names):
            right, there, said = (
                int(self.counts[number, number]),
                int(self.counts[number].sum()),
                int(self.counts[:, number].sum()),
            )
            if there or said:
                rows.append(
                    {
                        "class": name,
                        "examples": there,
                        "accuracy": right / there if there else None,
                        "precision": right / said if said else None,
                    }
                )
        return rows

    def as_csv(self) -> str:
        """The counts as CSV: a row for each right class, a column for each class said."""
        header = ",".join(["class", *map(_quoted, self.names)])
        rows = (",".join([_quoted(name), *map(str, row)]) for name, row in zip(self.names, self.counts, strict=True))
        return "\n".join([header, *rows]) + "\n"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if {",", '"', "\n"} & set(name) else name


def confusion(labels: np.ndarray, said: np.ndarray, classes: int, names: Sequence[str] | None) -> Confusion:
    """The confusion of labels with what was said of them, both (examples,)."""
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (labels, said), 1)
    known = list(names or ())
    return Confusion(counts, (*known, *map(str, range(len(known), classes))))


def as_svg(found: Confusion) -> str | None:
    """The counts as a picture, darker where more; None where there are too many classes to read it."""
    size = len(found.names)
    if size > _MOST_DRAWN:
        return None
    side = _MARGIN + size * _CELL + 16
    most = max(int(found.counts.max()), 1)
    cells: list[Any] = []
    for (row, column), count in np.ndenumerate(found.counts):
        x, y = _MARGIN + column * _CELL, _MARGIN + row * _CELL
        share = int(count) / most
        cells.append(
            f'<rect x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" fill="#0072b2" fill-opacity="{share:.3f}" '
            'stroke="#d0d7de"/>'
        )
        if count:
            ink = "#ffffff" if share > 0.5 else "#1f2328"
            cells.append(f'<text x="{x + _CELL // 2}" y="{y + 21}" text-anchor="middle" fill="{ink}">{count}</text>')
    for number, name in enumerate(found.names):
        middle = _MARGIN + number * _CELL + 21
        short = escape(name if len(name) < 14 else f"{name[:12]}…")
        cells.append(f'<text x="{_MARGIN - 6}" y="{middle}" text-anchor="end">{short}</text>')
        turned = f'transform="rotate(-60 {middle} {_MARGIN - 6})"'
        cells.append(f'<text x="{middle}" y="{_MARGIN - 6}" {turned}>{short}</text>')
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">',
        "<title>Confusion: rows are the right class, columns what was said</title>",
        f"<style>text{{font-family:{FONTS};font-size:11px}}</style>",
        f'<rect width="{side}" height="{side}" fill="#ffffff"/>',
        *cells,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"
