"""The functions that formulas may call: a fixed set, pure, with numbers, texts and lists in and out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from archspec.text.tree import describe


class Function(NamedTuple):
    """A function of the formula language.

    Args:
        call: takes evaluated arguments; raises ValueError with what it needs where they don't suit.
        fewest: how many arguments it needs.
        most: how many it takes.
        usage: how it is written.
        doc: what it gives, in one line.
        of_shapes: whether it takes shapes and lists in which a size is unknown.
    """

    call: Callable[..., Any]
    fewest: int
    most: int
    usage: str
    doc: str
    of_shapes: bool = False


def number(value: Any) -> int | float:
    """The value, if it is a number.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"needs a number, found {describe(value)}")
    if not math.isfinite(value):
        raise ValueError(f"needs a finite number, found {value}")
    return value


def whole(value: Any) -> int:
    """The value, if it is a whole number.

    Raises:
        ValueError: it is none.
    """
    if type(value) is not int:
        raise ValueError(f"needs a whole number, found {describe(value)}")
    return value


def numbers(values: Any) -> list[int | float]:
    """The values, if they are a list of numbers.

    Raises:
        ValueError: they are none.
    """
    if not isinstance(values, Iterable) or isinstance(values, str | dict):
        raise ValueError(f"needs a list of numbers, found {describe(values)}")
    return [number(value) for value in values]


def make_divisible(value: float, divisor: int = 8, minimum: int | None = None) -> int:
    """`value` rounded to a multiple of `divisor`, never down by more than a tenth (MobileNet's `_make_divisible`)."""
    if whole(divisor) < 1:
        raise ValueError(f"needs a divisor from 1 up, found {divisor}")
    lowest = divisor if minimum is None else whole(minimum)
    rounded = max(lowest, int(number(value) + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def correct_pad(shape: tuple[int | None, ...], kernel: int | list[int]) -> list[list[int]]:
    """Zero padding that makes a strided "valid" convolution meet the pixels of a "same" one.

    The rule is `correct_pad` of `keras.applications.imagenet_utils`, for a shape of (height, width, channels); as
    there, both sizes count as even where the height is unknown. An unknown width, which it can't take, does too.
    """
    if not isinstance(shape, tuple) or len(shape) != 3:
        raise ValueError(f"needs a shape of (height, width, channels), found {describe(shape)}")
    kernels = kernel if isinstance(kernel, list) else [kernel, kernel]
    if len(kernels) != 2:
        raise ValueError(f"needs a kernel size, or a list of two, found {describe(kernel)}")
    sizes = (0, 0) if shape[0] is None else (shape[0], shape[1] or 0)
    halves = [whole(size) // 2 for size in kernels]
    return [[half - 1 + size % 2, half] for half, size in zip(halves, sizes, strict=True)]


def letter(count: int) -> str:
    """The letter of a number counted from 1: `a`, `b`, ... `z`, `aa`."""
    if whole(count) < 1:
        raise ValueError(f"counts from 1, found {count}")
    text = ""
    while count:
        count, rest = divmod(count - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _range(*bounds: int) -> list[int]:
    if len(bounds) == 3 and bounds[2] == 0:
        raise ValueError("needs a step that is not 0")
    return list(range(*map(whole, bounds)))


def _rounded(value: float, digits: int | None = None) -> float:
    rounded = number(value)
    if digits is None:
        return round(rounded)
    # Further digits change nothing, but Python would compute a power of ten with as many.
    most = max(_DIGITS_OF_A_FLOAT, int(rounded).bit_length())
    return round(rounded, min(max(whole(digits), -most), most))


def _length(items: Any) -> int:
    if not isinstance(items, list | tuple):
        raise ValueError(f"needs a list or a shape, found {describe(items)}")
    return len(items)


def _pick(choose: Callable[..., Any]) -> Callable[..., Any]:
    """`min` or `max`, of several numbers or of a list of them."""

    def picked(*values: Any) -> Any:
        found = numbers(values if len(values) > 1 else values[0])
        if not found:
            raise ValueError("needs at least one number, found an empty list")
        return choose(found)

    return picked


_MANY = 100
#: Digits of a float, before the point or behind it.
_DIGITS_OF_A_FLOAT = 400

FUNCTIONS: dict[str, Function] = {
    "abs": Function(lambda value: abs(number(value)), 1, 1, "abs(x)", "the distance of a number from 0"),
    "ceil": Function(lambda value: math.ceil(number(value)), 1, 1, "ceil(x)", "the next whole number up"),
    "correct_pad": Function(
        correct_pad, 2, 2, "correct_pad(in, kernel_size)", "padding as keras.applications computes it", of_shapes=True
    ),
    "floor": Function(lambda value: math.floor(number(value)), 1, 1, "floor(x)", "the next whole number down"),
    "int": Function(lambda value: int(number(value)), 1, 1, "int(x)", "a number without its fraction"),
    "len": Function(_length, 1, 1, "len(list)", "how many items a list has", of_shapes=True),
    "letter": Function(letter, 1, 1, "letter(n)", "the letter of a number counted from 1: a, b, ... z, aa"),
    "make_divisible": Function(
        make_divisible,
        1,
        3,
        "make_divisible(x, divisor, minimum)",
        "x as a multiple of divisor, as MobileNet rounds it",
    ),
    "max": Function(_pick(max), 1, _MANY, "max(a, b, ...)", "the largest of numbers, or of a list"),
    "min": Function(_pick(min), 1, _MANY, "min(a, b, ...)", "the smallest of numbers, or of a list"),
    "range": Function(_range, 1, 3, "range(start, stop, step)", "whole numbers from start up to stop, stop left out"),
    "round": Function(_rounded, 1, 2, "round(x, digits)", "the nearest whole number; a half goes to the even one"),
    "sum": Function(lambda values: sum(numbers(values)), 1, 1, "sum(list)", "all numbers of a list added"),
}
