"""Did you mean ...?"""

from __future__ import annotations

from collections.abc import Iterable

#: How much of both words must agree, from 0 to 1.
_LEAST = 0.6


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    return next(iter(near(word, known)), None)


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that `word` was probably meant to be: the nearest one, or the few that are as near."""
    # Loaded only where something is wrong already.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher()
    matcher.set_seq2(_folded(word))
    found: dict[str, float] = {}
    for candidate in dict.fromkeys(known):
        matcher.set_seq1(_folded(candidate))
        if matcher.real_quick_ratio() >= _LEAST and matcher.quick_ratio() >= _LEAST and matcher.ratio() >= _LEAST:
            found[candidate] = matcher.ratio()
    best = max(found.values(), default=0)
    return [candidate for candidate, ratio in found.items() if ratio == best][:3]


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The help line for an unknown word, or None where no known one is near."""
    found = [repr(candidate) for candidate in near(word, known)]
    if not found:
        return None
    return f"did you mean {' or '.join(', '.join(found).rsplit(', ', 1))}?"


def _folded(word: str) -> str:
    return word.replace("_", "").replace("-", "").casefold()
