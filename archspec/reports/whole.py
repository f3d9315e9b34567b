"""A spec as one document, with a comment where each part of it came from: what `archspec show` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from archspec.diff.document import MERGED
from archspec.spec.document import Document
from archspec.spec.loading import Definition, Program
from archspec.spec.steps import all_steps
from archspec.text.source import Span
from archspec.text.tree import Mapping as MappingNode
from archspec.text.tree import Node, Scalar
from archspec.text.tree import Sequence as SequenceNode
from archspec.text.writing import write_yaml

#: What is shown part by part.
_BY_PART = ("params", "variants", "blocks")


def as_document(program: Program) -> str:
    """The whole document, with all that it extends and uses; it is the same network.

    Where files that it uses have blocks of one name that can't see each other, one is given another name.
    """
    document = program.document.node
    blocks = _blocks(program)
    order = [
        key for key in list(Document.keys()) if key not in MERGED and (key in document or (key == "blocks" and blocks))
    ]
    return "\n".join("".join(_part(key, document, blocks)) for key in order)


def _part(key: str, document: MappingNode, blocks: Mapping[str, Definition]) -> Iterator[str]:
    if key == "blocks":
        yield "blocks:\n"
        for name, definition in blocks.items():
            yield _entry(name, _calling(definition, blocks), definition.span)
        return
    node, span = document[key], document.key_spans[key]
    if key == "layers" and isinstance(node, SequenceNode):
        yield "layers:\n"
        for step in node:
            yield _commented(step.span, write_yaml(SequenceNode([step], step.span)))
    elif key in _BY_PART and isinstance(node, MappingNode):
        yield f"{key}:\n"
        for name, value in node.items():
            yield _entry(name, value, node.key_spans[name])
    else:
        yield f"# {_place(span)}\n{write_yaml(MappingNode({key: node}, {key: span}, span))}"


def _entry(name: str, node: Node, span: Span) -> str:
    return _commented(span, write_yaml(MappingNode({name: node}, {name: span}, span)))


def _commented(span: Span, text: str) -> str:
    return textwrap.indent(f"# {_place(span)}\n{text}", "  ")


def _place(span: Span) -> str:
    return f"{span.source.name}:{span.line}"


def _blocks(program: Program) -> dict[str, Definition]:
    """The blocks that the spec can call, and those that they call themselves."""
    found: dict[str, Definition] = {}
    waiting = list(program.blocks.values())
    seen: set[int] = set()
    while waiting:
        definition = waiting.pop(0)
        if id(definition.block) in seen:
            continue
        seen.add(id(definition.block))
        found[_free(definition.name, found)] = definition
        waiting += _called(definition)
    return found


def _free(name: str, taken: Mapping[str, Definition]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _calling(definition: Definition, blocks: Mapping[str, Definition]) -> MappingNode:
    """A block, calling others by the names they have in the document."""
    words = {id(each.block): name for name, each in blocks.items()}
    names = {name: words[id(each.block)] for name, each in definition.blocks.items() if id(each.block) in words}
    node: MappingNode = definition.block.node
    return _with(node, {"layers": _renamed(node["layers"], {old: new for old, new in names.items() if old != new})})


def _with(node: MappingNode, changed: Mapping[str, Node]) -> MappingNode:
    return MappingNode({**node, **changed}, node.key_spans, node.span)


def _renamed(steps: Node, names: Mapping[str, str]) -> Node:
    """Steps, or the one of a fan, that call blocks by other names."""
    if names and isinstance(steps, MappingNode):
        return _renamed_step(steps, names)
    if not names or not isinstance(steps, SequenceNode):
        return steps
    return SequenceNode([_renamed_step(step, names) for step in steps], steps.span)


def _renamed_step(step: Node, names: Mapping[str, str]) -> Node:
    if isinstance(step, Scalar):
        word = names.get(step.text, step.text)
        return Scalar(word, word, step.plain, step.span)
    if not isinstance(step, MappingNode):
        return step
    inner = {key: _renamed(step[key], names) for key in ("layers", "else") if key in step}
    branches = step.get("branches")
    if isinstance(branches, MappingNode):
        inner["branches"] = _with(branches, {name: _renamed(branch, names) for name, branch in branches.items()})
    items = {names.get(key, key): value for key, value in _with(step, inner).items()}
    return MappingNode(items, {names.get(key, key): span for key, span in step.key_spans.items()}, step.span)


def _called(definition: Definition) -> Iterator[Definition]:
    """The blocks that a block calls; one that there is not is told where the spec is checked."""
    for step in all_steps(definition.block.layers):
        if step.operation is not None and step.operation.name in definition.blocks:
            yield definition.blocks[step.operation.name]
