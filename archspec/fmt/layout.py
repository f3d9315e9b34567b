"""What the layout says of each part of a document: what stands in lines of its own, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from archspec.fmt.document import Alias, Branch, Entry, Leaf, Piece

#: The keys of a document in order.
KEYS = (
    *("archspec", "name", "title", "source", "note"),
    *("extends", "use", "inputs", "outputs", "params", "let"),
    *("variants", "blocks", "edits", "layers", "expect", "twin", "training"),
)
#: Those that stand together at its top; every other one is a section of its own.
_TOP = frozenset(KEYS[:5])

#: lines: an entry a line. line: all on one line where that fits. written: as it is written, where that fits.
Style = Literal["lines", "line", "written"]


class Part(NamedTuple):
    """The layout of a part of a document.

    Args:
        mapping: how it stands where it is a mapping.
        sequence: how it stands where it is a list.
        parts: what its entries are, by key.
        rest: what all its other entries are.
        item: what the entries of a list are, where they are not the rest.
    """

    mapping: Style = "line"
    sequence: Style = "line"
    parts: Mapping[str, str] = MappingProxyType({})
    rest: str = "value"
    item: str | None = None

    def style(self, branch: Branch) -> Style:
        """How a list or mapping in this place stands."""
        return self.mapping if branch.is_mapping else self.sequence

    def inner(self, key: Piece | None) -> Part:
        """The part that an entry is."""
        return PARTS[self.parts.get(key.text, self.rest) if isinstance(key, Leaf) else self.item or self.rest]


_STEP_LISTS = MappingProxyType({"layers": "steps", "else": "steps", "branches": "branches"})

PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "document": Part(
            mapping="lines",
            sequence="lines",
            parts={
                **dict.fromkeys(("params", "let", "variants"), "names"),
                **dict.fromkeys(("inputs", "outputs"), "choice"),
                "blocks": "blocks",
                "layers": "steps",
                "edits": "edits",
                **dict.fromkeys(("expect", "twin"), "figures"),
                "training": "training",
            },
        ),
        "names": Part(mapping="lines"),
        "choice": Part(mapping="written"),
        "figures": Part(mapping="written", sequence="lines"),
        "blocks": Part(mapping="lines", rest="block"),
        "block": Part(mapping="lines", parts={"layers": "steps", "params": "choice", "let": "choice"}),
        "steps": Part(mapping="lines", sequence="lines", parts=_STEP_LISTS, rest="step"),
        "step": Part(mapping="lines", parts=_STEP_LISTS),
        "branches": Part(mapping="lines", sequence="lines", rest="branch"),
        "branch": Part(mapping="lines", sequence="lines", parts=_STEP_LISTS, item="step"),
        "edits": Part(sequence="lines", rest="edit"),
        "edit": Part(mapping="lines", parts=dict.fromkeys(("before", "after", "replace"), "steps")),
        "training": Part(mapping="lines", parts={"augmentation": "steps", "callbacks": "callbacks"}),
        "callbacks": Part(sequence="lines", rest="names"),
        "value": Part(),
    }
)


def together(one: Entry, following: Entry) -> bool:
    """Whether two keys of a document stand without a blank line between them."""
    return _word(one) in _TOP and _word(following) in _TOP


def in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The keys of a document in their order; as they are where an alias would lose its anchor."""
    places = {key: place for place, key in enumerate(KEYS)}
    ordered = sorted(entries, key=lambda entry: places.get(_word(entry), len(places)))
    return tuple(ordered if _targets(ordered) == _targets(entries) else entries)


def _word(entry: Entry) -> str:
    return entry.key.text if isinstance(entry.key, Leaf) else ""


def _targets(entries: Sequence[Entry]) -> list[tuple[int, int | None]]:
    """What every alias stands for."""
    anchors: dict[str, int] = {}
    targets = []
    for piece in _pieces(entries):
        if isinstance(piece, Alias):
            targets.append((id(piece), anchors.get(piece.anchor)))
        elif piece.props.anchor is not None:
            anchors[piece.props.anchor] = id(piece)
    return sorted(targets, key=lambda target: target[0])


def _pieces(entries: Sequence[Entry]) -> Iterator[Piece]:
    for entry in entries:
        if entry.key is not None:
            yield entry.key
        yield entry.value
        if isinstance(entry.value, Branch):
            yield from _pieces(entry.value.entries)
