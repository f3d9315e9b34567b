"""The colours of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from archspec.reports.drawing.picture import Kind

#: What fills each kind of box, and its border.
COLOURS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "terminal": ("#ffffff", "#57606a"),
        "weights": ("#ddf4ff", "#54aeff"),
        "pooling": ("#fff8c5", "#d4a72c"),
        "merge": ("#dafbe1", "#4ac26b"),
        "plain": ("#f6f8fa", "#afb8c1"),
        "block": ("#fbfcfd", "#8c959f"),
        "group": ("#fbfcfd", "#d0d7de"),
    }
)
