"""Reads YAML into the located tree: core schema only, every key once, within limits."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import yaml

from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.text.diagnostics import Note, SpecError
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping, Node, Scalar, Sequence, kind
from archspec.text.unquoted import broken_formula

#: libyaml where PyYAML was built with it, ten times as fast.
_PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CORE = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_MAY_BE_A_NUMBER = frozenset("+-.0123456789")
_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}


def read_yaml(source: Source, limits: Limits = DEFAULT_LIMITS) -> Node:
    """The located tree of the one document that a source holds.

    Scalars follow the YAML 1.2 core schema, read strictly: `yes`, `on`, `1_1`, `010` and `1:30` are text.

    Raises:
        SpecError: it is no YAML, empty, holds several documents, a key twice, a foreign tag, or is over a limit.
    """
    try:
        return _Reader(source, limits).document()
    except yaml.YAMLError as error:
        raise _not_yaml(error, source) from None


def core_value(text: str) -> str | int | float | bool | None:
    """What a plain scalar means in the core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _MAY_BE_A_NUMBER:
        if _INTEGER.match(text):
            return int(text) if len(text) < 1000 else text
        if _FLOAT.match(text):
            return float(text)
        if text[:2] in ("0o", "0x") and re.fullmatch(r"0o[0-7]{1,99}|0x[0-9a-fA-F]{1,99}", text):
            return int(text, 0)
    return text


class _Reader:
    """Composes the parser's events into nodes; libyaml parses, nothing constructs Python objects."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.parser = _PARSER(source.text)
        self.anchors: dict[str, tuple[Node, int] | None] = {}
        self.values = 0
        self.depth = 0

    def document(self) -> Node:
        next_event = self.parser.get_event
        next_event()
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            raise SpecError.single("E0102", "the document is empty", self.span(event))
        node = self.node(next_event())
        next_event()
        event = next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise SpecError.single("E0103", "a file holds one document; a second one begins here", self.span(event))
        return node

    def span(self, first: Any, last: Any = None) -> Span:
        start, end = first.start_mark, (last or first).end_mark
        return Span(self.source, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def node(self, event: Any) -> Node:
        self.values += 1
        if self.values > self.limits.values:
            raise SpecError.single(
                "E0110", f"the document has more than {self.limits.values} values, aliases included", self.span(event)
            )
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        anchor, before = event.anchor, self.values
        if anchor is not None:
            self.anchors[anchor] = None
        node = _COMPOSE[type(event)](self, event)
        if anchor is not None:
            self.anchors[anchor] = (node, self.values - before + 1)
        return node

    def alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            raise SpecError.single("E0105", f"there is no anchor &{event.anchor} above this alias", self.span(event))
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise SpecError.single("E0105", f"the alias *{event.anchor} stands inside its own anchor", self.span(event))
        node, size = anchored
        self.values += size - 1
        return node

    def scalar(self, event: Any) -> Scalar:
        text, plain, tag = event.value, event.style is None or event.style == "", event.tag
        value = core_value(text) if plain else text
        if tag is not None and tag != "!":
            value = self.tagged(event, tag, text)
        elif tag == "!":
            value = text
        return Scalar(value, text, plain and tag is None, self.span(event))

    def tagged(self, event: Any, tag: str, text: str) -> Any:
        value = core_value(text)
        if tag == _CORE + "str":
            return text
        if tag == _CORE + "float" and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        accepted = {"int": int, "float": float, "bool": bool, "null": type(None)}.get(tag.removeprefix(_CORE))
        if accepted is None:
            raise self.foreign(event)
        if type(value) is not accepted:
            raise SpecError.single("E0106", f"{text!r} is not of the type its tag says", self.span(event))
        return value

    def foreign(self, event: Any) -> SpecError:
        tag = event.tag.replace(_CORE, "!!")
        return SpecError.single(
            "E0106", f"the tag {tag} is none of YAML's core schema; a spec holds plain data only", self.span(event)
        )

    def enter(self, event: Any, tag: str) -> None:
        if event.tag not in (None, "!", _CORE + tag):
            raise self.foreign(event)
        self.depth += 1
        if self.depth > self.limits.nesting:
            raise SpecError.single("E0110", f"nested deeper than {self.limits.nesting} levels", self.span(event))

    def sequence(self, start: Any) -> Sequence:
        self.enter(start, "seq")
        next_event = self.parser.get_event
        items = []
        while not isinstance(event := next_event(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        self.depth -= 1
        return Sequence(items, self.span(start, event))

    def mapping(self, start: Any) -> Mapping:
        self.enter(start, "map")
        next_event = self.parser.get_event
        items: dict[str, Node] = {}
        spans: dict[str, Span] = {}
        merged: list[Node] = []
        while not isinstance(event := next_event(), yaml.MappingEndEvent):
            key = self.node(event)
            value = self.node(next_event())
            if not isinstance(key, Scalar):
                raise SpecError.single("E0107", f"a key is a word, not {kind(key)}", key.span)
            if key.plain and key.text == "<<":
                merged.append(value)
            elif key.text in items:
                first = Note("the first one is here", spans[key.text])
                raise SpecError.single("E0104", f"the key {key.text!r} is given twice", key.span, notes=[first])
            else:
                items[key.text] = value
                spans[key.text] = key.span
        self.depth -= 1
        for node in merged:
            self.merge(node, items, spans)
        return Mapping(items, spans, self.span(start, event))

    def merge(self, node: Node, items: dict[str, Node], spans: dict[str, Span]) -> None:
        for mapping in node if isinstance(node, Sequence) else [node]:
            if not isinstance(mapping, Mapping):
                raise SpecError.single(
                    "E0108", f"'<<' merges a mapping or a list of them, not {kind(mapping)}", mapping.span
                )
            self.values += len(mapping)
            for key in mapping.keys() - items.keys():
                items[key] = mapping[key]
                spans[key] = mapping.key_spans[key]


_COMPOSE: dict[type, Callable[[_Reader, Any], Node]] = {
    yaml.ScalarEvent: _Reader.scalar,
    yaml.SequenceStartEvent: _Reader.sequence,
    yaml.MappingStartEvent: _Reader.mapping,
}


def _not_yaml(error: yaml.YAMLError, source: Source) -> SpecError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return SpecError.single(
            "E0101", f"this is no YAML: {_unprintable(error)}", _at(source, _position(error, source))
        )
    formula = broken_formula(source, mark.line + 1, mark.column + 1)
    if formula:
        return SpecError.single(
            "E0109",
            "a formula with a comma, bracket or brace must be quoted inside [...] or {...}",
            formula,
            help=f'quote the formula: "{source.line(formula.line)[formula.column - 1 : formula.end_column - 1]}"',
        )
    problem = getattr(error, "problem", None) or "it can't be read"
    text = source.line(mark.line + 1)
    if "\t" in text[: mark.column + 1]:
        problem = "a tab stands in the indentation, where YAML takes only spaces"
    return SpecError.single(
        "E0101",
        f"this is no YAML: {problem}",
        _at(source, (mark.line + 1, mark.column + 1)),
        notes=_context(error, source),
    )


def _context(error: yaml.YAMLError, source: Source) -> list[Note]:
    context, mark = getattr(error, "context", None), getattr(error, "context_mark", None)
    return [Note(context, _at(source, (mark.line + 1, mark.column + 1)))] if context and mark else []


def _unprintable(error: yaml.YAMLError) -> str:
    character = getattr(error, "character", None)
    return "it can't be read" if character is None else f"the character {character!r} is not allowed"


def _position(error: yaml.YAMLError, source: Source) -> tuple[int, int]:
    before = source.text[: getattr(error, "position", None) or 0]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _at(source: Source, position: tuple[int, int]) -> Span:
    line, column = position
    return Span(source, line, column, line, column + 1)
