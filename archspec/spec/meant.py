"""What a value was probably meant to be: a formula without its sign, a word of YAML 1.1, a list as Python writes it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from archspec.formula.errors import FormulaError
from archspec.formula.parser import parse
from archspec.formula.tree import Binary, Call, Conditional, Index, Name, free_names
from archspec.text.diagnostics import Diagnostic, Fix
from archspec.text.source import Span
from archspec.text.suggest import exchange

_TRUTH = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?\Z")
_TUPLE = re.compile(r"\(\s*([-+0-9., ]*?),?\s*\)\Z")
#: What a formula may not hold where it stands unquoted in flow style, or anywhere.
_MUST_BE_QUOTED = re.compile(r"[\[\]{},]|: | #")
_QUOTES = ("'", '"')


def with_meaning(mistake: Diagnostic, value: Any, wanted: str, known: Container[str] | None) -> Diagnostic:
    """The mistake of a value of the wrong sort, with what was probably meant where that can be told.

    Args:
        mistake: at the place of the value.
        value: what was found there.
        wanted: what the value should be, in the words of messages.
        known: the names that a formula could read there; None where they are not known.
    """
    if mistake.span is None or mistake.help is not None:
        return mistake
    if wanted == "true or false":
        return _truth(mistake, mistake.span, value)
    if not isinstance(value, str):
        return mistake
    if value == "None":
        return mistake._replace(help="'None' is a text here: write null", fix=exchange(mistake.span, value, "null"))
    if _NUMBER.match(value) and _is_quoted(mistake.span):
        return mistake._replace(help=f"leave out the quotes: {value}", fix=Fix(mistake.span, value))
    if listed := _TUPLE.match(value):
        fix = exchange(mistake.span, value, f"[{listed[1]}]") if "," in value else None
        return mistake._replace(help=f"a list is written in brackets: [{listed[1]}]", fix=fix)
    return _formula(mistake, mistake.span, value, known)


def _is_quoted(span: Span) -> bool:
    return span.source.line(span.line)[span.column - 1 : span.column] in _QUOTES


def _truth(mistake: Diagnostic, span: Span, value: Any) -> Diagnostic:
    if type(value) is int and value in (0, 1):
        word = "true" if value else "false"
        return mistake._replace(help=f"write {word}", fix=exchange(span, str(value), word))
    if not isinstance(value, str):
        return mistake
    folded = value.casefold()
    if folded in ("true", "false"):
        fix = Fix(span, folded) if _is_quoted(span) and span.line == span.end_line else None
        return mistake._replace(help=f"leave out the quotes: {folded}", fix=fix)
    if folded in _TRUTH:
        word = _TRUTH[folded]
        fix = None if _is_quoted(span) else exchange(span, value, word)
        return mistake._replace(help=f"YAML 1.2 reads {value!r} as text: write {word}", fix=fix)
    return mistake


def _formula(mistake: Diagnostic, span: Span, text: str, known: Container[str] | None) -> Diagnostic:
    """A text that would be a formula with a sign before it."""
    try:
        term = parse(text)
    except FormulaError:
        return mistake
    names = free_names(term)
    if not isinstance(term, Name | Binary | Call | Index | Conditional) and not names:
        return mistake
    if known is not None and not all(name.name in known for name in names):
        return mistake
    if known is None and isinstance(term, Name):
        return mistake._replace(help=f"did you mean a formula? write '={text}'")
    written = f"={text}" if _is_quoted(span) or not _MUST_BE_QUOTED.search(text) else f'"={text}"'
    return mistake._replace(help=f"did you mean a formula? write '={text}'", fix=exchange(span, text, written))


def without_space(key: str, span: Span, known: Container[str] | None) -> Diagnostic | None:
    """The mistake of `units:4`, which YAML reads as one word; `known` are the keys that may be meant."""
    word, colon, value = key.partition(":")
    if not colon or not value or value != value.strip():
        return None
    if not (word.isidentifier() if known is None else word in known):
        return None
    message = f"{key!r} is one word for YAML: a space is missing after the colon"
    written = f"{word}: {value}"
    return Diagnostic("E0111", message, span, help=f"write {written!r}", fix=exchange(span, key, written))
