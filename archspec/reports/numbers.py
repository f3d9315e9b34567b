"""Numbers for people."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction


def count(number: int | None) -> str:
    """A count with its thousands apart; `?` where it is unknown until run time."""
    return "?" if number is None else f"{number:,}"


def size(number: int | None) -> str:
    """Bytes in the unit that suits them."""
    if number is None:
        return "?"
    value = float(number)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def pixels(sizes: Iterable[int | Fraction | None]) -> str:
    """A size along each axis: `7×7`; `all` where it is unknown."""
    return "×".join("all" if number is None else f"{float(number):g}" for number in sizes)
