"""A picture as PNG: the SVG, rendered by resvg."""

from __future__ import annotations

from math import sqrt

from archspec.reports.drawing.columns import Page, page
from archspec.reports.drawing.marks import Words
from archspec.reports.drawing.picture import Picture
from archspec.reports.drawing.svg import FONTS, document

#: Pixels for each one of the drawing, so that small letters stay sharp; less where it would get too large.
_ZOOM = 2.0
_MOST_PIXELS = 64_000_000


class CannotRender(Exception):
    """What a PNG needs is missing; the message says what to install."""


def rendered(svg: str, zoom: float = _ZOOM) -> bytes:
    """Any SVG as a PNG, so many pixels for each one of it.

    Raises:
        CannotRender: resvg is not installed.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise CannotRender("a PNG needs resvg; get it with: pip install 'archspec-compiler[png]'") from None
    return bytes(svg_to_bytes(svg_string=svg, zoom=zoom))


def as_png(picture: Picture) -> bytes:
    """The picture as a PNG.

    Raises:
        CannotRender: resvg is not installed, or no font is.
    """
    empty, letter = (Page(20, 20, ()), Page(20, 20, (Words(10, 15, "x", "words"),)))
    if rendered(document("", empty)) == rendered(document("", letter)):
        raise CannotRender(f"a PNG needs one of the fonts {FONTS.removesuffix(', sans-serif')}; none is installed")
    drawn = page(picture)
    zoom = min(_ZOOM, sqrt(_MOST_PIXELS / (drawn.width * drawn.height)))
    return rendered(document(picture.title, drawn), zoom)
