import csv
import io
import json

import pytest


def test_blocks_folded(archspec, golden):
    result = archspec("summary", "resnet50", "--depth", "0")
    assert (result.code, result.out, result.err) == (0, golden("summary_resnet50_folded.txt"), "")


def test_blocks_opened(archspec, golden):
    assert archspec("summary", "resnet_mnist", "--depth", "1").out == golden("summary_resnet_mnist_depth_1.txt")


def test_json_has_every_layer_with_its_place(archspec):
    data = json.loads(archspec("summary", "resnet50", "--format", "json").out)
    assert data["totals"]["parameters"] == 25_636_712
    assert data["totals"]["trainable_parameters"] == 25_583_592
    assert data["totals"]["multiply_adds"] == 3_834_331_136
    assert data["totals"]["depth"] == 50
    assert data["totals"]["layers"] == len(data["layers"]) == 176
    assert sum(layer["parameters"] for layer in data["layers"]) == 25_636_712
    pool = next(layer for layer in data["layers"] if layer["name"] == "pool1_pool")
    assert pool["type"] == "MaxPooling2D"
    assert pool["inputs"] == ["conv1_relu"]
    assert pool["output_shape"] == [55, 55, 64]
    assert pool["receptive_field"] == [11, 11]
    assert pool["multiply_adds"] == 0
    conv = next(layer for layer in data["layers"] if layer["name"] == "conv3_block2_2_conv")
    assert conv["block"] == [{"block": "bottleneck", "name": "conv3_block2", "turn": 1}]
    assert conv["location"]["file"].endswith("residual.yaml")
    assert conv["location"]["line"] > 1


@pytest.mark.parametrize("depth", [None, "0", "1"])
def test_csv_and_markdown_hold_the_same_cells(archspec, depth):
    options = ["--depth", depth] if depth else []
    rows = list(csv.reader(io.StringIO(archspec("summary", "densenet_mnist", "--format", "csv", *options).out)))
    lines = archspec("summary", "densenet_mnist", "--format", "markdown", *options).out.splitlines()
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in [lines[0], *lines[2:]]] == rows
    assert rows[-1][0] == "Total"
    assert rows[-1][3] == "430,210"


def test_unknown_sizes_show_as_unknown(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("[8, 8, 3]\nparams", "[null, null, 3]\nparams"))
    lines = archspec("summary", "tiny.yaml").out.splitlines()
    assert lines[3].split() == ["conv2d", "Conv2D", "(?,?,4)", "112", "?", "?", "3×3"]


def test_a_negative_depth_is_a_wrong_call(archspec):
    assert archspec("summary", "resnet50", "--depth", "-1").code == 2
