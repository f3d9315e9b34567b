"""Reads the fixtures of the language.

A file holds cases. A case begins with `=== title`; its text is a spec, `+++ path` begins a further file beside it, and
after `---` stands what must come of it. Where the spec does not begin with `archspec:`, the lines of HEADER come before
it, so that its first line is the fourth.

In the files of the rules a title begins with `good: ` or `bad: ` and may have options after ` | ` (`variant=NAME`,
`set=PARAM=VALUE`, `strict`). What must come of a good case is a line for each layer, `name (shape)` or
`name (shape) <- inputs`, then, where they matter, `row label: status` for each row, `model name`, and warnings; of a
bad one a line for each diagnostic, `line:column CODE words it must hold`, with the file before the line where it is
another one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from archspec.api import Architecture, architecture, read
from archspec.spec.loading import open_source
from archspec.spec.params import Settings, read_settings

HEADER = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"
RULES = Path(__file__).parent / "rules"


class Fixture(NamedTuple):
    title: str
    files: dict[str, str]
    expected: str

    def write(self, folder: Path) -> None:
        """Makes the case's files, in a folder that is the root of what they reach."""
        (folder / "pyproject.toml").touch()
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


class Case(NamedTuple):
    rule: str
    good: bool
    title: str
    options: tuple[str, ...]
    fixture: Fixture

    @property
    def id(self) -> str:
        return f"{self.rule}-{self.title.replace(' ', '_')}"

    @property
    def variant(self) -> str | None:
        return next((option[8:] for option in self.options if option.startswith("variant=")), None)

    @property
    def settings(self) -> Settings:
        return read_settings(option[4:] for option in self.options if option.startswith("set="))

    def network(self) -> Architecture:
        """The network of the case's net.yaml, in the folder at hand."""
        return architecture(read(open_source("net.yaml")), variant=self.variant, settings=self.settings)

    @property
    def expected(self) -> list[str]:
        return [line for line in self.fixture.expected.splitlines() if line.strip()]


def read_fixtures(path: Path) -> Iterator[Fixture]:
    for part in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, _, rest = part.partition("\n")
        body, _, expected = rest.partition("\n---\n")
        text, *others = body.split("+++ ")
        files = {"net.yaml": text if text.startswith("archspec:") else HEADER + text}
        for other in others:
            name, _, content = other.partition("\n")
            files[name] = content
        yield Fixture(title, files, expected.rstrip("\n"))


def read_cases() -> Iterator[Case]:
    for path in sorted(RULES.glob("*.txt")):
        for fixture in read_fixtures(path):
            kind, _, title = fixture.title.partition(": ")
            title, *options = title.split(" | ")
            yield Case(path.stem, {"good": True, "bad": False}[kind], title, tuple(options), fixture)
