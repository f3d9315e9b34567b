"""Differences as one HTML page that needs nothing else."""

from __future__ import annotations

import html
from collections.abc import Iterable

from archspec.diff.compare import Difference
from archspec.reports.diff_words import Sentence, effect_grid, row_sentences, sentences, shape_sentences
from archspec.reports.grid import Grid, as_html
from archspec.text.display import visible

_STYLE = """\
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #1f2328; }
h1 { font-size: 1.3em; } h2 { font-size: 1.05em; margin: 1.5em 0 .3em; }
code { font: 13px ui-monospace, monospace; }
ul { list-style: none; margin: 0; padding: 0; } li { padding: .1em .6em; border-left: 4px solid; margin: .2em 0; }
.added { border-color: #1a7f37; background: #dafbe1; } .removed { border-color: #cf222e; background: #ffebe9; }
.changed { border-color: #9a6700; background: #fff8c5; } .moved { border-color: #0969da; background: #ddf4ff; }
table { border-collapse: collapse; } th, td { padding: .15em .8em; border-bottom: 1px solid #d1d9e0; text-align: left; }
.figures td:not(:first-child) { text-align: right; font-variant-numeric: tabular-nums; }
"""
_CLASSES = {"+": "added", "-": "removed", "~": "changed", ">": "moved"}


def as_page(difference: Difference) -> str:
    """The differences as a page: structure first, then the shapes that follow, then the effect."""
    before, after = _text(difference.before.word), _text(difference.after.word)
    parts = [f"<h1><code>{before}</code> → <code>{after}</code></h1>"]
    parts += _structure([*row_sentences(difference), *sentences(difference.findings)])
    followed = shape_sentences(difference)
    if followed:
        parts += ["<h2>Shapes that follow</h2>", _list(followed)]
    if difference.same:
        parts.append("<p>The same network.</p>")
    else:
        parts += ["<h2>Effect</h2>", _figures(effect_grid(difference.effects))]
    return page(f"{before} → {after}", "\n".join(parts))


def page(title: str, body: str) -> str:
    """A whole page of HTML that is already escaped."""
    head = f'<meta charset="utf-8">\n<title>{title}</title>\n<style>\n{_STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>'


def _structure(told: Iterable[Sentence]) -> list[str]:
    groups: list[tuple[str, list[Sentence]]] = []
    for sentence in told:
        if not groups or groups[-1][0] != sentence.where:
            groups.append((sentence.where, []))
        groups[-1][1].append(sentence)
    return [
        (f"<h2>{_text(where[:1].upper() + where[1:])}</h2>\n" if where else "") + _list(every)
        for where, every in groups
    ]


def _list(told: Iterable[Sentence]) -> str:
    items = [
        f'<li class="{_CLASSES[sign]}"><code>{_text(subject)}</code>: {_text(text)}</li>'
        for sign, _, subject, text in told
    ]
    return "\n".join(["<ul>", *items, "</ul>"])


def _figures(grid: Grid) -> str:
    return as_html(grid).replace("<table>", '<table class="figures">', 1)


def _text(text: str) -> str:
    return html.escape(visible(text))
