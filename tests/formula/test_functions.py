"""The functions of formulas, against Keras's own where they mirror one."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archspec.formula.evaluate import Evaluator
from archspec.formula.functions import FUNCTIONS, correct_pad, letter, make_divisible
from archspec.formula.parser import parse

SIZES = st.integers(1, 1000)
KERNELS = st.integers(1, 15)


@pytest.fixture(scope="module")
def keras_applications():
    from keras.src import applications

    return applications


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    value=st.integers(1, 5000) | st.floats(0.1, 5000),
    divisor=st.integers(1, 64),
    minimum=st.none() | st.integers(1, 200),
)
def test_make_divisible_is_mobilenets(keras_applications, value, divisor, minimum):
    theirs = keras_applications.mobilenet_v2._make_divisible(value, divisor, minimum)
    assert make_divisible(value, divisor, minimum) == theirs


@settings(max_examples=200, deadline=None, derandomize=True)
@given(value=st.integers(1, 5000) | st.floats(0.1, 5000))
def test_make_divisible_by_8_where_silent(keras_applications, value):
    assert make_divisible(value) == keras_applications.mobilenet_v3._depth(value)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    sizes=st.tuples(SIZES, SIZES) | st.tuples(st.none(), SIZES | st.none()),
    kernel=KERNELS | st.lists(KERNELS, min_size=2, max_size=2),
)
def test_correct_pad_is_keras_applications(keras_applications, sizes, kernel):
    tensor = SimpleNamespace(shape=(None, *sizes, 3))
    theirs = keras_applications.imagenet_utils.correct_pad(tensor, kernel)
    assert correct_pad((*sizes, 3), kernel) == [list(pair) for pair in theirs]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "a"), (2, "b"), (26, "z"), (27, "aa"), (28, "ab"), (52, "az"), (702, "zz"), (703, "aaa")]
)
def test_letter(number, text):
    assert letter(number) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("abs(-3)", 3),
        ("abs(-0.5)", 0.5),
        ("ceil(2.1)", 3),
        ("ceil(-2.1)", -2),
        ("floor(2.9)", 2),
        ("floor(-2.1)", -3),
        ("int(2.9)", 2),
        ("int(-2.9)", -2),
        ("round(2.5)", 2),
        ("round(3.5)", 4),
        ("round(2.345, 1)", 2.3),
        ("round(1234, -2)", 1200),
        ("max(1, 2.5, 2)", 2.5),
        ("max([1, 3, 2])", 3),
        ("min(4, 2, 3)", 2),
        ("min([5])", 5),
        ("sum([1, 2, 3])", 6),
        ("sum([])", 0),
        ("sum([0.5, 1])", 1.5),
        ("len([1, [2, 3]])", 2),
        ("len([])", 0),
        ("range(3)", [0, 1, 2]),
        ("range(2, 5)", [2, 3, 4]),
        ("range(5, 0, -2)", [5, 3, 1]),
        ("range(0)", []),
        ("letter(3)", "c"),
        ("make_divisible(33)", 32),
        ("make_divisible(0.35 * 32, 8)", 16),
        ("make_divisible(3, 8, 16)", 16),
    ],
)
def test_as_written_in_a_formula(text, value):
    found = Evaluator().term(parse(text), {})
    assert (type(found), found) == (type(value), value)


def test_an_unknown_width_counts_as_even():
    assert correct_pad((9, None, 3), 5) == [[2, 2], [1, 2]]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_usage_says_the_name_and_the_number_of_arguments(name):
    function = FUNCTIONS[name]
    assert function.usage.startswith(f"{name}(")
    named = function.usage.removeprefix(f"{name}(").removesuffix(")").split(", ")
    assert "..." in named or len(named) == function.most
