"""From a spec's text to the same spec in the layout."""

from __future__ import annotations

from collections import Counter

from archspec.fmt.reading import read_comments, read_entry
from archspec.fmt.writing import written
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.text.diagnostics import SpecError
from archspec.text.source import Source
from archspec.text.tree import Mapping, Node, Scalar, Sequence
from archspec.text.yaml import read_yaml


class LayoutFault(Exception):
    """The layout would change what a spec says: a fault of archspec, not of the spec."""


def formatted(source: Source, limits: Limits = DEFAULT_LIMITS) -> str:
    """The text of a YAML document in the layout: the same tree, with every comment.

    Raises:
        SpecError: it is no sound YAML.
        LayoutFault: the text in the layout does not read as the same tree, or has lost a comment.
    """
    tree = read_yaml(source, limits)
    text = written(*read_entry(source.text))
    try:
        after = read_yaml(Source(source.name, text), limits)
    except SpecError as error:
        raise LayoutFault(f"{source.name} can't be laid out: {error.diagnostics[0].message}") from None
    if not same(tree, after, in_order=False):
        raise LayoutFault(f"{source.name} would not read the same; it is left as it is")
    if _words(source.text) != _words(text):
        raise LayoutFault(f"{source.name} would lose a comment; it is left as it is")
    return text


def same(one: Node, other: Node, *, in_order: bool = True) -> bool:
    """Whether two trees hold the same, each scalar spelled alike.

    Args:
        one: a tree.
        other: the other one.
        in_order: whether the keys of the outermost mapping must come in the same order; those of all others must.
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys, others = (list(one), list(other)) if in_order else (sorted(one), sorted(other))
        return keys == others and all(same(one[key], other[key]) for key in keys)
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        return (one.text, repr(one.value)) == (other.text, repr(other.value))
    return False


def _words(text: str) -> Counter[str]:
    return Counter(comment.text for comment in read_comments(text))
