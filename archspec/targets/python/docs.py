"""What generated files, functions and classes say of themselves."""

from __future__ import annotations

from collections.abc import Mapping

from archspec.graph.costs import totals
from archspec.graph.graph import Graph
from archspec.spec.document import Block, Document
from archspec.targets.python.code import Doc
from archspec.targets.python.marks import MARK


def module_doc(document: Document, graph: Graph) -> Doc:
    """What a file says: what it makes, from which source, how large that is, and that the file is made."""
    sums = totals(graph)
    title = document.title.text if document.title else document.name.text
    figures = f"{sums.parameters:,} parameters"
    if sums.multiply_adds is not None:
        figures += f" and {sums.multiply_adds:,} multiply-adds (one multiply-add is one)"
    texts = (document.source, document.note)
    said = [sentence(title), *(sentence(text.text) for text in texts if text is not None), f"{figures}."]
    return Doc((*said, f"{MARK}; change the spec and make it anew."))


def network_doc(document: Document, words: Mapping[str, str]) -> Doc:
    """What the function or class of a network says: its title, and the params under their Python names."""
    title = document.title.text if document.title else document.name.text
    docs = ((words[name], param.doc) for name, param in document.params.items() if name in words)
    return Doc((sentence(title),), tuple((word, doc.text) for word, doc in docs if doc is not None))


def block_doc(block: Block) -> Doc:
    """What the function or class of a block says."""
    texts = (block.title, block.note)
    return Doc(tuple(sentence(text.text) for text in texts if text is not None))


def sentence(text: str) -> str:
    """A title as a sentence."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
