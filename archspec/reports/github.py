"""Diagnostics as workflow commands, which GitHub shows beside the lines they are of.

The form and its escapes are those of GitHub's documentation, "Workflow commands for GitHub Actions", and of its
`@actions/core` package.
"""

from __future__ import annotations

from collections.abc import Iterable

from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Span


def as_commands(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A command for each diagnostic."""
    return [_command(diagnostic) for diagnostic in diagnostics]


def _command(diagnostic: Diagnostic) -> str:
    properties = {**_place(diagnostic.span), "title": diagnostic.code}
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    lines = [diagnostic.message, *map(_note, diagnostic.notes)]
    lines += [f"help: {diagnostic.help}"] if diagnostic.help else []
    text = "\n".join(lines)
    return f"::{diagnostic.severity} {told}::{_data(text)}"


def _place(span: Span | None) -> dict[str, object]:
    """Where a diagnostic is; columns can be told only within one line."""
    if span is None or span.source.path is None:
        return {}
    lines = {"file": span.source.name, "line": span.line, "endLine": span.end_line}
    if span.line != span.end_line:
        return lines
    return {**lines, "col": span.column, "endColumn": span.end_column}


def _note(note: Note) -> str:
    return f"{note.span}: {note.message}" if note.span else note.message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
