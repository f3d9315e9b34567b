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
    """A text of at most about `widest` characters around those from `start` to `end`, and where these are in it."""
    if len(text) <= widest:
        return text, start, end
    first = max(0, min(start - widest // 4, len(text) - widest))
    last = first + widest
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first
    return f"{before}{text[first:last]}{after}", start + shift, min(end, last) + shift
