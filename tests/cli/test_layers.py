import json

import pytest

from archspec.catalogue import function_names, layer_names


def test_all_layers_by_family(archspec):
    result = archspec("layers")
    assert (result.code, result.err) == (0, "")
    rows = [line.split("  ") for line in result.out.splitlines()[2:]]
    assert sorted(next(filter(None, cells[1:])).strip() for cells in rows) == sorted(
        (*layer_names(), *function_names())
    )
    assert [cells[0] for cells in rows] == sorted(cells[0] for cells in rows)
    assert "convolution       Conv2D    " in result.out
    assert "  2D convolution over (height, width, channels)." in result.out


def test_one_layer(archspec, golden):
    assert archspec("layers", "Conv2D") == (0, golden("layers_conv2d.txt"), "")
    assert archspec("layers", "MultiHeadAttention") == (0, golden("layers_multi_head_attention.txt"), "")
    assert archspec("layers", "ops.where") == (0, golden("layers_ops_where.txt"), "")


def test_json(archspec):
    listed = json.loads(archspec("layers", "--json").out)
    assert {each["name"] for each in listed} == {*layer_names(), *function_names()}
    assert {"name": "Add", "family": "merging", "doc": "Adds its inputs."} in listed
    dense = json.loads(archspec("layers", "Dense", "--json").out)
    assert dense["arguments"]["units"] == {
        "name": "units",
        "required": True,
        "default": None,
        "doc": "How many values come out.",
        "kind": "A positive whole number.",
    }
    assert dense["example"]["outputs"] == [[10]]
    assert dense["example"]["weights"] == [
        {"name": "kernel", "shape": [128, 10], "trainable": True},
        {"name": "bias", "shape": [10], "trainable": True},
    ]
    assert (dense["example"]["parameters"], dense["example"]["multiply_adds"]) == (1290, 1280)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Conv2", "there is no layer 'Conv2'; did you mean 'Conv2D'?"),
        ("Lambda", "Keras's layer Lambda can't be in a spec: needs a function of Python"),
        ("ops.meen", "there is no layer 'ops.meen'; did you mean 'ops.mean'?"),
        ("ops.dot", "ops.dot can't be in a spec: it pairs each example of a batch with every other; ops.matmul and"),
        ("xyz", "there is no layer 'xyz'\n"),
    ],
)
def test_a_layer_that_the_catalogue_has_not(archspec, name, words):
    result = archspec("layers", name)
    assert (result.code, result.out) == (2, "")
    assert words in result.err
