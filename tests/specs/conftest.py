from functools import cache

import pytest

import archspec


@cache
def _built(name):
    return archspec.load(name).build()


@pytest.fixture(scope="session")
def built():
    """The Keras model of a shipped spec, built once."""
    return _built
