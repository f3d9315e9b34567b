"""From a place in a text to the node of its tree that stands there."""

from __future__ import annotations

from typing import NamedTuple

from archspec.text.source import Span
from archspec.text.tree import Mapping, Node, Scalar, Sequence


class Spot(NamedTuple):
    """What stands at a place.

    Args:
        path: the keys and positions (from 0) that lead to the node.
        node: the innermost node there; at a key, the key's value.
        key: the key, where the place is in one and not in its value.
    """

    path: tuple[str | int, ...]
    node: Node
    key: str | None = None


def node_at(tree: Node, line: int, column: int) -> Spot:
    """What stands at a place: the key or value that a cursor there would touch.

    A key that has no value yet is found by the rest of its line. Between what a list or mapping holds, and outside of
    the document, it is the list or mapping itself. What an alias or a merge key (`<<`) repeats is found where it is
    written.

    Args:
        tree: the document, or a part of it.
        line: counted from 1.
        column: counted from 1, in characters; the place is before the character of that number.
    """
    return _at(Spot((), tree), (line, column))


def _at(spot: Spot, place: tuple[int, int]) -> Spot:
    match spot.node:
        case Sequence() as items:
            found = (Spot((*spot.path, index), item) for index, item in enumerate(items) if _holds(item, place))
            inner = next(found, None)
            return _at(inner, place) if inner else spot
        case Mapping() as entries:
            return _among(spot, entries, place)
    return spot


def _among(spot: Spot, entries: Mapping, place: tuple[int, int]) -> Spot:
    for key, value in entries.items():
        path, span = (*spot.path, key), entries.key_spans[key]
        if _touches(span, place):
            return Spot(path, value, key)
        if _holds(value, place) or _awaits(span, value, place):
            return _at(Spot(path, value), place)
    return spot


def _holds(node: Node, place: tuple[int, int]) -> bool:
    if isinstance(node, Scalar):
        return _touches(node.span, place)
    # A list or mapping in block style ends where the next thing begins.
    _, line, column, end_line, end_column = node.span
    return (line, column) <= place < (end_line, end_column)


def _touches(span: Span, place: tuple[int, int]) -> bool:
    return (span.line, span.column) <= place <= (span.end_line, span.end_column)


def _awaits(key: Span, value: Node, place: tuple[int, int]) -> bool:
    """Whether a place is behind a key that has no value yet."""
    empty = isinstance(value, Scalar) and value.text == "" and value.plain
    rest = key.source.line(key.end_line)[key.end_column - 1 : place[1] - 1]
    return empty and place[0] == key.end_line and place[1] > key.end_column and rest.strip() == ":"
