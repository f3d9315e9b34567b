"""Why a text is no YAML, told at its place."""

from __future__ import annotations

import re

import yaml

from archspec.text.diagnostics import Note, SpecError
from archspec.text.source import Source
from archspec.text.unquoted import cut_text

#: What YAML lets no document hold. The parsers' own words for its place differ.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def no_yaml(error: UnicodeEncodeError | yaml.YAMLError, source: Source) -> SpecError:
    """The mistake of a text at which YAML's parser stopped, in the words of the language where they help."""
    if isinstance(error, UnicodeEncodeError | yaml.reader.ReaderError):
        return _forbidden(source)
    mark, context_mark = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    place = source.spot(mark.line + 1, mark.column + 1) if mark else source.spot(1, 1)
    context = getattr(error, "context", None) or ""
    cut = cut_text(place, "flow" in context)
    if cut:
        return cut
    problem = getattr(error, "problem", None) or "it can't be read"
    line = source.line(place.line)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        problem = "a tab stands in the indentation, where YAML takes only spaces"
    notes = []
    if context and context_mark:
        beginning = source.spot(context_mark.line + 1, context_mark.column + 1)
        notes = [Note(context, beginning)] if beginning != place else []
    return SpecError.single("E0101", f"this is no YAML: {problem}", place, notes=notes)


def _forbidden(source: Source) -> SpecError:
    found = _FORBIDDEN.search(source.text)
    if found is None:
        return SpecError.single("E0101", "this is no YAML: it can't be read", source.spot(1, 1))
    message = f"this is no YAML: the character U+{ord(found[0]):04X} is not allowed"
    return SpecError.single("E0101", message, source.place_of(found.start()))
