"""Reads the pages of the documentation: their examples, and what commands are said to print.

A block of `yaml` is a spec or a library, below HEAD where it does not begin with `archspec:`. Behind the language may
stand the name of its file (`net.yaml` where silent) and `wrong`, where it is to have mistakes, or `head`, for HEAD
itself. A block of `console` is a command and what it prints, run beside the files that stand above it on the page.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parents[2] / "docs"
HEAD = "archspec: 1\nname: net\ninputs: [32, 32, 3]\n"
_BLOCK = re.compile(r"^```(\w+)((?: \S+)*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A block of a page.

    Args:
        language: of what it holds.
        words: what stands behind the language.
        text: what it holds.
        line: where it begins.
    """

    language: str
    words: tuple[str, ...]
    text: str
    line: int

    @property
    def file(self) -> str:
        """The name of the file that it is."""
        return next((word for word in self.words if word.endswith(".yaml")), "net.yaml")

    @property
    def content(self) -> str:
        """The text of that file."""
        return self.text if self.text.startswith("archspec:") else HEAD + self.text

    @property
    def is_library(self) -> bool:
        """Whether it holds blocks for others."""
        return "\nlayers:" not in self.content and "\nextends:" not in self.content

    def write(self, folder: Path) -> Path:
        """Writes the file into a folder."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.content, encoding="utf-8")
        return path


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page, in order."""
    text = (FOLDER / page).read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        language, words, content = found.groups()
        yield Block(language, tuple(words.split()), content, text.count("\n", 0, found.start()) + 1)
