"""A small pre-activation ResNet for 28x28 digits.

The code of a course notebook on residual networks, with the shapes that its comments
give.

The notebook prints self.bn2(x) where self.bn2(h) is meant, which throws the first
convolution of every unit away; this is the network that is meant. The variant
as_printed is the one that is printed.

577,066 parameters and 19,726,720 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def preactivation_unit(x, filters, kernel_size=3, *, name):
    """Normalization and activation before each of two convolutions (He et al. 2016,
    Figure 1b).
    """
    identity = x
    if x.shape[-1] != filters:
        identity = layers.Conv2D(filters, 1, padding="same", name=f"{name}_identity")(
            identity
        )
    residual = layers.BatchNormalization(name=f"{name}_bn1")(x)
    residual = layers.Activation("relu", name=f"{name}_relu1")(residual)
    residual = layers.Conv2D(
        filters, kernel_size, padding="same", name=f"{name}_conv1"
    )(residual)
    residual = layers.BatchNormalization(name=f"{name}_bn2")(residual)
    residual = layers.Activation("relu", name=f"{name}_relu2")(residual)
    residual = layers.Conv2D(
        filters, kernel_size, padding="same", name=f"{name}_conv2"
    )(residual)
    return layers.Add(name=f"{name}_add")([identity, residual])


def printed_unit(inputs, filters, *, name):
    """The unit as it is printed, whose first convolution nothing uses."""
    identity = inputs
    if inputs.shape[-1] != filters:
        identity = layers.Conv2D(filters, 1, padding="same", name=f"{name}_identity")(
            identity
        )
    residual = layers.BatchNormalization(name=f"{name}_bn2")(inputs)
    residual = layers.Activation("relu", name=f"{name}_relu2")(residual)
    residual = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv2")(residual)
    return layers.Add(name=f"{name}_add")([identity, residual])


def resnet_layer(x, filters, *, slip, name):
    """One residual unit for each entry of `filters`."""
    for width_index, width in enumerate(filters, start=1):
        if not slip:
            x = preactivation_unit(x, width, name=f"{name}_unit{width_index}")
        else:
            x = printed_unit(x, width, name=f"{name}_unit{width_index}")
    return x


def resnet_mnist(classes=10, slip=False, *, name="resnet_mnist"):
    """A small pre-activation ResNet for 28x28 digits.

    Args:
        classes: How many classes are told apart
        slip: Whether the second normalization of each unit takes what the first one
            does
    """
    inputs = keras.Input((28, 28, 1), name="input")

    # conv1: -> (28, 28, 8)
    x = layers.Conv2D(8, 3, padding="same", activation="relu", name="conv1")(inputs)

    # res1: -> (28, 28, 16)
    x = resnet_layer(x, (16, 16), slip=slip, name="res1")

    # pool1: -> (14, 14, 16)
    x = layers.MaxPooling2D(name="pool1")(x)

    # res2: -> (14, 14, 32)
    x = resnet_layer(x, (32, 32), slip=slip, name="res2")

    # pool2: -> (7, 7, 32)
    x = layers.MaxPooling2D(name="pool2")(x)

    # res3: -> (7, 7, 64)
    x = resnet_layer(x, (64, 64), slip=slip, name="res3")
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(128, activation="relu", name="dense1")(x)

    # class: -> (classes,)
    x = layers.Dense(classes, activation="softmax", name="dense2")(x)
    return keras.Model(inputs, x, name=name)


as_printed = partial(resnet_mnist, slip=True, name="as_printed")


if __name__ == "__main__":
    resnet_mnist().summary()
