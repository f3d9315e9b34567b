"""A convolutional siamese network that tells whether two drawings are of the same
character.

Koch, Zemel and Salakhutdinov 2015, "Siamese Neural Networks for One-shot Image
Recognition", Figure 4.

Both images go through the same layers, of which the figure shows one set.

38,951,745 parameters and 1,817,251,840 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

import keras
from keras import layers, ops


def keeping():
    """A function that gives a layer, or the one of the same name that it was given first."""
    kept = {}

    def once(layer):
        return kept.setdefault(layer.name, layer)

    return once


def twin(x, *, once):
    """What both images go through."""
    for conv_index, conv in enumerate(
        (
            {"filters": 64, "size": 10, "out": 96},
            {"filters": 128, "size": 7, "out": 42},
            {"filters": 128, "size": 4, "out": 18},
        ),
        start=1,
    ):
        # convolution + ReLU, {conv.filters} @ {conv.size}x{conv.size}: -> (conv.out,
        # conv.out, conv.filters)
        x = once(
            layers.Conv2D(
                conv["filters"],
                conv["size"],
                activation="relu",
                name=f"conv{conv_index}",
            ),
        )(x)
        # max-pooling, {conv.filters} @ 2x2: -> (conv.out // 2, conv.out // 2,
        # conv.filters)
        x = once(layers.MaxPooling2D(name=f"pool{conv_index}"))(x)
    # convolution + ReLU, 256 @ 4x4: -> (6, 6, 256)
    x = once(layers.Conv2D(256, 4, activation="relu", name="conv4"))(x)
    # fully connected + sigmoid: -> (4096,)
    x = once(layers.Flatten(name="flatten"))(x)
    return once(layers.Dense(4096, activation="sigmoid", name="fc"))(x)


def siamese(*, name="siamese"):
    """A convolutional siamese network that tells whether two drawings are of the same
    character.
    """
    first = keras.Input((105, 105, 1), name="first")
    second = keras.Input((105, 105, 1), name="second")
    once = keeping()
    one = twin(first, once=once)
    other = twin(second, once=once)

    # L1 siamese dist: -> (4096,)
    x = ops.subtract(one, other)
    x = ops.abs(x)

    # fully connected + sigmoid, output: -> (1,)
    x = layers.Dense(1, activation="sigmoid", name="same")(x)
    return keras.Model([first, second], x, name=name)


if __name__ == "__main__":
    siamese().summary()
