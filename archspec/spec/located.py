"""Parts of a document that know where they stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from archspec.spec.leaves import wrong_type
from archspec.spec.meant import without_space
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Span
from archspec.text.suggest import closest, suggested
from archspec.text.tree import Mapping, Node
from archspec.text.unquoted import with_whole_texts


def unknown_key(key: str, node: Mapping, known: Collection[str]) -> Diagnostic:
    """The mistake of a key that has no meaning here."""
    cut = without_space(key, node.key_spans[key], known)
    if cut:
        return cut
    mistake = suggested(Diagnostic("E0206", f"unknown key {key!r}", node.key_spans[key]), key, known)
    # No key can be given twice.
    return mistake._replace(fix=None) if mistake.fix and mistake.fix.text in node else mistake


def without_slips(node: Mapping, known: Collection[str], found: list[Diagnostic]) -> Mapping:
    """A mapping with known keys only: a slip becomes what it was meant to be, so that nothing follows from it.

    Args:
        node: the mapping as it is written.
        known: the keys that have a meaning.
        found: collects the mistakes.
    """
    items: dict[str, Node] = {}
    spans: dict[str, Span] = {}
    free = {word: None for word in known if word not in node}
    for key, value in node.items():
        meant: str | None = key
        if key not in known:
            found.append(unknown_key(key, node, known))
            meant = closest(key, free)
            free.pop(meant or "", None)
        if meant is not None:
            items[meant] = value
            spans[meant] = node.key_spans[key]
    return Mapping(items, spans, node.span)


def found_in(info: ValidationInfo) -> list[Diagnostic]:
    """Where a reading collects mistakes that need not stop it."""
    assert info.context is not None
    return info.context


class Located(BaseModel):
    """A part of a document that is a mapping; `node` is that mapping, with the places of its keys and values."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    node: Any = Field(alias="@", repr=False)

    @model_validator(mode="before")
    @classmethod
    def _locate(cls, node: Node, info: ValidationInfo) -> Any:
        if not isinstance(node, Mapping):
            raise wrong_type("a mapping", node)
        return cls._fields(node, info)

    @classmethod
    def _fields(cls, node: Mapping, info: ValidationInfo) -> dict[str, Any]:
        known = cls.keys()
        if not node.keys() <= known.keys():
            found = found_in(info)
            node = without_slips(with_whole_texts(node, known, found), known, found)
        return {**node, "@": node}

    @classmethod
    def keys(cls) -> dict[str, str]:
        """The keys a document may have here, and the fields they fill."""
        fields = {field.alias or name: name for name, field in cls.model_fields.items()}
        del fields["@"]
        return fields

    def key_span(self, key: str) -> Span:
        """Where a key stands."""
        return self.node.key_spans[key]

    def value_span(self, key: str) -> Span:
        """Where a key's value stands."""
        return self.node[key].span
