"""Formulas that can't be read or computed: what is said, and of which characters."""

import pytest

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import Evaluator
from archspec.formula.parser import parse
from archspec.limits import Limits

NAMES = {
    "n": 3,
    "rate": 0.5,
    "name": "relu",
    "depths": [3, 4],
    "stage": {"filters": 64, "stride": 2},
    "in": (None, 8, 3),
    "yes": True,
    "nothing": None,
    "nested": [[1], [2]],
}


def error(text, limits=None):
    with pytest.raises(FormulaError) as caught:
        Evaluator(limits or Limits()).term(parse(text), NAMES)
    return caught.value


def marked(text, found):
    """The characters that an error is about; what is past the end is shown as a dot."""
    return (text + ".")[found.start : found.end]


#: What can't be read: the formula, the characters that are shown, words of the message, of the help.
UNREADABLE = [
    ("", ".", "empty", ""),
    ("   ", " ", "empty", ""),
    ("n +", ".", "expected a value, but the formula ends", ""),
    ("n n", "n", "expected the end of the formula or an operator, but found 'n'", ""),
    ("(n", ".", "expected ')', but the formula ends", ""),
    ("n)", ")", "expected the end", ""),
    ("[1, 2", ".", "expected ',' or ']'", ""),
    ("max(1, 2", ".", "expected ',' or ')'", ""),
    ("depths[0", ".", "expected ']'", ""),
    ("depths[]", "]", "expected a value, but found ']'", ""),
    ("[, 1]", ",", "expected a value, but found ','", ""),
    ("1 if n", ".", "'else' (a formula's 'if' has both sides", ""),
    ("not", ".", "expected a value", ""),
    ("n if else 3", "else", "expected a value, but found 'else'", ""),
    ("[x for x of depths]", "of", "expected 'in', but found 'of'", ""),
    ("[x for 3 in depths]", "3", "a name after 'for', but found '3'", ""),
    ("[x for null in depths]", "null", "a name after 'for'", ""),
    ("stage.3", ".3", "expected the end", ""),
    ("stage. + 1", "+", "a name after '.'", ""),
    ("n && yes", "&&", "'&&' is no sign", "write 'and'"),
    ("n || yes", "||", "'||' is no sign", "write 'or'"),
    ("!yes", "!", "'!' is no sign", "write 'not'"),
    ("n = 3", "=", "'=' is no sign", "write '=='"),
    ("n ? 1", "?", "'?' is no sign", ""),
    ("n & 1", "&", "'&' is no sign", ""),
    ("n ~ 1", "~", "'~' is no sign", ""),
    ("n @ 1", "@", "'@' is no sign", ""),
    ("n; 1", ";", "';' is no sign", ""),
    ("n, 1", ",", "expected the end", ""),
    ("{n}", "{", "'{' is no sign", ""),
    ("n := 1", ":", "':' is no sign", ""),
    ("None", "None", "'None' is Python's word", "write 'null'"),
    ("n == True", "True", "'True' is Python's word", "write 'true'"),
    ("False or yes", "False", "'False' is Python's word", "write 'false'"),
    ("'abc", "'abc", "this text is never closed", ""),
    ('1 + "a', '"a', "this text is never closed", ""),
    ("'a\\n'", "\\n", "a text has no escapes but", ""),
    ("3x", "3x", "'3x' is no number", ""),
    ("1_000", "1_000", "'1_000' is no number", ""),
    ("007", "007", "'007' is no number", ""),
    ("0x10", "0x10", "'0x10' is no number", ""),
    ("1.2.3", "1.2.3", "'1.2.3' is no number", ""),
    ("1e", "1e", "'1e' is no number", ""),
    ("3(4)", "3", "only functions can be called", ""),
    ("stage.filters(1)", "stage.filters", "only functions can be called", ""),
    ("lambda x", "x", "expected the end", ""),
    ("n is null", "is", "expected the end", ""),
    ("max(x=1)", "=", "'=' is no sign", ""),
    ("max(*depths)", "*", "expected a value", ""),
    ("depths[0:1]", ":", "':' is no sign", ""),
]
#: What can't be computed, likewise, with its code.
IMPOSSIBLE = [
    ("m + 1", "E0304", "m", "nothing here is called 'm'", ""),
    ("nane", "E0304", "nane", "nothing here is called 'nane'", "did you mean 'name'?"),
    ("max + 1", "E0304", "max", "max is a function", "write max(a, b, ...)"),
    ("maxx(1)", "E0302", "maxx", "there is no function 'maxx'", "did you mean 'max'?"),
    ("n(1)", "E0302", "n", "there is no function 'n'", ""),
    ("1 + abs()", "E0302", "abs()", "abs is called as abs(x)", ""),
    ("round(1, 2, 3)", "E0302", "round(1, 2, 3)", "round is called as round(x, digits)", ""),
    ("n + name", "E0306", "name", "expected a number, found the text 'relu'", ""),
    ("yes * 2", "E0306", "yes", "expected a number, found true", ""),
    ("2 - depths", "E0306", "depths", "expected a number, found the list [3, 4]", ""),
    ("-stage", "E0306", "stage", "expected a number, found a mapping", ""),
    ("nothing + 1", "E0306", "nothing", "expected a number, found null", ""),
    ("depths + 3", "E0306", "depths", "expected a number, found the list", ""),
    ("depths + nested[0] * rate", "E0306", "nested[0]", "expected a number, found the list [1]", ""),
    ("name % 2", "E0306", "name", "expected a number", ""),
    ("n and yes", "E0306", "n", "expected true or false, found the number 3", ""),
    ("yes and n", "E0306", "n", "expected true or false", ""),
    ("not depths", "E0306", "depths", "expected true or false, found the list [3, 4]", ""),
    ("1 if name else 2", "E0306", "name", "expected true or false, found the text 'relu'", ""),
    ("[x for x in depths if x]", "E0306", "x", "expected true or false, found the number 3", ""),
    ("[x for x in n]", "E0306", "n", "expected a list, found the number 3", ""),
    ("[x for x in in]", "E0306", "in", "expected a list, found the shape (null, 8, 3)", ""),
    ("1 + (n < name)", "E0306", "n < name", "the number 3 and the text 'relu' can't be compared by '<'", ""),
    ("1 < 2 < depths", "E0306", "2 < depths", "the number 2 and the list [3, 4] can't be compared", ""),
    ("n in 3", "E0306", "n in 3", "can't be compared by 'in'", ""),
    ("3 in name", "E0306", "3 in name", "can't be compared by 'in'", ""),
    ("null < 3", "E0306", "null < 3", "null and the number 3 can't be compared", ""),
    ("n[0]", "E0306", "n", "expected a list, a record or a shape, found the number 3", ""),
    ("name[0]", "E0306", "name", "expected a list, a record or a shape", ""),
    ("depths[rate]", "E0306", "rate", "expected a whole number, found the number 0.5", ""),
    ("depths[yes]", "E0306", "yes", "expected a whole number, found true", ""),
    ("1 + depths[2]", "E0307", "depths[2]", "a list of 2 has no item 2", ""),
    ("depths[-3]", "E0307", "depths[-3]", "a list of 2 has no item -3", ""),
    ("in[3]", "E0307", "in[3]", "a shape of 3 has no item 3", ""),
    ("stage['width']", "E0307", "stage['width']", "the record has no entry 'width'", ""),
    ("stage[0]", "E0307", "stage[0]", "the record has no entry 0", ""),
    ("stage.filter", "E0307", "stage.filter", "the record has no entry 'filter'", "did you mean 'filters'?"),
    ("n.filters", "E0306", "n", "expected a record or a shape before '.', found the number 3", ""),
    ("in.length", "E0307", "in.length", "the shape (null, 8, 3) has no 'length'; it has height, width, channels", ""),
    ("in.heigth", "E0307", "in.heigth", "has no 'heigth'", "did you mean 'height'?"),
    ("1 / (n - 3)", "E0307", "1 / (n - 3)", "this divides by zero", ""),
    ("n % 0", "E0307", "n % 0", "this divides by zero", ""),
    ("0 ** -1", "E0307", "0 ** -1", "this divides by zero", ""),
    ("(-8) ** 0.5", "E0307", "(-8) ** 0.5", "a negative number has no such power", ""),
    ("n * in.height", "E0305", "in.height", "in.height is unknown until run time (null)", ""),
    ("in[0] > 2", "E0305", "in[0]", "in[0] is unknown until run time", ""),
    ("-(in.height)", "E0305", "(in.height)", "in.height is unknown", ""),
    ("in.shape[0] + 1", "E0305", "in.shape[0]", "this is unknown", ""),
    ("1 if in.height else 2", "E0305", "in.height", "in.height is unknown", ""),
    ("abs(in.height)", "E0305", "in.height", "in.height is unknown", ""),
    ("max(in.shape)", "E0305", "in.shape", "in.shape holds a size that is unknown", ""),
    ("in == [1, 2]", "E0305", "in", "in holds a size that is unknown", ""),
    ("3 in in.shape", "E0305", "in.shape", "in.shape holds a size that is unknown", ""),
    ("[in.height] == [8]", "E0305", "[in.height]", "this holds a size that is unknown", ""),
    ("depths[in.height]", "E0305", "in.height", "in.height is unknown", ""),
    ("abs(name)", "E0307", "abs(name)", "abs(x) needs a number, found the text 'relu'", ""),
    ("int('3')", "E0307", "int('3')", "int(x) needs a number, found the text '3'", ""),
    ("max(1, yes)", "E0307", "max(1, yes)", "max(a, b, ...) needs a number, found true", ""),
    ("max(3)", "E0307", "max(3)", "needs a list of numbers, found the number 3", ""),
    ("min([])", "E0307", "min([])", "needs at least one number, found an empty list", ""),
    ("sum(name)", "E0307", "sum(name)", "sum(list) needs a list of numbers, found the text 'relu'", ""),
    ("sum(nested)", "E0307", "sum(nested)", "needs a number, found the list [1]", ""),
    ("len(n)", "E0307", "len(n)", "len(list) needs a list or a shape, found the number 3", ""),
    ("range(rate)", "E0307", "range(rate)", "needs a whole number, found the number 0.5", ""),
    ("range(1, 2, 0)", "E0307", "range(1, 2, 0)", "needs a step that is not 0", ""),
    ("letter(0)", "E0307", "letter(0)", "letter(n) counts from 1, found 0", ""),
    ("letter(rate)", "E0307", "letter(rate)", "needs a whole number", ""),
    ("make_divisible(32, 0)", "E0307", "make_divisible(32, 0)", "needs a divisor from 1 up, found 0", ""),
    ("correct_pad(depths, 3)", "E0307", "correct_pad(depths, 3)", "needs a shape of (height, width, channels)", ""),
    ("correct_pad(in, [3])", "E0307", "correct_pad(in, [3])", "a kernel size, or a list of two", ""),
    ("1e999", "E0308", "1e999", "this is no finite number", ""),
    ("1e308 * 10", "E0308", "1e308 * 10", "this gives no finite number", ""),
    ("10.0 ** 400", "E0308", "10.0 ** 400", "this gives no finite number", ""),
]


@pytest.mark.parametrize(("text", "characters", "words", "hint"), UNREADABLE, ids=[case[0] for case in UNREADABLE])
def test_what_can_not_be_read(text, characters, words, hint):
    found = error(text)
    assert (found.code, marked(text, found)) == ("E0301", characters)
    assert words in found.message
    assert hint in (found.help or "")


@pytest.mark.parametrize(
    ("text", "code", "characters", "words", "hint"), IMPOSSIBLE, ids=[case[0] for case in IMPOSSIBLE]
)
def test_what_can_not_be_computed(text, code, characters, words, hint):
    found = error(text)
    assert (found.code, marked(text, found)) == (code, characters)
    assert words in found.message
    assert hint in (found.help or "")


def test_what_is_not_reached_is_not_computed():
    evaluator = Evaluator()
    for text in ("yes or 1 / 0", "not (not yes and 1 / 0)", "3 if yes else m", "2 > 3 > 1 / 0"):
        evaluator.term(parse(text), NAMES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("+".join(["1"] * 400), "has more than 500 words"),
        ("+".join(["1"] * 66), "nests deeper than 64 levels"),
        ("not " * 65 + "true", "nests deeper than 64 levels"),
        ("-" * 70 + "1", "nests deeper than 64 levels"),
        ("n" + ".a" * 70, "nests deeper than 64 levels"),
        ("(" * 41 + "1" + ")" * 41, "nests too deep"),
        ("[" * 41 + "]" * 41, "nests too deep"),
        ("2" + " ** 2" * 41, "nests too deep"),
        ("1 if true else " * 41 + "2", "nests too deep"),
        ("1" * 100, "the number is too long"),
    ],
)
def test_what_is_too_long_or_too_deep(text, words):
    found = error(text)
    assert found.code == "E0303"
    assert words in found.message


@pytest.mark.parametrize(
    "text", ["+".join(["1"] * 64), "not " * 62 + "true", "(" * 39 + "1" + ")" * 39, "1 if true else " * 39 + "2"]
)
def test_what_is_not(text):
    Evaluator().term(parse(text), NAMES)


@pytest.mark.parametrize(
    ("text", "limits", "words"),
    [
        ("2 ** 8", Limits(integer_bits=8), "a whole number of over 8 bits"),
        ("255 + 1", Limits(integer_bits=8), "a whole number of over 8 bits"),
        ("9 ** 9 ** 9", Limits(), "a whole number of over 256 bits"),
        ("7 ** 999999999", Limits(), "a whole number of over 256 bits"),
        ("name + name", Limits(text_length=7), "a text of over 7 characters"),
        ("depths * 3", Limits(list_length=5), "a list of over 5 items"),
        ("depths * 1000000000", Limits(), "a list of over 10000 items"),
        ("range(10001)", Limits(), "a list of over 10000 items"),
        ("range(0, 10 ** 60)", Limits(), "a list of over 10000 items"),
        ("range(20000, 0, -1)", Limits(), "a list of over 10000 items"),
        ("depths + depths + depths", Limits(list_length=5), "a list of over 5 items"),
        ("[depths, depths]", Limits(list_length=5), "a list of over 5 items"),
        ("[depths for i in depths]", Limits(list_length=5), "a list of over 5 items"),
    ],
)
def test_what_is_too_large(text, limits, words):
    found = error(text, limits)
    assert found.code == "E0308"
    assert words in found.message


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("2 ** 8 - 1", Limits(integer_bits=9)),
        ("name + name", Limits(text_length=8)),
        ("depths * 3", Limits(list_length=6)),
        ("[depths, depths]", Limits(list_length=6)),
        ("range(10 ** 60, 10 ** 60 + 9)", Limits(list_length=9)),
        ("range(0, 18, 2)", Limits(list_length=9)),
        ("range(9, 0, -1)", Limits(list_length=9)),
        ("range(9, 0)", Limits(list_length=0)),
    ],
)
def test_what_just_fits(text, limits):
    Evaluator(limits).term(parse(text), NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "[i for i in range(10000)]",
        "[[j for j in range(100)] for i in range(100)]",
        "sum(range(5000)) + sum(range(5000))",
        "range(9999) == range(9999)",
    ],
)
def test_steps_are_counted_for_what_is_walked(text):
    found = error(text, Limits(evaluation_steps=9000))
    assert (found.code, found.message) == ("E0309", "more than 9000 steps of evaluation")


def test_steps_are_counted_over_all_formulas():
    evaluator = Evaluator(Limits(evaluation_steps=10))
    term = parse("1 + 1")
    for _ in range(3):
        evaluator.term(term, {})
    with pytest.raises(FormulaError, match="more than 10 steps"):
        evaluator.term(term, {})
