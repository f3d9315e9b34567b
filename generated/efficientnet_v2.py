"""EfficientNetV2-S, -M and -L, and EfficientNetV2-B0 to EfficientNetV2-B3.

Tan and Le 2021, "EfficientNetV2, Smaller Models and Faster Training", Table 4.

Weight for weight the networks of keras.applications. Table 4 is that of
EfficientNetV2-S; the stages of the others are those of its authors' code.

21,612,360 parameters and 8,365,617,152 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

import math
from functools import partial
from typing import Any, cast

import keras
from keras import layers


def letter(count):
    """The letter of a number counted from 1: a, b, ... z, aa."""
    text = ""
    while count:
        count, rest = divmod(count - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


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


def residual(features, shortcut, drop_rate, *, name):
    """Adds features to what they were made of; in training, features are dropped as a
    whole at `drop_rate`.
    """
    if drop_rate > 0:
        features = layers.Dropout(
            drop_rate, noise_shape=(None, 1, 1, 1), name=f"{name}_drop"
        )(features)
    return layers.Add(name=f"{name}_add")([features, shortcut])


def fused_mbconv(inputs, filters, expansion, stride, drop_rate, *, name):
    """One 3x3 convolution where an MBConv has its expansion and its depthwise
    convolution (Figure 2, right).
    """
    x = inputs
    if expansion != 1:
        x = convolution(
            x,
            x.shape[-1] * expansion,
            kernel_size=3,
            strides=stride,
            momentum=0.9,
            name=f"{name}_expand",
        )
    x = convolution(
        x,
        filters,
        kernel_size=3 if expansion == 1 else 1,
        strides=stride if expansion == 1 else 1,
        momentum=0.9,
        activation="swish" if expansion == 1 else None,
        name=f"{name}_project",
    )
    if stride == 1 and inputs.shape[-1] == filters:
        x = residual(x, inputs, drop_rate, name=name)
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


def mbconv(inputs, filters, expansion, stride, drop_rate, *, name):
    """An expansion, a depthwise convolution with squeeze-and-excitation, a projection
    (Figure 2, left).
    """
    squeezed = max(1, int(inputs.shape[-1] * 0.25))
    x = inputs
    if expansion != 1:
        x = convolution(x, x.shape[-1] * expansion, momentum=0.9, name=f"{name}_expand")
    x = depthwise(x, "dwconv2", 3, stride, "same", squeezed, momentum=0.9, name=name)
    x = convolution(x, filters, momentum=0.9, activation=None, name=f"{name}_project")
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


def efficientnet_v2(
    input_shape=(384, 384, 3),
    width_coefficient=1.0,
    depth_coefficient=1.0,
    dropout_rate=0.2,
    drop_connect_rate=0.2,
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    include_preprocessing=True,
    standardizes=False,
    stem=24,
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 24, "n": 2},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 48, "n": 4},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 64, "n": 4},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 128, "n": 6},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 160, "n": 9},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 256, "n": 15},
    ),
    *,
    name="efficientnet_v2",
):
    """EfficientNetV2-S, -M and -L, and EfficientNetV2-B0 to EfficientNetV2-B3.

    Args:
        input_shape: Height, width and channels of the images
        width_coefficient: How much wider all layers are than `stem` and `stages`
            say
        depth_coefficient: How many times more layers each stage has than `stages`
            says
        dropout_rate: The share of features that is dropped before the classifier
        drop_connect_rate: How often a block is skipped in training, the last ones
            most
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        include_preprocessing: Whether images come with values from 0 to 255
        standardizes: Whether preprocessing brings RGB images to the mean and
            variance of ImageNet
        stem: The channels of stage 0
        stages: The rows of the table for stages 1 to 6: `s`, `c` and `n` are its
            columns Stride, #Channels and #Layers
    """
    rounded = tuple(
        max(8, int(c * width_coefficient + 4) // 8 * 8) for c in (stem, 1280)
    )
    channels = tuple(
        max(8, int(stage["c"] * width_coefficient + 4) // 8 * 8) for stage in stages
    )
    repeats = tuple(math.ceil(depth_coefficient * stage["n"]) for stage in stages)
    earlier = tuple(
        sum(repeats[k] for k in range(stage)) for stage in range(len(stages))
    )
    total = sum(stage["n"] for stage in stages)
    inputs = cast(
        Any, keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    )
    x = inputs
    if include_preprocessing:
        if standardizes and x.shape[-1] == 3:
            x = layers.Rescaling(1 / 255, name="rescaling")(x)
            x = layers.Normalization(
                mean=(0.485, 0.456, 0.406),
                variance=(0.229**2, 0.224**2, 0.225**2),
                name="normalization",
            )(x)
        else:
            x = layers.Rescaling(1 / 128, offset=-1.0, name="rescaling")(x)

    # Conv3x3: -> (any, any, rounded[0])
    x = convolution(x, rounded[0], kernel_size=3, strides=2, momentum=0.9, name="stem")

    # {stage.operator}{stage.expansion}, k3x3{', SE0.25' if stage.operator == 'MBConv'
    # else ''}: -> (any, any, channels[stage_index - 1])
    for stage_index, stage in enumerate(stages, start=1):
        for index in range(1, repeats[stage_index - 1] + 1):
            if stage["operator"] == "Fused-MBConv":
                x = fused_mbconv(
                    x,
                    channels[stage_index - 1],
                    stage["expansion"],
                    stage["s"] if index == 1 else 1,
                    drop_connect_rate * (earlier[stage_index - 1] + index - 1) / total,
                    name=f"block{stage_index}{letter(index)}",
                )
            else:
                x = mbconv(
                    x,
                    channels[stage_index - 1],
                    stage["expansion"],
                    stage["s"] if index == 1 else 1,
                    drop_connect_rate * (earlier[stage_index - 1] + index - 1) / total,
                    name=f"block{stage_index}{letter(index)}",
                )

    # Conv1x1 & Pooling & FC: (any, any, channels[len(stages) - 1])
    x = convolution(x, rounded[1], momentum=0.9, name="top")
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
            bias_initializer=cast(Any, keras.initializers.Constant(value=0.0)),
            name="predictions",
        )(x)
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


efficientnet_v2_s = partial(efficientnet_v2, name="efficientnet_v2_s")
efficientnet_v2_m = partial(
    efficientnet_v2,
    input_shape=(480, 480, 3),
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 24, "n": 3},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 48, "n": 5},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 80, "n": 5},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 160, "n": 7},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 176, "n": 14},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 304, "n": 18},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 512, "n": 5},
    ),
    name="efficientnet_v2_m",
)
efficientnet_v2_l = partial(
    efficientnet_v2,
    input_shape=(480, 480, 3),
    stem=32,
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 32, "n": 4},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 64, "n": 7},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 96, "n": 7},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 192, "n": 10},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 224, "n": 19},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 384, "n": 25},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 640, "n": 7},
    ),
    name="efficientnet_v2_l",
)
efficientnet_v2_b0 = partial(
    efficientnet_v2,
    input_shape=(224, 224, 3),
    standardizes=True,
    stem=32,
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 16, "n": 1},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 32, "n": 2},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 48, "n": 2},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 96, "n": 3},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 112, "n": 5},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 192, "n": 8},
    ),
    name="efficientnet_v2_b0",
)
efficientnet_v2_b1 = partial(
    efficientnet_v2,
    input_shape=(240, 240, 3),
    standardizes=True,
    stem=32,
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 16, "n": 1},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 32, "n": 2},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 48, "n": 2},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 96, "n": 3},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 112, "n": 5},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 192, "n": 8},
    ),
    depth_coefficient=1.1,
    name="efficientnet_v2_b1",
)
efficientnet_v2_b2 = partial(
    efficientnet_v2,
    input_shape=(260, 260, 3),
    standardizes=True,
    stem=32,
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 16, "n": 1},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 32, "n": 2},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 48, "n": 2},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 96, "n": 3},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 112, "n": 5},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 192, "n": 8},
    ),
    width_coefficient=1.1,
    depth_coefficient=1.2,
    name="efficientnet_v2_b2",
)
efficientnet_v2_b3 = partial(
    efficientnet_v2,
    input_shape=(300, 300, 3),
    standardizes=True,
    stem=32,
    stages=(
        {"operator": "Fused-MBConv", "expansion": 1, "s": 1, "c": 16, "n": 1},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 32, "n": 2},
        {"operator": "Fused-MBConv", "expansion": 4, "s": 2, "c": 48, "n": 2},
        {"operator": "MBConv", "expansion": 4, "s": 2, "c": 96, "n": 3},
        {"operator": "MBConv", "expansion": 6, "s": 1, "c": 112, "n": 5},
        {"operator": "MBConv", "expansion": 6, "s": 2, "c": 192, "n": 8},
    ),
    width_coefficient=1.2,
    depth_coefficient=1.4,
    name="efficientnet_v2_b3",
)


if __name__ == "__main__":
    efficientnet_v2().summary()
