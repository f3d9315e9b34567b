"""EfficientNet-B0 to EfficientNet-B7.

Tan and Le 2019, "EfficientNet, Rethinking Model Scaling for Convolutional Neural
Networks", Tables 1 and 2.

Weight for weight the networks of keras.applications. The rows of Table 1 are those of
B0; the others scale its resolutions, channels and layers.

5,330,571 parameters and 385,814,752 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

import math
from functools import partial
from typing import Any, cast

import keras
from keras import layers


def correct_pad(shape, kernel):
    """Zero padding that makes a strided "valid" convolution meet a "same" one's pixels."""
    kernels = kernel if isinstance(kernel, (list, tuple)) else (kernel, kernel)
    sizes = (0, 0) if shape[0] is None else (shape[0], shape[1] or 0)
    return tuple(
        (kernel // 2 - 1 + size % 2, kernel // 2)
        for kernel, size in zip(kernels, sizes)
    )


def letter(count):
    """The letter of a number counted from 1: a, b, ... z, aa."""
    text = ""
    while count:
        count, rest = divmod(count - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def make_divisible(value, divisor=8, minimum=None):
    """`value` rounded to a multiple of `divisor`, never down by more than a tenth."""
    lowest = divisor if minimum is None else minimum
    rounded = max(lowest, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def convolution(
    x,
    filters,
    kernel_size=1,
    strides=1,
    padding="same",
    momentum=0.99,
    activation: Any = "swish",
    *,
    name,
):
    """A convolution, its normalization and, unless that is null, its activation."""
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding=padding,
        use_bias=False,
        kernel_initializer=cast(
            Any,
            keras.initializers.VarianceScaling(
                scale=2.0, mode="fan_out", distribution="truncated_normal"
            ),
        ),
        name=f"{name}_conv",
    )(x)
    x = layers.BatchNormalization(momentum=momentum, name=f"{name}_bn")(x)
    if activation is not None:
        x = layers.Activation(activation, name=f"{name}_activation")(x)
    return x


def squeeze_excitation(inputs, filters, *, name):
    """Weighs channels by what the whole image holds, through a bottleneck of
    `filters`.
    """
    weights = layers.GlobalAveragePooling2D(name=f"{name}_squeeze")(inputs)
    weights = layers.Reshape((1, 1, weights.shape[-1]), name=f"{name}_reshape")(weights)
    weights = layers.Conv2D(
        filters,
        1,
        padding="same",
        activation="swish",
        kernel_initializer=cast(
            Any,
            keras.initializers.VarianceScaling(
                scale=2.0, mode="fan_out", distribution="truncated_normal"
            ),
        ),
        name=f"{name}_reduce",
    )(weights)
    weights = layers.Conv2D(
        inputs.shape[-1],
        1,
        padding="same",
        activation="sigmoid",
        kernel_initializer=cast(
            Any,
            keras.initializers.VarianceScaling(
                scale=2.0, mode="fan_out", distribution="truncated_normal"
            ),
        ),
        name=f"{name}_expand",
    )(weights)
    return layers.Multiply(name=f"{name}_excite")([inputs, weights])


def depthwise(x, label, kernel_size, stride, padding, squeezed, momentum=0.99, *, name):
    """A depthwise convolution, its normalization and activation, and
    squeeze-and-excitation.
    """
    x = layers.DepthwiseConv2D(
        kernel_size,
        strides=stride,
        padding=padding,
        use_bias=False,
        depthwise_initializer=cast(
            Any,
            keras.initializers.VarianceScaling(
                scale=2.0, mode="fan_out", distribution="truncated_normal"
            ),
        ),
        name=f"{name}_{label}",
    )(x)
    x = layers.BatchNormalization(momentum=momentum, name=f"{name}_bn")(x)
    x = layers.Activation("swish", name=f"{name}_activation")(x)
    return squeeze_excitation(x, squeezed, name=f"{name}_se")


def residual(features, shortcut, drop_rate, *, name):
    """Adds features to what they were made of; in training, features are dropped as a
    whole at `drop_rate`.
    """
    if drop_rate > 0:
        features = layers.Dropout(
            drop_rate, noise_shape=(None, 1, 1, 1), name=f"{name}_drop"
        )(features)
    return layers.Add(name=f"{name}_add")([features, shortcut])


def mbconv(inputs, filters, expansion, kernel_size, stride, drop_rate, *, name):
    """An expansion, a depthwise convolution with squeeze-and-excitation, and a linear
    projection.
    """
    squeezed = max(1, int(inputs.shape[-1] * 0.25))
    x = inputs
    if expansion != 1:
        x = convolution(x, x.shape[-1] * expansion, name=f"{name}_expand")
    if stride == 2:
        x = layers.ZeroPadding2D(
            padding=correct_pad(x.shape[1:], kernel_size), name=f"{name}_dwconv_pad"
        )(x)
    x = depthwise(
        x,
        "dwconv",
        kernel_size,
        stride,
        "same" if stride == 1 else "valid",
        squeezed,
        name=name,
    )
    x = convolution(x, filters, activation=None, name=f"{name}_project")
    if stride == 1 and inputs.shape[-1] == filters:
        x = residual(x, inputs, drop_rate, name=name)
    return x


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def efficientnet(
    input_shape=(224, 224, 3),
    width_coefficient=1.0,
    depth_coefficient=1.0,
    dropout_rate=0.2,
    drop_connect_rate=0.2,
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    imagenet_preprocessing=False,
    stages=(
        {"size": 112, "expansion": 1, "k": 3, "s": 1, "c": 16, "n": 1},
        {"size": 112, "expansion": 6, "k": 3, "s": 2, "c": 24, "n": 2},
        {"size": 56, "expansion": 6, "k": 5, "s": 2, "c": 40, "n": 2},
        {"size": 28, "expansion": 6, "k": 3, "s": 2, "c": 80, "n": 3},
        {"size": 14, "expansion": 6, "k": 5, "s": 1, "c": 112, "n": 3},
        {"size": 14, "expansion": 6, "k": 5, "s": 2, "c": 192, "n": 4},
        {"size": 7, "expansion": 6, "k": 3, "s": 1, "c": 320, "n": 1},
    ),
    *,
    name="efficientnet",
):
    """EfficientNet-B0 to EfficientNet-B7.

    Args:
        input_shape: Height, width and channels of the images
        width_coefficient: How much wider than B0 all layers are
        depth_coefficient: How many times more layers than B0 each stage has
        dropout_rate: The share of features that is dropped before the classifier
        drop_connect_rate: How often a block is skipped in training, the last ones
            most
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        imagenet_preprocessing: Whether images are scaled once more, as
            keras.applications does it for its weights from ImageNet
        stages: Stages 2 to 8 of Table 1: `size` is the column Resolution, `c` is
            #Channels, `n` is #Layers, `s` the stride
    """
    repeats = tuple(math.ceil(depth_coefficient * stage["n"]) for stage in stages)
    earlier = tuple(
        sum(repeats[k] for k in range(stage)) for stage in range(len(stages))
    )
    inputs = cast(
        Any, keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    )
    x = layers.Rescaling(1 / 255, name="rescaling")(inputs)
    x = layers.Normalization(name="normalization")(x)
    if imagenet_preprocessing:
        x = layers.Rescaling(
            tuple(1 / std**0.5 for std in (0.229, 0.224, 0.225)), name="rescaling_1"
        )(x)

    # Conv3x3: (resolution, resolution, any) -> (any, any, make_divisible(32 *
    # width_coefficient))
    x = layers.ZeroPadding2D(padding=correct_pad(x.shape[1:], 3), name="stem_conv_pad")(
        x
    )
    x = convolution(
        x,
        make_divisible(32 * width_coefficient),
        kernel_size=3,
        strides=2,
        padding="valid",
        name="stem",
    )

    # MBConv{stage.expansion}, k{stage.k}x{stage.k}: (ceil(resolution * stage.size /
    # 224), ceil(resolution * stage.size / 224), any) -> (any, any,
    # make_divisible(stage.c * width_coefficient))
    for stage_index, stage in enumerate(stages, start=1):
        for index in range(1, repeats[stage_index - 1] + 1):
            x = mbconv(
                x,
                make_divisible(stage["c"] * width_coefficient),
                stage["expansion"],
                stage["k"],
                stage["s"] if index == 1 else 1,
                drop_connect_rate
                * (earlier[stage_index - 1] + index - 1)
                / sum(repeats),
                name=f"block{stage_index}{letter(index)}",
            )

    # Conv1x1 & Pooling & FC: (ceil(resolution * 7 / 224), ceil(resolution * 7 / 224),
    # make_divisible(320 * width_coefficient))
    x = convolution(x, make_divisible(1280 * width_coefficient), name="top")
    if include_top:
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
        if dropout_rate > 0:
            x = layers.Dropout(dropout_rate, name="top_dropout")(x)
        x = layers.Dense(
            classes,
            activation=classifier_activation,
            kernel_initializer=cast(
                Any,
                keras.initializers.VarianceScaling(
                    scale=1 / 3, mode="fan_out", distribution="uniform"
                ),
            ),
            name="predictions",
        )(x)
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


efficientnet_b0 = partial(efficientnet, name="efficientnet_b0")
efficientnet_b1 = partial(
    efficientnet,
    input_shape=(240, 240, 3),
    depth_coefficient=1.1,
    name="efficientnet_b1",
)
efficientnet_b2 = partial(
    efficientnet,
    input_shape=(260, 260, 3),
    width_coefficient=1.1,
    depth_coefficient=1.2,
    dropout_rate=0.3,
    name="efficientnet_b2",
)
efficientnet_b3 = partial(
    efficientnet,
    input_shape=(300, 300, 3),
    width_coefficient=1.2,
    depth_coefficient=1.4,
    dropout_rate=0.3,
    name="efficientnet_b3",
)
efficientnet_b4 = partial(
    efficientnet,
    input_shape=(380, 380, 3),
    width_coefficient=1.4,
    depth_coefficient=1.8,
    dropout_rate=0.4,
    name="efficientnet_b4",
)
efficientnet_b5 = partial(
    efficientnet,
    input_shape=(456, 456, 3),
    width_coefficient=1.6,
    depth_coefficient=2.2,
    dropout_rate=0.4,
    name="efficientnet_b5",
)
efficientnet_b6 = partial(
    efficientnet,
    input_shape=(528, 528, 3),
    width_coefficient=1.8,
    depth_coefficient=2.6,
    dropout_rate=0.5,
    name="efficientnet_b6",
)
efficientnet_b7 = partial(
    efficientnet,
    input_shape=(600, 600, 3),
    width_coefficient=2.0,
    depth_coefficient=3.1,
    dropout_rate=0.5,
    name="efficientnet_b7",
)


if __name__ == "__main__":
    efficientnet().summary()
