"""What can be compared: specs, variants of them, specs at a git revision, saved models and saved graphs."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple


class WrongOperand(ValueError):
    """What the caller names can't be compared."""


class Operand(NamedTuple):
    """One of the two things to compare.

    Args:
        word: what the caller wrote.
        kind: what it is.
        path: the file, the name of a shipped spec, or `-` for standard input.
        revision: the git revision it is read at; empty for git's index; None for a file of today.
        variant: the variant of the spec.
    """

    word: str
    kind: Literal["spec", "keras", "graph"]
    path: str
    revision: str | None = None
    variant: str | None = None


def read_operand(word: str) -> Operand:
    """What a word names: `SPEC`, `SPEC@variant`, `git:REV:path`, a `.keras` file, or a saved graph (`.json`).

    Raises:
        WrongOperand: it is malformed.
    """
    revision, path = None, word
    if word.startswith("git:"):
        revision, colon, path = word.removeprefix("git:").partition(":")
        if not colon or not path or revision.startswith("-"):
            raise WrongOperand(f"expected git:REVISION:path, found {word!r}")
    variant: str | None = None
    spec, _, name = path.rpartition("@")
    if spec and name.isidentifier() and (revision is not None or not Path(path).exists()):
        path, variant = spec, name
    kind: Literal["spec", "keras", "graph"] = "spec"
    if path.endswith((".keras", ".json")):
        kind = "keras" if path.endswith(".keras") else "graph"
        if variant is not None:
            raise WrongOperand(f"only specs have variants, and {path!r} is none")
    return Operand(word, kind, path, revision, variant)
