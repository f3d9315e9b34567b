"""`extends`: a spec that starts from another one. Works on the written documents, before anything is expanded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator

from archspec.spec.leaves import Text, wrong_type
from archspec.spec.located import Located
from archspec.spec.reading import read_document
from archspec.text.diagnostics import SpecError
from archspec.text.suggest import did_you_mean
from archspec.text.tree import Mapping, Node, Scalar, Sequence

MERGED = ("params", "variants", "blocks")
_ACTIONS = ("before", "after", "replace", "remove")


def _raw(node: Node) -> Node:
    return node


def _list(node: Node) -> Node:
    if not isinstance(node, Sequence):
        raise wrong_type("a list", node)
    return node


class Edit(Located):
    """A change of one named step of the parent: `{at: stem, replace: [...]}`."""

    at: Text
    before: Annotated[object, BeforeValidator(_list)] = None
    after: Annotated[object, BeforeValidator(_list)] = None
    replace: Annotated[object, BeforeValidator(_list)] = None
    remove: Annotated[object, BeforeValidator(_raw)] = None


def merge(child: Mapping, parent: Mapping) -> Mapping:
    """The document that a child makes of its parent's: params, variants and blocks by key, everything else whole.

    Args:
        child: the written document with `extends`.
        parent: the whole document it starts from.
    """
    items = dict(parent)
    spans = dict(parent.key_spans)
    for key in child.keys() - {"extends", "edits"}:
        ours, theirs = child[key], parent.get(key)
        if key in MERGED and isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            ours = Mapping({**theirs, **ours}, {**theirs.key_spans, **ours.key_spans}, ours.span)
        items[key] = ours
        spans[key] = child.key_spans[key]
    if "name" not in child:
        del items["name"]
    return Mapping(items, spans, child.span)


def edit(document: Mapping, edits: Node) -> Mapping:
    """The document after its `edits`, one after the other.

    Raises:
        SpecError: an edit is malformed, or not exactly one step matches it.
    """
    if not isinstance(edits, Sequence):
        raise SpecError.single("E0201", "expected a list of edits", edits.span)
    for node in edits:
        document = _apply(document, read_document(node, Edit))
    return document


def _apply(document: Mapping, change: Edit) -> Mapping:
    actions = [key for key in _ACTIONS if key in change.node]
    if len(actions) != 1:
        raise SpecError.single("E0220", f"an edit has one of {', '.join(_ACTIONS)}", change.node.span)
    action = actions[0]
    block, _, name = change.at.text.rpartition("/")
    home = _block(document, block, change) if block else document
    steps = home.get("layers")
    if not isinstance(steps, Sequence):
        raise SpecError.single("E0221", f"there are no steps in which to find {name!r}", change.at.span)
    matching: list[Mapping] = []
    every_name: list[str] = []
    _search(steps, name, bool(block), matching, every_name)
    if len(matching) != 1:
        count = "no step is" if not matching else f"{len(matching)} steps are"
        raise SpecError.single("E0221", f"{count} called {name!r}", change.at.span, help=did_you_mean(name, every_name))
    given = change.node[action]
    new = list(given) if isinstance(given, Sequence) else []
    target = matching[0]
    pieces = {"before": [*new, target], "after": [target, *new], "replace": new, "remove": []}[action]
    changed = _replaced(home, target, pieces)
    assert isinstance(changed, Mapping)
    if not block:
        return changed
    blocks = document["blocks"]
    assert isinstance(blocks, Mapping)
    blocks = Mapping({**blocks, block: changed}, blocks.key_spans, blocks.span)
    return Mapping({**document, "blocks": blocks}, document.key_spans, document.span)


def _block(document: Mapping, name: str, change: Edit) -> Mapping:
    blocks = document.get("blocks")
    known = blocks if isinstance(blocks, Mapping) else {}
    block = known.get(name)
    if not isinstance(block, Mapping):
        raise SpecError.single(
            "E0221", f"no block of this spec is called {name!r}", change.at.span, help=did_you_mean(name, known)
        )
    return block


def _search(node: Node, name: str, deep: bool, matching: list[Mapping], every_name: list[str]) -> None:
    """Collects the steps whose written `name` or `row` is `name`; below the top level only where `deep`."""
    for step in node if isinstance(node, Sequence) else []:
        if not isinstance(step, Mapping):
            continue
        called = [step[key].text for key in ("name", "row") if isinstance(step.get(key), Scalar)]  # type: ignore[union-attr]
        every_name += called
        if name in called:
            matching.append(step)
        if deep:
            branches = step.get("branches")
            for inner in (
                step.get("layers"),
                step.get("else"),
                *(branches.values() if isinstance(branches, Mapping) else ()),
            ):
                if inner is not None:
                    _search(inner, name, deep, matching, every_name)


def _replaced(node: Node, target: Mapping, pieces: list[Node]) -> Node:
    """A copy of a tree with `pieces` where `target` stood."""
    if isinstance(node, Sequence):
        items: list[Node] = []
        for item in node:
            items += pieces if item is target else [_replaced(item, target, pieces)]
        return Sequence(items, node.span)
    if isinstance(node, Mapping):
        return Mapping(
            {key: _replaced(value, target, pieces) for key, value in node.items()}, node.key_spans, node.span
        )
    return node


Load = Callable[[Scalar], Mapping]


def extended(document: Mapping, load: Load) -> Mapping:
    """The whole document, its parents merged in from the root down and its edits applied.

    Args:
        document: as it is written.
        load: gives the whole document that a word names.

    Raises:
        SpecError: the parent can't be had, or an edit does not fit it.
    """
    word = document.get("extends")
    if word is None:
        if "edits" in document:
            raise SpecError.single("E0208", "'edits' needs 'extends' beside it", document.key_spans["edits"])
        return document
    if not isinstance(word, Scalar) or not isinstance(word.value, str):
        raise SpecError.single("E0201", "expected the name or path of a spec", word.span)
    whole = merge(document, load(word))
    return edit(whole, document["edits"]) if "edits" in document else whole
