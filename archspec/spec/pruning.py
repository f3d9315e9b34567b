"""A document without its parts of wrong form, so that what else is wrong can be told."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from archspec.spec.steps import Unreadable
from archspec.text.tree import Mapping, Node, Scalar, Sequence

Path = tuple[str | int, ...]
#: Parts that nothing else of a document depends on.
_LOOSE = frozenset({"title", "source", "note", "expect", "variants", "doc", "why", "erratum", "row", "in", "out"})


def prune(tree: Node, error: ValidationError) -> Node | None:
    """A copy of a tree without the parts that a reading found wrong; None where too much hangs on one of them."""
    pruned: Node | None = tree
    for path in _outermost(detail["loc"] for detail in error.errors(include_url=False)):
        if pruned is None:
            return None
        pruned = _without(pruned, path)
    return pruned


def _outermost(paths: Iterable[Path]) -> list[Path]:
    return sorted(set(paths), key=len)


def _without(node: Node, path: Path) -> Node | None:
    """A copy of a node without what stands at a path: an entry that is loose, or the innermost step around it."""
    if isinstance(node, Unreadable) or not path:
        return node if isinstance(node, Unreadable) else None
    key, *rest = path
    if isinstance(node, Sequence):
        if not isinstance(key, int) or key >= len(node):
            return None
        item = _without(node[key], tuple(rest)) or Unreadable.instead_of(node[key])
        return Sequence([*node[:key], item, *node[key + 1 :]], node.span)
    if not isinstance(node, Mapping) or key not in node:
        return None
    if key in _LOOSE:
        return Mapping({name: value for name, value in node.items() if name != key}, node.key_spans, node.span)
    inner = _without(node[str(key)], tuple(rest)) if rest else None
    if inner is None and key in ("layers", "else") and not rest:
        inner = Sequence([Unreadable.instead_of(node[str(key)])], node[str(key)].span)
    return None if inner is None else Mapping({**node, str(key): inner}, node.key_spans, node.span)


def is_whole(node: Node) -> bool:
    """Whether no step of a tree is unreadable."""
    if isinstance(node, Unreadable):
        return False
    if isinstance(node, Scalar):
        return True
    return all(map(is_whole, node.values() if isinstance(node, Mapping) else node))
