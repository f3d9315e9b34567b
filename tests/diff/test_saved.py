"""Networks that have lost their blocks: they are lent by the other side, or guessed from names."""

import pytest

import archspec
from archspec.diff.compare import Side, compare
from archspec.graph.serial import from_json, to_json
from archspec.reports.diff_text import structure_lines


def flat(graph):
    """A graph as a saved model has it: without blocks."""
    data = to_json(graph)
    for node in data["nodes"]:
        node["path"] = []
    return from_json(data)


def told(before, after):
    return [line.text for line in structure_lines(compare(before, after))]


@pytest.mark.parametrize("spec", ["resnet50", "densenet121", "resnet_mnist"])
def test_a_saved_graph_is_the_same(spec):
    network = archspec.load(spec)
    side = Side("spec", network.graph, network.expansion.rows)
    for graph in (from_json(to_json(network.graph)), flat(network.graph)):
        assert compare(side, Side("saved", graph)).same
        assert compare(Side("saved", graph), side).same


def test_blocks_are_guessed_where_both_have_none():
    before, after = (flat(archspec.load("resnet50", variant=variant).graph) for variant in (None, "resnet101"))
    assert told(Side("a", before), Side("b", after)) == [
        "~ model: name resnet50 → resnet101",
        "~ conv4_block: 23 conv#_block# rather than 6 (+ conv4_block7 … conv4_block23)",
    ]


def test_blocks_are_lent_where_one_has_none():
    network = archspec.load("resnet50")
    saved = flat(archspec.load("resnet50", variant="resnet101").graph)
    assert told(Side("spec", network.graph, network.expansion.rows), Side("saved", saved)) == [
        "~ model: name resnet50 → resnet101",
        "~ conv4_block: 23 bottlenecks rather than 6 (+ conv4_block7 … conv4_block23)",
    ]
