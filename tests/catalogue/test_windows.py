"""What one output sees of its input, against what a single input value changes in Keras's output."""

from fractions import Fraction
from math import prod

import numpy as np
import pytest
import tensorflow as tf

from archspec.catalogue import find_layer
from archspec.catalogue.operation import Window

from .verdict import keras_layer

#: Linear layers of one channel, and spatial sizes with room around the middle for their whole window.
LINEAR = [
    ("Conv1D", {"filters": 1, "kernel_size": 3}, (20,)),
    ("Conv1D", {"filters": 1, "kernel_size": 3, "strides": 2, "padding": "same"}, (20,)),
    ("Conv1D", {"filters": 1, "kernel_size": 3, "dilation_rate": 3, "padding": "causal"}, (20,)),
    ("Conv2D", {"filters": 1, "kernel_size": [3, 2], "strides": [1, 3]}, (9, 36)),
    (
        "DepthwiseConv2D",
        {"kernel_size": 3, "dilation_rate": 2},
        (12, 12),
    ),
    ("SeparableConv1D", {"filters": 1, "kernel_size": 5, "strides": 2}, (20,)),
    ("AveragePooling1D", {"pool_size": 3, "strides": 2}, (20,)),
    ("AveragePooling2D", {"pool_size": [2, 3]}, (16, 30)),
    ("Conv1DTranspose", {"filters": 1, "kernel_size": 3, "strides": 2}, (12,)),
    ("Conv1DTranspose", {"filters": 1, "kernel_size": 5, "strides": 3}, (12,)),
    (
        "Conv2DTranspose",
        {"filters": 1, "kernel_size": 4, "strides": [1, 2]},
        (9, 9),
    ),
    ("UpSampling1D", {"size": 3}, (8,)),
    (
        "UpSampling2D",
        {"size": [2, 3], "interpolation": "bilinear"},
        (8, 8),
    ),
    (
        "UpSampling2D",
        {"size": 2, "interpolation": "bicubic"},
        (10, 10),
    ),
    (
        "UpSampling2D",
        {"size": 2, "interpolation": "lanczos3"},
        (12, 12),
    ),
    (
        "UpSampling2D",
        {"size": 2, "interpolation": "lanczos5"},
        (20, 20),
    ),
    (
        "UpSampling2D",
        {"size": 2, "interpolation": "area"},
        (8, 8),
    ),
    ("AdaptiveAveragePooling1D", {"output_size": 10}, (30,)),
    ("AdaptiveAveragePooling1D", {"output_size": 13}, (26,)),
    ("AdaptiveAveragePooling2D", {"output_size": [8, 12]}, (16, 12)),
    ("Resizing", {"height": 10, "width": 20}, (30, 10)),
    ("Resizing", {"height": 10, "width": 10, "antialias": True}, (30, 20)),
    ("Resizing", {"height": 10, "width": 20, "interpolation": "nearest"}, (30, 10)),
    ("Resizing", {"height": 8, "width": 8, "interpolation": "area"}, (16, 24)),
    ("Resizing", {"height": 10, "width": 10, "interpolation": "bicubic"}, (20, 20)),
    ("Resizing", {"height": 10, "width": 10, "interpolation": "lanczos3"}, (20, 20)),
    ("Resizing", {"height": 10, "width": 10, "interpolation": "bicubic", "antialias": True}, (20, 20)),
    ("Resizing", {"height": 8, "width": 8, "crop_to_aspect_ratio": True}, (16, 24)),
    ("Resizing", {"height": 12, "width": 12, "pad_to_aspect_ratio": True}, (24, 24)),
    ("Resizing", {"height": 20, "width": 20, "interpolation": "lanczos3", "antialias": True}, (60, 40)),
    ("CenterCrop", {"height": 16, "width": 16}, (8, 10)),
]


@pytest.mark.parametrize(("name", "arguments", "spatial"), LINEAR)
def test_window_is_what_an_output_sees(name, arguments, spatial):
    windows = find_layer(name).model_validate(arguments).windows((*spatial, 1))

    assert list(windows) == list(seen_along_each_axis(name, arguments, spatial))


def seen_along_each_axis(name, arguments, spatial):
    """How far an output in the middle reaches, and how far apart neighbours are, along each axis of the input."""
    known = find_layer(name).argument_fields()
    initializers = ("kernel_initializer", "depthwise_initializer", "pointwise_initializer")
    layer = keras_layer(name, arguments | {key: "ones" for key in initializers if key in known})
    count = prod(spatial)
    # One example for each input position: that position is 1 and all others 0.
    output = layer(tf.reshape(tf.eye(count), (count, *spatial, 1))).numpy()[..., 0]
    touched = (abs(output) > 1e-6).reshape((*spatial, *output.shape[1:]))
    rank = len(spatial)
    for axis in range(rank):
        others = tuple(other for other in range(2 * rank) if other not in (axis, rank + axis))
        yield _measure(touched.any(axis=others))


def _measure(touched):
    """The window of a table that says which input (row) is seen by which output (column)."""
    rows = [np.flatnonzero(column) for column in touched.T]
    extent = max(row[-1] - row[0] + 1 for row in rows)
    middle = len(rows) // 2
    # An upsampling moves by one input only after several outputs: the mean over six, all away from the edge.
    steps = [row[0] for row in rows[middle - 3 : middle + 4]]
    return Window(int(extent), Fraction(int(steps[-1] - steps[0]), len(steps) - 1))


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2])
def test_window_of_a_convolution_with_a_state_grows_with_each_step(strides, padding):
    arguments = {"filters": 1, "kernel_size": 3, "strides": strides, "padding": padding}
    steps, length = 3, 40
    layer = keras_layer("ConvLSTM1D", {**arguments, "kernel_initializer": "ones", "recurrent_initializer": "ones"})
    # One example for each input position: there all steps hold 1, and 0 at all others.
    output = layer(tf.repeat(tf.eye(length)[:, None, :, None], steps, axis=1)).numpy()[..., 0]
    untouched = layer(tf.zeros((1, steps, length, 1))).numpy()[..., 0]

    windows = find_layer("ConvLSTM1D").model_validate(arguments).windows((steps, length, 1))

    assert windows == (Window(steps, 0), _measure(abs(output - untouched) > 1e-6))


def test_sliding_window_is_what_an_output_sees():
    arguments = {"num_heads": 1, "key_dim": 4, "sliding_window": 3}
    length = 12
    value = np.random.default_rng(0).normal(size=(1, length, 4)).astype("float32")
    changed = np.repeat(value, length, axis=0) + np.eye(length, dtype="float32")[:, :, None]
    layer = keras_layer("MultiHeadAttention", arguments)
    query = tf.repeat(value, length, axis=0)
    difference = layer(query, changed).numpy() - layer(query, query).numpy()

    [window] = find_layer("MultiHeadAttention").model_validate(arguments).windows((length, 4), (length, 4))
    assert window == _measure((abs(difference) > 1e-6).any(axis=-1))


@pytest.mark.parametrize(
    ("name", "arguments", "shapes", "windows"),
    [
        ("GlobalAveragePooling2D", {}, [(7, 9, 3)], [(7, 0), (9, 0)]),
        ("GlobalMaxPooling1D", {"data_format": "channels_first"}, [(3, None)], [(None, 0)]),
        (
            "Conv2D",
            {"filters": 4, "kernel_size": [3, 2], "data_format": "channels_first"},
            [(1, 9, 7)],
            [(3, 1), (2, 1)],
        ),
        ("Flatten", {}, [(7, None, 3)], [(7, 0), (None, 0)]),
        ("Flatten", {"data_format": "channels_first"}, [(3, 7, 9)], [(7, 0), (9, 0)]),
        ("Flatten", {}, [(10,)], []),
        # A shuffle of channels leaves positions where they are.
        ("Reshape", {"target_shape": [7, 9, 2, 4]}, [(7, 9, 8)], [(1, 1), (1, 1)]),
        ("Permute", {"dims": [1, 2, 4, 3]}, [(7, 9, 2, 4)], [(1, 1), (1, 1), (2, 0)]),
        ("Reshape", {"target_shape": [63, 8]}, [(7, 9, 8)], [(7, 0), (9, 0)]),
        ("Permute", {"dims": [2, 1, 3]}, [(7, 9, 8)], [(7, 0), (9, 0)]),
        ("ops.reshape", {"newshape": [-1, 7, 9, 2, 4]}, [(7, 9, 8)], [(1, 1), (1, 1)]),
        ("ops.transpose", {"axes": [0, 1, 2, 4, 3]}, [(7, 9, 2, 4)], [(1, 1), (1, 1), (2, 0)]),
        ("ops.swapaxes", {"axis1": 1, "axis2": -1}, [(7, 9, 8)], [(7, 0), (1, 1)]),
        ("ops.moveaxis", {"source": -1, "destination": 2}, [(7, 9, 8)], [(1, 1), (9, 0)]),
        ("RepeatVector", {"n": 3}, [(8,)], []),
        ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": [None, 4]}, [(7, 8)], [(1, 1)]),
        ("EinsumDense", {"equation": "abc,bd->adc", "output_shape": [4, None]}, [(7, 8)], [(7, 0)]),
        ("Dot", {"axes": -1}, [(7, 8), (5, 8)], [(7, 0)]),
        ("LSTM", {"units": 4}, [(7, 8)], [(7, 0)]),
        ("GRU", {"units": 4, "return_sequences": True}, [(None, 8)], [(None, 0)]),
        ("Attention", {}, [(5, 8), (7, 8)], [(7, 0)]),
        ("AdditiveAttention", {}, [(2, 5, 8), (2, 7, 8)], [(1, 1), (7, 0)]),
        ("MultiHeadAttention", {"num_heads": 2, "key_dim": 4}, [(5, 8), (7, 8)], [(7, 0)]),
        ("MultiHeadAttention", {"num_heads": 2, "key_dim": 4}, [(5, 4, 8), (7, 9, 8)], [(7, 0), (9, 0)]),
        (
            "MultiHeadAttention",
            {"num_heads": 2, "key_dim": 4, "attention_axes": -2},
            [(5, 4, 8), (5, None, 8)],
            [(1, 1), (None, 0)],
        ),
        ("ConvLSTM1D", {"filters": 4, "kernel_size": 3}, [(None, 9, 8)], [(None, 0), (None, 1)]),
        ("Masking", {}, [(7, 8)], []),
        # He et al. (2014): bins of spatial pyramid pooling reach from floor(i n / m) to ceil((i + 1) n / m).
        (
            "AdaptiveMaxPooling2D",
            {"output_size": [6, 3]},
            [(13, 13, 256)],
            [(3, Fraction(13, 6)), (5, Fraction(13, 3))],
        ),
        ("AdaptiveMaxPooling1D", {"output_size": 3, "data_format": "channels_first"}, [(4, 9)], [(3, 3)]),
        ("Resizing", {"height": 4, "width": 4}, [(None, 9, 3)], [(None, None), (None, None)]),
        ("CenterCrop", {"height": 8, "width": 10}, [(9, 12, 3)], []),
        ("CenterCrop", {"height": 4, "width": 4}, [(None, 9, 3)], []),
        ("CenterCrop", {"height": 4, "width": 4}, [(None, 3, 3)], [(None, None), (None, None)]),
        ("RandomRotation", {"factor": 0.1}, [(9, 9, 3)], []),
        ("STFTSpectrogram", {"window": None, "frame_length": 8, "frame_step": 3}, [(25, 2)], [(8, 3)]),
        ("IntegerLookup", {"vocabulary": [1, 2]}, [(7,)], []),
        ("RMSNormalization", {}, [(7, 8)], []),
        ("Dense", {"units": 4}, [(7, 9, 8)], []),
        ("BatchNormalization", {}, [(7, 9, 8)], []),
        ("ZeroPadding2D", {}, [(7, 9, 8)], []),
    ],
)
def test_documented_windows(name, arguments, shapes, windows):
    assert list(find_layer(name).model_validate(arguments).windows(*shapes)) == windows
