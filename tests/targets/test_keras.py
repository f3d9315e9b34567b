"""What the Keras target builds: an ordinary functional model, verified against the graph."""

import subprocess
import sys

import keras
import numpy as np
import pytest

import archspec
from archspec.catalogue import find_layer
from archspec.catalogue.operation import Weight
from archspec.graph.costs import totals
from archspec.graph.graph import Graph, Layer, Node
from archspec.targets.keras import CompilerFault, build
from archspec.text.source import Place

HERE = Place("by hand", 1, 1)


def network(text, **params):
    return archspec.loads("archspec: 1\nname: net\n" + text, **params)


def images(*shape, count=4):
    return np.random.default_rng(0).normal(size=(count, *shape)).astype("float32")


def test_it_trains():
    model = archspec.load("resnet_mnist").build()
    before = [weight.numpy() for weight in model.trainable_weights]
    model.compile("adam", "sparse_categorical_crossentropy")
    history = model.fit(images(28, 28, 1), np.array([0, 1, 2, 3]), epochs=1, verbose=0)
    assert np.isfinite(history.history["loss"][0])
    changed = [not np.array_equal(old, new.numpy()) for old, new in zip(before, model.trainable_weights, strict=True)]
    # The biases that a normalization takes away again have a gradient of nearly nothing.
    assert sum(changed) > 0.9 * len(changed)


#: Saved beside a shipped network: what that has not.
ODD = """
inputs: {image: [8, 8, 3], meta: [5]}
outputs: {features: x, classes: y}
layers:
  - EinsumDense: {equation: "abcd,de->abce", output_shape: [null, null, 6], kernel_initializer: {HeNormal: {seed: 1}}}
    from: image
  - Conv2D: {filters: 4, kernel_size: 3, kernel_regularizer: l2, kernel_constraint: {MaxNorm: {max_value: 3}}}
  - BatchNormalization
  - GlobalAveragePooling2D:
    as: x
  - Concatenate:
    from: [x, meta]
  - Dense: {units: 2, activation: softmax}
    as: y
"""


def test_it_is_saved_and_loads_where_archspec_is_not_installed(tmp_path):
    models = {"shipped": archspec.load("densenet_mnist").build(), "odd": network(ODD).build()}
    given = {"shipped": images(28, 28, 1), "odd": {"image": images(8, 8, 3), "meta": images(5)}}
    for name, model in models.items():
        model.save(tmp_path / f"{name}.keras")
    np.savez(tmp_path / "given.npz", shipped=given["shipped"], **given["odd"])
    code = """
import sys
sys.modules["archspec"] = None
import keras, numpy
given = numpy.load("given.npz")
shipped = keras.models.load_model("shipped.keras").predict(given["shipped"], verbose=0)
odd = keras.models.load_model("odd.keras").predict({name: given[name] for name in ("image", "meta")}, verbose=0)
numpy.savez("found.npz", shipped=shipped, **odd)
"""
    subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, check=True, capture_output=True)
    found = np.load(tmp_path / "found.npz")
    np.testing.assert_array_equal(found["shipped"], models["shipped"].predict(given["shipped"], verbose=0))
    for name, expected in models["odd"].predict(given["odd"], verbose=0).items():
        np.testing.assert_array_equal(found[name], expected)


def test_several_inputs_and_outputs_in_order():
    model = network("""
inputs: {image: [8, 8, 3], meta: [5]}
outputs: [second, first]
layers:
  - Flatten:
    from: image
    as: first
  - Dense: {units: 2}
    from: meta
    as: second
""").build()
    assert [tensor.name for tensor in model.inputs] == ["image", "meta"]
    assert [tensor.shape for tensor in model.outputs] == [(None, 2), (None, 192)]
    for given in ([images(8, 8, 3), images(5)], {"meta": images(5), "image": images(8, 8, 3)}):
        second, first = model(given)
        assert (second.shape, first.shape) == ((4, 2), (4, 192))


def test_outputs_by_name():
    model = network("""
inputs: [8, 8, 3]
outputs: {flat: a, mean: b}
layers:
  - Flatten:
    as: a
  - GlobalAveragePooling2D:
    from: input
    as: b
""").build()
    found = model(images(8, 8, 3))
    assert {name: tuple(tensor.shape) for name, tensor in found.items()} == {"flat": (4, 192), "mean": (4, 3)}


def test_one_tensor_may_be_given_twice_and_an_input_unused():
    model = network("""
inputs: {image: [8], unused: [3]}
outputs: [x, x, image]
layers:
  - Dense: {units: 2}
    from: image
    as: x
""").build()
    once, twice, given = model([images(8), images(3)])
    np.testing.assert_array_equal(once, twice)
    np.testing.assert_array_equal(given, images(8))


def test_layers_that_no_output_depends_on_are_left_out():
    spec = network("""
inputs: [8, 8, 3]
layers:
  - Dense: {units: 100}
    name: lost
  - Dense: {units: 2}
    name: kept
    from: input
""")
    model = spec.build()
    assert [layer.name for layer in model.layers] == ["input", "kept"]
    assert model.count_params() == spec.totals.parameters == 8


def test_two_nodes_may_share_one_layer():
    dense = Layer("dense", find_layer("Dense").model_validate({"units": 3}), ((3,),))
    add = Layer("add", find_layer("Add").model_validate({}), ((3,), (3,)))
    nodes = (
        Node("input", None, (), (), (3,), (), HERE),
        Node("dense", dense, (0,), ((3,),), (3,), (), HERE),
        Node("dense_again", dense, (1,), ((3,),), (3,), (), HERE),
        Node("add", add, (1, 2), ((3,), (3,)), (3,), (), HERE),
    )
    graph = Graph("shared", nodes, (0,), (3,))
    whole = totals(graph)
    assert (whole.parameters, whole.multiply_adds, whole.layers, whole.depth) == (12, 18, 2, 2)
    model = build(graph)
    assert model.count_params() == 12
    x = images(3)
    layer = model.get_layer("dense")
    once = layer(x)
    np.testing.assert_allclose(model(x), once + layer(once), rtol=1e-6)


def test_unknown_sizes_stay_unknown():
    model = network("""
inputs: [null, null, 3]
layers:
  - Conv2D: {filters: 4, kernel_size: 3, strides: 2}
  - GlobalMaxPooling2D
""").build()
    assert model.get_layer("conv2d").output.shape == (None, None, None, 4)
    assert model(images(9, 11, 3)).shape == (4, 4)


def test_initializers_regularizers_and_constraints_arrive():
    config = (
        network("""
inputs: [8]
layers:
  - Dense:
      units: 2
      kernel_initializer: {VarianceScaling: {scale: 2.0, mode: fan_out, seed: 7}}
      bias_initializer: ones
      kernel_regularizer: {L2: {l2: 0.5}}
      kernel_constraint: {MaxNorm: {max_value: 3}}
""")
        .build()
        .get_layer("dense")
        .get_config()
    )
    assert config["kernel_initializer"]["class_name"] == "VarianceScaling"
    assert config["kernel_initializer"]["config"]["scale"] == 2.0
    assert config["kernel_initializer"]["config"]["mode"] == "fan_out"
    assert config["kernel_initializer"]["config"]["seed"] == 7
    assert config["bias_initializer"]["class_name"] == "Ones"
    assert config["kernel_regularizer"]["config"]["l2"] == 0.5
    assert config["kernel_constraint"]["config"]["max_value"] == 3


@pytest.fixture
def channels_first():
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")


def test_a_spec_means_the_same_whatever_keras_is_configured_to(channels_first):
    model = network("""
inputs: [8, 10, 3]
layers:
  - Conv2D: {filters: 4, kernel_size: 3}
  - MaxPooling2D
  - GlobalAveragePooling2D
""").build()
    assert [layer.output.shape for layer in model.layers[1:]] == [(None, 6, 8, 4), (None, 3, 4, 4), (None, 4)]


@pytest.mark.parametrize(
    ("rule", "lie", "words"),
    [
        ("output_shape", lambda self, shape: (9, 9, 9), "the graph says it gives (9, 9, 9), Keras gives (6, 6, 4)"),
        ("weights", lambda self, shape: (), "the graph says its weights are none, Keras has (3, 3, 3, 4), (4,)"),
        (
            "weights",
            lambda self, shape: (Weight("kernel", (3, 3, 3, 4)), Weight("bias", (4,), trainable=False)),
            "the graph says its weights are (3, 3, 3, 4), (4,) fixed, Keras has (3, 3, 3, 4), (4,);",
        ),
    ],
)
def test_a_rule_that_is_wrong_is_found_and_called_our_fault(monkeypatch, rule, lie, words):
    monkeypatch.setattr(find_layer("Conv2D"), rule, lie)
    wrong = network("inputs: [8, 8, 3]\nlayers:\n  - Conv2D: {filters: 4, kernel_size: 3}\n")
    with pytest.raises(CompilerFault) as caught:
        wrong.build()
    assert words in str(caught.value)
    assert "conv2d (Conv2D, <text>:5:5)" in str(caught.value)


def test_what_keras_refuses_is_called_our_fault():
    shape = (8, 8, 3)
    # Only a rule that is wrong lets this through: strides and dilation can't both be large.
    definition = find_layer("Conv2D").model_construct(None, filters=4, kernel_size=3, strides=2, dilation_rate=2)
    layer = Layer("conv", definition, (shape,))
    nodes = (Node("input", None, (), (), shape, (), HERE), Node("conv", layer, (0,), (shape,), (3, 3, 4), (), HERE))
    with pytest.raises(CompilerFault, match=r"conv \(Conv2D, by hand:1:1\): Keras refuses .*strides"):
        build(Graph("net", nodes, (0,), (1,)))
