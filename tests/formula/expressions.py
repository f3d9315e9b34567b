"""Draws formulas that mean the same in Python; `true`, `false` and `null` are given to Python as names."""

from hypothesis import strategies as st

NAMES = {
    "a": 2,
    "b": 7,
    "c": -3,
    "x": 0.5,
    "y": 12.25,
    "items": [3, 1, 2],
    "pairs": [[1, 2], [3, 4]],
    "word": "relu",
    "nothing": None,
}
PYTHON = {**NAMES, "true": True, "false": False, "null": None}

_NUMBERS = ["0", "1", "2", "3", "10", "17", "0.5", "2.", ".25", "1e2", "3.5e-1", "10.0"]
_VALUES = st.sampled_from([*_NUMBERS, "a", "b", "c", "x", "y", "items[0]", "items[-1]", "pairs[1][0]"])
_TESTS = st.sampled_from(["true", "false", "nothing == null", "word == 'relu'", "1 in items", "3 not in items"])
_SUMS_AND_PRODUCTS = st.sampled_from(["+", "-", "*", "/", "//", "%", " + ", " - ", " * "])
_COMPARISONS = st.sampled_from(["<", "<=", ">", ">=", "==", " != "])
_LOGIC = st.sampled_from([" and ", " or "])
#: N is a number, T a test. Nothing has brackets that does not need them: what binds tighter is the parser's to know.
_NUMERIC = (
    *("-N", "+N", "- -N", "N ** 2", "N**3", "N ** -1", "N**2**2", "(N)"),
    *("abs(N)", "int(N)", "ceil(N)", "floor(N)", "round(N)", "max(N, N)", "min([N,N])", "sum([N, N, 1])"),
    *(
        "sum([i * 2 for i in items if i > N])",
        "len([N for i in range(3)])",
        "(N if T else N)",
        "N if T else N if T else N",
    ),
)
_LOGICAL = ("not T", "(T)", "(T if T else T)", "not not T", "N in [N, N]", "T and N < N or not T")
_LISTS = ("[N, N]", "[]", "[i + N for i in items + [1] if T]", "items * 2", "[[n for n in p] for p in pairs]")


@st.composite
def _filled(draw, patterns, depth):
    """One of the patterns, its letters filled with expressions of less depth."""
    pattern = draw(st.sampled_from(patterns))
    pieces = {"N": numbers, "T": tests}
    return "".join(draw(pieces[letter](depth - 1)) if letter in pieces else letter for letter in pattern)


@st.composite
def _joined(draw, part, operators, most):
    """Several parts with operators between them."""
    text = draw(part)
    for _ in range(draw(st.integers(1, most))):
        text += draw(operators) + draw(part)
    return text


def numbers(depth):
    """Expressions whose value is a number."""
    if depth == 0:
        return _VALUES
    return _VALUES | _joined(numbers(depth - 1), _SUMS_AND_PRODUCTS, 3) | _filled(_NUMERIC, depth)


def tests(depth):
    """Expressions whose value is true or false."""
    if depth == 0:
        return _TESTS
    compared = _joined(numbers(depth - 1), _COMPARISONS, 2)
    return _TESTS | compared | _joined(tests(depth - 1), _LOGIC, 2) | _filled(_LOGICAL, depth)


def formulas():
    """Expressions of every sort."""
    return numbers(3) | tests(3) | _filled(_LISTS, 3)
