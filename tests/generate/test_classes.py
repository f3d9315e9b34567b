"""What generated classes must not get in the way of, and what they tell Keras."""

import inspect

import keras
import numpy as np
import pytest

import archspec
from archspec.catalogue import find_layer, layer_names
from archspec.targets.python.attributes import RESERVED, Attributes

from .executed import assert_same_layers, assert_same_outputs, run


def test_no_attribute_is_one_of_keras():
    taken = {*dir(keras.Model(name="model")), *dir(keras.layers.Layer())}
    assert {name for name in taken if not name.startswith("_")} - RESERVED == set()


@pytest.mark.parametrize(
    ("words", "attribute"),
    [
        (["0_conv"], "conv_0"),
        (["conv2_block"], "conv2_block"),
        (["_", "1_bn"], "bn_1"),
        (["7"], "layer_7"),
        (["b.w-x"], "b_w_x"),
        (["loss"], "loss_layer"),
        ([], "batch_normalization"),
    ],
)
def test_layers_are_called_what_the_spec_calls_them(words, attribute):
    assert Attributes({}).of(1, words, "BatchNormalization", several=False) == attribute


def test_layers_that_act_in_training_are_told_of_it():
    """Of those Keras tells, Dense and its like take it for their quantized form only, and some do always the same."""
    quantized = {"Dense", "EinsumDense"}
    always = {"Resizing", "CenterCrop", "AutoContrast", "ContrastLimitedAdaptiveHistogramEqualization"}
    for name in layer_names():
        takes = "training" in inspect.signature(getattr(keras.layers, name).call).parameters
        assert find_layer(name).has_training_mode == (takes and name not in quantized | always), name


def test_what_a_layer_needs_comes_first_in_keras():
    """Generated source gives these arguments by position."""
    for name in layer_names():
        fields = find_layer(name).argument_fields()
        needed = [key for key, argument in fields.items() if argument.is_required()]
        given = list(inspect.signature(getattr(keras.layers, name).__init__).parameters)[1:]
        assert given[: len(needed)] == needed


SHAPED = """\
archspec: 1
name: net
inputs: [8, 8, 3]
params: {deep: 3, loss: 2}
blocks:
  unit:
    params: {filters: }
    let: {half: =in.channels // 2}
    layers:
      - Conv2D: {filters: =half + loss, kernel_size: 1}
        when: in.channels > 4
      - Conv2D: {filters: =filters, kernel_size: 3, padding: same}
        name: conv
      - Conv2D: {filters: =in.channels, kernel_size: 1}
        repeat: =deep
        name: more{index}
        when: index != 2
layers:
  - unit: {filters: =4 + index}
    repeat: =deep
    name: unit{index}
  - Dropout: {rate: 0.5}
"""


def test_layers_are_made_where_their_shapes_are_known():
    network = archspec.loads(SHAPED)
    source = network.source("subclass")
    assert "def build(self, input_shape):" in source
    assert "self.dropout(x, training=training)" in source
    assert_same_layers(run("net", source)(), network.build())
    assert_same_layers(run("net", source)(deep=2), archspec.loads(SHAPED, deep=2).build())


STANDARDIZING = """\
archspec: 1
name: net
inputs: [8, 8, 3]
layers:
  - Normalization: {mean: [0.1, 0.2, 0.3], variance: [4.0, 5.0, 6.0]}
  - Dense: {units: 2}
"""


def test_a_normalization_with_a_given_mean_is_built_before_the_model_is_traced():
    network = archspec.loads(STANDARDIZING)
    assert_same_outputs(run("net", network.source("subclass"))(), network.build())


def test_a_network_of_functions_alone_makes_nothing():
    network = archspec.loads("""
archspec: 1
name: net
inputs: [8, 8, 3]
layers:
  - ops.reshape: {newshape: [-1, "=in[0]", "=in[1] * in[2]"]}
""")
    source = network.source("subclass")
    assert "def build(" not in source
    assert run("net", source)()(np.zeros((2, 8, 8, 3))).shape == (2, 8, 24)
