"""From the located tree to the document's models, with every mistake collected."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from archspec.spec.located import Located
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.tree import Mapping, Node, Sequence, kind

Model = TypeVar("Model", bound=Located)


def read_document(node: Node, model: type[Model], found: list[Diagnostic]) -> Model:
    """The document that a tree holds.

    Args:
        node: the tree.
        model: what it must be.
        found: collects the mistakes of form that the document can be read in spite of.

    Raises:
        SpecError: with every mistake of form, where it can't be.
    """
    own: list[Diagnostic] = []
    try:
        document = model.model_validate(node, context=own)
    except ValidationError as error:
        raise SpecError([*own, *_diagnostics(error, node)]) from None
    found += own
    return document


def _diagnostics(error: ValidationError, tree: Node) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for detail in error.errors(include_url=False):
        if detail["type"] == "mistakes":
            found += detail["ctx"]["diagnostics"]
        else:
            found.append(_plain(detail, tree))
    return found


def _plain(detail: Any, tree: Node) -> Diagnostic:
    """A diagnostic for what pydantic itself found."""
    if detail["type"] == "missing":
        node = _node_at(tree, detail["loc"][:-1])
        return Diagnostic("E0212", f"the key {detail['loc'][-1]!r} is missing", _beginning(node))
    node = _node_at(tree, detail["loc"])
    return Diagnostic("E0201", f"{detail['msg']}, found {kind(node)}", node.span)


def _node_at(tree: Node, path: tuple[str | int, ...]) -> Node:
    """The node that pydantic's path leads to; steps on it that the document does not have are passed over."""
    for key in path:
        if (isinstance(tree, Mapping) and key in tree) or (
            isinstance(tree, Sequence) and isinstance(key, int) and key < len(tree)
        ):
            tree = tree[key]  # type: ignore[index]
    return tree


def _beginning(node: Node) -> Span:
    """The first word of a node."""
    if isinstance(node, Mapping) and node:
        return next(iter(node.key_spans.values()))
    return node.span.beginning
