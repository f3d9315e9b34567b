"""A picture as SVG, laid out here, so that it needs no other program and is the same to the byte everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from archspec.reports.drawing.colours import COLOURS
from archspec.reports.drawing.columns import Page, page
from archspec.reports.drawing.marks import SIZES, Line, Mark, Point, Rectangle, Words
from archspec.reports.drawing.picture import Picture

#: Fonts that are alike, of which every system has one.
FONTS = "Helvetica, Arial, Liberation Sans, DejaVu Sans, Noto Sans, sans-serif"


def as_svg(picture: Picture) -> str:
    """The picture as an SVG document on a white page."""
    return document(picture.title, page(picture))


def document(title: str, drawn: Page) -> str:
    """A page as an SVG document."""
    width, height, marks = drawn
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{_styles()}</style>",
        '<defs><marker id="arrow" viewBox="0 0 6 6" refX="5.5" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0L6 3L0 6z" fill="#57606a"/></marker></defs>',
        f'<rect width="{width}" height="{height}" rx="6" fill="#ffffff"/>',
        *map(_drawn, marks),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _styles() -> str:
    words = [
        f".{style}{{font-size:{size}px;font-weight:{'bold' if bold else 'normal'}}}"
        for style, (size, bold) in SIZES.items()
    ]
    boxes = [f".{kind}{{fill:{fill};stroke:{border}}}" for kind, (fill, border) in COLOURS.items()]
    return "".join(
        [
            f"text{{font-family:{FONTS};fill:#1f2328}}",
            ".small,.shape,.row{fill:#57606a}.row{font-style:italic}.dashed{stroke-dasharray:4 2}",
            *words,
            *boxes,
            ".line{fill:none;stroke:#57606a}",
        ]
    )


def _drawn(mark: Mark) -> str:
    match mark:
        case Rectangle(x, y, width, height, kind, dashed):
            look = f"{kind} dashed" if dashed else kind
            return f'<rect class="{look}" x="{x}.5" y="{y}.5" width="{width}" height="{height}" rx="4"/>'
        case Words(x, y, text, style, anchor):
            return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        case Line(points, arrow):
            end = ' marker-end="url(#arrow)"' if arrow else ""
            return f'<path class="line" d="{"".join(_path(points))}"{end}/>'


def _path(points: tuple[Point, ...]) -> Iterator[str]:
    yield f"M{points[0][0]}.5 {points[0][1]}.5"
    for (x, y), (to_x, to_y) in pairwise(dict.fromkeys(points)):
        if x == to_x:
            yield f"V{to_y}.5"
        elif y == to_y:
            yield f"H{to_x}.5"
        else:
            middle = (y + to_y) // 2
            yield f"C{x}.5 {middle} {to_x}.5 {middle} {to_x}.5 {to_y}.5"
