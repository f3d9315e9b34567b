"""Two texts line by line, in the formats of a difference."""

from __future__ import annotations

import difflib
import html
import json
from typing import NamedTuple

from archspec.reports.diff_html import page
from archspec.reports.diff_text import Line
from archspec.text.display import visible


class Texts(NamedTuple):
    """Two texts under the names they are called by, and what they are: `source` or `spec`."""

    level: str
    words: tuple[str, str]
    texts: tuple[str, str]

    @property
    def same(self) -> bool:
        """Whether they are equal."""
        return self.texts[0] == self.texts[1]


def unified(given: Texts) -> list[Line]:
    """The difference as `diff -u` writes it; no line where there is none."""
    before, after = (text.splitlines() for text in given.texts)
    lines = difflib.unified_diff(before, after, visible(given.words[0]), visible(given.words[1]), lineterm="")
    return [Line(visible(line), _tone(line)) for line in lines]


def _tone(line: str) -> str:
    return "heading" if line.startswith("@@") else line[:1].strip()


def as_fenced(given: Texts) -> str:
    """The difference as a block of code in Markdown."""
    lines = [line.text for line in unified(given)]
    ticks = "```"
    while any(ticks in line for line in lines):
        ticks += "`"
    return "\n".join([f"{ticks}diff", *lines, ticks])


def as_preformatted(given: Texts) -> str:
    """The difference as an HTML page."""
    before, after = (html.escape(visible(word)) for word in given.words)
    lines = "\n".join(html.escape(line.text) for line in unified(given))
    return page(f"{before} → {after}", f"<h1>{before} → {after}</h1>\n<pre>{lines}</pre>")


def as_json(given: Texts) -> str:
    """The difference for machines: `{"format": 1, "level", "before", "after", "same", "diff": [line, ...]}`."""
    data = {
        "format": 1,
        "level": given.level,
        "before": {"operand": given.words[0]},
        "after": {"operand": given.words[1]},
        "same": given.same,
        "diff": [line.text for line in unified(given)],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)
