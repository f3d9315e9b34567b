"""Text as terminals show it."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """How many columns a text takes: characters of East Asian scripts take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def visible(text: str) -> str:
    """The text with control and bidirectional formatting characters made harmless."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _hidden(character) else character for character in text)


def _hidden(character: str) -> bool:
    return character not in "\t\n" and unicodedata.category(character) in ("Cc", "Cf", "Cs")
