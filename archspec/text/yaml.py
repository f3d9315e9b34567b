"""Reads YAML into the located tree: core schema only, every key once, within limits."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping, Node, Scalar, Sequence, kind
from archspec.text.unquoted import refuse_cut_formula

#: libyaml where PyYAML was built with it, ten times as fast.
PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
CORE_TAG = "tag:yaml.org,2002:"
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


class Tally:
    """What documents that count together hold."""

    def __init__(self) -> None:
        self.documents = 0
        self.characters = 0
        self.values = 0


def read_yaml(source: Source, limits: Limits = DEFAULT_LIMITS, tally: Tally | None = None) -> Node:
    """The located tree of the one document that a source holds.

    Scalars follow the YAML 1.2 core schema, read strictly: `yes`, `on`, `1_1`, `010` and `1:30` are text.

    Args:
        source: the text.
        limits: bounds on it.
        tally: of the documents that count together with this one.

    Raises:
        SpecError: it is no YAML, empty, holds several documents, a key twice, a foreign tag, or is over a limit.
    """
    tally = tally or Tally()
    tally.documents += 1
    tally.characters += len(source.text)
    if tally.characters > limits.document_bytes:
        what = f"{source.name} has" if tally.documents == 1 else f"with {source.name}, all that is read has"
        raise SpecError.single("E0110", f"{what} more than {limits.document_bytes} characters")
    try:
        return _Reader(source, limits, tally).document()
    except (UnicodeEncodeError, yaml.YAMLError) as error:
        # Few specs are wrong; the others need not wait for this.
        from archspec.text.no_yaml import no_yaml

        raise no_yaml(error, source) from None


def core_value(text: str) -> str | int | float | bool | None:
    """What a plain scalar means in the core schema; a number of 100 digits or more is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _MAY_BE_A_NUMBER:
        if _INTEGER.match(text):
            return int(text) if len(text) < 100 else text
        if _FLOAT.match(text):
            return float(text)
        if text[:2] in ("0o", "0x") and re.fullmatch(r"0o[0-7]{1,99}|0x[0-9a-fA-F]{1,99}", text):
            return int(text, 0)
    return text


class _Reader:
    """Composes the parser's events into nodes; libyaml parses, nothing constructs Python objects."""

    def __init__(self, source: Source, limits: Limits, tally: Tally) -> None:
        self.source = source
        self.limits = limits
        self.tally = tally
        self.parser = PARSER(source.text)
        self.anchors: dict[str, _Anchored | None] = {}
        self.values = tally.values
        self.depth = 0
        self.deepest = 0
        self.flow = 0
        self.cut: list[Diagnostic] = []

    def document(self) -> Node:
        next_event = self.parser.get_event
        next_event()
        event = next_event()
        if isinstance(event, yaml.StreamEndEvent):
            raise SpecError.single("E0102", "the document is empty", self.span(event))
        node = self.node(next_event())
        self.tally.values = self.values
        if self.cut:
            raise SpecError(self.cut)
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
            raise self.too_many(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        anchor = event.anchor
        if anchor is None:
            return _COMPOSE[type(event)](self, event)
        return self.anchored(anchor, event)

    def count(self, values: int, event: Any) -> None:
        self.values += values
        if self.values > self.limits.values:
            raise self.too_many(event)

    def too_many(self, event: Any) -> SpecError:
        what = "the document has" if self.tally.documents == 1 else "with this document, all that is read has"
        message = f"{what} more than {self.limits.values} values, aliases included"
        return SpecError.single("E0110", message, self.span(event))

    def anchored(self, anchor: str, event: Any) -> Node:
        """A node that aliases may repeat; what it holds is counted, and how deep it nests."""
        self.anchors[anchor] = None
        values, deepest, self.deepest = self.values, self.deepest, self.depth
        node = _COMPOSE[type(event)](self, event)
        self.anchors[anchor] = _Anchored(node, self.values - values + 1, self.deepest - self.depth)
        self.deepest = max(deepest, self.deepest)
        return node

    def alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            raise SpecError.single("E0105", f"there is no anchor &{event.anchor} above this alias", self.span(event))
        anchored = self.anchors[event.anchor]
        if anchored is None:
            raise SpecError.single("E0105", f"the alias *{event.anchor} stands inside its own anchor", self.span(event))
        self.count(anchored.values - 1, event)
        self.nest(anchored.height, event)
        return anchored.node

    def nest(self, levels: int, event: Any) -> None:
        """Bounds how deep the tree gets by `levels` below where the reader is."""
        depth = self.depth + levels
        if depth > self.limits.nesting:
            raise SpecError.single("E0110", f"nested deeper than {self.limits.nesting} levels", self.span(event))
        self.deepest = max(self.deepest, depth)

    def scalar(self, event: Any) -> Scalar:
        text, plain, tag = event.value, event.style is None or event.style == "", event.tag
        value = core_value(text) if plain else text
        if tag is not None and tag != "!":
            value = self.tagged(event, tag, text)
        elif tag == "!":
            value = text
        span = self.span(event)
        if plain and self.flow and text[:1] in ("=", "("):
            try:
                refuse_cut_formula(text, span)
            except SpecError as error:
                self.cut += error.diagnostics
        return Scalar(value, text, plain and tag is None, span)

    def tagged(self, event: Any, tag: str, text: str) -> Any:
        value = core_value(text)
        if tag == CORE_TAG + "str":
            return text
        if tag == CORE_TAG + "float" and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        accepted = {"int": int, "float": float, "bool": bool, "null": type(None)}.get(tag.removeprefix(CORE_TAG))
        if accepted is None:
            raise self.foreign(event)
        if type(value) is not accepted:
            raise SpecError.single("E0106", f"{text!r} is not of the type its tag says", self.span(event))
        return value

    def foreign(self, event: Any) -> SpecError:
        tag = event.tag.replace(CORE_TAG, "!!")
        return SpecError.single(
            "E0106", f"the tag {tag} is none of YAML's core schema; a spec holds plain data only", self.span(event)
        )

    def enter(self, event: Any, tag: str) -> None:
        if event.tag not in (None, "!", CORE_TAG + tag):
            raise self.foreign(event)
        self.nest(1, event)
        self.depth += 1
        self.flow += event.flow_style is True

    def leave(self, event: Any) -> None:
        self.depth -= 1
        self.flow -= event.flow_style is True

    def sequence(self, start: Any) -> Sequence:
        self.enter(start, "seq")
        next_event = self.parser.get_event
        items = []
        while not isinstance(event := next_event(), yaml.SequenceEndEvent):
            items.append(self.node(event))
        self.leave(start)
        return Sequence(items, self.span(start, event))

    def mapping(self, start: Any) -> Mapping:
        self.enter(start, "map")
        next_event = self.parser.get_event
        items: dict[str, Node] = {}
        spans: dict[str, Span] = {}
        own: dict[str, Span] = {}
        while not isinstance(event := next_event(), yaml.MappingEndEvent):
            key, value = self.node(event), self.node(next_event())
            if not isinstance(key, Scalar):
                raise SpecError.single("E0107", f"a key is a word, not {kind(key)}", key.span)
            if key.text in own:
                raise self.twice(key.text, self.span(event), own[key.text])
            own[key.text] = key.span
            if key.plain and key.text == "<<":
                self.merge(value, items, spans, event)
            else:
                items[key.text] = value
                spans[key.text] = key.span
        self.leave(start)
        return Mapping(items, spans, self.span(start, event))

    def twice(self, key: str, span: Span, first: Span) -> SpecError:
        hint = "merge several with <<: [*one, *two]" if key == "<<" else None
        notes = [Note("the first one is here", first)]
        return SpecError.single("E0104", f"the key {key!r} is given twice", span, notes=notes, help=hint)

    def merge(self, node: Node, items: dict[str, Node], spans: dict[str, Span], event: Any) -> None:
        """Adds the entries of the mappings that `<<` names where it stands; keys given outright go before them."""
        for mapping in node if isinstance(node, Sequence) else [node]:
            if not isinstance(mapping, Mapping):
                raise SpecError.single(
                    "E0108", f"'<<' merges a mapping or a list of them, not {kind(mapping)}", mapping.span
                )
            self.count(len(mapping), event)
            for key, value in mapping.items():
                if key not in items:
                    items[key] = value
                    spans[key] = mapping.key_spans[key]


class _Anchored(NamedTuple):
    """What an anchor names.

    Args:
        node: the node.
        values: how many values it holds, itself included.
        height: how many levels nest in it.
    """

    node: Node
    values: int
    height: int


_COMPOSE: dict[type, Callable[[_Reader, Any], Node]] = {
    yaml.ScalarEvent: _Reader.scalar,
    yaml.SequenceStartEvent: _Reader.sequence,
    yaml.MappingStartEvent: _Reader.mapping,
}
