"""Every shipped spec and variant: holds, builds, and is in Keras what it is in the graph."""

import ast
import inspect
import json
from functools import cache
from typing import NamedTuple

import keras
import pytest
import yaml

import archspec
from archspec.catalogue.inner import Wrapping
from archspec.spec.files import shipped_files
from archspec.text.source import Source
from archspec.text.tree import bare
from archspec.text.yaml import read_yaml

from .shipped import NAMES, NETWORKS


def test_the_four_documented_specs_are_shipped():
    assert {"resnet50.yaml", "densenet121.yaml", "resnet_mnist.yaml", "densenet_mnist.yaml"} <= set(NAMES)


#: The one network with layers that nothing uses, which is there to show them.
MEANT = {"as_printed": ["W0602"] * 3}


@pytest.mark.parametrize(("spec", "variant"), NETWORKS, ids=NAMES)
def test_holds_without_a_warning(spec, variant):
    report = archspec.load(spec, variant=variant).check(strict=True)
    assert [each.code for each in report.diagnostics] == MEANT.get(variant, [])


class Built(NamedTuple):
    network: archspec.Architecture
    model: keras.Model


@pytest.fixture(scope="module", params=NETWORKS, ids=NAMES)
def each(request):
    """Every shipped network with its Keras model; one at a time, as the large ones fill the memory."""
    spec, variant = request.param
    network = archspec.load(spec, variant=variant)
    return Built(network, network.build())


def test_every_layer_is_in_keras_what_it_is_in_the_graph(each):
    graph, model, totals = each.network.graph, each.model, each.network.totals
    named = {operation.name: operation for operation in model.operations}
    made = {name for name, operation in named.items() if isinstance(operation, keras.Layer)}
    assert made == {node.layer.name if node.layer else node.name for node in calls(graph) if not is_function(node)}
    for node in calls(graph):
        name, _, turn = node.name.partition("@")
        call = named[name]._inbound_nodes[int(turn or 1) - 1]
        assert tuple(call.output_tensors[0].shape[1:]) == node.output_shape
        if node.layer is None:
            continue
        # Masks that Keras hands on by itself come last.
        taken = call.input_tensors[: len(node.input_shapes)]
        assert tuple(tuple(tensor.shape[1:]) for tensor in taken) == node.input_shapes
        if not is_function(node):
            assert type(named[name]).__name__ == node.type
    assert totals.parameters == model.count_params()
    assert totals.trainable_parameters == sum(weight.shape.num_elements() for weight in model.trainable_weights)


def calls(graph):
    """The nodes that are inputs or calls, in place of further results of one."""
    return [node for _, node in graph.built if not node.further]


def is_function(node):
    return node.layer is not None and not node.layer.definition.is_layer


def test_what_the_spec_gives_arrives_in_the_configuration_and_the_rest_is_keras_default(each):
    for node in calls(each.network.graph):
        # Layers as arguments are held against Keras where they are catalogued.
        if node.layer is None or is_function(node) or isinstance(node.layer.definition, Wrapping):
            continue
        given = node.layer.definition.arguments()
        required = repr(sorted((name, value) for name, value in given.items() if name in required_arguments(node.type)))
        default = default_config(node.type, required)
        for name, value in each.model.get_layer(node.layer.name).get_config().items():
            if name in given:
                assert numbers(value) == numbers(as_saved(name, given[name]))
            elif name not in ("name", "dtype", *_FILLED_IN):
                assert numbers(value) == numbers(default[name])


#: Keras saves some activations under another of their names.
_ALIASES = {"hard_swish": "hard_silu", "swish": "silu"}


#: What Keras saves as what it has made of a silent argument.
_FILLED_IN = ("attention_axes",)


def required_arguments(kind):
    parameters = inspect.signature(getattr(keras.layers, kind).__init__).parameters.values()
    return [each.name for each in parameters if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD]


@cache
def default_config(kind, required):
    return getattr(keras.layers, kind)(**dict(ast.literal_eval(required))).get_config()


def as_saved(name, value):
    """A given value as Keras saves it."""
    if name.endswith("initializer"):
        [(kind, arguments)] = value.items() if isinstance(value, dict) else [(value, {})]
        return keras.saving.serialize_keras_object(getattr(keras.initializers, kind)(**arguments))
    return _ALIASES.get(str(value), value)


def numbers(value):
    """What a value is made of: one number for all axes is the same as one for each."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list | tuple):
        return set().union(*map(numbers, value))
    return {round(value, 9) if isinstance(value, float) else value}


@pytest.mark.parametrize("path", list(shipped_files()), ids=lambda path: path.name)
def test_reads_the_same_under_yaml_1_1(path):
    text = path.read_text(encoding="utf-8")
    # As JSON, which tells 1 from 1.0 and from true.
    assert json.dumps(bare(read_yaml(Source(path.name, text)))) == json.dumps(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("spec", "depth"), [("resnet50", 50), ("resnet50_keras", 50), ("densenet121", 121), ("resnet_mnist", 15)]
)
def test_depth_is_the_number_in_the_name(spec, depth):
    assert archspec.load(spec).totals.depth == depth


def test_the_two_resnet_50_multiply_add_figures():
    assert archspec.load("resnet50").totals.multiply_adds == 3_834_331_136
    assert archspec.load("resnet50_keras").totals.multiply_adds == 3_857_973_248


def test_stages_of_one_unit_build_and_leave_their_rows_out():
    network = archspec.load("resnet50", depths=[1, 1, 1, 1])
    report = network.check()
    assert report.ok
    assert [row.row.label for row in report.rows if row.row.left_out] == ["Identity Block"] * 3
    assert network.build().output_shape == (None, 1000)
