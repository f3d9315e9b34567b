"""The functions that formulas may call: a fixed set, pure, with numbers, texts and lists in and out."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple


class Function(NamedTuple):
    """A function of the formula language.

    Args:
        call: takes evaluated arguments; raises ValueError or TypeError with a sentence where they don't suit.
        fewest: how many arguments it needs.
        most: how many it takes.
        usage: how it is written.
        doc: what it gives, in one line.
    """

    call: Callable[..., Any]
    fewest: int
    most: int
    usage: str
    doc: str


def make_divisible(value: float, divisor: int = 8, minimum: int | None = None) -> int:
    """`value` rounded to a multiple of `divisor`, never down by more than a tenth (MobileNet's `_make_divisible`)."""
    rounded = max(divisor if minimum is None else minimum, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def correct_pad(shape: tuple[int | None, ...], kernel: int | list[int]) -> list[list[int]]:
    """Zero padding that makes a strided "valid" convolution meet the pixels of a "same" one.

    The rule is `correct_pad` of `keras.applications.imagenet_utils`, for a shape of (height, width, channels); as
    there, an unknown size counts as even.
    """
    if not isinstance(shape, tuple) or len(shape) != 3:
        raise ValueError("needs a shape of (height, width, channels)")
    kernels = kernel if isinstance(kernel, list) else [kernel, kernel]
    pads = []
    for size, width in zip(shape[:2], kernels, strict=True):
        half = width // 2
        pads.append([half - (1 if size is None else 1 - size % 2), half])
    return pads


def letter(number: int) -> str:
    """The letter of a number counted from 1: `a`, `b`, ... `z`, `aa`."""
    if number < 1:
        raise ValueError("counts from 1")
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _range(*bounds: int) -> list[int]:
    return list(range(*bounds))


def _rounded(value: float, digits: int | None = None) -> float:
    return round(value) if digits is None else round(value, digits)


_MANY = 100

FUNCTIONS: dict[str, Function] = {
    "abs": Function(abs, 1, 1, "abs(x)", "the distance of a number from 0"),
    "ceil": Function(math.ceil, 1, 1, "ceil(x)", "the next whole number up"),
    "correct_pad": Function(
        correct_pad, 2, 2, "correct_pad(in, kernel_size)", "padding as keras.applications computes it"
    ),
    "floor": Function(math.floor, 1, 1, "floor(x)", "the next whole number down"),
    "int": Function(int, 1, 1, "int(x)", "a number without its fraction"),
    "len": Function(len, 1, 1, "len(list)", "how many items a list has"),
    "letter": Function(letter, 1, 1, "letter(n)", "the letter of a number counted from 1: a, b, ... z, aa"),
    "make_divisible": Function(
        make_divisible,
        1,
        3,
        "make_divisible(x, divisor, minimum)",
        "x as a multiple of divisor, as MobileNet rounds it",
    ),
    "max": Function(max, 1, _MANY, "max(a, b, ...)", "the largest of numbers, or of a list"),
    "min": Function(min, 1, _MANY, "min(a, b, ...)", "the smallest of numbers, or of a list"),
    "range": Function(_range, 1, 3, "range(start, stop, step)", "whole numbers from start up to stop, stop left out"),
    "round": Function(_rounded, 1, 2, "round(x, digits)", "the nearest whole number; a half goes to the even one"),
    "sum": Function(sum, 1, 1, "sum(list)", "all numbers of a list added"),
}
