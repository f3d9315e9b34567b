"""Makes the changes that diagnostics offer, and nothing else, in the texts they are of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archspec.text.diagnostics import Diagnostic, Fix, SpecError
from archspec.text.source import Source, Span, line_starts
from archspec.text.yaml import read_yaml

#: How much of a long text is shown.
_SHOWN = 60


class Fixed(NamedTuple):
    """A text with changes made.

    Args:
        text: the text; what no change touches is as it was, byte for byte.
        fixes: the changes that were made, in the order of the text.
    """

    text: str
    fixes: tuple[Fix, ...]


def fixed(text: str, fixes: Iterable[Fix]) -> Fixed:
    """Makes changes in a text.

    Of changes that overlap, or stand at one place, only the first in the order of the text is made.

    Args:
        text: the text in which the changes' places count.
        fixes: the changes.
    """
    starts = line_starts(text)

    def place(fix: Fix) -> tuple[int, int]:
        _, line, column, end_line, end_column = fix.span
        return starts[line - 1] + column - 1, starts[end_line - 1] + end_column - 1

    parts: list[str] = []
    made: dict[Span, Fix] = {}
    reached = 0
    for fix in sorted(fixes, key=place):
        start, end = place(fix)
        if start < reached or fix.span in made:
            continue
        parts += [text[reached:start], fix.text]
        made[fix.span] = fix
        reached = end
    return Fixed("".join([*parts, text[reached:]]), tuple(made.values()))


def mended(source: Source, fixes: Iterable[Fix]) -> Fixed:
    """Like `fixed`, but without the changes after which a text that can be read could be read no more.

    Two slips of one key would become that key twice.
    """
    whole = fixed(source.text, fixes)
    if not _is_readable(source.text) or _is_readable(whole.text):
        return whole
    return fixed(source.text, _readable_with(source.text, (), whole.fixes))


def _readable_with(text: str, kept: tuple[Fix, ...], more: tuple[Fix, ...]) -> tuple[Fix, ...]:
    """The changes that are kept already, and those of some more that leave a text readable."""
    every = (*kept, *more)
    if _is_readable(fixed(text, every).text):
        return every
    if len(more) == 1:
        return kept
    half = len(more) // 2
    return _readable_with(text, _readable_with(text, kept, more[:half]), more[half:])


def _is_readable(text: str) -> bool:
    try:
        read_yaml(Source("", text))
    except SpecError:
        return False
    return True


def fixes_by_source(diagnostics: Iterable[Diagnostic]) -> dict[Source, list[Fix]]:
    """The changes that diagnostics offer, by the text they are of."""
    found: dict[Source, list[Fix]] = {}
    for diagnostic in diagnostics:
        if diagnostic.fix is not None:
            found.setdefault(diagnostic.fix.span.source, []).append(diagnostic.fix)
    return found


def in_words(fix: Fix) -> str:
    """A change in words: `net.yaml:5:14: 'filtres' became 'filters'`."""
    return f"{fix.span}: {_short(fix.span.text)} became {_short(fix.text)}"


def _short(text: str) -> str:
    return repr(text) if len(text) <= _SHOWN else repr(text[: _SHOWN - 3] + "...")
