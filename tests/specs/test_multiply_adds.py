"""Multiply-adds of whole networks against TensorFlow's profiler, op by op; it counts two for each."""

import re

import pytest
import tensorflow as tf

import archspec
from archspec.graph.costs import costs

COUNTED = ("Conv2D", "DepthwiseConv2dNative", "MatMul", "BatchMatMulV2")


def profiled(model):
    """What the profiler counts for every counted op: {name of the op: multiply-adds}."""
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    signature = [tf.TensorSpec((1, *tensor.shape[1:]), tensor.dtype) for tensor in model.inputs]
    concrete = tf.function(
        lambda *tensors: model(list(tensors) if len(tensors) > 1 else tensors[0])
    ).get_concrete_function(*signature)
    graph = convert_variables_to_constants_v2(concrete).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder(
        tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    ).with_empty_output()
    profile = tf.compat.v1.profiler.profile(graph, cmd="scope", options=options.build())
    types = {operation.name: operation.type for operation in graph.get_operations()}
    counts = {}
    waiting = [profile]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if types.get(node.name) in COUNTED:
            counts[node.name] = node.float_ops // 2
    return counts


def inferred(network):
    """The graph's count for every layer that multiplies: {name of the layer: multiply-adds}."""
    every = zip(network.graph.nodes, costs(network.graph), strict=True)
    return {node.name: cost.multiply_adds for node, cost in every if cost.multiply_adds}


def by_layer(counts, names):
    """The profiler's counts added up by the layer that an op's name stands in."""
    found = {}
    for op, count in counts.items():
        # Keras numbers a layer's scope where it has been traced before.
        layer = next(part for part in op.split("/") if re.sub(r"_\d+$", "", part) in names or part in names)
        layer = layer if layer in names else re.sub(r"_\d+$", "", layer)
        found[layer] = found.get(layer, 0) + count
    return found


@pytest.mark.parametrize("spec", ["resnet50", "resnet50_keras", "densenet121", "resnet_mnist", "densenet_mnist"])
def test_op_by_op(spec, built):
    ours = inferred(archspec.load(spec))
    assert by_layer(profiled(built(spec)), ours) == ours


def test_the_other_kinds_of_multiplying_layers_op_by_op():
    network = archspec.loads("""
archspec: 1
name: mixed
inputs: {image: [16, 16, 3], words: [7, 6]}
layers:
  - SeparableConv2D: {filters: 8, kernel_size: 3, strides: 2, padding: same}
    name: separable
    from: image
  - DepthwiseConv2D: {kernel_size: 5, depth_multiplier: 2}
    name: depthwise
  - Dense: {units: 6}
    name: dense
  - Reshape: {target_shape: [16, 6]}
    name: pixels
    as: pixels
  - EinsumDense: {equation: "abc,cd->abd", output_shape: [7, 6]}
    name: einsum
    from: words
  - Dot: {axes: 2}
    name: attention
    from: [pixels, -1]
  - SeparableConv1D: {filters: 4, kernel_size: 3}
    name: separable_line
  - Flatten
  - Dense: {units: 2}
    name: classes
""")
    ours = inferred(network)
    assert len(ours) == 7
    assert by_layer(profiled(network.build()), ours) == ours
