"""Why a text is no YAML, told at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml

from archspec.text.diagnostics import Diagnostic, Fix, Note, SpecError
from archspec.text.source import Source, Span
from archspec.text.tabs import without_tabs
from archspec.text.unquoted import cut_text

#: What YAML lets no document hold. The parsers' own words for its place differ.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: A key whose colon is followed by a value at once, which makes it one word.
_MISSING_SPACE = re.compile(r"(?:^|[\s{,])(?P<key>[A-Za-z_]\w*:)(?=[\[{\"'])")
#: What the parsers say, and what it means for who writes a spec.
_WORDS = {
    "mapping values are not allowed in this context": (
        "a colon stands where no key can be",
        "is this line indented unlike the one above, or a text with a colon to be quoted?",
    ),
    "did not find expected key": (
        "the indentation of this line fits nothing above it",
        "indent it like the lines that it stands with",
    ),
    "did not find expected <document start>": (
        "this fits nothing above it",
        "a document is one mapping: keys with a colon and a space",
    ),
}


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
    beginning = None
    if context_mark:
        beginning = source.spot(context_mark.line + 1, context_mark.column + 1)
    return _in_words(problem, context, place, beginning)


def _in_words(problem: str, context: str, place: Span, beginning: Span | None) -> SpecError:
    """The parser's mistake, in words that say what to do where it is one that people make."""
    line = place.source.line(place.line)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return _tab(place, line)
    if missing := _MISSING_SPACE.search(line[: place.column]):
        message = f"this is no YAML: a space is missing after {missing['key']!r}"
        word = place._replace(column=missing.start("key") + 1, end_column=missing.end("key") + 1)
        return _mistake(message, word, help=f"write {missing['key'] + ' '!r}", fix=Fix(word, f"{missing['key']} "))
    if "quoted scalar" in context and beginning:
        return _mistake("this is no YAML: the quote that opens here is never closed", beginning)
    notes = [Note(context, beginning)] if context and beginning and beginning != place else []
    if "'-' indicator" in problem and beginning:
        return _no_dash(place, line, beginning)
    if "flow" in context and beginning and ("',' or" in problem or "end of stream" in problem):
        opened = beginning.source.line(beginning.line)[beginning.column - 1 :]
        stop = [Note("it should be closed, or a comma stand, before this", place)] if place.line <= _last(place) else []
        hint = "' #' begins a comment, which hides the rest of the line" if " #" in opened else None
        return _mistake(f"this is no YAML: the {opened[0]!r} is never closed", beginning, notes=stop, help=hint)
    bare = _without_colon(problem, place, line, beginning)
    if bare:
        return _mistake("this is no YAML: a key without a colon", bare, help="write a colon and a space after it")
    if line[place.column - 2 : place.column - 1] in ("'", '"') and place.column > 1:
        hint = "write a quote within a text twice, or put the text between quotes of the other sort"
        return _mistake("this is no YAML: a text goes on after its closing quote", place, help=hint)
    if problem in _WORDS:
        words, hint = _WORDS[problem]
        return _mistake(f"this is no YAML: {words}", place, notes=notes, help=hint)
    if "cannot start any token" in problem:
        sign = line[place.column - 1 : place.column]
        message = f"this is no YAML: no value or key begins with {sign!r}"
        return _mistake(message, place, notes=notes, help="quote the text")
    return _mistake(f"this is no YAML: {problem}", place, notes=notes)


def _without_colon(problem: str, place: Span, line: str, beginning: Span | None) -> Span | None:
    """The line that is to be a key and has no colon."""
    if "':'" in problem and beginning:
        return beginning._replace(end_column=len(beginning.source.line(beginning.line).rstrip()) + 1)
    return _bare_line_above(place, line) if problem.startswith("mapping values") else None


def _bare_line_above(place: Span, line: str) -> Span | None:
    """The line above, where it has no colon and YAML has read on from it into this one."""
    above = place.source.line(place.line - 1) if place.line > 1 else ""
    begin = len(above) - len(above.lstrip())
    if not above.strip() or ":" in above or begin != len(line) - len(line.lstrip()) or above.lstrip()[:1] in "-#\"'":
        return None
    number = place.line - 1
    return place._replace(line=number, column=begin + 1, end_line=number, end_column=len(above.rstrip()) + 1)


def _mistake(
    message: str, place: Span, *, notes: Iterable[Note] = (), help: str | None = None, fix: Fix | None = None
) -> SpecError:
    return SpecError([Diagnostic("E0101", message, place, tuple(notes), help, fix=fix)])


def _last(place: Span) -> int:
    return len(place.source.text.splitlines())


def _no_dash(place: Span, line: str, beginning: Span) -> SpecError:
    """A line among the items of a list that is none of them."""
    notes = [Note("the list begins here", beginning)]
    text = line[place.column - 1 :].rstrip()
    begun = place._replace(end_column=place.column + max(1, len(text.partition(":")[0])))
    message = "this is no YAML: a line among the items of a list begins with no '- '"
    if not text[:1].isupper():
        return _mistake(message, begun, notes=notes, help="begin it with '- ', or indent it to the item it belongs to")
    word = text.partition(":")[0]
    return _mistake(message, begun, notes=notes, help=f"write '- {text}'", fix=Fix(begun, f"- {word}"))


def _tab(place: Span, line: str) -> SpecError:
    """A tab where the indentation stands, with the spaces that it is meant for where that can be told."""
    indent = line[: len(line) - len(line.lstrip())]
    start = indent.index("\t")
    tabs = place._replace(column=start + 1, end_line=place.line, end_column=len(indent) + 1)
    message = "this is no YAML: a tab stands in the indentation, where YAML takes only spaces"
    return _mistake(message, tabs, help="indent by spaces", fix=_spaces(tabs, line))


def _spaces(tabs: Span, line: str) -> Fix | None:
    """Spaces in the place of all tabs of a document that indent, or of those of one line."""
    everywhere = without_tabs(tabs.source)
    if everywhere:
        return Fix(*everywhere)
    width = _indentation(tabs, line)
    return Fix(tabs._replace(column=1), " " * width) if width is not None else None


def _indentation(place: Span, line: str) -> int | None:
    """How far a line is indented that is the first below a key, or another item of a list; else None."""
    above = next((text for number in range(place.line - 1, 0, -1) if (text := place.source.line(number)).strip()), "")
    if "\t" in above[: len(above) - len(above.lstrip())]:
        return None
    content = above.lstrip(" ")
    indent = len(above) - len(content)
    if content.startswith("- ") and line.lstrip().startswith("- "):
        return indent
    if content.rstrip().endswith(":") and not line.lstrip().startswith("#"):
        return indent + (4 if content.startswith("- ") else 2)
    return None


def _forbidden(source: Source) -> SpecError:
    found = _FORBIDDEN.search(source.text)
    if found is None:
        return SpecError.single("E0101", "this is no YAML: it can't be read", source.spot(1, 1))
    message = f"this is no YAML: the character U+{ord(found[0]):04X} is not allowed"
    return SpecError.single("E0101", message, source.place_of(found.start()))
