"""The styles of generated source, and what its files are known by."""

from __future__ import annotations

from typing import Literal

Style = Literal["functional", "flat", "subclass"]
STYLES: tuple[Style, ...] = ("functional", "flat", "subclass")
#: Stands in the docstring of every generated file.
MARK = "Made by `archspec generate`"
