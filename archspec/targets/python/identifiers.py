"""Python identifiers for what a spec names: each its own where that is free, and none that hides what is needed."""

from __future__ import annotations

from collections.abc import Iterable
from keyword import iskeyword

from archspec.targets.python.helpers import HELPERS

#: What generated source reads from Python and its imports; nothing in it may have another meaning.
USED = frozenset(
    (
        *("keras", "layers", "math", "partial", "Any", "cast", "self", *HELPERS),
        *("abs", "chr", "divmod", "enumerate", "float", "int", "isinstance", "iter", "len", "list", "max", "min"),
        *("next", "ord", "range", "round", "sum", "super", "tuple", "zip"),
    )
)
#: Names that linters refuse, because they look like digits.
_UNREADABLE = frozenset({"I", "O", "l"})


class Identifiers:
    """The identifiers of one function, or of a module."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*USED, *taken}

    def take(self, wanted: str, *others: str) -> str:
        """The first of some identifiers that is free; a numbered one where none is."""
        for word in (wanted, *others):
            if word not in self._taken and word not in _UNREADABLE and not iskeyword(word):
                self._taken.add(word)
                return word
        number = 2
        while f"{wanted}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{wanted}_{number}")
        return f"{wanted}_{number}"

    def give_back(self, word: str) -> None:
        """Frees an identifier that is no longer read."""
        self._taken.discard(word)
