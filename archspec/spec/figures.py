"""Figures as papers print them: 25.6M says no more than its digits."""

from __future__ import annotations

import re
from typing import NamedTuple

_FIGURE = re.compile(r"(?P<whole>[0-9]+)(?:\.(?P<rest>[0-9]+))?(?P<unit>[kKMGBT]?)\Z")
_UNITS = {"": 0, "k": 3, "K": 3, "M": 6, "G": 9, "B": 9, "T": 12}


class Figure(NamedTuple):
    """A printed figure, and the whole numbers that print as it: `lowest` to `highest`, both included."""

    text: str
    lowest: int
    highest: int

    def holds(self, number: int) -> bool:
        """Whether a number, rounded to the digits that are printed, gives this figure."""
        return self.lowest <= number <= self.highest


def read_figure(text: str) -> Figure | None:
    """The figure a text prints, such as `50`, `25.6M` or `3.8G`; None where it is none.

    25.6M holds from 25,550,000 to 25,650,000; a figure without unit or fraction holds for itself alone.
    """
    found = _FIGURE.match(text.replace(",", "").replace(" ", ""))
    if not found:
        return None
    rest = found["rest"] or ""
    digits = int(found["whole"] + rest)
    exponent = _UNITS[found["unit"]] - len(rest)
    if exponent < 0:
        return None
    unit = 10**exponent
    return Figure(text, digits * unit - unit // 2, digits * unit + unit // 2)
