"""Diagnostics in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS Standard), for editors and CI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archspec.reports.pages import code_pages, page_title
from archspec.text.diagnostics import Diagnostic, Fix, Note, Severity
from archspec.text.source import LINE_ENDS, Source, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_log(diagnostics: Iterable[Diagnostic], version: str) -> dict[str, Any]:
    """The log of one run: a result for each diagnostic, a rule for each code among them.

    Args:
        diagnostics: what was found.
        version: archspec's own.
    """
    found = list(diagnostics)
    severities = {each.code: each.severity for each in found}
    codes = sorted(severities)
    explained = code_pages() if codes else {}
    rules = [_rule(code, severities[code], explained) for code in codes]
    run = {
        "tool": {"driver": {"name": "archspec", "version": version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": list(LINE_ENDS),
        "results": [_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in found],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, severity: Severity, explained: Mapping[str, Path]) -> dict[str, Any]:
    page = explained[code].read_text(encoding="utf-8")
    return {
        "id": code,
        "shortDescription": {"text": page_title(explained[code])},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": severity},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    placed = [(note, note.span) for note in diagnostic.notes if note.span]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": _message(diagnostic)},
        "locations": [_location(diagnostic.span)] if diagnostic.span else [],
    }
    if placed:
        result["relatedLocations"] = [_related(note, span) for note, span in placed]
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix, diagnostic.help)]
    return result


def _message(diagnostic: Diagnostic) -> str:
    """The sentence of a diagnostic with all that has no place of its own."""
    remarks = [note.message for note in diagnostic.notes if note.span is None]
    return "\n".join([diagnostic.message, *remarks, *([f"help: {diagnostic.help}"] if diagnostic.help else [])])


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(span.source), "region": _region(span)}}


def _related(note: Note, span: Span) -> dict[str, Any]:
    return {**_location(span), "message": {"text": note.message}}


def _artifact(source: Source) -> dict[str, Any]:
    path = Path(source.name)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}


def _region(span: Span) -> dict[str, Any]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(fix: Fix, help: str | None) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}}
    change = {"artifactLocation": _artifact(fix.span.source), "replacements": [replacement]}
    return {"description": {"text": help or f"write {fix.text}"}, "artifactChanges": [change]}
