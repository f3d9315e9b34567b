from functools import cache

import pytest

import archspec


@cache
def _built(name, variant):
    return archspec.load(name, variant=variant).build()


@pytest.fixture(scope="session")
def built():
    """The Keras model of a shipped spec, built once."""
    return lambda name, variant=None: _built(name, variant)
