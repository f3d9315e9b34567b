"""From a file to a program: the document with what it extends, and the blocks it uses."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from pathlib import Path
from typing import NamedTuple

from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.document import Block, Document, Library
from archspec.spec.files import Reach, is_bare, read_source, read_standard_input, shipped
from archspec.spec.leaves import Word
from archspec.spec.reading import read_document
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping, Node, Scalar, kind
from archspec.text.yaml import read_yaml


class Definition(NamedTuple):
    """A block where it is defined.

    Args:
        name: what the block is called.
        block: its params and steps.
        blocks: the blocks it can call.
        sees_spec: whether its formulas see the spec's own params and `let`.
    """

    name: str
    block: Block
    blocks: MappingType[str, Definition]
    sees_spec: bool
    span: Span


class Program(NamedTuple):
    """A spec with everything it refers to at hand.

    Args:
        document: the whole document, what it extends merged in.
        blocks: the blocks that its steps can call.
        source: the file it was read from.
        warnings: doubts about how it is written.
    """

    document: Document
    blocks: MappingType[str, Definition]
    source: Source
    warnings: tuple[Diagnostic, ...] = ()


def load_program(word: str | Path, *, root: Path | None = None, limits: Limits = DEFAULT_LIMITS) -> Program:
    """Reads a spec and all it refers to.

    Args:
        word: a path, the name of a shipped spec, or `-` for standard input.
        root: the folder that `use` and `extends` can't leave.
        limits: bounds on the documents.

    Raises:
        SpecError: with every mistake of form in the first document that has some.
    """
    return read_program(open_source(word, limits), root=root, limits=limits)


def open_source(word: str | Path, limits: Limits = DEFAULT_LIMITS) -> Source:
    """The text of a path, of a shipped spec, or of standard input.

    Raises:
        SpecError: it can't be had.
    """
    if word == "-":
        return read_standard_input(limits)
    if isinstance(word, str) and is_bare(word) and not Path(word).exists():
        return read_source(shipped(word), limits)
    return read_source(Path(word), limits)


def read_program(source: Source, *, root: Path | None = None, limits: Limits = DEFAULT_LIMITS) -> Program:
    """Like `load_program`, for a text that is already at hand."""
    return _Loader(Reach.of(source.path, root), limits).program(source)


class _Loader:
    """Reads documents, each once, and finds circles among them."""

    def __init__(self, reach: Reach, limits: Limits) -> None:
        self.reach = reach
        self.limits = limits
        self.libraries: dict[Path, dict[str, Definition]] = {}
        self.open: list[Path] = []

    def program(self, source: Source) -> Program:
        tree = self.whole(self.tree(source), source.path)
        if "layers" not in tree and "blocks" in tree:
            raise SpecError.single(
                "E0213",
                "this is a library of blocks, not a spec",
                tree.key_spans["blocks"],
                help="name it in 'use' of a spec",
            )
        document = read_document(tree, Document)
        return Program(document, self.blocks(document, sees_spec=True), source)

    def tree(self, source: Source) -> Mapping:
        node = read_yaml(source, self.limits)
        if not isinstance(node, Mapping):
            raise SpecError.single("E0201", f"a spec is a mapping, this document is {kind(node)}", _first(node))
        return node

    def whole(self, document: Mapping, path: Path | None) -> Mapping:
        """The document with its parents merged in."""
        if "extends" not in document and "edits" not in document:
            return document
        # Few specs extend another one; the others need not wait for this.
        from archspec.spec.extending import extended

        if path is not None:
            self.open.append(path.resolve())
        whole = extended(document, self.parent)
        if path is not None:
            self.open.pop()
        return whole

    def parent(self, word: Scalar) -> Mapping:
        path = self.reach.find(word.text, word.span)
        self.refuse_circle(path, word.span, "extends")
        return self.whole(self.tree(read_source(path, self.limits, word.span)), path)

    def refuse_circle(self, path: Path, span: Span, verb: str) -> None:
        if path in self.open:
            chain = " -> ".join(each.name for each in [*self.open[self.open.index(path) :], path])
            raise SpecError.single("E0123", f"{verb!r} goes round in a circle: {chain}", span)

    def blocks(self, document: Document | Library, sees_spec: bool) -> dict[str, Definition]:
        """The blocks that a document can call: those it uses, and its own."""
        blocks: dict[str, Definition] = {}
        for word in document.use:
            for name, definition in self.library(word).items():
                self.add(definition, name, blocks, word.span)
        for name, block in document.blocks.items():
            span = document.node["blocks"].key_spans[name]
            self.add(Definition(name, block, blocks, sees_spec, span), name, blocks, span)
        return blocks

    def add(self, definition: Definition, name: str, blocks: dict[str, Definition], span: Span) -> None:
        known = blocks.get(name)
        if known is not None and known.block is not definition.block:
            notes = [Note("defined here", known.span), Note("and here", definition.span)]
            raise SpecError.single("E0124", f"two blocks are called {name!r}", span, notes=notes)
        blocks[name] = definition

    def library(self, word: Word) -> dict[str, Definition]:
        """The blocks that a file defines for others."""
        path = self.reach.find(word.text, word.span)
        self.refuse_circle(path, word.span, "use")
        if path not in self.libraries:
            source = read_source(path, self.limits, word.span)
            self.open.append(path)
            tree = self.tree(source)
            if "layers" in tree:
                raise SpecError.single("E0213", f"{word.text!r} is a spec; 'use' names a library of blocks", word.span)
            library = read_document(tree, Library)
            known = self.blocks(library, sees_spec=False)
            self.open.pop()
            self.libraries[path] = {name: known[name] for name in library.blocks}
        return self.libraries[path]


def _first(node: Node) -> Span:
    span = node.span
    return span._replace(end_line=span.line, end_column=span.column + 1)
