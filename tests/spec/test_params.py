"""Params set from Python; the fixtures of rules 6, 7 and 9 hold what a spec and `--set` may say."""

import pytest

import archspec
from archspec.spec.params import WrongCall, read_settings

SPEC = """\
archspec: 1
name: net
inputs: [8, 8, 3]
params:
  units: 4
  rate: 0.5
  depths: [1, 2]
  stage: {filters: 64, name: a}
  needed:
layers:
  - Flatten
"""


def params(**settings):
    return archspec.loads(SPEC, **settings).params


def mistakes(**settings):
    with pytest.raises(archspec.SpecError) as caught:
        archspec.loads(SPEC, **settings)
    return [(diagnostic.code, diagnostic.message) for diagnostic in caught.value.diagnostics]


def test_what_is_not_set_is_the_default():
    assert params(needed=1) == {
        "units": 4,
        "rate": 0.5,
        "depths": [1, 2],
        "stage": {"filters": 64, "name": "a"},
        "needed": 1,
    }


def test_values_take_the_type_of_the_default():
    found = params(needed="x", rate=1, depths=(3,), stage={"name": "b", "filters": 1})
    assert found["rate"] == 1.0
    assert isinstance(found["rate"], float)
    assert found["depths"] == [3]
    assert list(found["stage"].items()) == [("filters", 1), ("name", "b")]


def test_text_from_python_is_no_formula():
    assert params(needed="=units")["needed"] == "=units"


@pytest.mark.parametrize("value", [None, True, 1.5, "x", [1], {"a": [None]}])
def test_a_required_param_without_a_type_takes_anything(value):
    assert params(needed=value)["needed"] == value


def test_every_mistake_is_told():
    assert mistakes(units=1.0, rate="x", depths=[1, True], stage={"filters": 1}, other=3) == [
        ("E0230", "net has no param 'other'"),
        ("E0233", "the param 'units' is of type int, found the number 1.0"),
        ("E0233", "the param 'rate' is of type float, found the text 'x'"),
        ("E0233", "the param 'depths[1]' is of type int, found true"),
        ("E0233", "the record 'stage' lacks the entry 'name'"),
        ("E0232", "the param 'needed' needs a value"),
    ]


def test_values_that_no_spec_could_hold():
    assert mistakes(needed=1, units=object()) == [
        ("E0233", "the param 'units' is of type int, found a value of type object")
    ]


def test_options_are_read_as_yaml():
    found = read_settings(["a=3", "b = [1, x]", "c=", "d=a=b", "e='3'", "f=1e-3"])
    assert {key: value for key, (value, _) in found.items()} == {
        "a": 3,
        "b": [1, "x"],
        "c": "",
        "d": "a=b",
        "e": "3",
        "f": 0.001,
    }
    assert str(found["b"][1]) == "--set b:1:2"


def test_an_option_is_a_pair():
    with pytest.raises(WrongCall, match="expected key=value, found 'depths'"):
        read_settings(["depths"])


@pytest.mark.parametrize("option", ["a=[1", "a='x", "a=\ud800", "a=!!binary x", "a==1 +"])
def test_an_option_that_can_not_be_read(option):
    with pytest.raises(archspec.SpecError, match=r"^--set a:\d:\d: error"):
        read_settings([option])


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("stages[1].repeats", 8, [{"n": 2, "repeats": 1}, {"n": 3, "repeats": 8}]),
        ("stages[-1].n", 5, [{"n": 2, "repeats": 1}, {"n": 5, "repeats": 2}]),
        ("stages[0]", {"n": 1, "repeats": 1}, [{"n": 1, "repeats": 1}, {"n": 3, "repeats": 2}]),
    ],
)
def test_a_place_within_a_param_is_set(key, value, expected):
    network = archspec.loads(WITHIN, **{key: value})
    assert network.params["stages"] == expected
    assert network.changed == {"stages"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("stages[2].repeats", 8, "E0235]: stages has 2 items, counted from 0, and no item 2"),
        ("stages[0].repaets", 8, "E0235]: stages[0] has no entry 'repaets'\n  = help: did you mean 'repeats'?"),
        ("stages.n", 8, "E0235]: stages is the list [{n: 2, repeats: 1}, {n: 3, repeats: 2}] and has no entry 'n'"),
        ("width[0]", 8, "E0235]: width is the number 4 and has no item 0"),
        ("stage[0].n", 8, "E0230]: net has no param 'stage'\n  = help: did you mean 'stages'?"),
        ("stages[0", 8, "E0230]: net has no param 'stages[0'"),
        ("stages[0].n", "x", "E0233"),
    ],
)
def test_a_place_that_is_not_there(key, value, message):
    with pytest.raises(archspec.SpecError) as caught:
        archspec.loads(WITHIN, **{key: value})
    assert message in str(caught.value)


WITHIN = """\
archspec: 1
name: net
inputs: [8]
params:
  width: 4
  stages: [{n: 2, repeats: 1}, {n: 3, repeats: 2}]
layers:
  - Dense: {units: =stage.n}
    each: {stage: =stages}
    repeat: =stage.repeats
"""
