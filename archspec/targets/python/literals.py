"""Text of a spec as Python source: always an escaped literal, a comment or a docstring, never code."""

from __future__ import annotations

import math
import textwrap
from typing import Any

from archspec.targets.python.code import SIGN, Atom, Doc, Entries, Expression, Items


def literal(value: Any) -> Expression:
    """Plain data as an expression; lists become tuples."""
    if isinstance(value, str):
        return Atom(quoted(value))
    if isinstance(value, list | tuple):
        return Items(tuple(map(literal, value)))
    if isinstance(value, dict):
        return Entries(tuple((Atom(quoted(key)), literal(item)) for key, item in value.items()))
    if isinstance(value, float) and not math.isfinite(value):
        return Atom(f'float("{value}")')
    negative = isinstance(value, int | float) and not isinstance(value, bool) and value < 0
    return Atom(repr(value), SIGN) if negative else Atom(repr(value))


def quoted(text: str) -> str:
    """A text as a literal, in the quotes that the formatter prefers."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + escaped(text).replace(quote, "\\" + quote) + quote


def escaped(text: str) -> str:
    """A text with its backslashes, and all characters that are not seen as what they are, escaped."""
    return visible_only(text.replace("\\", "\\\\"))


def visible_only(text: str) -> str:
    """A text in which every character that can't be seen, bidirectional controls among them, is written by number."""
    return "".join(character if _is_plain(character) else _escape(character) for character in text)


def _is_plain(character: str) -> bool:
    # Beyond Latin and the like, letters of other directions would turn a line of code around.
    return character.isprintable() and not _turns(character)


def _turns(character: str) -> bool:
    """Whether a character is written from right to left."""
    import unicodedata

    return not character.isascii() and unicodedata.bidirectional(character) in ("R", "AL", "AN")


def _escape(character: str) -> str:
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def comment_text(text: str) -> str:
    """A text that can stand in a comment of one line."""
    return visible_only(" ".join(text.split()))


def docstring(doc: Doc, indent: int, width: int) -> str:
    """A docstring as lines, wrapped; empty where there is nothing to say."""
    room = width - indent
    lines: list[str] = []
    for paragraph in doc.paragraphs:
        wrapped = _wrapped(paragraph, room if lines else room - 3)
        lines += ["", *wrapped] if lines and wrapped else wrapped
    if doc.parameters:
        lines += [*([""] if lines else []), "Args:"]
        for name, text in doc.parameters:
            first, *others = _wrapped(f"{name}: {text}", room - 8)
            lines += [f"    {first}", *(f"        {line}" for line in others)]
    if not lines:
        return ""
    margin = " " * indent
    if len(lines) == 1:
        # A formatter draws the closing quotes up to a single line, however long that makes it.
        lines = _broken(lines[0], room - 6)
    if len(lines) == 1 and len(lines[0]) + 6 <= room:
        # A quote right before those that end the docstring would be taken for one of them.
        closing = ' """' if lines[0].endswith('"') else '"""'
        return f'{margin}"""{lines[0]}{closing}\n'
    body = "".join(f"{margin}{line}\n" if line else "\n" for line in lines[1:])
    return f'{margin}"""{lines[0]}\n{body}{margin}"""\n'


def _wrapped(text: str, room: int) -> list[str]:
    """A paragraph of a docstring as lines, with what would end the docstring or is not seen as what it is escaped."""
    safe = escaped(" ".join(text.split())).replace('"""', "'''")
    return _broken(safe, room)


def _broken(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
