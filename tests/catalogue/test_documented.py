"""Shapes, weights and costs as papers and Keras's own documentation print them, typed by hand."""

from math import prod

import pytest

from archspec.catalogue import find_layer
from archspec.catalogue.naming import snake_case
from archspec.catalogue.shapes import ShapeError


def inferred(made, shapes):
    return made.output_shape(*shapes), made.weights(*shapes)


def layer(name, **arguments):
    return find_layer(name).model_validate(arguments)


@pytest.mark.parametrize(
    ("made", "shapes", "output"),
    [
        # ResNet-50, He et al. 2015, Table 1, with the 55x55 of the documented table after the pool.
        (layer("Conv2D", filters=64, kernel_size=7, strides=2, padding="same"), [(224, 224, 3)], (112, 112, 64)),
        (layer("MaxPooling2D", pool_size=3, strides=2), [(112, 112, 64)], (55, 55, 64)),
        (layer("MaxPooling2D", pool_size=3, strides=2, padding="same"), [(112, 112, 64)], (56, 56, 64)),
        (layer("ZeroPadding2D", padding=3), [(224, 224, 3)], (230, 230, 3)),
        (layer("Conv2D", filters=64, kernel_size=7, strides=2), [(230, 230, 3)], (112, 112, 64)),
        (layer("Add"), [(55, 55, 256), (55, 55, 256)], (55, 55, 256)),
        (layer("GlobalAveragePooling2D"), [(7, 7, 2048)], (2048,)),
        (layer("GlobalAveragePooling2D", keepdims=True), [(7, 7, 2048)], (1, 1, 2048)),
        (layer("Dense", units=1000), [(2048,)], (1000,)),
        # DenseNet-121: growth of 32, and a transition that halves.
        (layer("Concatenate"), [(56, 56, 64), (56, 56, 32)], (56, 56, 96)),
        (layer("AveragePooling2D", pool_size=2), [(56, 56, 128)], (28, 28, 128)),
        # Squeeze and excite.
        (layer("Reshape", target_shape=[1, 1, 96]), [(96,)], (1, 1, 96)),
        (layer("Multiply"), [(28, 28, 96), (1, 1, 96)], (28, 28, 96)),
        # The seed's digits: 28x28x1 flattened.
        (layer("Flatten"), [(28, 28, 1)], (784,)),
        (layer("Flatten"), [(None, 28, 1)], (None,)),
        # Keras's documentation of each layer.
        (layer("Conv1D", filters=32, kernel_size=3, activation="relu"), [(10, 128)], (8, 32)),
        (layer("Conv2DTranspose", filters=32, kernel_size=2, activation="relu"), [(10, 8, 128)], (11, 9, 32)),
        (layer("DepthwiseConv2D", kernel_size=3, activation="relu"), [(10, 10, 12)], (8, 8, 12)),
        (layer("EinsumDense", equation="abc,cd->abd", output_shape=[None, 64]), [(32, 128)], (None, 64)),
        (layer("Embedding", input_dim=1000, output_dim=64), [(10,)], (10, 64)),
        (layer("Cropping2D", cropping=[[2, 2], [4, 4]]), [(28, 28, 3)], (24, 20, 3)),
        (layer("UpSampling2D", size=[1, 2]), [(2, 1, 3)], (2, 2, 3)),
        (layer("Permute", dims=[2, 1]), [(10, 64)], (64, 10)),
        (layer("RepeatVector", n=3), [(32,)], (3, 32)),
        (layer("Reshape", target_shape=[-1, 2, 2]), [(12,)], (3, 2, 2)),
        (layer("Dot", axes=[1, 2]), [(5, 2), (2, 5)], (2, 2)),
        (layer("LSTM", units=4), [(10, 8)], (4,)),
        (layer("GRU", units=4, return_sequences=True), [(10, 8)], (10, 4)),
        (layer("GRU", units=4, return_sequences=True), [(None, 8)], (None, 4)),
        (layer("ConvLSTM2D", filters=64, kernel_size=5, padding="same"), [(None, 64, 64, 1)], (64, 64, 64)),
        (layer("MultiHeadAttention", num_heads=2, key_dim=2), [(8, 16), (4, 16)], (8, 16)),
        (
            layer("MultiHeadAttention", num_heads=2, key_dim=2, attention_axes=[2, 3]),
            [(5, 3, 4, 16)] * 2,
            (5, 3, 4, 16),
        ),
        (layer("Attention"), [(5, 8), (7, 9), (7, 8)], (5, 9)),
    ],
    ids=str,
)
def test_documented_shape(made, shapes, output):
    assert made.output_shape(*shapes) == output


@pytest.mark.parametrize(
    ("made", "shape", "parameters", "trainable"),
    [
        (layer("Conv2D", filters=64, kernel_size=7), (230, 230, 3), 9_472, 9_472),
        (layer("BatchNormalization"), (112, 112, 64), 256, 128),
        (layer("Dense", units=1000), (2048,), 2_049_000, 2_049_000),
        (layer("DepthwiseConv2D", kernel_size=3, use_bias=False), (112, 112, 32), 288, 288),
        (layer("Dense", units=1000, lora_rank=4), (2048,), 2_061_192, 13_192),
        (layer("Normalization"), (3,), 7, 0),
        # Gal and Ghahramani (2016), and every introduction: 4 (n m + n^2 + n).
        (layer("LSTM", units=64), (10, 32), 24_832, 24_832),
        # Keras's documentation of GRU: two biases with `reset_after`, one as Cho et al. have it.
        (layer("GRU", units=64), (10, 32), 18_816, 18_816),
        (layer("GRU", units=64, reset_after=False), (10, 32), 18_624, 18_624),
    ],
    ids=str,
)
def test_documented_number_of_parameters(made, shape, parameters, trainable):
    def size(weight):
        total = 1
        for length in weight.shape:
            total *= length
        return total

    assert sum(map(size, made.weights(shape))) == parameters
    assert sum(size(weight) for weight in made.weights(shape) if weight.trainable) == trainable


def test_documented_multiply_adds_of_resnets_first_layer():
    stem = layer("Conv2D", filters=64, kernel_size=7, strides=2, padding="same")

    assert stem.multiply_adds((224, 224, 3)) == 118_013_952


def test_stacked_cells_cost_what_each_costs():
    """At each of 5 positions 4 gates of 4 units on 3 channels and a state of 4, then 2 units on these 4."""
    stacked = layer("RNN", cell=[{"LSTMCell": {"units": 4}}, {"SimpleRNNCell": {"units": 2}}])

    assert stacked.multiply_adds((5, 3)) == 5 * (4 * 4 * (3 + 4) + 2 * (4 + 2))


def test_attention_of_the_base_transformer_costs_what_vaswani_counts():
    """512 channels in 8 heads of 64: four matrices of 512 x 512 (3.2.2); n^2 d for scores, and for sums (Table 1)."""
    attention = layer("MultiHeadAttention", num_heads=8, key_dim=64, use_bias=False)
    tokens = (100, 512)

    assert sum(prod(weight.shape) for weight in attention.weights(tokens, tokens)) == 4 * 512 * 512
    assert attention.multiply_adds(tokens, tokens) == 4 * 100 * 512 * 512 + 2 * 100 * 100 * 512


@pytest.mark.parametrize(
    ("made", "shapes", "message"),
    [
        (layer("Conv2D", filters=8, kernel_size=7), [(5, 9, 3)], "a window of 7 does not fit into a height of 5"),
        (
            layer("Conv2D", filters=8, kernel_size=3),
            [(784,)],
            "needs an input of shape (height, width, channels), found (784,)",
        ),
        (
            layer("Conv2D", filters=8, kernel_size=3, groups=4),
            [(9, 9, 6)],
            "has 4 groups, which do not divide the 6 channels of its input",
        ),
        (layer("Dense", units=8), [(None,)], "needs to know the number of channels of its input, which is null here"),
        (layer("Add"), [(9, 9, 64), (9, 9, 32)], "can't merge (9, 9, 64) and (9, 9, 32): 64 is not 32 (channels)"),
        (
            layer("Concatenate"),
            [(9, 9, 64), (9, 8, 64)],
            "can't join (9, 9, 64) and (9, 8, 64) along axis -1: 9 is not 8 (width)",
        ),
        (layer("Subtract"), [(9,)], "needs 2 inputs, found 1"),
        (
            layer("Reshape", target_shape=[5, -1]),
            [(4, 3)],
            "can't make (5, -1) of (4, 3): 4 * 3 = 12 is no multiple of 5",
        ),
        (layer("Cropping1D", cropping=[2, 3]), [(5, 1)], "crops 2 and 3 from a length of 5, which leaves nothing"),
        (
            layer("Dense", units=8, kernel_initializer="identity", bias_initializer="orthogonal"),
            [(9,)],
            "has a bias of shape (8,), but its bias_initializer needs at least 2 axes",
        ),
        (
            layer("LayerNormalization"),
            [(9, None)],
            "can't make its gamma of shape (null,): the input leaves a size open",
        ),
        (layer("RMSNormalization", axis=1), [(4, 3)], "lays its scale of shape (4,) over the last axes of (4, 3)"),
        (layer("LSTM", units=3), [(7,)], "needs an input of shape (length, channels), found (7,)"),
        (
            layer("ConvLSTM2D", filters=3, kernel_size=3),
            [(9, 9, 3)],
            "needs an input of shape (steps, height, width, channels), found (9, 9, 3)",
        ),
        (
            layer("ConvLSTM1D", filters=3, kernel_size=3),
            [(4, None, 3)],
            "needs to know the size of its frames, found (4, null, 3)",
        ),
        (layer("Attention"), [(4, 3)], "needs 2 or 3 inputs (query, value and maybe key), found 1"),
        (
            layer("Attention"),
            [(4, 3), (4, 5)],
            "can't compare a query of shape (4, 3) with a key of shape (4, 5)",
        ),
        (layer("Attention"), [(4, 3), (5, 2), (6, 3)], "needs a key for each value, found (6, 3) and (5, 2)"),
        (
            layer("MultiHeadAttention", num_heads=2, key_dim=3, attention_axes=-1),
            [(4, 3), (4, 3)],
            "needs axes between batch and channels, each once, found attention_axes -1",
        ),
        (
            layer("GroupQueryAttention", head_dim=2, num_query_heads=2, num_key_value_heads=1),
            [(4, 3), (4, 5)],
            "needs as many channels in query and value, found (4, 3) and (4, 5)",
        ),
    ],
    ids=str,
)
def test_input_that_does_not_fit_is_refused_in_words_that_follow_the_layers_name(made, shapes, message):
    with pytest.raises(ShapeError) as caught:
        inferred(made, shapes)

    assert str(caught.value) == message


def test_names_of_layers_are_those_keras_gives():
    assert [
        snake_case(name) for name in ("Conv2D", "ReLU", "BatchNormalization", "GlobalAveragePooling2D", "PReLU")
    ] == [*("conv2d", "re_lu", "batch_normalization", "global_average_pooling2d", "p_re_lu")]
