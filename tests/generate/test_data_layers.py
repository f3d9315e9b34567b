"""Layers that prepare, augment and encode data, in generated source of all styles."""

import pytest

import archspec
from archspec.targets.python.marks import STYLES

from ..catalogue.networks import NETWORKS
from .executed import assert_source_makes, lint


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", NETWORKS.values(), ids=NETWORKS)
def test_source_makes_the_same_network(text, style):
    assert_source_makes(archspec.loads(text), style)


@pytest.mark.parametrize("style", STYLES)
def test_formatter_and_linter_find_nothing(style, tmp_path):
    for name, text in NETWORKS.items():
        (tmp_path / f"{name}.py").write_text(archspec.loads(text).source(style), encoding="utf-8")

    assert lint(tmp_path) == ""
