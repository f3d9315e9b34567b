"""ResNets of 20 to 110 layers for CIFAR-10, and plain networks that show the
degradation.

He et al. 2015, "Deep Residual Learning for Image Recognition", arXiv 1512.03385,
section 4.2 and Table 6.

Shortcuts are by option A, so that a plain network has exactly the parameters of its
residual counterpart.

271,098 parameters and 40,551,040 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


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


def resnet_cifar(classes=10, n=3, shortcut="A", *, name="resnet_cifar"):
    """ResNets of 20 to 110 layers for CIFAR-10, and plain networks that show the
    degradation.

    Args:
        classes: How many classes are told apart
        n: How many units each stage has, which makes 6n + 2 layers
        shortcut: The option of the shortcuts
    """
    inputs = keras.Input((32, 32, 3), name="input")

    # 1 layer, 16 filters: -> (32, 32, 16)
    x = layers.Conv2D(16, 3, padding="same", use_bias=False, name="conv1_conv")(inputs)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # 2n layers, {filters} filters: -> (64 // 2 ** filters_index, 64 // 2 **
    # filters_index, filters)
    for filters_index, filters in enumerate((16, 32, 64), start=1):
        for index in range(1, n + 1):
            x = basic_unit(
                x,
                filters,
                stride=2 if index == 1 and filters_index > 1 else 1,
                shortcut=shortcut,
                name=f"conv{filters_index + 1}_{index}",
            )

    # global average pooling: -> (64,)
    x = layers.GlobalAveragePooling2D(name="average_pool")(x)

    # {classes}-way fully-connected layer, softmax: -> (classes,)
    x = layers.Dense(classes, activation="softmax", name="fc")(x)
    return keras.Model(inputs, x, name=name)


resnet20 = partial(resnet_cifar, n=3, name="resnet20")
resnet32 = partial(resnet_cifar, n=5, name="resnet32")
resnet44 = partial(resnet_cifar, n=7, name="resnet44")
resnet56 = partial(resnet_cifar, n=9, name="resnet56")
resnet110 = partial(resnet_cifar, n=18, name="resnet110")
plain20 = partial(resnet_cifar, n=3, shortcut="none", name="plain20")
plain32 = partial(resnet_cifar, n=5, shortcut="none", name="plain32")
plain44 = partial(resnet_cifar, n=7, shortcut="none", name="plain44")
plain56 = partial(resnet_cifar, n=9, shortcut="none", name="plain56")


if __name__ == "__main__":
    resnet_cifar().summary()
