"""ViT against a network written in plain Keras after Figure 1 and Equations 1 to 4 of Dosovitskiy et al. 2021."""

import keras
import pytest
from keras import ops

from tests.generate.executed import assert_source_makes

from .twins import Table, attention, give_the_same_weights, largest_difference, layers, load, noise

SMALL = {"image": 48, "width": 24, "depth": 2, "hidden": 40, "heads": 3, "classes": 7}


def vit(image=224, patch=16, depth=12, width=768, hidden=3072, heads=12, classes=1000):
    images = keras.Input((image, image, 3))
    x = layers.Conv2D(width, patch, strides=patch)(images)
    x = ops.reshape(x, (-1, (image // patch) ** 2, width))
    x = ops.concatenate([Table(1, width)(x), x], axis=1)
    x = x + Table((image // patch) ** 2 + 1, width)(x)
    for _ in range(depth):
        normalized = layers.LayerNormalization(epsilon=1e-6)(x)
        x = x + attention(normalized, normalized, heads)
        h = layers.LayerNormalization(epsilon=1e-6)(x)
        h = ops.gelu(layers.Dense(hidden)(h), approximate=False)
        x = x + layers.Dense(width)(h)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    return keras.Model(images, layers.Dense(classes)(x[:, 0]))


def test_vit_b16_is_its_twin():
    theirs, network = vit(), load("vit_b16")
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters == 86_567_656
    give_the_same_weights(theirs, ours, network)
    assert largest_difference(theirs, ours, noise(224, 224, 3)) <= 1e-5


@pytest.mark.parametrize(
    ("size", "parameters"),
    [
        ({"variant": "vit_b32"}, 88_224_232),
        ({"variant": "vit_l16"}, 304_326_632),
        ({"variant": "vit_l32"}, 306_535_400),
        ({"patch": 14, "depth": 32, "width": 1280, "hidden": 5120, "heads": 16}, 632_045_800),
    ],
)
def test_the_other_sizes_have_the_weights_that_others_count(size, parameters):
    """The counts that torchvision has for its networks of these sizes."""
    assert load("vit_b16", **size).totals.parameters == parameters


@pytest.mark.parametrize("style", ["functional", "flat", "subclass"])
def test_its_source_makes_it(style):
    assert_source_makes(load("vit_b16", **SMALL), style)
