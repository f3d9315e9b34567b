"""The notebook's tables against what the specs give: in the graph, in Keras, and as `archspec table` prints them."""

import re

import pytest

import archspec
from archspec.reports.table import as_data, grid, table_rows

from .seed_tables import DENSENET121, DENSENET_MNIST, ERRATUM, RESNET50, RESNET_MNIST

TABLES = {"resnet50": RESNET50, "densenet121": DENSENET121}
SMALL = {"resnet_mnist": RESNET_MNIST, "densenet_mnist": DENSENET_MNIST}


def sizes(cell):
    """The numbers of a printed shape."""
    return tuple(map(int, re.findall(r"\d+", cell)))


def kernels(cell):
    """A printed kernel as (sizes, filters) for each of its lines; filters are None where they are not printed."""
    if cell.startswith("("):
        return [(sizes(cell), None)]
    lines = [line.split(",") for line in cell.split("/") if line.strip()]
    return [(sizes(size), int(filters)) for size, filters in lines]


def documented(name):
    """The typed table, its one misprint mended."""
    rows = TABLES[name]
    return [ERRATUM if name == "densenet121" and row.type == "FCN" else row for row in rows]


@pytest.mark.parametrize("name", TABLES)
def test_the_table_command_gives_the_documented_cells(name):
    printed = grid(table_rows(archspec.load(name).expansion)).rows
    for cells, row in zip(printed, documented(name), strict=True):
        assert cells[0] == {"입력": "Input"}.get(row.type, row.type)
        assert cells[1:3] == (row.input, row.output)
        assert cells[4] == row.repeats
        # One row of the notebook, the last 1x1 convolution of DenseNet-121, prints its kernel as 1×1,512, the others
        # as (1,1); both say what is printed.
        if row.kernel != "1×1,512":
            lines = row.kernel.split(" / ")
            assert cells[3] == (row.kernel if len(lines) == 1 else f"[{'; '.join(lines)}]")


@pytest.mark.parametrize("name", TABLES)
def test_the_kernels_are_the_documented_ones(name):
    rows = as_data(table_rows(archspec.load(name).expansion))
    for given, row in zip(rows, documented(name), strict=True):
        expected = kernels(row.kernel)
        found = [(tuple(kernel["size"]), kernel["filters"]) for kernel in given["kernel"]]
        assert [size for size, _ in found] == [size for size, _ in expected]
        for (_, filters), (_, printed) in zip(found, expected, strict=True):
            assert printed in (None, filters)


def ends(row, graph, layers):
    """The Keras layers with which a row begins and ends, the last of its repeats."""
    first = graph.nodes[row.first[0]]
    last = graph.nodes[row.first[1] - 1]
    if row.turns and row.turns > 1:
        last = [node for node in graph.nodes if node.path and node.path[0].place == first.path[0].place][-1]
    return layers[first.name], layers[last.name]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_the_documented_shapes_in_the_graph_and_in_keras(name, built):
    network = archspec.load(name)
    layers = {layer.name: layer for layer in built(name).layers}
    for row, expected in zip(network.expansion.rows, documented(name)[1:], strict=True):
        assert row.label == expected.type
        assert row.inputs == (sizes(expected.input),)
        assert row.output == sizes(expected.output)
        first, last = ends(row, network.graph, layers)
        assert tuple(first.input.shape[1:]) == sizes(expected.input)
        assert tuple(last.output.shape[1:]) == sizes(expected.output)


#: With which Keras layers the repeated rows end; the names are those of `keras.applications`.
REPEATED = {
    "resnet50": ["conv2_block3_out", "conv3_block4_out", "conv4_block6_out", "conv5_block3_out"],
    "densenet121": ["conv2_block6_concat", "conv3_block12_concat", "conv4_block24_concat", "conv5_block16_concat"],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_repeated_row_ends_with_its_last_repeat(name, built):
    network = archspec.load(name)
    layers = {layer.name: layer for layer in built(name).layers}
    repeated = [row for row in network.expansion.rows if row.turns and row.turns > 1]
    assert [ends(row, network.graph, layers)[1].name for row in repeated] == REPEATED[name]


@pytest.mark.parametrize("name", SMALL)
def test_the_small_networks_have_the_shapes_of_the_comments(name, built):
    network = archspec.load(name)
    assert {row.label: row.output for row in network.expansion.rows} == SMALL[name]
    layers = {layer.name: layer for layer in built(name).layers}
    for row in network.expansion.rows:
        assert tuple(ends(row, network.graph, layers)[1].output.shape[1:]) == SMALL[name][row.label]


@pytest.mark.parametrize("name", SMALL)
def test_each_part_of_a_small_network_takes_what_the_one_before_gives(name, built):
    network = archspec.load(name)
    layers = {layer.name: layer for layer in built(name).layers}
    before = (28, 28, 1)
    for row in network.expansion.rows[:-1]:
        assert row.inputs == (before,)
        assert tuple(ends(row, network.graph, layers)[0].input.shape[1:]) == before
        before = SMALL[name][row.label]


def test_the_only_erratum_is_the_fcn_row_of_densenet121():
    found = [
        (name, verdict.row.label)
        for name in (*TABLES, *SMALL)
        for verdict in archspec.load(name).check().rows
        if verdict.status == "erratum"
    ]
    assert found == [("densenet121", "FCN")]
