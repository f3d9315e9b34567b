"""DenseNet-121.

The DenseNet-121 table of a course notebook on residual networks, after Huang et al.
2016, "Densely Connected Convolutional Networks", Table 1.

8,062,504 parameters and 2,834,161,664 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

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


def densenet121(
    classes=1000, growth_rate=32, depths=(6, 12, 24, 16), *, name="densenet121"
):
    """DenseNet-121.

    Args:
        classes: How many classes are told apart
        growth_rate: How many channels each dense layer adds
        depths: How many dense layers each of the four blocks has
    """
    inputs = keras.Input((224, 224, 3), name="input")

    # Conv: (224, 224, 3) -> (112, 112, 64)
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(inputs)
    x = layers.Conv2D(2 * growth_rate, 7, strides=2, use_bias=False, name="conv1_conv")(
        x
    )
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # maxpool: (112, 112, 64) -> (56, 56, 64)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1")(x)

    # Dense Block: (56, 56, 64) -> (56, 56, 256)
    for index in range(1, depths[0] + 1):
        x = dense_layer(x, growth_rate, name=f"conv2_block{index}")

    # Conv: (56, 56, 256) -> (56, 56, 128)
    x = compression(x, name="pool2")

    # Average pool: (56, 56, 128) -> (28, 28, 128)
    x = layers.AveragePooling2D(2, name="pool2_pool")(x)

    # Dense Block: (28, 28, 128) -> (28, 28, 512)
    for index in range(1, depths[1] + 1):
        x = dense_layer(x, growth_rate, name=f"conv3_block{index}")

    # Conv: (28, 28, 512) -> (28, 28, 256)
    x = compression(x, name="pool3")

    # Average pool: (28, 28, 256) -> (14, 14, 256)
    x = layers.AveragePooling2D(2, name="pool3_pool")(x)

    # Dense Block: (14, 14, 256) -> (14, 14, 1024)
    for index in range(1, depths[2] + 1):
        x = dense_layer(x, growth_rate, name=f"conv4_block{index}")

    # Conv: (14, 14, 1024) -> (14, 14, 512)
    x = compression(x, name="pool4")

    # Average pool: (14, 14, 512) -> (7, 7, 512)
    x = layers.AveragePooling2D(2, name="pool4_pool")(x)

    # Dense Block: (7, 7, 512) -> (7, 7, 1024)
    for index in range(1, depths[3] + 1):
        x = dense_layer(x, growth_rate, name=f"conv5_block{index}")
    x = layers.BatchNormalization(epsilon=1.001e-05, name="bn")(x)
    x = layers.Activation("relu", name="relu")(x)

    # Average pool: (7, 7, 1024) -> (1, 1, 1024)
    x = layers.AveragePooling2D(7, name="avg_pool")(x)

    # FCN: (1, 1, 2048) -> (1, 1, classes)
    # Erratum: (1, 1, 1024). The average pooling above gives 1024 channels; 2048 is
    # ResNet-50's row.
    x = layers.Dense(classes, name="predictions")(x)

    # softmax: (1, 1, classes) -> (1, 1, classes)
    x = layers.Softmax(name="softmax")(x)

    # The table ends with (1, 1, 1000); people want (1000,).
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    densenet121().summary()
