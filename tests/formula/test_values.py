"""Values of a document: what is computed in them, and where it stands."""

import pytest

from archspec.formula.evaluate import Evaluator
from archspec.formula.values import Template, compute, fill, read_template, read_value
from archspec.limits import Limits
from archspec.text.diagnostics import SpecError
from archspec.text.source import Source
from archspec.text.yaml import read_yaml

NAMES = {"n": 3, "name": "relu", "half": 0.5, "items": [1, 2], "big": "x" * 100}


def node(written):
    return read_yaml(Source("x", f"a: {written}"))["a"]


def computed(written, limits=None):
    return compute(read_value(node(written)), NAMES, Evaluator(limits or Limits()))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3),
        ("text", "text"),
        ("=n", 3),
        ("'=n'", 3),
        ('"=n + 1"', 4),
        ("='=n'", "=n"),
        ('="=n"', "=n"),
        ("' =n'", " =n"),
        ("b{n}", "b3"),
        ("'{n}'", "3"),
        ("'{name}_{n * 2}_{half}'", "relu_6_0.5"),
        ("b{{n}}", "b{n}"),
        ("b{{{n}}}", "b{3}"),
        ("b{{{{", "b{{"),
        ("b{n}}}", "b3}"),
        ("b{n}{n}", "b33"),
        ("b{ n }", "b3"),
        ("\"{name + 's'}\"", "relus"),
        ("[=n, 1, [=half]]", [3, 1, [0.5]]),
        ("{x: =n, y: {z: 't{n}'}}", {"x": 3, "y": {"z": "t3"}}),
        ("[]", []),
        ("{}", {}),
        ("|\n  =n +\n  1\n", 4),
        (">-\n  =n\n  * 2\n", 6),
    ],
)
def test_values(written, value):
    found = computed(written)
    assert (type(found), found) == (type(value), value)


def test_what_is_not_computed_is_plain_data():
    assert read_value(node("{x: [1, {y: z}], w: null}")) == {"x": [1, {"y": "z"}], "w": None}


@pytest.mark.parametrize(
    ("written", "code", "columns", "words"),
    [
        ("=n +", "E0301", (8, 9), "the formula ends"),
        ("'=n +'", "E0301", (9, 10), "the formula ends"),
        ("= x * y", "E0304", (6, 7), "'x'"),
        ("'=n * x'", "E0304", (10, 11), "'x'"),
        ('"=n * x"', "E0304", (10, 11), "'x'"),
        ('"=n\\t* x"', "E0304", (4, 13), "'x'"),
        ("'=x == ''a'''", "E0304", (4, 17), "'x'"),
        ("&anchor =x", "E0304", (13, 14), "'x'"),
        ("!!str '=x'", "E0304", (12, 13), "'x'"),
        ("a{n}_{x}_{n}", "E0304", (10, 11), "'x'"),
        ("a{x}_{x}", "E0304", (6, 7), "'x'"),
        ("a{n", "E0310", (5, 6), "never closed"),
        ("a{{n}", "E0310", (8, 9), "closes nothing"),
        ("a}", "E0310", (5, 6), "closes nothing"),
        ("a{}", "E0301", (6, 7), "the formula is empty"),
        ("a{n n}", "E0301", (8, 9), "found 'n'"),
        ("a{items}", "E0310", (6, 11), "only a text or a number can stand here, found the list [1, 2]"),
        ("a{n == 3}", "E0310", (6, 12), "found true"),
        ("a{null}", "E0310", (6, 10), "found null"),
        ("[1, [=x]]", "E0304", (10, 11), "'x'"),
    ],
)
def test_where_it_is_wrong(written, code, columns, words):
    with pytest.raises(SpecError) as caught:
        computed(written)
    [diagnostic] = caught.value.diagnostics
    span = diagnostic.span
    assert (diagnostic.code, (span.column, span.end_column), span.line) == (code, columns, 1)
    assert words in diagnostic.message


def test_a_formula_on_several_lines_is_shown_whole():
    with pytest.raises(SpecError) as caught:
        computed("|\n  =n\n  + x\n")
    span = caught.value.diagnostics[0].span
    assert (span.line, span.column, span.end_line) == (1, 4, 4)


@pytest.mark.parametrize(("written", "constant"), [("b", "b"), ("b{{", "b{"), ("b{n}", None), ("'{1}'", None)])
def test_what_a_template_always_gives(written, constant):
    assert read_template(node(written)).constant == constant


def test_a_text_does_not_grow_without_end():
    template = read_template(node("'{big}{big}'"))
    assert isinstance(template, Template)
    assert len(fill(template, NAMES, Evaluator(Limits(text_length=200)))) == 200
    with pytest.raises(SpecError, match=r"E0308.*a text of over 199 characters"):
        fill(template, NAMES, Evaluator(Limits(text_length=199)))
