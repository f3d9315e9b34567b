"""DenseNet-121, DenseNet-169, DenseNet-201 and DenseNet-264.

Huang et al. 2016, "Densely Connected Convolutional Networks", arXiv 1608.06993, Table
1.

8,062,504 parameters and 2,834,161,664 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def dense_layer(x, growth_rate, *, name):
    """Adds `growth_rate` channels to what it is given, through a bottleneck
    (DenseNet-B).
    """
    growth = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(x)
    growth = layers.Activation("relu", name=f"{name}_0_relu")(growth)
    growth = layers.Conv2D(4 * growth_rate, 1, use_bias=False, name=f"{name}_1_conv")(
        growth
    )
    growth = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(growth)
    growth = layers.Activation("relu", name=f"{name}_1_relu")(growth)
    growth = layers.Conv2D(
        growth_rate, 3, padding="same", use_bias=False, name=f"{name}_2_conv"
    )(growth)
    return layers.Concatenate(name=f"{name}_concat")([x, growth])


def compression(x, ratio=0.5, *, name):
    """The 1x1 convolution of a transition, which keeps `ratio` of the channels
    (DenseNet-C).
    """
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_bn")(x)
    x = layers.Activation("relu", name=f"{name}_relu")(x)
    return layers.Conv2D(
        int(x.shape[-1] * ratio), 1, use_bias=False, name=f"{name}_conv"
    )(x)


def densenet_imagenet(
    classes=1000, growth_rate=32, depths=(6, 12, 24, 16), *, name="densenet_imagenet"
):
    """DenseNet-121, DenseNet-169, DenseNet-201 and DenseNet-264.

    Args:
        classes: How many classes are told apart
        growth_rate: How many channels each dense layer adds
        depths: How many dense layers each of the four blocks has
    """
    inputs = keras.Input((224, 224, 3), name="input")

    # Convolution: -> (112, 112, 2 * growth_rate)
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(inputs)
    x = layers.Conv2D(2 * growth_rate, 7, strides=2, use_bias=False, name="conv1_conv")(
        x
    )
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # Pooling: -> (56, 56, 2 * growth_rate)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1_pool")(x)
    for depth_index, depth in enumerate(depths, start=1):
        # Dense Block ({depth_index}): -> (112 // 2 ** depth_index, 112 // 2 **
        # depth_index, any)
        for index in range(1, depth + 1):
            x = dense_layer(x, growth_rate, name=f"block{depth_index}_layer{index}")
        if depth_index < 4:
            # Transition Layer ({depth_index}), 1x1 conv: (112 // 2 ** depth_index, 112
            # // 2 ** depth_index, any) -> (112 // 2 ** depth_index, 112 // 2 **
            # depth_index, any)
            x = compression(x, name=f"transition{depth_index}")

            # Transition Layer ({depth_index}), 2x2 average pool: -> (56 // 2 **
            # depth_index, 56 // 2 ** depth_index, any)
            x = layers.AveragePooling2D(2, name=f"transition{depth_index}_pool")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="bn")(x)
    x = layers.Activation("relu", name="relu")(x)

    # Classification Layer, 7x7 global average pool: -> (1, 1, any)
    x = layers.GlobalAveragePooling2D(keepdims=True, name="average_pool")(x)

    # Classification Layer, {classes}D fully-connected, softmax: -> (1, 1, classes)
    x = layers.Dense(classes, activation="softmax", name="fc")(x)

    # The table ends with 1x1; people want (1000,).
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(inputs, x, name=name)


densenet121_imagenet = partial(
    densenet_imagenet, depths=(6, 12, 24, 16), name="densenet121_imagenet"
)
densenet169_imagenet = partial(
    densenet_imagenet, depths=(6, 12, 32, 32), name="densenet169_imagenet"
)
densenet201_imagenet = partial(
    densenet_imagenet, depths=(6, 12, 48, 32), name="densenet201_imagenet"
)
densenet264_imagenet = partial(
    densenet_imagenet, depths=(6, 12, 64, 48), name="densenet264_imagenet"
)


if __name__ == "__main__":
    densenet_imagenet().summary()
