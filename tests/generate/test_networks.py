"""The generated source of every shipped network: formatted, without findings, and the network that archspec builds.

The four of the seed are tested in every style, of the others a sample; `pytest tests/generate --everything` tests all.
"""

import random

import pytest

import archspec
from archspec.targets.python.executing import as_module
from archspec.targets.python.marks import STYLES

from ..specs.shipped import NETWORKS
from .executed import assert_same_network, assert_source_makes, lint, run

SEED = ("resnet50", "densenet121", "resnet_mnist", "densenet_mnist")
ALL = [(path, variant, style) for path, variant in NETWORKS for style in STYLES]


def is_of_the_seed(path, variant, _):
    return variant is None and path.rsplit("/", 1)[-1].removesuffix(".yaml") in SEED


def chosen(config):
    if config.getoption("--everything"):
        return ALL
    first = [case for case in ALL if is_of_the_seed(*case)]
    others = [case for case in ALL if not is_of_the_seed(*case)]
    return first + random.Random(4).sample(others, min(6, len(others)))


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", chosen(metafunc.config), ids=lambda case: f"{case[1] or case[0]}-{case[2]}")


def test_it_builds_the_same_network(case):
    path, variant, style = case
    assert_source_makes(archspec.load(path, variant=variant), style)


@pytest.mark.parametrize("style", STYLES)
def test_formatter_and_linter_find_nothing(style, tmp_path):
    for path, variant in NETWORKS:
        network = archspec.load(path, variant=variant)
        (tmp_path / f"{network.name}.py").write_text(network.source(style), encoding="utf-8")
    assert lint(tmp_path) == ""


def test_resnet50_keeps_its_structure():
    source = archspec.load("resnet50").source()
    assert source.count("\n") < 120
    assert "archspec" not in source.replace("Made by `archspec generate`", "")
    assert source.count("def bottleneck(x, filters, stride=1, *, name):") == 1
    assert 'for index in range(1, depths[0] + 1):\n        x = bottleneck(x, 64, name=f"conv2_block{index}")' in source


def test_the_functions_take_the_params_of_the_spec():
    network = archspec.load("resnet_mnist", classes=3)
    made = run("resnet_mnist", archspec.load("resnet_mnist").source())(classes=3)
    assert_same_network(made, network.build())


def test_a_variant_is_a_function_of_the_spec_and_a_file_of_its_own():
    network = archspec.load("resnet50_keras", variant="resnet101_keras")
    built = network.build()
    assert_same_network(run("resnet101_keras", archspec.load("resnet50_keras").source())(), built)
    assert_same_network(run("resnet101_keras", network.source())(), built)


def test_what_the_caller_sets_becomes_the_default():
    network = archspec.load("densenet_mnist", classes=7)
    assert "def densenet_mnist(classes=7, *, name=" in network.source()
    assert_same_network(run("densenet_mnist", network.source())(), network.build())


@pytest.mark.parametrize("style", ["functional", "subclass"])
def test_a_variant_may_have_the_name_of_a_param(style):
    network = archspec.loads("""
archspec: 1
name: net
inputs: [8]
params: {wide: false}
variants: {wide: {wide: true}}
layers:
  - Dense: {units: =9 if wide else 3}
""")
    assert as_module("net", network.source(style)).wide().count_params() == 9 * 8 + 9
