"""A formula that can't be read or computed."""

from __future__ import annotations

from collections.abc import Iterable

from archspec.text.suggest import did_you_mean, near, slip_of


class FormulaError(Exception):
    """What is wrong with a formula, and with which of its characters.

    The one who knows where the formula stands makes a diagnostic of it.
    """

    def __init__(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        help: str | None = None,
        instead: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.end = end
        self.help = help
        #: The word that these characters end with, and what to write in its place where only one thing can be meant.
        self.instead = instead

    @classmethod
    def of_word(cls, code: str, message: str, start: int, end: int, word: str, known: Iterable[str]) -> FormulaError:
        """The error of an unknown word, which these characters end with; known ones that it may be meant to be."""
        words = near(word, known)
        # What is bound may be no name, which is another mistake.
        meant = slip_of(word, filter(str.isidentifier, words))
        return cls(code, message, start, end, did_you_mean(word, words), (word, meant) if meant else None)
