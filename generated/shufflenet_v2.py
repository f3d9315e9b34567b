"""ShuffleNet V2.

Ma et al. 2018, "ShuffleNet V2, Practical Guidelines for Efficient CNN Architecture
Design", Table 5 and Figure 3 (c) and (d).

Where a unit halves height and width, its left branch keeps the number of channels, as
in the authors' code; with half of the new channels on each side, the multiply-adds of
the table would not come out.

2,295,940 parameters and 145,814,296 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers, ops


def conv_bn_relu(x, filters, kernel_size=1, stride=1, *, name):
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=stride,
        padding="same",
        use_bias=False,
        name=f"{name}_conv",
    )(x)
    x = layers.BatchNormalization(epsilon=1e-05, name=f"{name}_bn")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def depthwise_bn(x, stride, *, name):
    x = layers.ZeroPadding2D(padding=1, name=f"{name}_pad")(x)
    x = layers.DepthwiseConv2D(3, strides=stride, use_bias=False, name=f"{name}_conv")(
        x
    )
    return layers.BatchNormalization(epsilon=1e-05, name=f"{name}_bn")(x)


def transformed(x, width, filters, stride=1, *, name):
    """The branch that has three convolutions."""
    x = conv_bn_relu(x, width, name=f"{name}_conv1")
    x = depthwise_bn(x, stride, name=f"{name}_depthwise")
    return conv_bn_relu(x, filters, name=f"{name}_conv2")


def channel_shuffle(x, groups):
    """Channels of all groups in turns."""
    channels = x.shape[-1]
    height = x.shape[-3]
    width = x.shape[-2]
    x = ops.reshape(x, (-1, height, width, groups, channels // groups))
    x = ops.transpose(x, axes=(0, 1, 2, 4, 3))
    return ops.reshape(x, (-1, height, width, channels))


def downsampling_unit(x, filters, *, name):
    """All channels go through both branches, which halve height and width (Figure
    3d).
    """
    left = depthwise_bn(x, 2, name=f"{name}_left_depthwise")
    left = conv_bn_relu(left, left.shape[-1], name=f"{name}_left_conv")
    right = transformed(
        x, filters // 2, filters - x.shape[-1], stride=2, name=f"{name}_right"
    )
    x = layers.Concatenate(name=f"{name}_concat")([left, right])
    return channel_shuffle(x, 2)


def basic_unit(x, *, name):
    """Half of the channels go through as they are (Figure 3c)."""
    half = x.shape[-1] // 2
    kept, changed = ops.split(x, 2, axis=-1)
    x = transformed(changed, half, half, name=f"{name}_right")
    x = ops.concatenate([kept, x], axis=-1)
    return channel_shuffle(x, 2)


def shufflenet_v2(width=116, last=1024, classes=1000, *, name="shufflenet_v2"):
    """ShuffleNet V2.

    Args:
        width: Channels of the second stage, which each later stage doubles
        last: Channels of the last convolution
        classes: How many classes are told apart
    """
    inputs = keras.Input((224, 224, 3), name="input")

    # Conv1: (224, 224, 3) -> (112, 112, 24)
    x = conv_bn_relu(inputs, 24, kernel_size=3, stride=2, name="conv1")

    # MaxPool: -> (56, 56, 24)
    x = layers.MaxPooling2D(pool_size=3, strides=2, padding="same", name="pool")(x)

    # Stage{depth_index + 1}: -> (56 // 2 ** depth_index, 56 // 2 ** depth_index, width
    # * 2 ** (depth_index - 1))
    for depth_index, depth in enumerate((4, 8, 4), start=1):
        x = downsampling_unit(
            x, width * 2 ** (depth_index - 1), name=f"stage{depth_index + 1}_unit1"
        )
        for index in range(1, depth):
            x = basic_unit(x, name=f"stage{depth_index + 1}_unit{index + 1}")

    # Conv5: -> (7, 7, last)
    x = conv_bn_relu(x, last, name="conv5")

    # GlobalPool: -> (1, 1, any)
    x = layers.GlobalAveragePooling2D(keepdims=True, name="pool5")(x)
    x = layers.Flatten(name="flatten")(x)

    # FC: -> (classes,)
    x = layers.Dense(classes, name="fc")(x)
    return keras.Model(inputs, x, name=name)


shufflenet_v2_x0_5 = partial(shufflenet_v2, width=48, name="shufflenet_v2_x0_5")
shufflenet_v2_x1_0 = partial(shufflenet_v2, width=116, name="shufflenet_v2_x1_0")
shufflenet_v2_x1_5 = partial(shufflenet_v2, width=176, name="shufflenet_v2_x1_5")
shufflenet_v2_x2_0 = partial(
    shufflenet_v2, width=244, last=2048, name="shufflenet_v2_x2_0"
)


if __name__ == "__main__":
    shufflenet_v2().summary()
