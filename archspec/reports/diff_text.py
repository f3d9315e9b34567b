"""Differences as lines of text, each with a tone for terminals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archspec.diff.compare import Difference
from archspec.reports.diff_words import Sentence, effect_grid, row_sentences, sentences, shape_sentences
from archspec.reports.grid import as_text
from archspec.text.display import visible


class Line(NamedTuple):
    """A line, and what it is: `+`, `-`, `~`, `>`, `heading` or nothing."""

    text: str
    tone: str = ""


def as_lines(difference: Difference) -> list[Line]:
    """The differences: structure first, then the shapes that follow, then the effect."""
    lines = header(difference)
    if difference.same:
        return [*lines, Line("the same network" if difference.level != "rows" else "the same rows")]
    return [*lines, *structure_lines(difference), Line(""), *effect_lines(difference)]


def header(difference: Difference) -> list[Line]:
    """The names of both."""
    return [Line(f"--- {visible(difference.before.word)}", "-"), Line(f"+++ {visible(difference.after.word)}", "+")]


def structure_lines(difference: Difference) -> list[Line]:
    """What differs in structure: rows, layers, and the shapes that follow."""
    lines = [*_told(row_sentences(difference)), *_told(sentences(difference.findings))]
    followed = shape_sentences(difference)
    if followed:
        lines.append(Line("shapes that follow:", "heading"))
        lines += [Line(f"  {visible(each.subject)}: {each.text}") for each in followed]
    return lines


def effect_lines(difference: Difference) -> list[Line]:
    """What the differences do to the network as a whole."""
    return [Line(line) for line in as_text(effect_grid(difference.effects)).splitlines()]


def _told(every: Iterable[Sentence]) -> Iterator[Line]:
    where = ""
    for sign, place, subject, text in every:
        if place and place != where:
            yield Line(f"{visible(place)}:", "heading")
        where = place
        indent = "  " if place else ""
        yield Line(f"{indent}{sign} {visible(subject)}: {visible(text)}", sign)
