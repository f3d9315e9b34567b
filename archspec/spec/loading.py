"""From a file to a program: the document with what it extends, and the blocks it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.spec.document import OF_SPECS, Block, Document, Library
from archspec.spec.files import Reach, is_bare, read_source, read_standard_input, shipped, shipped_names
from archspec.spec.leaves import Word
from archspec.spec.reading import read_document
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Source, Span
from archspec.text.tree import Mapping, Node, Scalar, Sequence, kind
from archspec.text.yaml import Tally, read_yaml

if TYPE_CHECKING:
    from archspec.spec.allowances import Allowance

#: A word of the comments that allow warnings.
_ALLOW = "allow"
#: A line that begins with a key no library has.
_LINE_OF_A_SPEC = re.compile(rf"^(?:{'|'.join(OF_SPECS)}):", re.MULTILINE)


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


class Unread(NamedTuple):
    """What is named and read by nothing.

    Args:
        kind: a param, a name of `let`, a tensor's `as`, or a block.
        name: its name.
        span: where it is bound.
        block: the block that binds it; None at the top of the spec.
    """

    kind: Literal["param", "let", "as", "block"]
    name: str
    span: Span
    block: str | None


class Program(NamedTuple):
    """A spec with everything it refers to at hand.

    Args:
        document: the whole document, what it extends merged in.
        blocks: the blocks that its steps can call.
        source: the file it was read from.
        sources: every file that was read, by the name messages call it.
        remarks: mistakes of form that it could be read in spite of, and doubts about how it is written.
        unread: what it names and nothing reads.
        allowances: the warnings that comments of these files allow.
    """

    document: Document
    blocks: MappingType[str, Definition]
    source: Source
    sources: MappingType[str, Source]
    remarks: tuple[Diagnostic, ...] = ()
    unread: tuple[Unread, ...] = ()
    allowances: tuple[Allowance, ...] = ()

    @property
    def mistakes(self) -> list[Diagnostic]:
        """What is wrong with it, of its remarks."""
        return [remark for remark in self.remarks if remark.severity == "error"]


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


def is_spec(source: Source, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether a text is a spec rather than a library of blocks; one that can't be read is taken for a spec."""
    # Most specs tell at a glance, which spares a second reading.
    if _LINE_OF_A_SPEC.search(source.text):
        return True
    try:
        tree = read_yaml(source, limits)
    except SpecError:
        return True
    return not (isinstance(tree, Mapping) and _is_library(tree))


def _is_library(tree: Mapping) -> bool:
    return "blocks" in tree and not tree.keys() & set(OF_SPECS)


def shipped_specs() -> dict[str, Path]:
    """The specs that come with archspec, by their place among what is shipped."""
    return {name: path for name, path in shipped_names().items() if is_spec(read_source(path, DEFAULT_LIMITS))}


def read_program(source: Source, *, root: Path | None = None, limits: Limits = DEFAULT_LIMITS) -> Program:
    """Reads all that a spec refers to.

    Args:
        source: the text of the spec.
        root: the folder that `use` and `extends` can't leave.
        limits: bounds on the documents.

    Raises:
        SpecError: with every mistake of form in a document that can't be read.
    """
    return _Loader(Reach.of(source.path, root), limits).program(source)


class BlockFile(NamedTuple):
    """A library of blocks with everything these call.

    Args:
        blocks: the blocks that it defines, and those that they can call.
        source: the file it was read from.
        remarks: mistakes of form that it could be read in spite of, and doubts about how it is written.
        unread: what it names and nothing reads.
        allowances: the warnings that comments of these files allow.
    """

    blocks: MappingType[str, Definition]
    source: Source
    remarks: tuple[Diagnostic, ...] = ()
    unread: tuple[Unread, ...] = ()
    allowances: tuple[Allowance, ...] = ()


def read_library(source: Source, *, root: Path | None = None, limits: Limits = DEFAULT_LIMITS) -> BlockFile:
    """Reads a library of blocks, and all that it refers to.

    Args:
        source: the text of the library.
        root: the folder that `use` can't leave.
        limits: bounds on the documents.

    Raises:
        SpecError: with every mistake of form in a document that can't be read.
    """
    return _Loader(Reach.of(source.path, root), limits).block_file(source)


class _Loader:
    """Reads documents, each once, and finds circles among them."""

    def __init__(self, reach: Reach, limits: Limits) -> None:
        self.reach = reach
        self.limits = limits
        self.tally = Tally()
        self.sources: dict[str, Source] = {}
        self.allowances: list[Allowance] = []
        self.found: list[Diagnostic] = []
        self.trees: dict[Path, Mapping] = {}
        self.libraries: dict[Path, dict[str, Definition]] = {}
        self.open: list[Path] = []
        self.used = 0

    def program(self, source: Source) -> Program:
        tree = self.whole(self.tree(source), source.path)
        if _is_library(tree):
            raise SpecError.single(
                "E0213",
                "this is a library of blocks, not a spec",
                tree.key_spans["blocks"],
                help="name it in 'use' of a spec",
            )
        document = read_document(tree, Document, self.found)
        blocks = self.blocks(document, sees_spec=True)
        return Program(document, blocks, source, self.sources, tuple(self.found), allowances=tuple(self.allowances))

    def block_file(self, source: Source) -> BlockFile:
        library = read_document(self.tree(source), Library, self.found)
        with self.opened(source.path):
            blocks = self.blocks(library, sees_spec=False)
        return BlockFile(blocks, source, tuple(self.found), allowances=tuple(self.allowances))

    def tree(self, source: Source) -> Mapping:
        self.sources[source.name] = source
        node = read_yaml(source, self.limits, self.tally)
        if not isinstance(node, Mapping):
            raise SpecError.single("E0201", f"a spec is a mapping, this document is {kind(node)}", node.span.beginning)
        if _ALLOW in source.text:
            # Few texts allow anything; the others need not wait for this.
            from archspec.spec.allowances import read_allowances

            self.allowances += read_allowances(source, node)
        return node

    def whole(self, document: Mapping, path: Path | None) -> Mapping:
        """The document with its parents merged in."""
        if "extends" not in document and "edits" not in document:
            return document
        # Few specs extend another one; the others need not wait for this.
        from archspec.spec.extending import extended

        with self.opened(path):
            return extended(document, self.parent, self.used_blocks, self.found, self.limits)

    def parent(self, word: Scalar) -> Mapping:
        path = self.reach.find(word.text, word.span)
        self.refuse_circle(path, word.span, "extends")
        return self.whole(self.tree(read_source(path, self.limits, word.span)), path)

    def used_blocks(self, document: Mapping) -> Mapping:
        """The blocks of the libraries that a document uses, as they are written; a wrong 'use' is told elsewhere."""
        use = document.get("use")
        found: dict[str, Node] = {}
        spans: dict[str, Span] = {}
        for word in use[: self.limits.files] if isinstance(use, Sequence) else [use]:
            blocks = None
            with suppress(SpecError):
                blocks = self.used_tree(word)[1].get("blocks") if isinstance(word, Scalar) else None
            if isinstance(blocks, Mapping):
                found = {**blocks, **found}
                spans = {**blocks.key_spans, **spans}
        return Mapping(found, spans, document.span)

    def used_tree(self, word: Scalar | Word) -> tuple[Path, Mapping]:
        """The library that a word of `use` names: where it is, and what is written there."""
        path = self.reach.find(word.text, word.span)
        self.refuse_circle(path, word.span, "use")
        if path not in self.trees:
            self.trees[path] = self.tree(read_source(path, self.limits, word.span))
        return path, self.trees[path]

    @contextmanager
    def opened(self, path: Path | None) -> Iterator[None]:
        """Remembers a file while what it refers to is read; a text without a file can't be referred to."""
        if path is None:
            yield
            return
        self.open.append(path.resolve())
        try:
            yield
        finally:
            self.open.pop()

    def refuse_circle(self, path: Path, span: Span, verb: str) -> None:
        if len(self.open) >= self.limits.depth:
            raise SpecError.single("E0123", f"files refer to files more than {self.limits.depth} deep", span)
        if path in self.open:
            chain = " -> ".join(each.name for each in [*self.open[self.open.index(path) :], path])
            raise SpecError.single("E0123", f"{verb!r} goes round in a circle: {chain}", span)

    def blocks(self, document: Document | Library, sees_spec: bool) -> dict[str, Definition]:
        """The blocks that a document can call: those it uses, and its own."""
        blocks: dict[str, Definition] = {}
        found: list[Diagnostic] = []
        for word in document.use:
            self.used += 1
            if self.used > self.limits.files:
                message = f"more than {self.limits.files} files are used"
                found.append(Diagnostic("E0110", message, word.span))
                break
            try:
                library = self.library(word)
            except SpecError as error:
                found += error.diagnostics
                continue
            for name, definition in library.items():
                if not (name in document.blocks and self.replaces(document.node["blocks"].key_spans[name], word.span)):
                    found += self.add(definition, blocks, word.span)
        for name, block in document.blocks.items():
            span = document.node["blocks"].key_spans[name]
            found += self.add(Definition(name, block, blocks, sees_spec, span), blocks, span)
        if found:
            raise SpecError(found)
        return blocks

    def replaces(self, block: Span, use: Span) -> bool:
        """Whether a block stands in a document that extends the one which uses another of its name."""
        order = list(self.sources)
        return order.index(block.source.name) < order.index(use.source.name)

    def add(self, definition: Definition, blocks: dict[str, Definition], span: Span) -> list[Diagnostic]:
        """Adds a block to those that can be called; what is wrong where its name is taken."""
        known = blocks.setdefault(definition.name, definition)
        if known.block is definition.block:
            return []
        notes = (Note("defined here", known.span), Note("and here", definition.span))
        hint = "give one another name, or take its file out of 'use'"
        return [Diagnostic("E0124", f"two blocks are called {definition.name!r}", span, notes, hint)]

    def library(self, word: Word) -> dict[str, Definition]:
        """The blocks that a file defines for others."""
        path, tree = self.used_tree(word)
        if path not in self.libraries:
            if "layers" in tree or "extends" in tree:
                raise SpecError.single("E0213", f"{word.text!r} is a spec; 'use' names a library of blocks", word.span)
            library = read_document(tree, Library, self.found)
            with self.opened(path):
                known = self.blocks(library, sees_spec=False)
            self.libraries[path] = {name: known[name] for name in library.blocks}
        return self.libraries[path]
