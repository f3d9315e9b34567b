"""Text as terminals show it."""

from __future__ import annotations

import unicodedata

#: Control, formatting (bidirectional too), lone surrogates, and what ends a line or paragraph.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Marks that stand on the character before them.
_COMBINING = frozenset({"Mn", "Me"})


def width(text: str) -> int:
    """How many columns a text takes: characters of East Asian scripts take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in _COMBINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(text: str) -> str:
    """The text in one line, with control and bidirectional formatting characters made harmless."""
    if text.isascii() and text.isprintable():
        return text
    return "".join("\N{REPLACEMENT CHARACTER}" if _hidden(character) else character for character in text)


def _hidden(character: str) -> bool:
    return character != "\t" and unicodedata.category(character) in _HIDDEN


def clipped(text: str, start: int, end: int, widest: int) -> tuple[str, int, int]:
    """The part of a text around the characters from `start` to `end` that takes at most `widest` columns.

    Gives the part, and where these characters are in it.
    """
    if _fits(text, 0, widest):
        return text, start, end
    head = _fitting(text, range(len(text)), widest - 1)
    if end <= head:
        return f"{text[:head]}…", start, end
    room = max(1, widest - 2)
    first = start - _fitting(text, range(start - 1, -1, -1), room // 4)
    if _fits(text, first, room):
        first = len(text) - _fitting(text, range(len(text) - 1, -1, -1), room)
    last = first + _fitting(text, range(first, len(text)), room)
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first
    return f"{before}{text[first:last]}{after}", start + shift, min(end, last) + shift


def line_breaks(text: str, widest: int, hanging: int) -> list[tuple[int, int]]:
    """Where to cut a text into lines: at spaces, and within words that are wider than a line.

    Args:
        text: the text.
        widest: how many columns a line may take.
        hanging: how many of them all lines but the first leave free at their beginning.
    """
    lines: list[tuple[int, int]] = []
    begin, room = 0, widest
    while not _fits(text, begin, room):
        end = begin + max(1, _fitting(text, range(begin, len(text)), room))
        space = text.rfind(" ", begin + 1, end + 1)
        cut = space if text[begin:space].strip() and space > begin else end
        lines.append((begin, cut))
        begin = cut + (text[cut : cut + 1] == " ")
        room = max(1, widest - hanging)
    return [*lines, (begin, len(text))]


def _fits(text: str, begin: int, room: int) -> bool:
    """Whether a text takes at most so many columns from a character on."""
    return _fitting(text, range(begin, len(text)), room) == len(text) - begin


def _fitting(text: str, positions: range, room: int) -> int:
    """How many characters, the first of these positions first, take at most so many columns.

    Of marks that take none, a line can't have any number.
    """
    taken = 0
    for number, position in enumerate(positions):
        taken += _columns(text[position])
        if taken > room or number >= 4 * room:
            return number
    return len(positions)
