"""Did you mean ...?"""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    # Loaded only where something is wrong already.
    from difflib import get_close_matches

    by_folded: dict[str, str] = {}
    for candidate in known:
        by_folded.setdefault(_folded(candidate), candidate)
    found = get_close_matches(_folded(word), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The help line for an unknown word, or None where no known one is near."""
    found = closest(word, known)
    return f"did you mean {found!r}?" if found else None


def _folded(word: str) -> str:
    return word.replace("_", "").replace("-", "").casefold()
