"""The list of what specs may be the twins of."""

import inspect

import pytest

from archspec.spec.twins import FUNCTIONS

#: What the functions take that is no matter of architecture.
NOT_OURS = {"weights", "input_tensor", "name"}


def test_it_is_all_that_keras_applications_exports():
    import keras

    assert set(FUNCTIONS) == {name for name, value in vars(keras.applications).items() if inspect.isfunction(value)}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_arguments_are_those_of_the_function(function):
    import keras

    theirs = inspect.signature(getattr(keras.applications, function)).parameters
    assert sorted(FUNCTIONS[function]) == sorted(theirs.keys() - NOT_OURS)
