"""Reads the pairs of specs.

A pair begins with `=== title`. Its first spec goes up to `+++`, the second up to `---`, and what follows is the
difference in structure, as text. A spec that has no `archspec:` begins with HEADER, and with INPUTS if it has none.
"""

from pathlib import Path
from typing import NamedTuple

HEADER = "archspec: 1\nname: net\n"
INPUTS = "inputs: [8, 8, 4]\n"


class Pair(NamedTuple):
    title: str
    before: str
    after: str
    expected: str


def read_pairs():
    for path in sorted((Path(__file__).parent / "pairs").glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
            title, _, rest = part.partition("\n")
            specs, _, expected = rest.partition("---\n")
            before, after = map(_whole, specs.split("+++\n"))
            yield Pair(title, before, after, expected.strip("\n"))


def _whole(text):
    text = text if "inputs:" in text else INPUTS + text
    return text if "archspec: 1" in text else HEADER + text
