"""Did you mean ...?"""

from __future__ import annotations

from collections.abc import Iterable

from archspec.limits import work
from archspec.text.diagnostics import Diagnostic, Fix
from archspec.text.source import Span

#: How much of both words must agree, from 0 to 1.
_LEAST = 0.6
#: How much for one to be put in the place of the other unasked.
_SURE = 0.7
#: Longer words are no slips of the pen.
_LONGEST = 100
#: How much is compared in one piece of work, enough for some hundred unknown words; further ones are told without help.
_MOST_COMPARED = 2_000_000
#: What comparing two words costs, beside the pairs of their letters.
_PAIR = 50


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    return next(iter(near(word, known)), None)


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that `word` was probably meant to be: the nearest one, or the few that are as near."""
    done = work()
    if len(word) > _LONGEST or done.compared > _MOST_COMPARED:
        return []
    # Loaded only where something is wrong already.
    from difflib import SequenceMatcher

    matcher = SequenceMatcher()
    matcher.set_seq2(_folded(word))
    found: dict[str, float] = {}
    for candidate in known:
        if done.compared > _MOST_COMPARED:
            return []
        done.compared += _PAIR + len(word)
        if candidate in found or len(candidate) > _LONGEST:
            continue
        matcher.set_seq1(_folded(candidate))
        if matcher.real_quick_ratio() < _LEAST or matcher.quick_ratio() < _LEAST:
            continue
        done.compared += len(word) * len(candidate)
        if matcher.ratio() >= _LEAST:
            found[candidate] = matcher.ratio()
    best = max(found.values(), default=0)
    return [candidate for candidate, ratio in found.items() if ratio == best][:3]


def slip_of(word: str, known: Iterable[str]) -> str | None:
    """The one known word that `word` can only be a slip of, or short for; None where there is none.

    Another number is no slip.
    """
    words = near(word, known)
    if len(words) != 1 or _digits(word) != _digits(words[0]):
        return None
    from difflib import SequenceMatcher

    meant, written = _folded(words[0]), _folded(word)
    is_sure = meant.startswith(written) or SequenceMatcher(None, meant, written).ratio() >= _SURE
    return words[0] if is_sure and len(written) > 1 else None


def _digits(word: str) -> list[str]:
    return [character for character in word if character.isdigit()]


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The help line for an unknown word, or None where no known one is near."""
    words = near(word, known)
    return _question(words) if words else None


def _question(words: list[str]) -> str:
    return f"did you mean {' or '.join(', '.join(map(repr, words)).rsplit(', ', 1))}?"


def suggested(mistake: Diagnostic, word: str, known: Iterable[str], span: Span | None = None) -> Diagnostic:
    """A mistake with the words that an unknown one was probably meant to be; a fix where it is a slip of one only.

    Args:
        mistake: of an unknown word.
        word: that word.
        known: the words that would have been right.
        span: where the word stands; the mistake's own place where silent.
    """
    words = near(word, known)
    if not words:
        return mistake
    meant = slip_of(word, words)
    return mistake._replace(help=_question(words), fix=exchange(span or mistake.span, word, meant) if meant else None)


def exchange(span: Span | None, written: str, text: str) -> Fix | None:
    """A fix that puts one text in the place of another; None where that does not stand there as it reads."""
    if span is None or span.line != span.end_line:
        return None
    place = span.part(written, 0, len(written))
    there = place.source.line(place.line)[place.column - 1 : place.end_column - 1]
    return Fix(place, text) if there == written else None


def _folded(word: str) -> str:
    return word.replace("_", "").replace("-", "").casefold()
