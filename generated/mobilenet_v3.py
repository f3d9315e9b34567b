"""MobileNetV3-Large and MobileNetV3-Small.

Howard et al. 2019, "Searching for MobileNetV3", Tables 1 and 2.

Weight for weight the networks of keras.applications.

5,507,432 parameters and 216,589,760 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

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


def make_divisible(value, divisor=8, minimum=None):
    """`value` rounded to a multiple of `divisor`, never down by more than a tenth."""
    lowest = divisor if minimum is None else minimum
    rounded = max(lowest, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


def numbering():
    """A function that gives a name, then the same with _2, _3, ... for unnamed layers."""
    given = {}

    def numbered(name):
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else f"{name}_{given[name]}"

    return numbered


def hard_sigmoid(x, *, numbered, name):
    """relu6(x + 3) / 6 as keras.applications computes it; the activation of that name
    rounds otherwise.
    """
    x = layers.Rescaling(1.0, offset=3.0, name=numbered(f"{name}_rescaling"))(x)
    x = layers.ReLU(max_value=6, name=numbered(f"{name}_re_lu"))(x)
    return layers.Rescaling(1 / 6, name=numbered(f"{name}_rescaling"))(x)


def squeeze_excite(inputs, *, numbered, name):
    """Weighs channels by what the whole image holds."""
    weights = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}_avg_pool")(
        inputs
    )
    weights = layers.Conv2D(
        make_divisible(weights.shape[-1] * 0.25), 1, padding="same", name=f"{name}_conv"
    )(weights)
    weights = layers.ReLU(name=f"{name}_relu")(weights)
    weights = layers.Conv2D(inputs.shape[-1], 1, padding="same", name=f"{name}_conv_1")(
        weights
    )
    weights = hard_sigmoid(weights, numbered=numbered, name=f"{name}_hard_sigmoid")
    return layers.Multiply(name=f"{name}_mul")([inputs, weights])


def bneck(inputs, unit, *, alpha, minimalistic, numbered, name):
    """An expansion, a depthwise convolution and a linear projection, added to the input
    where shapes allow.
    """
    kernel = 3 if minimalistic else unit["kernel"]
    activation = "hard_swish" if unit["nl"] == "HS" and not minimalistic else "relu"
    expanded = make_divisible(inputs.shape[-1] * (unit["exp"] / unit["k"]))
    filters = make_divisible(unit["out"] * alpha)
    padding = "same" if unit["s"] == 1 else "valid"
    x = inputs
    if unit["exp"] > unit["k"]:
        x = layers.Conv2D(
            expanded, 1, padding="same", use_bias=False, name=f"{name}_expand"
        )(x)
        x = layers.BatchNormalization(
            epsilon=0.001, momentum=0.999, name=f"{name}_expand_bn"
        )(x)
        x = layers.Activation(activation, name=f"{name}_expand_act")(x)
    if unit["s"] == 2:
        x = layers.ZeroPadding2D(
            padding=correct_pad(x.shape[1:], kernel), name=f"{name}_depthwise_pad"
        )(x)
    x = layers.DepthwiseConv2D(
        kernel,
        strides=unit["s"],
        padding=padding,
        use_bias=False,
        name=f"{name}_depthwise",
    )(x)
    x = layers.BatchNormalization(
        epsilon=0.001, momentum=0.999, name=f"{name}_depthwise_bn"
    )(x)
    x = layers.Activation(activation, name=f"{name}_depthwise_act")(x)
    if unit["se"] and not minimalistic:
        x = squeeze_excite(x, numbered=numbered, name=f"{name}_squeeze_excite")
    x = layers.Conv2D(
        filters, 1, padding="same", use_bias=False, name=f"{name}_project"
    )(x)
    x = layers.BatchNormalization(
        epsilon=0.001, momentum=0.999, name=f"{name}_project_bn"
    )(x)
    if unit["s"] == 1 and inputs.shape[-1] == filters:
        x = layers.Add(name=f"{name}_add")([inputs, x])
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


def mobilenet_v3(
    input_shape=(224, 224, 3),
    alpha=1.0,
    minimalistic=False,
    include_top=True,
    pooling=None,
    dropout_rate=0.2,
    classes=1000,
    classifier_activation="softmax",
    include_preprocessing=True,
    features=1280,
    bottlenecks=(
        {
            "size": 112,
            "k": 16,
            "kernel": 3,
            "exp": 16,
            "out": 16,
            "se": False,
            "nl": "RE",
            "s": 1,
        },
        {
            "size": 112,
            "k": 16,
            "kernel": 3,
            "exp": 64,
            "out": 24,
            "se": False,
            "nl": "RE",
            "s": 2,
        },
        {
            "size": 56,
            "k": 24,
            "kernel": 3,
            "exp": 72,
            "out": 24,
            "se": False,
            "nl": "RE",
            "s": 1,
        },
        {
            "size": 56,
            "k": 24,
            "kernel": 5,
            "exp": 72,
            "out": 40,
            "se": True,
            "nl": "RE",
            "s": 2,
        },
        {
            "size": 28,
            "k": 40,
            "kernel": 5,
            "exp": 120,
            "out": 40,
            "se": True,
            "nl": "RE",
            "s": 1,
        },
        {
            "size": 28,
            "k": 40,
            "kernel": 5,
            "exp": 120,
            "out": 40,
            "se": True,
            "nl": "RE",
            "s": 1,
        },
        {
            "size": 28,
            "k": 40,
            "kernel": 3,
            "exp": 240,
            "out": 80,
            "se": False,
            "nl": "HS",
            "s": 2,
        },
        {
            "size": 14,
            "k": 80,
            "kernel": 3,
            "exp": 200,
            "out": 80,
            "se": False,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 80,
            "kernel": 3,
            "exp": 184,
            "out": 80,
            "se": False,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 80,
            "kernel": 3,
            "exp": 184,
            "out": 80,
            "se": False,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 80,
            "kernel": 3,
            "exp": 480,
            "out": 112,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 112,
            "kernel": 3,
            "exp": 672,
            "out": 112,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 112,
            "kernel": 5,
            "exp": 672,
            "out": 160,
            "se": True,
            "nl": "HS",
            "s": 2,
        },
        {
            "size": 7,
            "k": 160,
            "kernel": 5,
            "exp": 960,
            "out": 160,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 7,
            "k": 160,
            "kernel": 5,
            "exp": 960,
            "out": 160,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
    ),
    *,
    name="mobilenet_v3",
):
    """MobileNetV3-Large and MobileNetV3-Small.

    Args:
        input_shape: Height, width and channels of the images
        alpha: The width multiplier; what comes after the bottlenecks takes it from
            1 up
        minimalistic: Whether to do without 5x5 kernels, squeeze-and-excitation and
            hard swish
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        dropout_rate: The share of features that is dropped before the classifier
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        include_preprocessing: Whether images come with values from 0 to 255
        features: How many features the classifier sees
        bottlenecks: The rows of the table: `size` and `k` are its column Input, RE
            is ReLU and HS hard swish
    """
    activation = "relu" if minimalistic else "hard_swish"
    inputs = cast(
        Any, keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    )
    numbered = numbering()
    x = inputs
    if include_preprocessing:
        x = layers.Rescaling(1 / 127.5, offset=-1.0, name="rescaling")(x)

    # conv2d: (224, 224, 3)
    x = layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False, name="conv")(x)
    x = layers.BatchNormalization(epsilon=0.001, momentum=0.999, name="conv_bn")(x)
    x = layers.Activation(activation, name="conv_act")(x)

    # bneck, {unit.kernel}x{unit.kernel}: (unit.size, unit.size, unit.k)
    for unit_index, unit in enumerate(bottlenecks, start=1):
        if unit_index == 1:
            x = bneck(
                x,
                unit,
                alpha=alpha,
                minimalistic=minimalistic,
                numbered=numbered,
                name="expanded_conv",
            )
        else:
            x = bneck(
                x,
                unit,
                alpha=alpha,
                minimalistic=minimalistic,
                numbered=numbered,
                name=f"expanded_conv_{unit_index - 1}",
            )

    # conv2d, 1x1: (7, 7, any)
    x = layers.Conv2D(
        make_divisible(6 * x.shape[-1]),
        1,
        padding="same",
        use_bias=False,
        name="conv_1",
    )(x)
    x = layers.BatchNormalization(epsilon=0.001, momentum=0.999, name="conv_1_bn")(x)
    x = layers.Activation(activation, name="conv_1_act")(x)
    if include_top:
        # pool, 7x7: (7, 7, any)
        x = layers.GlobalAveragePooling2D(keepdims=True, name="avg_pool")(x)

        # conv2d 1x1, NBN: (1, 1, any)
        x = layers.Conv2D(
            make_divisible(features * max(alpha, 1)), 1, padding="same", name="conv_2"
        )(x)
        x = layers.Activation(activation, name="conv_2_act")(x)
        if dropout_rate > 0:
            x = layers.Dropout(dropout_rate, name="dropout")(x)

        # conv2d 1x1, NBN: (1, 1, features) -> (1, 1, classes)
        x = layers.Conv2D(classes, 1, padding="same", name="logits")(x)
        x = layers.Flatten(name="flatten")(x)
        x = layers.Activation(classifier_activation, name="predictions")(x)
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


mobilenet_v3_large = partial(mobilenet_v3, name="mobilenet_v3_large")
mobilenet_v3_small = partial(
    mobilenet_v3,
    features=1024,
    bottlenecks=(
        {
            "size": 112,
            "k": 16,
            "kernel": 3,
            "exp": 16,
            "out": 16,
            "se": True,
            "nl": "RE",
            "s": 2,
        },
        {
            "size": 56,
            "k": 16,
            "kernel": 3,
            "exp": 72,
            "out": 24,
            "se": False,
            "nl": "RE",
            "s": 2,
        },
        {
            "size": 28,
            "k": 24,
            "kernel": 3,
            "exp": 88,
            "out": 24,
            "se": False,
            "nl": "RE",
            "s": 1,
        },
        {
            "size": 28,
            "k": 24,
            "kernel": 5,
            "exp": 96,
            "out": 40,
            "se": True,
            "nl": "HS",
            "s": 2,
        },
        {
            "size": 14,
            "k": 40,
            "kernel": 5,
            "exp": 240,
            "out": 40,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 40,
            "kernel": 5,
            "exp": 240,
            "out": 40,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 40,
            "kernel": 5,
            "exp": 120,
            "out": 48,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 48,
            "kernel": 5,
            "exp": 144,
            "out": 48,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 14,
            "k": 48,
            "kernel": 5,
            "exp": 288,
            "out": 96,
            "se": True,
            "nl": "HS",
            "s": 2,
        },
        {
            "size": 7,
            "k": 96,
            "kernel": 5,
            "exp": 576,
            "out": 96,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
        {
            "size": 7,
            "k": 96,
            "kernel": 5,
            "exp": 576,
            "out": 96,
            "se": True,
            "nl": "HS",
            "s": 1,
        },
    ),
    name="mobilenet_v3_small",
)


if __name__ == "__main__":
    mobilenet_v3().summary()
