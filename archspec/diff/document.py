"""A spec as one document: what it extends merged in, the blocks it uses written out, its variant's params set."""

from __future__ import annotations

from typing import Any

from archspec.spec.document import Document
from archspec.spec.loading import Program
from archspec.text.tree import Mapping, bare

#: What says where the rest comes from, and says nothing once that is merged.
MERGED = ("use", "extends", "edits")


def whole_document(program: Program, variant: str | None) -> str:
    """The document as YAML, the same for the same content however it was written.

    Args:
        program: the spec and what it uses.
        variant: the variant whose params are set, and whose name it bears; None for the spec as written.
    """
    import yaml

    written = bare(program.document.node)
    own = written.get("blocks") or {}
    blocks = {name: bare(definition.block.node) for name, definition in program.blocks.items() if name not in own} | own
    known = {key: value for key, value in written.items() if key not in MERGED} | ({"blocks": blocks} if blocks else {})
    order = list(Document.keys())
    whole: dict[str, Any] = {key: known[key] for key in order if key in known}
    if variant is not None:
        whole["name"] = variant
        given = program.document.node["variants"]
        assert isinstance(given, Mapping)
        _set(whole["params"], bare(given[variant]) or {})
    return yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)


def _set(params: dict[str, Any], values: dict[str, Any]) -> None:
    for name, value in values.items():
        param = params.get(name)
        if isinstance(param, dict) and param.keys() & {"default", "type"}:
            params[name] = {**param, "default": value}
        else:
            params[name] = value
