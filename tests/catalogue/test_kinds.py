"""What tensors hold: whole numbers and truth values through every function, and through the layers that take them."""

from functools import cache

import keras
import pytest
import tensorflow as tf
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from archspec.catalogue import find_layer, function_names, layer_names
from archspec.catalogue.operation import kind_of_dtype
from archspec.catalogue.shapes import ShapeError

from .cases import CASES
from .verdict import Accepted, archspec_says, as_taken, keras_function, keras_layer

DTYPES = {"float": "float32", "integer": "int32", "boolean": "bool"}
TRYING = settings(
    database=None,
    max_examples=2000,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@cache
def example(name):
    """Arguments and known shapes that the catalogue accepts."""
    case = CASES[name]

    def fits(drawn):
        arguments, shapes = drawn
        known = not any(None in shape for shape in shapes)
        return (
            known
            and (name == "ops.cast" or "dtype" not in arguments)
            and isinstance(archspec_says(name, *drawn), Accepted)
        )

    return find(st.tuples(case.arguments, case.shapes), fits, settings=TRYING)


def given(name, kind, arguments, shapes):
    """The kind of tensor that Keras gives when it runs."""
    tensors = [tf.cast(tf.ones((2, *shape)), DTYPES[kind]) for shape in shapes]
    if name == "ops.where":
        tensors[0] = tf.cast(tensors[0], "bool")
    if name.startswith("ops."):
        output = keras_function(name, arguments, tensors)
    else:
        output = keras_layer(name, arguments)(*as_taken(name, tensors))
    first = output[0] if isinstance(output, list | tuple) else output
    return kind_of_dtype(keras.backend.standardize_dtype(first.dtype))


@pytest.mark.parametrize("kind", DTYPES)
@pytest.mark.parametrize("name", [*function_names(), *layer_names()])
def test_what_is_accepted_gives_what_is_told(name, kind):
    arguments, shapes = example(name)
    kinds = ["boolean" if name == "ops.where" and place == 0 else kind for place in range(len(shapes))]
    try:
        told = find_layer(name).model_validate(arguments).result_kind(*kinds)
    except ShapeError:
        return
    assert given(name, kind, arguments, shapes) == told


@pytest.mark.parametrize(
    ("name", "arguments", "shape"),
    [
        ("Conv2D", {"filters": 2, "kernel_size": 3}, (8, 8, 3)),
        ("AveragePooling2D", {"pool_size": 2}, (8, 8, 3)),
        ("UnitNormalization", {}, (4, 3)),
        ("ops.softmax", {}, (4, 3)),
        ("ops.sigmoid", {}, (4,)),
    ],
)
def test_what_computes_with_fractions_alone_refuses_whole_numbers_as_keras_does(name, arguments, shape):
    with pytest.raises(ShapeError, match="takes numbers with a fraction, found whole numbers"):
        find_layer(name).model_validate(arguments).result_kind("integer")
    with pytest.raises((tf.errors.OpError, TypeError, ValueError)):
        given(name, "integer", arguments, (shape,))
