"""Documents that cost as much as the default limits let them."""

from . import formulas, networks, steps, tables, text, values, words
from .cases import WORST

__all__ = ["WORST", "formulas", "networks", "steps", "tables", "text", "values", "words"]
