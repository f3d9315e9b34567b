"""Variants that are no network of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archspec.checks.case import Case
from archspec.formula.values import COMPUTED
from archspec.spec.document import Document
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Span


def idle_variants(case: Case) -> Iterator[Diagnostic]:
    """Warns of each that sets what the defaults, or an earlier variant, say already.

    One that `expect` speaks of is meant as it is, and one of several may give the network of the defaults a name.
    """
    document = case.program.document
    if not document.variants:
        return
    spans: Mapping[str, Span] = document.node["variants"].key_spans
    documented = {expect.variant.text for expect in document.expect if expect.variant}
    unchanged = repr({})
    known: dict[str, str | None] = {} if len(document.variants) > 1 else {unchanged: None}
    for name, settings in document.variants.items():
        changes = repr(_changes(settings, document))
        if changes not in known:
            known[changes] = name
        elif name not in documented and case.is_own(spans[name]):
            yield _doubt(name, known[changes], spans)


def _changes(settings: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """What a variant sets otherwise than the defaults are, in the order of the names."""
    return {
        name: settings[name]
        for name in sorted(settings.keys() & document.params.keys())
        if isinstance(settings[name], COMPUTED) or _differs(settings[name], document.params[name].default)
    }


def _differs(value: Any, default: Any) -> bool:
    return bool(value != default) or (value is None) != (default is None)


def _doubt(name: str, other: str | None, spans: Mapping[str, Span]) -> Diagnostic:
    if other is None:
        message = f"the variant {name!r} sets nothing that the defaults do not"
        return Diagnostic("W0606", message, spans[name], severity="warning")
    message = f"the variant {name!r} sets what {other!r} does"
    return Diagnostic("W0606", message, spans[name], (Note("this one", spans[other]),), severity="warning")
