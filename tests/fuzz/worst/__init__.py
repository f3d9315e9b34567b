"""Documents that cost as much as the default limits let them."""

from . import doubts, formulas, networks, steps, tables, text, values, words
from .cases import WORST

__all__ = ["WORST", "doubts", "formulas", "networks", "steps", "tables", "text", "values", "words"]
