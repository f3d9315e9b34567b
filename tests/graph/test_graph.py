"""The graph: JSON and back, what lives, what it costs."""

import json
from pathlib import Path

import pytest

import archspec
from archspec.graph.costs import costs, depths
from archspec.graph.serial import GraphFormatError, from_json, to_json
from tests.specs.shipped import NAMES, NETWORKS


def network(text):
    return archspec.loads("archspec: 1\nname: net\ninputs: [8, 8, 3]\nlayers:\n" + text)


@pytest.mark.parametrize(("spec", "variant"), NETWORKS, ids=NAMES)
def test_json_and_back_is_the_same_graph(spec, variant):
    graph = archspec.load(spec, variant=variant).graph
    again = from_json(json.loads(json.dumps(to_json(graph))))
    assert again == graph
    assert again.live == graph.live


def test_settings_survive_json():
    graph = network("""
  - Dense: {units: 2, kernel_initializer: {VarianceScaling: {scale: 2.0}}, kernel_regularizer: l2, dtype: float16}
""").graph
    assert from_json(json.loads(json.dumps(to_json(graph)))) == graph


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(archspec_graph=2),
        lambda data: data.pop("nodes"),
        lambda data: data["nodes"][1].update(inputs=[1]),
        lambda data: data["nodes"][1].update(inputs=[-1]),
        lambda data: data["layers"][0].update(type="os.system"),
        lambda data: data["layers"][0]["arguments"].update(units=-1),
    ],
)
def test_what_is_no_graph_is_refused(spoil):
    data = to_json(network("  - Dense: {units: 2}\n").graph)
    spoil(data)
    with pytest.raises(GraphFormatError):
        from_json(data)


def test_the_graph_is_immutable():
    graph = network("  - Dense: {units: 2}\n").graph
    with pytest.raises(AttributeError):
        graph.name = "other"
    with pytest.raises(AttributeError):
        graph.nodes[0].name = "other"
    with pytest.raises(TypeError):
        graph.nodes[0] = graph.nodes[1]


def test_nodes_know_where_they_come_from():
    graph = archspec.load("resnet50").graph
    node = next(node for node in graph.nodes if node.name == "conv3_block2_1_conv")
    assert [(frame.block, frame.name, frame.turn) for frame in node.path] == [("bottleneck", "conv3_block2", 1)]
    lines = Path(node.place.file).read_text(encoding="utf-8").splitlines()
    assert lines[node.place.line - 1][node.place.column - 1 :].startswith("Conv2D: {filters: =filters, kernel_size: 1")


def test_costs_by_hand():
    graph = network("""
  - Conv2D: {filters: 4, kernel_size: 3}
  - BatchNormalization
  - Dense: {units: 2, trainable: false, dtype: float16}
""").graph
    image, conv, normalization, dense = costs(graph)
    assert (image.parameters, image.memory) == (0, 8 * 8 * 3 * 4)
    assert conv == (3 * 3 * 3 * 4 + 4, 112, 6 * 6 * 4 * 27, 6 * 6 * 4 * 4)
    assert normalization == (16, 8, 0, 6 * 6 * 4 * 4)
    assert dense == (10, 0, 6 * 6 * 4 * 2, 6 * 6 * 2 * 2)


def test_depth_is_of_the_longest_path():
    graph = network("""
  - branches:
      long:
        - Conv2D: {filters: 3, kernel_size: 1}
        - DepthwiseConv2D: {kernel_size: 1}
        - Conv2DTranspose: {filters: 3, kernel_size: 1}
      short:
        - Conv2D: {filters: 3, kernel_size: 1}
        - BatchNormalization
    merge: Add
  - Dense: {units: 2}
""").graph
    assert depths(graph) == [0, 1, 2, 3, 1, 1, 3, 4]


def test_unknown_sizes_make_unknown_costs():
    totals = archspec.loads("""
archspec: 1
name: net
inputs: [null, 8, 3]
layers:
  - Conv2D: {filters: 4, kernel_size: 3}
""").totals
    assert (totals.parameters, totals.multiply_adds, totals.memory) == (112, None, None)
