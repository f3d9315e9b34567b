"""The graph: JSON and back, what lives, what it costs."""

import json
from pathlib import Path

import pytest

import archspec
from archspec.catalogue import find_layer
from archspec.graph.costs import costs, depths, totals
from archspec.graph.graph import Graph, Layer, Node
from archspec.graph.serial import GraphFormatError, from_json, to_json
from archspec.text.source import Place
from tests.language.cases import read_cases
from tests.specs.shipped import NAMES, NETWORKS


def network(text):
    return archspec.loads("archspec: 1\nname: net\ninputs: [8, 8, 3]\nlayers:\n" + text)


@pytest.mark.parametrize(("spec", "variant"), NETWORKS, ids=NAMES)
def test_json_and_back_is_the_same_graph(spec, variant):
    graph = archspec.load(spec, variant=variant).graph
    again = from_json(json.loads(json.dumps(to_json(graph))))
    assert again == graph
    assert again.live == graph.live


@pytest.mark.parametrize("case", [case for case in read_cases() if case.good], ids=lambda case: case.id)
def test_json_and_back_is_the_same_graph_whatever_the_language_says(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case.fixture.write(tmp_path)
    graph = case.network().graph
    assert from_json(json.loads(json.dumps(to_json(graph)))) == graph


def test_settings_survive_json():
    graph = network("""
  - Dense: {units: 2, kernel_initializer: {VarianceScaling: {scale: 2.0}}, kernel_regularizer: l2, dtype: float16}
""").graph
    assert from_json(json.loads(json.dumps(to_json(graph)))) == graph


def of(*keys):
    """A spoiler that sets what lies at these keys to the last of them."""

    def spoil(data):
        *path, last, value = keys
        for key in path:
            data = data[key]
        data[last] = value

    return spoil


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (of("archspec_graph", 1), "no archspec graph of format 2"),
        (lambda data: data.pop("nodes"), "'nodes'"),
        (of("nodes", 1, "inputs", [1]), "1 is none of the 1 things"),
        (of("nodes", 1, "inputs", [-1]), "-1 is none"),
        (of("nodes", 1, "inputs", ["0"]), "'0' is none"),
        (of("nodes", 1, "inputs", [0, 0]), "takes 2 tensors, Dense takes one"),
        (of("nodes", 1, "inputs", []), "takes 0 tensors, Dense takes one"),
        (of("nodes", 1, "layer", -1), "-1 is none"),
        (of("nodes", 1, "layer", None), "not the nodes without a layer"),
        (of("nodes", 1, "output_shape", [8, 8, 3]), "gives (8, 8, 2), not (8, 8, 3)"),
        (of("nodes", 0, "output_shape", [8, 0, 3]), "[8, 0, 3] is no shape"),
        (of("nodes", 0, "output_shape", "883"), "'883' is no shape"),
        (of("nodes", 1, "name", "input"), "a name of their own"),
        (of("nodes", 1, "name", 3), "a name of their own"),
        (of("nodes", 1, "path", [7]), "7 is none"),
        (of("nodes", 1, "place", ["spec.yaml"]), "can't be read"),
        (of("layers", 0, "type", "os.system"), "no layer 'os.system'"),
        (of("layers", 0, "arguments", "units", -1), "units"),
        (of("layers", 0, "arguments", "shape", 1), "shape"),
        (of("layers", 0, "input_shapes", [[8, 8, 4]]), "built on other shapes"),
        (of("layers", 1, "name", "dense"), "two layers are called dense"),
        (of("inputs", []), "not the nodes without a layer"),
        (of("outputs", []), "needs an output"),
        (of("outputs", [9]), "9 is none"),
        (of("output_names", ["a", "b"]), "as many names as outputs"),
        (of("frames", [["block"]]), "can't be read"),
    ],
)
def test_what_is_no_graph_is_refused(spoil, words):
    data = to_json(network("  - Dense: {units: 2}\n  - Activation: {activation: relu}\n").graph)
    spoil(data)
    with pytest.raises(GraphFormatError) as caught:
        from_json(data)
    assert words in str(caught.value)


@pytest.mark.parametrize("data", [None, [], {}, "graph", 1])
def test_other_data_is_refused(data):
    with pytest.raises(GraphFormatError):
        from_json(data)


def test_a_shared_layer_stays_one():
    place = Place("by hand", 1, 1)
    dense = Layer("dense", find_layer("Dense").model_validate({"units": 3}), ((3,),))
    nodes = (
        Node("input", None, (), (), (3,), (), place),
        Node("once", dense, (0,), ((3,),), (3,), (), place),
        Node("twice", dense, (1,), ((3,),), (3,), (), place),
    )
    graph = from_json(json.loads(json.dumps(to_json(Graph("net", nodes, (0,), (2,))))))
    assert graph == Graph("net", nodes, (0,), (2,))
    assert graph.nodes[1].layer is graph.nodes[2].layer
    assert totals(graph)[:3] == (12, 12, 18)


def test_what_no_output_depends_on_costs_nothing_and_is_not_built():
    spec = network("""
  - Dense: {units: 100}
    name: lost
  - Dense: {units: 100}
    name: lost_too
  - Dense: {units: 2}
    name: kept
    from: input
""")
    assert spec.graph.live == {0, 3}
    assert [node.name for _, node in spec.graph.built] == ["input", "kept"]
    assert [node.name for node in spec.graph.nodes] == ["input", "lost", "lost_too", "kept"]
    assert (spec.totals.parameters, spec.totals.depth, spec.totals.layers) == (8, 1, 1)
    assert (spec.totals.multiply_adds, spec.totals.memory) == (8 * 8 * 6, 8 * 8 * (3 + 2) * 4)


def test_an_input_that_nothing_takes_stays_an_input():
    graph = archspec.loads("""
archspec: 1
name: net
inputs: {image: [8, 8, 3], unused: [4]}
layers:
  - Flatten:
    from: image
""").graph
    assert graph.live == {0, 1, 2}


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
    whole = archspec.loads("""
archspec: 1
name: net
inputs: [null, 8, 3]
layers:
  - Conv2D: {filters: 4, kernel_size: 3}
""").totals
    assert (whole.parameters, whole.multiply_adds, whole.memory) == (112, None, None)
