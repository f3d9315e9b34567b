"""Multiply-adds of whole networks against TensorFlow's profiler, op by op; it counts two for each."""

import pytest
import tensorflow as tf

import archspec

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


@pytest.mark.parametrize("spec", ["resnet50", "resnet50_keras", "densenet121", "resnet_mnist", "densenet_mnist"])
def test_op_by_op(spec, built):
    summary = archspec.load(spec)
    from archspec.graph.costs import costs

    ours = {
        node.name: cost.multiply_adds
        for node, cost in zip(summary.graph.nodes, costs(summary.graph), strict=True)
        if cost.multiply_adds
    }
    theirs = {}
    for name, count in profiled(built(spec)).items():
        layer = next(part for part in name.split("/") if part.removesuffix("_1") in ours).removesuffix("_1")
        theirs[layer] = theirs.get(layer, 0) + count
    assert theirs == ours
