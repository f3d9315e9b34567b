"""Reads the fixtures of the language's rules.

A file holds the cases of one rule. A case begins with `=== good: title` or `=== bad: title`, options after ` | `
(`variant=NAME`, `set=PARAM=VALUE`, `strict`). Its text is a spec; where it does not begin with `archspec:`, the lines
of HEADER come before it, so that its first line is the fourth. `+++ path` begins a further file beside it. After `---`
stands what must come of it: for a good case a line for each layer, `name (shape)`, then warnings; for a bad one a line
for each diagnostic, `line:column CODE words it must hold`, with the file before the line where it is another one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HEADER = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"
FOLDER = Path(__file__).parent / "rules"


class Case(NamedTuple):
    rule: str
    good: bool
    title: str
    options: tuple[str, ...]
    files: dict[str, str]
    expected: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.title.replace(' ', '_')}"


def read_cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            yield _read(path.stem, part)


def _read(rule: str, part: str) -> Case:
    head, _, rest = part.partition("\n")
    kind, _, title = head.partition(": ")
    title, *options = title.split(" | ")
    body, _, expected = rest.partition("\n---\n")
    text, *others = body.split("+++ ")
    files = {"net.yaml": text if text.startswith(("archspec:", "#whole")) else HEADER + text}
    for other in others:
        name, _, content = other.partition("\n")
        files[name] = content
    lines = tuple(line for line in expected.splitlines() if line.strip())
    return Case(rule, {"good": True, "bad": False}[kind], title, tuple(options), files, lines)
