"""ResNets of 110 and 164 layers for CIFAR-10, with activations in the five orders of
Figure 4.

He et al. 2016, "Identity Mappings in Deep Residual Networks", arXiv 1603.05027, Figure
4 and Tables 2 and 4.

As its appendix has it, the first unit leaves the activation before it to conv1, the
last one is followed by an activation of its own, and the projections beside bottlenecks
are pre-activated. Which of them are normalized it does not say; here those are beside
bottlenecks that normalize what they add. With n=111 resnet164_full_preactivation is
ResNet-1001, of 10.3M trainable parameters; without its normalizations it has the 10.2M
of Table 4.

1,736,058 parameters and 252,887,680 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def in_order(x, parts, filters=0, stride=1, *, name):
    """Parts in the order in which Figure 4 draws them."""
    for part_index, part in enumerate(parts, start=1):
        if part == "BN":
            x = layers.BatchNormalization(
                epsilon=1.001e-05, name=f"{name}_{part_index}_bn"
            )(x)
        if part == "ReLU":
            x = layers.Activation("relu", name=f"{name}_{part_index}_relu")(x)
        if part == "3x3":
            x = layers.ZeroPadding2D(padding=1, name=f"{name}_{part_index}_pad")(x)
        if part in ("1x1", "3x3"):
            x = layers.Conv2D(
                4 * filters if part == "1x1" and part_index > 1 else filters,
                3 if part == "3x3" else 1,
                strides=stride if part_index == 1 else 1,
                use_bias=False,
                name=f"{name}_{part_index}_conv",
            )(x)
    return x


def padded_shortcut(x, filters, stride, *, name):
    """A shortcut by option A, every stride-th pixel as it is, with zeros for the
    channels that are new.
    """
    x = layers.MaxPooling2D(pool_size=1, strides=stride, name=f"{name}_pool")(x)
    # Read as channels-first, the last axis, that of the channels, is the width.
    return layers.ZeroPadding2D(
        padding=((0, 0), (0, filters - x.shape[-1])),
        data_format="channels_first",
        name=f"{name}_pad",
    )(x)


def unit(
    inputs, filters, stride=1, first=False, *, after, before, bottleneck, residual, name
):
    """A unit of Figure 4, beside a shortcut by option A or, where it is a bottleneck,
    by option B.
    """
    width = 4 * filters if bottleneck else filters
    x = inputs
    if len(before) > 0 and not first:
        x = in_order(x, before, name=f"{name}_before")
    active = x
    shortcut = inputs
    if not bottleneck and stride > 1:
        shortcut = padded_shortcut(shortcut, filters, stride, name=f"{name}_shortcut")
    if bottleneck and shortcut.shape[-1] != width:
        shortcut = layers.Conv2D(
            width, 1, strides=stride, use_bias=False, name=f"{name}_shortcut_conv"
        )(active)
        if residual[-1] in ("BN", "ReLU"):
            shortcut = layers.BatchNormalization(
                epsilon=1.001e-05, name=f"{name}_shortcut_bn"
            )(shortcut)
    residual_branch = in_order(
        active, residual, filters=filters, stride=stride, name=f"{name}_residual"
    )
    x = layers.Add(name=f"{name}_add")([shortcut, residual_branch])
    if len(after) > 0:
        x = in_order(x, after, name=f"{name}_after")
    return x


def resnet_preactivation(
    classes=10,
    n=18,
    before=("BN", "ReLU"),
    residual=("3x3", "BN", "ReLU", "3x3"),
    after=(),
    *,
    name="resnet_preactivation",
):
    """ResNets of 110 and 164 layers for CIFAR-10, with activations in the five orders
    of Figure 4.

    Args:
        classes: How many classes are told apart
        n: How many units each stage has, which makes 6n + 2 layers, with
            bottlenecks 9n + 2
        before: What a unit does before its first convolution
        residual: What it does from there to the addition
        after: What it does after the addition
    """
    bottleneck = "1x1" in residual
    inputs = keras.Input((32, 32, 3), name="input")

    # conv1: -> (32, 32, 16)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False, name="conv1_conv")(inputs)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # {size}x{size}: -> (size, size, (512 // size) * (4 if bottleneck else 1))
    for size_index, size in enumerate((32, 16, 8), start=1):
        for index in range(1, n + 1):
            x = unit(
                x,
                512 // size,
                stride=2 if index == 1 and size < 32 else 1,
                first=index == 1 and size == 32,
                after=after,
                before=before,
                bottleneck=bottleneck,
                residual=residual,
                name=f"conv{size_index + 1}_{index}",
            )
    if len(before) > 0:
        x = in_order(x, before, name="last")

    # average pooling: -> (any,)
    x = layers.GlobalAveragePooling2D(name="average_pool")(x)

    # fully-connected classifier: -> (classes,)
    x = layers.Dense(classes, activation="softmax", name="fc")(x)
    return keras.Model(inputs, x, name=name)


resnet110_original = partial(
    resnet_preactivation,
    before=(),
    residual=("3x3", "BN", "ReLU", "3x3", "BN"),
    after=("ReLU",),
    name="resnet110_original",
)
resnet110_bn_after_addition = partial(
    resnet_preactivation,
    before=(),
    residual=("3x3", "BN", "ReLU", "3x3"),
    after=("BN", "ReLU"),
    name="resnet110_bn_after_addition",
)
resnet110_relu_before_addition = partial(
    resnet_preactivation,
    before=(),
    residual=("3x3", "BN", "ReLU", "3x3", "BN", "ReLU"),
    name="resnet110_relu_before_addition",
)
resnet110_relu_only_preactivation = partial(
    resnet_preactivation,
    before=("ReLU",),
    residual=("3x3", "BN", "ReLU", "3x3", "BN"),
    name="resnet110_relu_only_preactivation",
)
resnet110_full_preactivation = partial(
    resnet_preactivation,
    before=("BN", "ReLU"),
    residual=("3x3", "BN", "ReLU", "3x3"),
    name="resnet110_full_preactivation",
)
resnet164_original = partial(
    resnet_preactivation,
    before=(),
    residual=("1x1", "BN", "ReLU", "3x3", "BN", "ReLU", "1x1", "BN"),
    after=("ReLU",),
    name="resnet164_original",
)
resnet164_bn_after_addition = partial(
    resnet_preactivation,
    before=(),
    residual=("1x1", "BN", "ReLU", "3x3", "BN", "ReLU", "1x1"),
    after=("BN", "ReLU"),
    name="resnet164_bn_after_addition",
)
resnet164_relu_before_addition = partial(
    resnet_preactivation,
    before=(),
    residual=("1x1", "BN", "ReLU", "3x3", "BN", "ReLU", "1x1", "BN", "ReLU"),
    name="resnet164_relu_before_addition",
)
resnet164_relu_only_preactivation = partial(
    resnet_preactivation,
    before=("ReLU",),
    residual=("1x1", "BN", "ReLU", "3x3", "BN", "ReLU", "1x1", "BN"),
    name="resnet164_relu_only_preactivation",
)
resnet164_full_preactivation = partial(
    resnet_preactivation,
    before=("BN", "ReLU"),
    residual=("1x1", "BN", "ReLU", "3x3", "BN", "ReLU", "1x1"),
    name="resnet164_full_preactivation",
)


if __name__ == "__main__":
    resnet_preactivation().summary()
