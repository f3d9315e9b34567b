"""Differences as Markdown that can be put into a pull request."""

from __future__ import annotations

import re

from archspec.diff.compare import Difference
from archspec.reports.diff_words import Sentence, effect_grid, row_sentences, sentences, shape_sentences
from archspec.reports.grid import Column, Grid, as_markdown
from archspec.text.display import visible

_SIGNS = {"+": "added", "-": "removed", "~": "changed", ">": "moved"}


def as_markdown_tables(difference: Difference) -> str:
    """The differences as tables: structure first, then the shapes that follow, then the effect."""
    parts = [f"### {_code(difference.before.word)} → {_code(difference.after.word)}"]
    if difference.same:
        return f"{parts[0]}\n\nThe same network."
    told = [*row_sentences(difference), *sentences(difference.findings)]
    if told:
        parts.append(_structure(told))
    followed = shape_sentences(difference)
    if followed:
        rows = tuple((_code(each.subject), _literal(each.text)) for each in followed)
        parts.append(as_markdown(Grid((Column("Shapes that follow"), Column("")), rows)))
    return "\n\n".join([*parts, as_markdown(effect_grid(difference.effects))])


def _structure(told: list[Sentence]) -> str:
    rows = [(_SIGNS[sign], _literal(where), _code(subject), _literal(text)) for sign, where, subject, text in told]
    if any(where for _, where, _, _ in rows):
        return as_markdown(Grid(tuple(map(Column, ("", "Where", "What", "How"))), tuple(rows)))
    return as_markdown(Grid(tuple(map(Column, ("", "What", "How"))), tuple((row[0], *row[2:]) for row in rows)))


def _code(text: str) -> str:
    """Text as code, whatever is in it."""
    plain = " ".join(visible(text).split())
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", plain)), default=0))
    space = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{ticks}{space}{plain}{space}{ticks}" if plain else ""


def _literal(text: str) -> str:
    """Text that Markdown prints as it is."""
    plain = " ".join(visible(text).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_~\[\]#@])", r"\\\1", plain)
