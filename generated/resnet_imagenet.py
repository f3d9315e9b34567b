"""The five ResNets of 18 to 152 layers, and two plain networks.

He et al. 2015, "Deep Residual Learning for Image Recognition", arXiv 1512.03385, Table
1.

Shortcuts are by option B, projections where shapes change; the paper's first comparison
of 18 and 34 layers has option A (--set shortcut=A). Stages stride in their first
convolution.

25,610,152 parameters and 3,857,973,248 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def bottleneck_unit(x, filters, stride=1, *, name):
    """Three convolutions (Figure 5, right) beside a shortcut by option B."""
    shortcut = x
    if stride > 1 or x.shape[-1] != 4 * filters:
        shortcut = layers.Conv2D(
            4 * filters, 1, strides=stride, use_bias=False, name=f"{name}_0_conv"
        )(shortcut)
        shortcut = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(
            shortcut
        )
    residual = layers.Conv2D(
        filters, 1, strides=stride, use_bias=False, name=f"{name}_1_conv"
    )(x)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_1_relu")(residual)
    residual = layers.Conv2D(
        filters, 3, padding="same", use_bias=False, name=f"{name}_2_conv"
    )(residual)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_2_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_2_relu")(residual)
    residual = layers.Conv2D(4 * filters, 1, use_bias=False, name=f"{name}_3_conv")(
        residual
    )
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_3_bn")(
        residual
    )
    x = layers.Add(name=f"{name}_add")([shortcut, residual])
    return layers.Activation("relu", name=f"{name}_out")(x)


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


def basic_unit(inputs, filters, stride=1, shortcut="B", *, name):
    """Two convolutions (Figure 5, left) beside a shortcut by option A or B, or beside
    none.
    """
    if shortcut == "A" and stride > 1:
        beside = padded_shortcut(inputs, filters, stride, name=f"{name}_0")
    else:
        x = inputs
        if shortcut == "B" and (stride > 1 or inputs.shape[-1] != filters):
            x = layers.Conv2D(
                filters, 1, strides=stride, use_bias=False, name=f"{name}_0_conv"
            )(x)
            x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(x)
        beside = x
    x = layers.ZeroPadding2D(padding=1, name=f"{name}_1_pad")(inputs)
    x = layers.Conv2D(
        filters, 3, strides=stride, use_bias=False, name=f"{name}_1_conv"
    )(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(x)
    x = layers.Activation("relu", name=f"{name}_1_relu")(x)
    x = layers.Conv2D(
        filters, 3, padding="same", use_bias=False, name=f"{name}_2_conv"
    )(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_2_bn")(x)
    if shortcut != "none":
        x = layers.Add(name=f"{name}_add")([beside, x])
    return layers.Activation("relu", name=f"{name}_out")(x)


def resnet_imagenet(
    classes=1000,
    depths=(3, 4, 6, 3),
    bottleneck=True,
    shortcut="B",
    *,
    name="resnet_imagenet",
):
    """The five ResNets of 18 to 152 layers, and two plain networks.

    Args:
        classes: How many classes are told apart
        depths: How many units each of the four stages has
        bottleneck: Whether units have three convolutions rather than two
        shortcut: The option of the shortcuts beside two convolutions
    """
    inputs = keras.Input((224, 224, 3), name="input")

    # conv1: -> (112, 112, 64)
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(inputs)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False, name="conv1_conv")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # conv2_x, 3x3 max pool, stride 2: -> (56, 56, 64)
    x = layers.ZeroPadding2D(padding=1, name="conv2_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="conv2_pool")(x)

    # conv{filters_index + 1}_x: -> (112 // 2 ** filters_index, 112 // 2 **
    # filters_index, filters * (4 if bottleneck else 1))
    for filters_index, filters in enumerate((64, 128, 256, 512), start=1):
        for index in range(1, depths[filters_index - 1] + 1):
            if bottleneck:
                x = bottleneck_unit(
                    x,
                    filters,
                    stride=2 if index == 1 and filters_index > 1 else 1,
                    name=f"conv{filters_index + 1}_{index}",
                )
            else:
                x = basic_unit(
                    x,
                    filters,
                    stride=2 if index == 1 and filters_index > 1 else 1,
                    shortcut=shortcut,
                    name=f"conv{filters_index + 1}_{index}",
                )

    # average pool, {classes}-d fc, softmax: -> (1, 1, classes)
    x = layers.GlobalAveragePooling2D(keepdims=True, name="average_pool")(x)
    x = layers.Dense(classes, name="fc")(x)
    x = layers.Softmax(name="softmax")(x)

    # The table ends with 1x1; people want (1000,).
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(inputs, x, name=name)


resnet18_imagenet = partial(
    resnet_imagenet, depths=(2, 2, 2, 2), bottleneck=False, name="resnet18_imagenet"
)
resnet34_imagenet = partial(
    resnet_imagenet, depths=(3, 4, 6, 3), bottleneck=False, name="resnet34_imagenet"
)
resnet50_imagenet = partial(
    resnet_imagenet, depths=(3, 4, 6, 3), name="resnet50_imagenet"
)
resnet101_imagenet = partial(
    resnet_imagenet, depths=(3, 4, 23, 3), name="resnet101_imagenet"
)
resnet152_imagenet = partial(
    resnet_imagenet, depths=(3, 8, 36, 3), name="resnet152_imagenet"
)
plain18_imagenet = partial(
    resnet_imagenet,
    depths=(2, 2, 2, 2),
    bottleneck=False,
    shortcut="none",
    name="plain18_imagenet",
)
plain34_imagenet = partial(
    resnet_imagenet,
    depths=(3, 4, 6, 3),
    bottleneck=False,
    shortcut="none",
    name="plain34_imagenet",
)


if __name__ == "__main__":
    resnet_imagenet().summary()
