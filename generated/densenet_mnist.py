"""A small DenseNet for 28x28 digits.

The code of a course notebook on residual networks, with the shapes that its comments
give.

Its transitions are what the notebook's code has, a 3x3 convolution and max pooling; its
text, like the paper, says 1x1 and average pooling.

430,210 parameters and 5,765,248 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

import keras
from keras import layers


def dense_unit(x, growth_rate, kernel_size=3, *, name):
    """Adds `growth_rate` channels to what it is given, by one convolution."""
    growth = layers.BatchNormalization(name=f"{name}_bn")(x)
    growth = layers.Activation("relu", name=f"{name}_relu")(growth)
    growth = layers.Conv2D(
        growth_rate, kernel_size, padding="same", name=f"{name}_conv"
    )(growth)
    return layers.Concatenate(name=f"{name}_concat")([x, growth])


def transition(x, filters, *, name):
    """A convolution that sets the number of channels, and a pooling that halves height
    and width.
    """
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv")(x)
    return layers.MaxPooling2D(name=f"{name}_pool")(x)


def densenet_mnist(classes=10, *, name="densenet_mnist"):
    """A small DenseNet for 28x28 digits.

    Args:
        classes: How many classes are told apart
    """
    inputs = keras.Input((28, 28, 1), name="input")

    # conv1: -> (28, 28, 8)
    x = layers.Conv2D(8, 3, padding="same", activation="relu", name="conv1")(inputs)

    # dl1: -> (28, 28, 16)
    for index in range(1, 3):
        x = dense_unit(x, 4, name=f"dl1_unit{index}")

    # tr1: -> (14, 14, 16)
    x = transition(x, 16, name="tr1")

    # dl2: -> (14, 14, 32)
    for index in range(1, 3):
        x = dense_unit(x, 8, name=f"dl2_unit{index}")

    # tr2: -> (7, 7, 32)
    x = transition(x, 32, name="tr2")

    # dl3: -> (7, 7, 64)
    for index in range(1, 3):
        x = dense_unit(x, 16, name=f"dl3_unit{index}")
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(128, activation="relu", name="dense1")(x)

    # class: -> (classes,)
    x = layers.Dense(classes, activation="softmax", name="dense2")(x)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    densenet_mnist().summary()
