"""`extends`: a spec that starts from another one. Works on the written documents, before anything is expanded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Annotated, Any

from archspec.limits import Limits
from archspec.spec.leaves import Leaf, Text, wrong_type
from archspec.spec.located import Located
from archspec.spec.reading import read_document
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Span
from archspec.text.suggest import suggested
from archspec.text.tree import Mapping, Node, Scalar, Sequence

MERGED = ("params", "variants", "blocks", "training")
_ACTIONS = ("before", "after", "replace", "remove")

Load = Callable[[Scalar], Mapping]
Used = Callable[[Mapping], Mapping]
Lent = Callable[[], Mapping]


def _true(node: Node) -> Node:
    if not isinstance(node, Scalar) or node.value not in (None, True):
        raise wrong_type("true", node)
    return node


def _list(node: Node) -> Node:
    if not isinstance(node, Sequence):
        raise wrong_type("a list", node)
    return node


class Edit(Located):
    """A change of one named step of the parent: `{at: stem, replace: [...]}`."""

    at: Text
    before: Annotated[Any, Leaf(_list)] = None
    after: Annotated[Any, Leaf(_list)] = None
    replace: Annotated[Any, Leaf(_list)] = None
    remove: Annotated[Any, Leaf(_true)] = None


def merge(child: Mapping, parent: Mapping) -> Mapping:
    """What a child makes of its parent: params, variants, blocks and training by key, everything else whole.

    Args:
        child: the written document with `extends`.
        parent: the whole document it starts from.
    """
    own = [key for key in child if key not in ("extends", "edits")]
    items = {key: child[key] for key in own}
    for key in MERGED:
        ours, theirs = items.get(key), parent.get(key)
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            items[key] = Mapping({**theirs, **ours}, {**theirs.key_spans, **ours.key_spans}, ours.span)
    spans = {key: child.key_spans[key] for key in own}
    # What is the child's own comes first: a message about the whole points at the child.
    for key in parent:
        if key not in items and key != "name":
            items[key] = parent[key]
            spans[key] = parent.key_spans[key]
    return Mapping(items, spans, child.span)


def edit(document: Mapping, edits: Node, used: Used, found: list[Diagnostic], limits: Limits) -> Mapping:
    """The document after its `edits`, one after the other.

    Args:
        document: the whole document.
        edits: what is to change.
        used: gives the blocks, as they are written, of the libraries that a document uses.
        found: collects the mistakes that do not stop it.
        limits: bounds on what is gone through.

    Raises:
        SpecError: an edit is malformed, or not exactly one step matches it.
    """
    if not isinstance(edits, Sequence):
        raise SpecError.single("E0201", "expected a list of edits", edits.span)
    # Each goes through the whole document, with what the others put into it.
    if len(edits) * (_size(document) + _size(edits)) > limits.evaluation_steps:
        message = f"these edits go through more than {limits.evaluation_steps} values"
        raise SpecError.single("E0110", message, edits.span)
    # An edit leaves `use` as it is, and many ask for its blocks.
    lent = cache(partial(used, document))
    for node in edits:
        change = read_document(node, Edit, found)
        document = _apply(_with_used_block(document, change, lent), change)
    return document


def _with_used_block(document: Mapping, change: Edit, lent: Lent) -> Mapping:
    """The document with a block of its own in place of the one that an edit changes in a library it uses."""
    name, slash, _ = change.at.text.partition("/")
    blocks = document.get("blocks")
    own = blocks if isinstance(blocks, Mapping) else Mapping({}, {}, change.at.span)
    if not slash or name in own:
        return document
    block = lent().get(name)
    if block is None:
        return document
    copied = Mapping({**own, name: block}, {**own.key_spans, name: change.at.span}, own.span)
    spans = {"blocks": change.at.span, **document.key_spans}
    return Mapping({**document, "blocks": copied}, spans, document.span)


def _size(node: Node) -> int:
    """How many values a node holds, itself included."""
    if isinstance(node, Scalar):
        return 1
    return 1 + sum(map(_size, node.values() if isinstance(node, Mapping) else node))


def _apply(document: Mapping, change: Edit) -> Mapping:
    actions = [key for key in _ACTIONS if key in change.node]
    if len(actions) != 1:
        raise SpecError.single("E0220", f"an edit has one of {', '.join(_ACTIONS)}", change.node.span.beginning)
    action = actions[0]
    block, target = _find(document, change)
    given = change.node[action]
    new = list(given) if isinstance(given, Sequence) else []
    pieces = {"before": [*new, target], "after": [target, *new], "replace": new, "remove": []}[action]
    if block is None:
        return _with(document, "layers", _replaced(document["layers"], target, pieces))
    blocks = document["blocks"]
    assert isinstance(blocks, Mapping)
    return _with(document, "blocks", _with(blocks, block, _replaced(blocks[block], target, pieces)))


def _with(mapping: Mapping, key: str, value: Node) -> Mapping:
    return Mapping({**mapping, key: value}, mapping.key_spans, mapping.span)


def _find(document: Mapping, change: Edit) -> tuple[str | None, Mapping]:
    """The one step that an edit means, and the block it stands in; None for the document itself."""
    name, block = change.at.text, None
    steps = list(_steps(document.get("layers"), deep=False))
    if "/" in name and not any(name in words for _, words in steps):
        block, _, name = name.partition("/")
        steps = list(_steps(_block(document, block, change).get("layers"), deep=True))
    matching = [(step, words[name]) for step, words in steps if name in words]
    if len(matching) == 1:
        return block, matching[0][0]
    if matching:
        notes = [Note("one is here", span) for _, span in matching]
        raise SpecError.single("E0221", f"{len(matching)} steps are called {name!r}", change.at.span, notes=notes)
    mistake = Diagnostic("E0221", f"no step is called {name!r}", change.at.span)
    raise SpecError([suggested(mistake, name, [word for _, words in steps for word in words])])


def _block(document: Mapping, name: str, change: Edit) -> Mapping:
    blocks = document.get("blocks")
    known = blocks if isinstance(blocks, Mapping) else {}
    block = known.get(name)
    if not isinstance(block, Mapping):
        mistake = Diagnostic("E0221", f"no block of this spec is called {name!r}", change.at.span)
        raise SpecError([suggested(mistake, name, known)])
    return block


def _steps(steps: Node | None, deep: bool) -> Iterator[tuple[Mapping, dict[str, Span]]]:
    """The steps of a list or a fan, each with its written `name` and `row`; those within them too where `deep`."""
    fan = [steps] if isinstance(steps, Mapping) else []
    for step in steps if isinstance(steps, Sequence) else fan:
        if not isinstance(step, Mapping):
            continue
        called = [step.get(key) for key in ("name", "row")]
        yield step, {node.text: node.span for node in called if isinstance(node, Scalar)}
        branches = step.get("branches")
        inner = [step.get("layers"), step.get("else"), *(branches.values() if isinstance(branches, Mapping) else ())]
        for below in inner if deep else ():
            yield from _steps(below, deep)


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


def extended(document: Mapping, load: Load, used: Used, found: list[Diagnostic], limits: Limits) -> Mapping:
    """The whole document, its parents merged in from the root down and its edits applied.

    Args:
        document: as it is written.
        load: gives the whole document that a word names.
        used: gives the blocks, as they are written, of the libraries that a document uses.
        found: collects the mistakes that do not stop it.
        limits: bounds on the edits.

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
    return edit(whole, document["edits"], used, found, limits) if "edits" in document else whole
