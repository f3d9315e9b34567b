"""MobileNetV2.

Sandler et al. 2018, "MobileNetV2, Inverted Residuals and Linear Bottlenecks", Tables 1
and 2.

Weight for weight the network of keras.applications.

3,538,984 parameters and 300,774,272 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

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


def bottleneck(inputs, filters, expansion, stride=1, *, alpha, name):
    """An expansion, a depthwise convolution and a linear projection, added to the input
    where shapes allow.
    """
    width = make_divisible(int(filters * alpha))
    x = inputs
    if expansion > 1:
        x = layers.Conv2D(
            expansion * x.shape[-1],
            1,
            padding="same",
            use_bias=False,
            name=f"{name}_expand",
        )(x)
        x = layers.BatchNormalization(
            epsilon=0.001, momentum=0.999, name=f"{name}_expand_BN"
        )(x)
        x = layers.ReLU(max_value=6, name=f"{name}_expand_relu")(x)
    if stride == 2:
        x = layers.ZeroPadding2D(
            padding=correct_pad(x.shape[1:], 3), name=f"{name}_pad"
        )(x)
    x = layers.DepthwiseConv2D(
        3,
        strides=stride,
        padding="same" if stride == 1 else "valid",
        use_bias=False,
        name=f"{name}_depthwise",
    )(x)
    x = layers.BatchNormalization(
        epsilon=0.001, momentum=0.999, name=f"{name}_depthwise_BN"
    )(x)
    x = layers.ReLU(max_value=6, name=f"{name}_depthwise_relu")(x)
    x = layers.Conv2D(width, 1, padding="same", use_bias=False, name=f"{name}_project")(
        x
    )
    x = layers.BatchNormalization(
        epsilon=0.001, momentum=0.999, name=f"{name}_project_BN"
    )(x)
    if stride == 1 and inputs.shape[-1] == width:
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


def mobilenet_v2(
    input_shape=(224, 224, 3),
    alpha=1.0,
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    *,
    name="mobilenet_v2",
):
    """MobileNetV2.

    Args:
        input_shape: Height, width and channels of the images
        alpha: The width multiplier; the last convolution takes it from 1 up
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")

    # conv2d: (224, 224, 3)
    x = layers.Conv2D(
        make_divisible(32 * alpha),
        3,
        strides=2,
        padding="same",
        use_bias=False,
        name="Conv1",
    )(inputs)
    x = layers.BatchNormalization(epsilon=0.001, momentum=0.999, name="bn_Conv1")(x)
    x = layers.ReLU(max_value=6, name="Conv1_relu")(x)

    # bottleneck: (112, 112, 32)
    x = bottleneck(x, 16, 1, alpha=alpha, name="expanded_conv")

    # bottleneck: (stage.size, stage.size, stage.k)
    for stage in (
        {"size": 112, "k": 16, "t": 6, "c": 24, "n": 2, "s": 2, "first": 1},
        {"size": 56, "k": 24, "t": 6, "c": 32, "n": 3, "s": 2, "first": 3},
        {"size": 28, "k": 32, "t": 6, "c": 64, "n": 4, "s": 2, "first": 6},
        {"size": 14, "k": 64, "t": 6, "c": 96, "n": 3, "s": 1, "first": 10},
        {"size": 14, "k": 96, "t": 6, "c": 160, "n": 3, "s": 2, "first": 13},
        {"size": 7, "k": 160, "t": 6, "c": 320, "n": 1, "s": 1, "first": 16},
    ):
        for index in range(1, stage["n"] + 1):
            x = bottleneck(
                x,
                stage["c"],
                stage["t"],
                stride=stage["s"] if index == 1 else 1,
                alpha=alpha,
                name=f"block_{stage['first'] + index - 1}",
            )

    # conv2d 1x1: (7, 7, 320)
    x = layers.Conv2D(
        make_divisible(1280 * max(alpha, 1)), 1, use_bias=False, name="Conv_1"
    )(x)
    x = layers.BatchNormalization(epsilon=0.001, momentum=0.999, name="Conv_1_bn")(x)
    x = layers.ReLU(max_value=6, name="out_relu")(x)
    if include_top:
        # avgpool 7x7: (7, 7, 1280)
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # conv2d 1x1: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    mobilenet_v2().summary()
