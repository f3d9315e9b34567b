"""Multiply-adds against TensorFlow's profiler, op by op, and where it has no entry against a count by hand."""

from itertools import product
from math import prod

import keras
import pytest
import tensorflow as tf
from hypothesis import given
from hypothesis import strategies as st

from archspec.catalogue import find_layer, layer_names

from .cases import CASES
from .verdict import as_taken, drawn, keras_layer

#: The ops that multiply; the profiler also counts bias, normalization, pooling and activations, which papers do not.
MULTIPLYING = {
    *("Conv2D", "Conv3D", "DepthwiseConv2dNative", "Conv2DBackpropInput", "MatMul"),
    *("BatchMatMul", "BatchMatMulV2", "BatchMatMulV3"),
}

#: Layer, arguments, input shapes, and the ops whose entries must add up to the count.
PROFILED = [
    ("Conv1D", {"filters": 4, "kernel_size": 3, "strides": 2}, [(9, 6)], "Conv2D"),
    ("Conv1D", {"filters": 4, "kernel_size": 3, "padding": "causal"}, [(9, 6)], "Conv2D"),
    ("Conv2D", {"filters": 64, "kernel_size": 7, "strides": 2, "padding": "same"}, [(224, 224, 3)], "Conv2D"),
    ("Conv2D", {"filters": 5, "kernel_size": [1, 3], "strides": [2, 1]}, [(8, 9, 6)], "Conv2D"),
    ("Conv2D", {"filters": 4, "kernel_size": 3, "groups": 2}, [(9, 9, 6)], "Conv2D"),
    # TensorFlow pads what dilation does not divide, and multiplies the padding too: 10 is divided by 2.
    ("Conv2D", {"filters": 4, "kernel_size": 3, "dilation_rate": 2}, [(10, 10, 6)], "Conv2D"),
    ("Conv3D", {"filters": 4, "kernel_size": 3, "padding": "same"}, [(5, 6, 7, 2)], "Conv3D"),
    # The profiler counts from the output, which is the input times the stride with `same` padding alone.
    (
        "Conv1DTranspose",
        {"filters": 5, "kernel_size": 3, "strides": 2, "padding": "same"},
        [(9, 6)],
        "Conv2DBackpropInput",
    ),
    (
        "Conv2DTranspose",
        {"filters": 5, "kernel_size": 4, "strides": 2, "padding": "same"},
        [(9, 8, 6)],
        "Conv2DBackpropInput",
    ),
    ("DepthwiseConv1D", {"kernel_size": 3, "depth_multiplier": 2}, [(9, 6)], "DepthwiseConv2dNative"),
    ("DepthwiseConv2D", {"kernel_size": 5, "strides": 2, "padding": "same"}, [(9, 9, 6)], "DepthwiseConv2dNative"),
    ("SeparableConv1D", {"filters": 5, "kernel_size": 3}, [(9, 6)], "DepthwiseConv2dNative Conv2D"),
    (
        "SeparableConv2D",
        {"filters": 5, "kernel_size": 3, "depth_multiplier": 2},
        [(9, 9, 6)],
        "DepthwiseConv2dNative Conv2D",
    ),
    ("Dense", {"units": 1000}, [(2048,)], "MatMul"),
    ("Dense", {"units": 5}, [(9, 7, 6)], "MatMul"),
    ("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 5}, [(6,)], "MatMul"),
    ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": [None, 5]}, [(3, 6)], "BatchMatMulV2"),
    ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 5, 2]}, [(3, 6)], "BatchMatMulV2"),
    ("Dot", {"axes": -1}, [(6,), (6,)], "BatchMatMulV2"),
    ("Dot", {"axes": [2, 1], "normalize": True}, [(3, 6), (6, 4)], "BatchMatMulV2"),
    # Unrolled, for the profiler counts what is in a loop once.
    ("SimpleRNN", {"units": 4, "unroll": True}, [(5, 3)], "MatMul"),
    ("LSTM", {"units": 4, "unroll": True}, [(5, 3)], "MatMul"),
    ("LSTM", {"units": 4, "unroll": True, "recurrent_dropout": 0.5, "return_sequences": True}, [(5, 3)], "MatMul"),
    ("GRU", {"units": 4, "unroll": True}, [(5, 3)], "MatMul"),
    ("GRU", {"units": 4, "unroll": True, "reset_after": False, "go_backwards": True}, [(5, 3)], "MatMul"),
    ("ConvLSTM1D", {"filters": 4, "kernel_size": 3, "unroll": True}, [(5, 6, 3)], "Conv2D"),
    ("Bidirectional", {"layer": {"LSTM": {"units": 4, "unroll": True}}}, [(5, 3)], "MatMul"),
    ("Bidirectional", {"layer": {"GRU": {"units": 4, "unroll": True}}, "merge_mode": "sum"}, [(5, 3)], "MatMul"),
    ("TimeDistributed", {"layer": {"Dense": {"units": 4}}}, [(5, 3)], "MatMul"),
    ("SpectralNormalization", {"layer": {"Conv2D": {"filters": 4, "kernel_size": 3}}}, [(9, 9, 6)], "Conv2D"),
    ("RNN", {"cell": {"GRUCell": {"units": 4}}, "unroll": True}, [(5, 3)], "MatMul"),
    ("ConvLSTM2D", {"filters": 4, "kernel_size": [3, 2], "strides": 2, "unroll": True}, [(3, 9, 6, 3)], "Conv2D"),
    (
        "ConvLSTM3D",
        {"filters": 4, "kernel_size": [3, 2, 1], "padding": "same", "unroll": True},
        [(2, 4, 5, 3, 3)],
        "Conv3D",
    ),
    ("Attention", {}, [(5, 3), (4, 3)], "BatchMatMulV2"),
    ("Attention", {"use_scale": True}, [(2, 5, 3), (2, 4, 7), (2, 4, 3)], "BatchMatMulV2"),
    ("Attention", {"score_mode": "concat"}, [(5, 3), (4, 3)], "BatchMatMulV2"),
    ("AdditiveAttention", {"use_scale": False}, [(5, 3), (4, 7), (4, 3)], "BatchMatMulV2"),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, [(5, 7), (4, 6)], "BatchMatMulV2 Einsum"),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3, "value_dim": 5, "use_gate": True, "output_shape": [2, 4], "dropout": 0.5},
        [(5, 7), (4, 6), (4, 8)],
        "BatchMatMulV2 Einsum",
    ),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "sliding_window": 1}, [(5, 7)] * 2, "BatchMatMulV2 Einsum"),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "attention_axes": 2}, [(5, 2, 7), (5, 3, 6)], "Einsum"),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, [(5, 2, 7), (4, 3, 6)], "Einsum"),
    (
        "GroupQueryAttention",
        {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_gate": True},
        [(5, 7), (4, 7), (4, 6)],
        "BatchMatMulV2 Einsum",
    ),
    ("MelSpectrogram", {"fft_length": 16, "sequence_stride": 4, "num_mel_bins": 3}, [(25,)], "MatMul"),
    ("STFTSpectrogram", {"window": None, "frame_length": 8, "frame_step": 3}, [(25, 2)], "Conv2D"),
    ("STFTSpectrogram", {"window": None, "frame_length": 5, "mode": "real", "padding": "same"}, [(25, 1)], "Conv2D"),
    ("STFTSpectrogram", {"window": None, "frame_length": 5, "mode": "stft", "fft_length": 9}, [(25, 1)], "Conv2D"),
]


@pytest.mark.parametrize(("name", "arguments", "shapes", "ops"), PROFILED)
def test_profiler_counts_two_for_each_multiply_add(name, arguments, shapes, ops):
    entries = profile(name, arguments, shapes)

    assert set(entries) == set(ops.split())
    assert sum(entries.values()) == 2 * count(name, arguments, shapes)


@drawn
@given(
    arguments=st.fixed_dictionaries(
        {
            "filters": st.integers(1, 5),
            "kernel_size": st.integers(1, 3) | st.lists(st.integers(1, 3), min_size=2, max_size=2),
        },
        optional={"strides": st.integers(1, 3), "padding": st.sampled_from(["valid", "same"])},
    ),
    shape=st.tuples(st.integers(3, 9), st.integers(3, 9), st.integers(1, 4)),
)
def test_any_convolution_costs_what_the_profiler_says(arguments, shape):
    assert profile("Conv2D", arguments, [shape]) == {"Conv2D": 2 * count("Conv2D", arguments, [shape])}


@pytest.mark.parametrize(
    ("name", "arguments", "shape"),
    [
        ("Conv1DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2}, (5, 3)),
        ("Conv2DTranspose", {"filters": 2, "kernel_size": [3, 2], "strides": 3, "output_padding": 1}, (3, 4, 2)),
        ("Conv3DTranspose", {"filters": 2, "kernel_size": 2, "padding": "same"}, (2, 3, 2, 3)),
        ("Conv3DTranspose", {"filters": 1, "kernel_size": [1, 2, 3], "dilation_rate": 2}, (2, 3, 2, 3)),
    ],
)
def test_transposed_convolution_multiplies_each_input_with_the_whole_kernel(name, arguments, shape):
    kernel = arguments["kernel_size"]
    offsets = [kernel] * (len(shape) - 1) if isinstance(kernel, int) else kernel
    each = sum(1 for _ in product(*map(range, offsets), range(arguments["filters"])))

    assert count(name, arguments, [shape]) == sum(each for _ in product(*map(range, shape)))


@pytest.mark.parametrize(
    ("equation", "output", "shape", "letters"),
    [
        ("abc,cd->abd", [None, 5], (3, 6), {"b": 3, "c": 6, "d": 5}),
        ("abc,bd->adc", [5, None], (3, 6), {"b": 3, "c": 6, "d": 5}),
        ("abc,cde->abde", [None, 5, 2], (3, 6), {"b": 3, "c": 6, "d": 5, "e": 2}),
        ("abc,bcd->ad", [4], (3, 6), {"b": 3, "c": 6, "d": 4}),
        ("...x,xy->...y", 5, (3, 6), {"...": 3, "x": 6, "y": 5}),
        ("ab...,bc->ac...", 5, (3, 6, 2), {"b": 3, "...": 12, "c": 5}),
    ],
)
def test_einsum_multiplies_once_for_each_value_of_each_letter(equation, output, shape, letters):
    by_hand = sum(1 for _ in product(*map(range, letters.values())))

    assert count("EinsumDense", {"equation": equation, "output_shape": output}, [shape]) == by_hand


def test_additive_attention_multiplies_scale_with_the_sum_of_each_query_and_each_key():
    query, value = (5, 3), (4, 7)
    scores = sum(1 for _ in product(range(5), range(4), range(3)))
    sums = sum(1 for _ in product(range(5), range(4), range(7)))

    assert count("AdditiveAttention", {}, [query, value, (4, 3)]) == scores + sums


def test_unknown_size_leaves_the_count_unknown():
    unknown = [
        ("Conv2D", {"filters": 4, "kernel_size": 3}, [(None, 9, 6)]),
        ("Conv2DTranspose", {"filters": 4, "kernel_size": 3}, [(9, None, 6)]),
        ("DepthwiseConv2D", {"kernel_size": 3}, [(None, None, 6)]),
        ("SeparableConv1D", {"filters": 4, "kernel_size": 3}, [(None, 6)]),
        ("Dense", {"units": 4}, [(None, 6)]),
        ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": [None, 4]}, [(None, 6)]),
        ("Dot", {"axes": -1}, [(None, 6), (4, 6)]),
        ("LSTM", {"units": 4}, [(None, 6)]),
        ("ConvLSTM1D", {"filters": 4, "kernel_size": 3}, [(None, 9, 6)]),
        ("MelSpectrogram", {"fft_length": 16, "sequence_stride": 4}, [(None,)]),
        ("STFTSpectrogram", {"window": None, "frame_length": 8}, [(None, 2)]),
        ("Attention", {}, [(5, 3), (None, 3)]),
        ("Attention", {"score_mode": "concat"}, [(None, 3), (4, 3)]),
        ("AdditiveAttention", {}, [(None, 3), (4, 3)]),
        ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, [(None, 6), (4, 6)]),
        ("GroupQueryAttention", {"head_dim": 3, "num_query_heads": 2, "num_key_value_heads": 1}, [(5, 6), (None, 6)]),
    ]

    assert [count(*layer) for layer in unknown] == [None] * len(unknown)


COUNTED = {name for name, *_ in PROFILED} | {"Conv3DTranspose"}
#: Layers that multiply their inputs with one another, or prepare a signal for the network.
UNCOUNTED = {"Dot", "Attention", "AdditiveAttention", "MelSpectrogram", "STFTSpectrogram"}


@pytest.mark.parametrize("name", sorted(set(layer_names()) - COUNTED))
def test_layer_that_multiplies_with_no_matrix_costs_nothing(name):
    case = CASES[name]
    found = []

    @drawn
    @given(case.arguments, case.shapes)
    def collect(arguments, shapes):
        try:
            found.append(count(name, arguments, shapes))
        except ValueError:
            return

    collect()

    assert set(found) == {0}


#: Layers that count as what they are made of.
MADE_OF_LAYERS = {"Bidirectional", "SpectralNormalization", "TimeDistributed"}


@pytest.mark.parametrize(
    ("name", "inner", "counts"),
    [
        ("TimeDistributed", {"Dense": {"units": 4}}, True),
        ("TimeDistributed", "Flatten", False),
        ("SpectralNormalization", {"Conv2D": {"filters": 4, "kernel_size": 3}}, True),
        ("SpectralNormalization", {"Embedding": {"input_dim": 4, "output_dim": 3}}, False),
        ("Bidirectional", {"GRU": {"units": 4}}, True),
    ],
)
def test_a_layer_made_of_another_counts_as_that(name, inner, counts):
    assert find_layer(name).model_validate({"layer": inner}).counts_depth is counts


@pytest.mark.parametrize("name", sorted(set(layer_names()) - MADE_OF_LAYERS))
def test_layers_that_papers_count_are_those_that_multiply_with_weights(name):
    assert find_layer(name).counts_depth == (name in COUNTED - UNCOUNTED)


def count(name, arguments, shapes):
    """The catalogue's count."""
    return find_layer(name).model_validate(arguments).multiply_adds(*shapes)


def profile(name, arguments, shapes):
    """What TensorFlow's profiler counts for each op that multiplies, in one call on one example."""
    layer = keras_layer(name, arguments)
    symbols = [keras.KerasTensor((None, *shape)) for shape in shapes]
    layer(*as_taken(name, symbols))
    specs = [tf.TensorSpec((1, *shape), "float32") for shape in shapes]
    call = tf.function(lambda *tensors: layer(*as_taken(name, list(tensors))))
    entries: dict[str, int] = {}
    for graph in _with_inner_graphs(call.get_concrete_function(*specs).graph):
        for op, cost in [*_profile_graph(graph).items(), *_einsums(graph)]:
            entries[op] = entries.get(op, 0) + cost
    return entries


def _einsums(graph):
    """For each einsum, which the profiler does not know, two for each value of each of its letters."""
    for op in graph.get_operations():
        if op.type == "Einsum":
            operands = op.get_attr("equation").decode().partition("->")[0].split(",")
            pairs = zip(operands, op.inputs, strict=True)
            sizes = {
                letter: size for letters, tensor in pairs for letter, size in zip(letters, tensor.shape, strict=True)
            }
            yield "Einsum", 2 * prod(sizes.values())


def _profile_graph(graph):
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    options = builder(builder.float_operation()).with_empty_output().build()
    nodes, entries = [tf.compat.v1.profiler.profile(graph, cmd="op", options=options)], {}
    while nodes:
        node = nodes.pop()
        nodes.extend(node.children)
        if node.name in MULTIPLYING and node.float_ops:
            entries[node.name] = node.float_ops
    return entries


def _with_inner_graphs(graph):
    """The graph and those of the functions it calls: Keras compiles a grouped convolution on its own."""
    called = [op.get_attr("f").name for op in graph.get_operations() if op.type.endswith("PartitionedCall")]
    return [graph, *(graph._get_function(name).graph for name in called)]
