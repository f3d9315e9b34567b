"""A formula that can't be read or computed."""

from __future__ import annotations


class FormulaError(Exception):
    """What is wrong with a formula, and with which of its characters.

    The one who knows where the formula stands makes a diagnostic of it.
    """

    def __init__(self, code: str, message: str, start: int, end: int, help: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.end = end
        self.help = help
