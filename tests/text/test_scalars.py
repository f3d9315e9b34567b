"""Plain scalars, by YAML's own table (1.2.2, section 10.3.2) and where the language reads it more strictly."""

import math

import pytest
import yaml

from archspec.spec.files import shipped_files
from archspec.text.source import Source
from archspec.text.tree import bare
from archspec.text.yaml import core_value, read_yaml

VALUES = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("NULL", None),
    ("true", True),
    ("True", True),
    ("TRUE", True),
    ("false", False),
    ("False", False),
    ("FALSE", False),
    ("0", 0),
    ("-0", 0),
    ("12", 12),
    ("-19", -19),
    ("+3", 3),
    ("0o14", 12),
    ("0x3A", 58),
    ("0.", 0.0),
    ("-0.0", -0.0),
    (".5", 0.5),
    ("-.5", -0.5),
    ("+12e03", 12000.0),
    ("-2E+05", -200000.0),
    ("1e-3", 0.001),
    ("1.001e-5", 1.001e-5),
    ("12.", 12.0),
    (".inf", math.inf),
    ("-.Inf", -math.inf),
    ("+.INF", math.inf),
    ("9" * 99, int("9" * 99)),
]
TEXTS = [
    *("yes", "no", "on", "off", "y", "n", "Yes", "NO"),
    *("nUll", "tRue", "none", "None", "nil"),
    *("1_1", "1_000", "010", "007", "-010", "+01", "00", "00.5"),
    *("1:30", "190:20:30", "2001-12-14", "12e", "e3", "1e", "1e+", ".", "-", "+", "..", "1.2.3", ".e3"),
    *("0b11", "0o8", "0xG", "-0x1", "0x", "0o", "+0o7", "0O7", "0X1"),
    *("inf", "nan", ".infinity", "-.nan", ".iNF"),
    *("1 2", "1,5", "a1", "=1", "１", "٣"),
    "9" * 100,
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text, value):
    found = core_value(text)
    assert (type(found), found, math.copysign(1, found or 0)) == (type(value), value, math.copysign(1, value or 0))


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text):
    assert core_value(text) == text


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_no_number(text):
    assert math.isnan(core_value(text))


@pytest.mark.parametrize("written", ["'3'", '"3"', "!!str 3", "! 3", "|\n  3", ">-\n  3"])
def test_what_is_quoted_or_tagged_is_text(written):
    assert bare(read_yaml(Source("x", f"a: {written}")))["a"].strip() == "3"


@pytest.mark.parametrize(
    ("written", "value"),
    [("!!int '3'", 3), ("!!float 3", 3.0), ("!!float .5", 0.5), ("!!bool true", True), ("!!null ''", None)],
)
def test_core_tags(written, value):
    found = bare(read_yaml(Source("x", f"a: {written}")))["a"]
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("path", list(shipped_files()), ids=lambda path: path.name)
def test_shipped_specs_read_the_same_in_yaml_1_1(path):
    text = path.read_text(encoding="utf-8")
    assert bare(read_yaml(Source(path.name, text))) == yaml.safe_load(text)
