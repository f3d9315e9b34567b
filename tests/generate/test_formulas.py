"""Formulas printed as Python have the value the language gives them, and stand as the formatter would have them."""

import math

from hypothesis import assume, given, settings

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import Evaluator
from archspec.formula.functions import FUNCTIONS
from archspec.formula.parser import parse
from archspec.targets.python.code import Assign, Atom
from archspec.targets.python.formulas import Binding, Formulas
from archspec.targets.python.helpers import HELPERS
from archspec.targets.python.layout import flat, write

from ..formula.expressions import NAMES, formulas
from .executed import reformatted


def helpers():
    namespace = {"math": math}
    exec("\n".join(HELPERS.values()), namespace)
    return namespace


HELPED = helpers()


def printed(text):
    return Formulas().expression(parse(text), {name: Binding(Atom(name)) for name in NAMES})


def as_tuples(value):
    """Lists as tuples, which generated source has in their place."""
    if isinstance(value, list | tuple):
        return tuple(map(as_tuples, value))
    return value


def typed(value):
    return tuple(map(typed, value)) if isinstance(value, tuple) else (type(value), value)


@settings(max_examples=500, deadline=None)
@given(formulas())
def test_the_value_is_the_same(text):
    try:
        value = Evaluator().term(parse(text), NAMES)
    except FormulaError:
        assume(False)
    names = {name: as_tuples(each) for name, each in NAMES.items()}
    found = eval(flat(printed(text)), {**HELPED, **names})
    assert typed(as_tuples(found)) == typed(as_tuples(value))


def test_the_formatter_leaves_lines_of_every_length_as_they_are(tmp_path):
    lines = []

    @settings(max_examples=600, deadline=None, database=None, derandomize=True)
    @given(formulas())
    def collect(text):
        lines.append(write([Assign("value", printed(text))]))

    collect()
    (tmp_path / "formulas.py").write_text("\n".join(lines))
    assert reformatted(tmp_path) == ""


def test_helpers_do_what_the_functions_of_formulas_do():
    for value in (0, 3, 7.9, 12, 24, 31.5, 100, 1280):
        for divisor in (1, 4, 8, 10):
            for minimum in (None, 0, 16):
                expected = FUNCTIONS["make_divisible"].call(value, divisor, minimum)
                assert HELPED["make_divisible"](value, divisor, minimum) == expected
    for count in (1, 2, 26, 27, 52, 703):
        assert HELPED["letter"](count) == FUNCTIONS["letter"].call(count)
    for shape in ((8, 8, 3), (7, 8, 3), (8, 7, 3), (None, None, 3), (7, None, 1), (None, 7, 1)):
        for kernel in (1, 2, 3, 7, [3, 5]):
            expected = FUNCTIONS["correct_pad"].call(shape, kernel)
            assert HELPED["correct_pad"](shape, kernel) == as_tuples(expected)
