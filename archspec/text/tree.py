"""The located tree: what a YAML document holds, every key and value with its place."""

from __future__ import annotations

from typing import Any

from archspec.text.source import Span


class Scalar:
    """One value: as the core schema reads it, and as it is written."""

    __slots__ = ("plain", "span", "text", "value")

    def __init__(self, value: str | int | float | bool | None, text: str, plain: bool, span: Span) -> None:
        self.value = value
        self.text = text
        self.plain = plain
        self.span = span

    def __repr__(self) -> str:
        return f"Scalar({self.value!r})"


class Sequence(list["Node"]):
    """A list, which knows where it stands."""

    __slots__ = ("span",)

    def __init__(self, items: list[Node], span: Span) -> None:
        super().__init__(items)
        self.span = span


class Mapping(dict[str, "Node"]):
    """A mapping, which knows where it and each of its keys stand."""

    __slots__ = ("key_spans", "span")

    def __init__(self, items: dict[str, Node], key_spans: dict[str, Span], span: Span) -> None:
        super().__init__(items)
        self.key_spans = key_spans
        self.span = span


Node = Scalar | Sequence | Mapping


def bare(node: Node) -> Any:
    """The values alone, as plain Python data."""
    if isinstance(node, Mapping):
        return {key: bare(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [bare(item) for item in node]
    return node.value


def kind(node: Node) -> str:
    """What a node is, in the words of messages: `a mapping`, `a list`, `the number 3`, `the text 'x'`."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return describe(node.value)


def describe(value: object) -> str:
    """What a plain value is, in the words of messages."""
    if value is None or isinstance(value, bool):
        return spelled(value)
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {value!r}" if len(value) <= 40 else f"the text {value[:37] + '...'!r}"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, tuple):
        return f"the shape {spelled(value)}"
    if not isinstance(value, list):
        return f"a value of type {type(value).__name__}"
    text = spelled(value) if len(value) <= 20 else ""
    return f"the list {text}" if 0 < len(text) <= 60 else f"a list of {len(value)}"


def spelled(value: object) -> str:
    """A plain value as a spec spells it; a shape as documents print it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        items = ", ".join(map(spelled, value))
        return f"[{items}]" if isinstance(value, list) else f"({items}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {spelled(item)}" for key, item in value.items()) + "}"
    return repr(value)
