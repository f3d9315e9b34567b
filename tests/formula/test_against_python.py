"""Formulas are a subset of Python's expressions: both must agree on every one that both can read."""

import math

from hypothesis import assume, given, settings

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import Evaluator, settled
from archspec.formula.parser import parse
from archspec.formula.tree import children

from .expressions import NAMES, PYTHON, formulas

_PYTHON = {
    "__builtins__": {},
    **{function.__name__: function for function in (abs, int, len, max, min, range, round, sum)},
    "ceil": math.ceil,
    "floor": math.floor,
    **PYTHON,
}


def python(text):
    """Python's value of an expression, or what it raises."""
    try:
        return eval(text, _PYTHON)
    except (ZeroDivisionError, OverflowError) as error:
        return error


def ours(text):
    try:
        return settled(Evaluator().term(parse(text), NAMES))
    except FormulaError as error:
        # Bounds are the language's own.
        assume(error.code not in ("E0303", "E0308"))
        return error


def typed(value):
    if isinstance(value, list):
        return [typed(item) for item in value]
    return (type(value), value)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(formulas())
def test_the_same_value_of_the_same_type(text):
    expected, found = python(text), ours(text)
    if isinstance(expected, Exception | complex):
        assert isinstance(found, FormulaError), text
        assert found.code == "E0307"
    else:
        assert typed(found) == typed(expected), text


def without_places(part):
    if hasattr(part, "start"):
        return (type(part).__name__, *map(without_places, part[2:]))
    return tuple(map(without_places, part)) if isinstance(part, tuple) else part


def parts(term):
    yield term
    for child in children(term):
        yield from parts(child)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(formulas())
def test_every_part_knows_its_characters(text):
    for part in parts(parse(text)):
        assert without_places(parse(text[part.start : part.end])) == without_places(part)


def test_brackets_belong_to_what_they_hold():
    term = parse("2 * (a + b)")
    assert (term.right.start, term.right.end) == (4, 11)
