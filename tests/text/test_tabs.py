"""Tabs that indent, as spaces: where one thing only can be meant."""

import pytest

from archspec.text.diagnostics import Fix
from archspec.text.fixing import fixed
from archspec.text.source import Source
from archspec.text.tabs import without_tabs


def mended(text):
    found = without_tabs(Source("x.yaml", text))
    return fixed(text, [Fix(*found)]).text if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a:\n\tb: 1\n\tc:\n\t\td: 2\n", "a:\n  b: 1\n  c:\n    d: 2\n"),
        ("a:\r\n\tb: 1\t# x\r\n", "a:\r\n  b: 1\t# x\r\n"),
        ("a:\n\t- b\n\t- c:\n\t\t\td: 2\n", "a:\n  - b\n  - c:\n      d: 2\n"),
        ("a:\n        b: 1\n\tc: 2\n", "a:\n        b: 1\n        c: 2\n"),
        ("größe:\n\t名: 1\n", "größe:\n  名: 1\n"),
    ],
)
def test_one_meaning(text, meant):
    assert mended(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n",
        "a:\n\t- b:\n\t\tc: 1\n",
        "a: |\n  x\n\ty\n",
        "a:\n\tb: [1\n",
    ],
    ids=["none", "below a layer or beside it", "within a text", "no YAML at all"],
)
def test_no_or_several_meanings(text):
    assert mended(text) is None
