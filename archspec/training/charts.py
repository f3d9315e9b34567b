"""Curves as pictures: SVG, drawn here so that it needs no other program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, isfinite, log10
from typing import NamedTuple

from archspec.reports.drawing.svg import FONTS
from archspec.training.folder import Folder, Row

#: Colours that the colour-blind tell apart (Okabe and Ito 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999999")
_WIDTH, _HEIGHT = 420, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 32, 40
_TICKS = 5


class Series(NamedTuple):
    """A curve.

    Args:
        name: what the legend calls it.
        points: (epoch, value) of each.
        colour: of the line.
        dashed: whether it is.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    colour: str
    dashed: bool = False


class Panel(NamedTuple):
    """Curves over the same axes."""

    title: str
    series: tuple[Series, ...]


def history_panels(runs: Sequence[tuple[str, Sequence[Row]]]) -> list[Panel]:
    """Loss and metrics over the epochs of runs, each run in a colour: training dashed, test data not."""
    first = runs[0][1][0]
    columns = [key.removeprefix("test_") for key in first if key.startswith("test_")]
    return [Panel(column, tuple(_curves(runs, column))) for column in columns]


def _curves(runs: Sequence[tuple[str, Sequence[Row]]], column: str) -> Iterator[Series]:
    for number, (name, rows) in enumerate(runs):
        colour = COLOURS[number % len(COLOURS)]
        for key, words, dashed in ((column, "training", True), (f"test_{column}", "test", False)):
            points = tuple((row["epoch"], row[key]) for row in rows if key in row and isfinite(row[key]))
            if points:
                yield Series(f"{name} {words}".strip(), points, colour, dashed)


def as_svg(title: str, panels: Sequence[Panel]) -> str:
    """Panels beside each other, with one legend below."""
    names = {series.name: series for panel in panels for series in panel.series}
    width = _WIDTH * max(len(panels), 1)
    height = _HEIGHT + 18 * ceil(len(names) / 2) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font-family:{FONTS};font-size:11px;fill:#1f2328}}.title{{font-size:13px;font-weight:bold}}"
        ".axis{stroke:#57606a}.grid{stroke:#d0d7de}.curve{fill:none;stroke-width:1.5}</style>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, panel in enumerate(panels):
        lines += [f'<g transform="translate({number * _WIDTH} 0)">', *_panel(panel), "</g>"]
    lines += [*_legend(list(names.values()), width), "</svg>"]
    return "\n".join(lines) + "\n"


def _panel(panel: Panel) -> Iterator[str]:
    points = [point for series in panel.series for point in series.points]
    yield f'<text class="title" x="{_LEFT}" y="20">{escape(panel.title)}</text>'
    if not points:
        return
    across = _Axis.of([x for x, _ in points], whole=True)
    up = _Axis.of([y for _, y in points], whole=False)
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    for value in up.ticks():
        y = bottom - up.share(value) * (bottom - _TOP)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{right}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
    for value in across.ticks():
        x = _LEFT + across.share(value) * (right - _LEFT)
        yield f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{value:g}</text>'
    yield f'<path class="axis" d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none"/>'
    yield f'<text x="{(_LEFT + right) / 2:.0f}" y="{bottom + 32}" text-anchor="middle">epoch</text>'
    for series in panel.series:
        places = " ".join(
            f"{_LEFT + across.share(x) * (right - _LEFT):.1f},{bottom - up.share(y) * (bottom - _TOP):.1f}"
            for x, y in series.points
        )
        yield f'<polyline class="curve" points="{places}" {_look(series)}/>'


def _look(series: Series) -> str:
    return f'stroke="{series.colour}"' + (' stroke-dasharray="5 3"' if series.dashed else "")


def _legend(series: Sequence[Series], width: int) -> Iterator[str]:
    for number, each in enumerate(series):
        x, y = _LEFT + number % 2 * (width - _LEFT) // 2, _HEIGHT + 12 + 18 * (number // 2)
        yield f'<path class="curve" d="M{x} {y - 4}H{x + 28}" {_look(each)}/>'
        yield f'<text x="{x + 36}" y="{y}">{escape(each.name)}</text>'


class _Axis(NamedTuple):
    """An axis from one round number to another."""

    low: float
    high: float
    step: float

    @classmethod
    def of(cls, values: Sequence[float], *, whole: bool) -> _Axis:
        low, high = min(values), max(values)
        rough = max((high - low) / _TICKS, 1e-9 * max(abs(high), 1))
        unit = 10.0 ** floor(log10(rough))
        step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough * 0.999)
        step = max(1.0, step) if whole else step
        return cls(floor(low / step) * step if not whole else low, max(high, low + step), step)

    def share(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> Iterator[float]:
        number = ceil(self.low / self.step - 1e-9)
        while number * self.step <= self.high * (1 + 1e-9) + 1e-12:
            yield round(number * self.step, 12)
            number += 1


def write_curves(history: Sequence[Row], folder: Folder) -> str:
    """Draws the history of a run into its folder; the picture.

    Raises:
        OSError: it can't be written.
    """
    svg = as_svg(folder.path.name, history_panels([("", history)]))
    folder.write("history.svg", svg)
    return svg
