"""DenseNet-121, DenseNet-169 and DenseNet-201.

Huang et al. 2016, "Densely Connected Convolutional Networks", Table 1.

Weight for weight the networks of keras.applications.

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


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def densenet(
    input_shape=(224, 224, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    growth_rate=32,
    depths=(6, 12, 24, 16),
    *,
    name="densenet",
):
    """DenseNet-121, DenseNet-169 and DenseNet-201.

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        growth_rate: How many channels each dense layer adds
        depths: How many dense layers each of the four blocks has
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")

    # Convolution: -> (112, 112, 64)
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(inputs)
    x = layers.Conv2D(2 * growth_rate, 7, strides=2, use_bias=False, name="conv1_conv")(
        x
    )
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # Pooling: -> (56, 56, 64)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1")(x)
    for depth_index, depth in enumerate(depths, start=1):
        # Dense Block ({depth_index}): -> (112 // 2 ** depth_index, 112 // 2 **
        # depth_index, any)
        for index in range(1, depth + 1):
            x = dense_layer(x, growth_rate, name=f"conv{depth_index + 1}_block{index}")
        if depth_index < 4:
            # Transition Layer ({depth_index}): -> (56 // 2 ** depth_index, 56 // 2 **
            # depth_index, any)
            x = compression(x, name=f"pool{depth_index + 1}")
            x = layers.AveragePooling2D(2, name=f"pool{depth_index + 1}_pool")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="bn")(x)
    x = layers.Activation("relu", name="relu")(x)
    if include_top:
        # global average pool: -> (any,)
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # {classes}D fully-connected, {classifier_activation}: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


densenet121 = partial(densenet, name="densenet121")
densenet169 = partial(densenet, depths=(6, 12, 32, 32), name="densenet169")
densenet201 = partial(densenet, depths=(6, 12, 48, 32), name="densenet201")


if __name__ == "__main__":
    densenet().summary()
