"""Every layer against Keras, over drawn arguments and shapes: the verdict, the shape that comes out, the weights."""

import warnings

import pytest
from hypothesis import given

from archspec.catalogue import function_names, layer_names
from archspec.catalogue.index import is_operation

from .cases import CASES, CORNERS
from .deviations import DEVIATIONS
from .verdict import Accepted, Refused, archspec_says, drawn, examples, keras_says, runs_as_inferred

every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@pytest.fixture(autouse=True)
def _quiet():
    """Keras warns of odd shapes and settings; here they are what is asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_every_layer_has_a_case():
    assert sorted(CASES) == sorted((*layer_names(), *function_names()))


@every_case
def test_archspec_accepts_what_keras_accepts_and_infers_the_same(case):
    verdicts = set()

    @examples(200)
    @given(case.arguments, case.shapes)
    def compare(arguments, shapes):
        verdicts.add(agreed(case.layer, arguments, shapes))

    compare()

    assert verdicts == {Accepted, Refused}


@pytest.mark.parametrize(("name", "arguments", "shapes"), CORNERS)
def test_archspec_agrees_with_keras_where_rules_meet(name, arguments, shapes):
    if agreed(name, arguments, shapes) is Accepted:
        assert runs_as_inferred(name, arguments, shapes)


def agreed(name, arguments, shapes):
    """The kind of verdict that archspec and Keras share, or that archspec is right to give alone."""
    ours, theirs = archspec_says(name, arguments, shapes), keras_says(name, arguments, shapes)
    if isinstance(ours, Refused) and isinstance(theirs, Accepted):
        listed = any(deviation.covers(name, arguments, shapes) for deviation in DEVIATIONS)
        assert listed or is_stricter(name, ours) or not runs_as_inferred(name, arguments, shapes), ours.reason
    elif isinstance(ours, Accepted):
        assert ours == theirs
    return type(ours)


def is_stricter(name, ours):
    """Whether a function is refused for what Keras lets pass, and a spec does not say.

    What mixes the examples of a batch, values of another type than the documented one, and what depends on sizes that
    are known at run time alone.
    """
    words = ("batch", "Field required", "Input should be", "null", "needs to know", "empty")
    return is_operation(name) and any(word in ours.reason for word in words)


@every_case
def test_what_is_accepted_runs_and_gives_the_shape_inferred(case):
    @drawn
    @given(case.arguments, case.shapes)
    def run(arguments, shapes):
        # TensorFlow has no 3D pooling of half precision on a CPU.
        arguments = {name: value for name, value in arguments.items() if name != "dtype"}
        if isinstance(archspec_says(case.layer, arguments, shapes), Accepted):
            assert runs_as_inferred(case.layer, arguments, shapes)

    run()


@every_case
def test_refusals_speak_the_language_of_the_spec(case):
    @drawn
    @given(case.arguments, case.shapes)
    def read(arguments, shapes):
        ours = archspec_says(case.layer, arguments, shapes)
        if isinstance(ours, Refused):
            assert ours.reason
            assert "None" not in ours.reason

    read()


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.why)
def test_listed_deviation_is_real(deviation):
    example = (deviation.layer, deviation.arguments, deviation.shapes)

    assert isinstance(archspec_says(*example), Refused)
    assert isinstance(keras_says(*example), Accepted)
    assert deviation.covers(*example)


@pytest.mark.parametrize(
    ("name", "arguments", "shapes"),
    [
        (
            "Conv2DTranspose",
            {"filters": 2, "kernel_size": 2, "strides": 2, "padding": "same", "output_padding": 0},
            [(1, 4, 3)],
        ),
        ("Reshape", {"target_shape": [None, -1]}, [(6,)]),
        ("Reshape", {"target_shape": [5]}, [(None, 3)]),
        ("Softmax", {"axis": 9}, [(4,)]),
        ("Rescaling", {"scale": [1.0, 2.0]}, [(3,)]),
        ("Dropout", {"rate": 0.5, "noise_shape": [None, 2]}, [(3,)]),
        ("Dot", {"axes": 0}, [(4,), (4,)]),
        ("ZeroPadding2D", {"padding": -1}, [(4, 4, 1)]),
        ("Dense", {"units": 2, "bias_regularizer": "orthogonal_regularizer"}, [(3,)]),
        ("Dense", {"units": 2, "kernel_constraint": {"MaxNorm": {"axis": 2}}}, [(3,)]),
        ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": [None, 2, 4]}, [(3, 4)]),
    ],
)
def test_what_keras_builds_but_cannot_run_is_refused(name, arguments, shapes):
    assert isinstance(archspec_says(name, arguments, tuple(shapes)), Refused)
    assert isinstance(keras_says(name, arguments, tuple(shapes)), Accepted)
    assert not runs_as_inferred(name, arguments, tuple(shapes))
