"""Saved Keras models, read without Keras: configurations typed by hand, and one that Keras itself wrote."""

import io
import json
import re
import sys
import zipfile

import pytest

import archspec
from archspec.diff.compare import Side, compare
from archspec.diff.keras_file import UnreadableModel, model_graph, read_model
from archspec.graph.costs import totals
from archspec.reports.diff_text import structure_lines

FLOAT32 = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}


def tensor(name, shape, call=0):
    config = {"shape": [None, *shape], "dtype": "float32", "keras_history": [name, call, 0]}
    return {"class_name": "__keras_tensor__", "config": config}


def called(*tensors, several=False, **keywords):
    return {"args": [list(tensors)] if several else list(tensors), "kwargs": {"mask": None, **keywords}}


def layer(kind, name, *calls, module="keras.layers", registered_name=None, **config):
    config = {"name": name, "trainable": True, "dtype": FLOAT32, **config}
    entry = {"module": module, "class_name": kind, "config": config, "registered_name": registered_name, "name": name}
    return {**entry, "inbound_nodes": list(calls)}


def fed(name, *shape):
    entry = layer("InputLayer", name)
    entry["config"] = {"batch_shape": [None, *shape], "dtype": "float32", "name": name}
    return entry


def functional(name, layers, inputs, outputs):
    config = {"name": name, "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"module": "keras", "class_name": "Functional", "config": config, "registered_name": "Functional"}


def told(before, after):
    return [line.text for line in structure_lines(compare(before, after))]


def spec(text):
    network = archspec.loads(f"archspec: 1\nname: net\n{text}")
    return Side("spec", network.graph, network.expansion.rows)


RESIDUAL = """\
inputs: [8, 8, 4]
blocks:
  unit:
    layers:
      - branches:
          shortcut:
            - Conv2D: {filters: 6, kernel_size: 1}
              name: project
          main:
            - Conv2D: {filters: 6, kernel_size: 3, padding: same, activation: relu}
              name: conv
            - BatchNormalization:
              name: bn
        merge: Add
        name: add
layers:
  - unit:
    name: a
  - GlobalAveragePooling2D:
    name: pool
"""
ZEROS = {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": None}
CONV = {
    "filters": 6,
    "strides": [1, 1],
    "dilation_rate": [1, 1],
    "data_format": "channels_last",
    "use_bias": True,
    "bias_initializer": ZEROS,
    "kernel_regularizer": None,
}


def residual(**changed):
    """The same network as RESIDUAL, listed in the order in which Keras saves it."""
    x = tensor("input", [8, 8, 4])
    wide = [8, 8, 6]
    conv = {**CONV, "kernel_size": [3, 3], "padding": "same", "activation": "relu", **changed}
    merged = called(tensor("a_project", wide), tensor("a_bn", wide), several=True)
    layers = [
        fed("input", 8, 8, 4),
        layer("Conv2D", "a_conv", called(x), **conv),
        layer("BatchNormalization", "a_bn", called(tensor("a_conv", wide)), axis=3, momentum=0.99, epsilon=0.001),
        layer("Conv2D", "a_project", called(x), **CONV, kernel_size=[1, 1], padding="valid", activation="linear"),
        layer("Add", "a_add", merged),
        layer("GlobalAveragePooling2D", "pool", called(tensor("a_add", wide)), data_format="channels_last"),
    ]
    return functional("net", layers, ["input", 0, 0], ["pool", 0, 0])


def test_a_spec_and_the_model_it_builds_are_the_same():
    assert compare(spec(RESIDUAL), Side("saved", model_graph(residual(), "saved"))).same
    assert compare(Side("saved", model_graph(residual(), "saved")), spec(RESIDUAL)).same


def test_blocks_are_told_though_the_file_has_none():
    saved = Side("saved", model_graph(residual(activation="gelu"), "saved"))
    assert told(spec(RESIDUAL), saved) == ["in a (unit):", "  ~ conv: Conv2D activation relu → gelu"]


def test_unknown_layers_are_compared_as_they_are_written():
    def model(**config):
        x, y = tensor("input", [8]), tensor("mix", [3, 5])
        layers = [
            fed("input", 8),
            layer("Mixer", "mix", called(x, training=True), module="my", registered_name="my>Mixer", **config),
            layer("Flatten", "flat", called(y)),
        ]
        return Side("m", model_graph(functional("net", layers, ["input", 0, 0], ["flat", 0, 0]), "m"))

    before, after = model(heads=2, depth=3), model(heads=4, depth=3)
    assert [node.output_shape for node in before.graph.nodes] == [(8,), (3, 5), (15,)]
    assert told(before, after) == ["~ mix: Mixer heads 2 → 4"]
    assert compare(before, model(heads=2, depth=3)).same
    figures = {effect.name: effect.before for effect in compare(before, after).effects}
    assert (figures["layers"], figures["parameters"], figures["multiply_adds"]) == (2, None, None)


def test_models_in_models_are_blocks():
    inner = functional(
        "head",
        [
            fed("x", 4),
            layer("Dense", "hidden", called(tensor("x", [4])), units=3),
            layer("Dense", "out", called(tensor("hidden", [3])), units=2),
        ],
        [["x", 0, 0]],
        [["out", 0, 0]],
    )
    inner = {**inner, "name": "head", "inbound_nodes": [called(tensor("input", [4]))]}
    tail = {"module": "keras", "class_name": "Sequential", "name": "tail"}
    tail["config"] = {"name": "tail", "layers": [fed("y", 2), layer("Dense", "out", units=5)]}
    tail["inbound_nodes"] = [called(tensor("head", [2]))]
    whole = functional("whole", [fed("input", 4), inner, tail], ["input", 0, 0], ["tail", 0, 0])
    graph = model_graph(whole, "whole")
    assert [node.name for node in graph.nodes] == ["input", "hidden", "out", "tail_out"]
    assert [[frame.block for frame in node.path] for node in graph.nodes] == [[], ["head"], ["head"], ["tail"]]
    assert [node.output_shape for node in graph.nodes] == [(4,), (3,), (2,), (5,)]
    assert totals(graph).parameters == 15 + 8 + 15


def test_a_layer_called_twice_counts_once():
    calls = called(tensor("input", [4])), called(tensor("again", [4]))
    layers = [fed("input", 4), layer("Dense", "again", *calls, units=4)]
    graph = model_graph(functional("twice", layers, ["input", 0, 0], ["again", 1, 0]), "twice")
    assert [node.inputs for node in graph.nodes] == [(), (0,), (1,)]
    assert (totals(graph).parameters, totals(graph).layers) == (20, 1)
    once = functional(
        "twice", [fed("input", 4), layer("Dense", "again", calls[0], units=4)], ["input", 0, 0], ["again", 0, 0]
    )
    expected = ["+ again@2: Dense(units=4) with the weights of again, after again"]
    assert told(Side("a", model_graph(once, "once")), Side("b", graph)) == expected
    layers = [
        fed("input", 4),
        layer("Dense", "again", calls[0], units=4),
        layer("Dense", "other", called(tensor("again", [4])), units=4),
    ]
    apart = model_graph(functional("twice", layers, ["input", 0, 0], ["other", 0, 0]), "apart")
    assert told(Side("a", graph), Side("b", apart)) == [
        "~ again@2: renamed to other, Dense has its own weights rather than the weights of again"
    ]


def test_what_keras_2_wrote():
    layers = [
        {**fed("input_1", 8, 8, 3), "config": {"batch_input_shape": [None, 8, 8, 3], "name": "input_1"}},
        {**layer("Conv2D", "conv", **CONV, kernel_size=[3, 3]), "inbound_nodes": [[["input_1", 0, 0, {}]]]},
        {**layer("BatchNormalization", "bn", axis=[3]), "inbound_nodes": [[["conv", 0, 0, {}]]]},
    ]
    del layers[1]["module"]
    graph = model_graph(functional("old", layers, [["input_1", 0, 0]], [["bn", 0, 0]]), "old")
    text = "inputs: [8, 8, 3]\nlayers:\n  - Conv2D: {filters: 6, kernel_size: 3}\n    name: conv\n"
    expected = ["~ model: name net → old", "~ input: renamed to input_1"]
    assert told(spec(f"{text}  - BatchNormalization:\n    name: bn\n"), Side("old", graph)) == expected


def test_operations_are_called_what_a_spec_calls_them():
    mean = layer("Mean", "mean", called(tensor("input", [4])), module="keras.src.ops.numpy", axis=-1, keepdims=True)
    shift = layer("Add", "add", {"args": [tensor("mean", [1]), 1.5], "kwargs": {}}, module="keras.src.ops.numpy")
    whole = functional("net", [fed("input", 4), mean, shift], ["input", 0, 0], ["add", 0, 0])
    kinds = [node.type for node in model_graph(whole, "net").nodes]
    assert kinds == ["Input", "ops.mean", "ops.add"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no zip", "is no .keras file"),
        ({"other.txt": b""}, "is no .keras file"),
        ({"config.json": b"{"}, "is no JSON"),
        ({"config.json": b"\xff"}, "is no text"),
        ({"config.json": b"[]"}, "does not tell its layers"),
        ({"config.json": b'{"class_name": "Mine", "config": {}}'}, "holds a Mine that does not tell its layers"),
        ({"config.json": b'{"class_name": "Functional", "config": {"layers": [1]}}'}, "can't be understood"),
        ({"config.json": b'{"config": {"layers": [], "input_layers": [], "output_layers": [["a", 0, 0]]}}'}, "'a'"),
        ({"config.json": b"[" * 100_000}, "is no .keras file"),
    ],
)
def test_what_is_no_saved_model(content, words):
    file = io.BytesIO(content if isinstance(content, bytes) else b"")
    if isinstance(content, dict):
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
    with pytest.raises(UnreadableModel, match=re.escape(words)) as caught:
        read_model(file, "it")
    assert str(caught.value).startswith("it ")


def test_what_keras_itself_writes(tmp_path):
    network = archspec.load("resnet_mnist")
    path = tmp_path / "saved.keras"
    network.build().save(path)
    with path.open("rb") as file:
        saved = read_model(file, "saved")
    assert compare(Side("spec", network.graph, network.expansion.rows), Side("saved", saved)).same
    assert totals(saved) == network.totals


def test_no_keras_is_needed(monkeypatch):
    for name in ("keras", "tensorflow", "h5py"):
        monkeypatch.setitem(sys.modules, name, None)
    assert json.dumps(residual())
    assert len(model_graph(residual(), "saved").nodes) == 6
