"""How a scalar is written: with as few quotes as YAML 1.1 and 1.2 allow, long texts folded."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from archspec.fmt.document import Leaf, Props
from archspec.text.display import width
from archspec.text.yaml import CORE_TAG, core_value

WIDEST = 120
_PRINTABLE = re.compile("[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
#: What begins no plain scalar; some of it does in places, which are not worth telling apart.
_BEGINS_NONE = frozenset(",[]{}#&*!|>'\"%@`?:")
_ENDS_IN_FLOW = frozenset(",[]{}?")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
#: Where a folded line may end: a break there reads as this one space.
_WORD_BREAK = re.compile("(?<=[^ ]) (?=[^ ])")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x85": "\\N"}


def in_line(leaf: Leaf, *, flow: bool, key: bool = False) -> str:
    """A scalar on one line, with its anchor and tag."""
    return " ".join(filter(None, (written_props(leaf.props), _bare(leaf, flow, key))))


def written_props(props: Props) -> str:
    """`&anchor !tag`; empty where there is neither."""
    tag = props.tag
    if tag is not None and tag.startswith(CORE_TAG):
        tag = "!!" + tag.removeprefix(CORE_TAG)
    return " ".join(filter(None, (f"&{props.anchor}" if props.anchor else None, tag)))


def _bare(leaf: Leaf, flow: bool, key: bool) -> str:
    text, plain = leaf.text, not leaf.style
    if leaf.props.tag is not None:
        return text if plain and _may_be_plain(text, flow) else quoted(text)
    if plain and (not isinstance(core_value(text), str) or (key and text == "<<")):
        return '""' if key and not text else text
    return text if _may_be_plain(text, flow) and _is_text(text) else quoted(text)


def _may_be_plain(text: str, flow: bool) -> bool:
    """Whether a text without quotes is one scalar, and all of it."""
    if not text or text != text.strip() or text[0] in _BEGINS_NONE or not _PRINTABLE.fullmatch(text):
        return False
    if text.startswith(("- ", "---", "...")) or text == "-" or text.endswith(":") or ": " in text or " #" in text:
        return False
    return not flow or (_ENDS_IN_FLOW.isdisjoint(text) and not _seems_cut(text))


def _seems_cut(text: str) -> bool:
    """Whether the language would take it for a formula that a comma cuts."""
    if text[0] != "=":
        return False
    bare = _QUOTED.sub("", text)
    return bare.count("(") != bare.count(")") or "'" in bare or '"' in bare


def _is_text(text: str) -> bool:
    """Whether both YAML 1.1 and 1.2 read a plain scalar as text."""
    if not isinstance(core_value(text), str):
        return False
    import yaml

    return bool(_resolver().resolve(yaml.ScalarNode, text, (True, False)) == CORE_TAG + "str")


@cache
def _resolver() -> Any:
    from yaml.resolver import Resolver

    return Resolver()


def quoted(text: str) -> str:
    """A text in double quotes; in single ones where it holds what those would have to escape."""
    if not _PRINTABLE.fullmatch(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _PRINTABLE.fullmatch(character):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def block_style(leaf: Leaf) -> str | None:
    """`>` or `|` where a scalar is written as a block and can be."""
    if leaf.style == ">" and _may_be_folded(leaf.text):
        return ">"
    return "|" if leaf.style in ("|", ">") and _may_be_literal(leaf.text) else None


def in_block(leaf: Leaf, taken: int, indent: int) -> list[str]:
    """The lines of a scalar in block style: the first without its indentation.

    Args:
        leaf: the scalar.
        taken: columns before it.
        indent: how far the lines of its text are indented.
    """
    style = block_style(leaf)
    if style is None:
        line = in_line(leaf, flow=False)
        if taken + width(line) <= WIDEST or not _is_long_text(leaf):
            return [line]
        style = ">"
    text = leaf.text
    body = text.removesuffix("\n")
    lines = body.split("\n") if style == "|" else _folded(body, WIDEST - indent)
    indicator = "2" if style == "|" and body.lstrip("\n")[:1] in (" ", "\t") else ""
    sign = style + indicator + ("" if text.endswith("\n") else "-")
    first = " ".join(filter(None, (written_props(leaf.props), sign)))
    return [first, *(" " * indent + line if line else "" for line in lines)]


def _is_long_text(leaf: Leaf) -> bool:
    return (
        leaf.props.tag is None
        and bool(_WORD_BREAK.search(leaf.text))
        and _may_be_folded(leaf.text)
        and (bool(leaf.style) or isinstance(core_value(leaf.text), str))
    )


def _may_be_literal(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    return (
        bool(text.strip())
        and bool(lines[-1])
        and all(_PRINTABLE.fullmatch(line.replace("\t", " ")) for line in lines)
        and not any(line and not line.strip() for line in lines)
    )


def _may_be_folded(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    return (
        _may_be_literal(text)
        and bool(lines[0])
        and not any(line.startswith(" ") or line.endswith(" ") or "\t" in line for line in lines)
    )


def _folded(body: str, room: int) -> list[str]:
    """The lines of a text, filled; a line break of the text itself is an empty line more."""
    lines: list[str] = []
    for number, paragraph in enumerate(body.split("\n")):
        lines += [""] if number else []
        lines += _filled(paragraph, room) if paragraph else []
    return lines


def _filled(paragraph: str, room: int) -> list[str]:
    lines = [""]
    columns = 0
    for word in _WORD_BREAK.split(paragraph):
        taken = width(word)
        if columns and columns + 1 + taken > room:
            lines.append(word)
            columns = taken
        else:
            lines[-1] += f" {word}" if columns else word
            columns += taken + bool(columns)
    return lines
