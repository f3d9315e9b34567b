"""The siamese network against one written in plain Keras after Figure 4 of Koch et al. 2015."""

import keras

from .twins import Twin, assert_is_twin, load


def figure_4():
    layers = Twin()
    tower = keras.Sequential(
        [
            layers.Conv2D(64, 10, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 7, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 4, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(256, 4, activation="relu"),
            layers.Flatten(),
            layers.Dense(4096, activation="sigmoid"),
        ]
    )
    left, right = keras.Input((105, 105, 1)), keras.Input((105, 105, 1))
    distance = keras.ops.abs(tower(left) - tower(right))
    return layers, keras.Model([left, right], layers.Dense(1, activation="sigmoid")(distance))


def test_it_is_its_twin():
    network = load("siamese")
    assert network.totals.parameters == 38_951_745
    assert_is_twin(network, *figure_4(), gain=4)
