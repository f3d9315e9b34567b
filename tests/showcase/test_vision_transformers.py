"""ViT and Swin against networks in plain Keras, written after the papers.

Dosovitskiy et al. 2021, Figure 1 and Equations 1 to 4; Liu et al. 2021, Section 3 and the authors' code.
"""

import keras
import numpy as np
import pytest
from keras import ops

from .twins import Table, attention, give_the_same_weights, images, largest_difference, layers, load


def vit(image=224, patch=16, depth=12, width=768, hidden=3072, heads=12, classes=1000):
    inputs = keras.Input((image, image, 3))
    x = layers.Conv2D(width, patch, strides=patch)(inputs)
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
    return keras.Model(inputs, layers.Dense(classes)(x[:, 0]))


def test_vit_b16_is_its_twin():
    theirs, network = vit(), load("vit_b16")
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters == 86_567_656
    give_the_same_weights(theirs, ours, network)
    assert largest_difference(theirs, ours, images(224, 224)) <= 1e-5


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


def in_windows(x, size):
    """(height, width, channels) as (size * size, channels), the windows as further examples."""
    height, width, channels = x.shape[1:]
    x = ops.reshape(x, (-1, height // size, size, width // size, size, channels))
    return ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, size * size, channels))


def as_image(x, height, width, size):
    x = ops.reshape(x, (-1, height // size, width // size, size, size, x.shape[-1]))
    return ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, height, width, x.shape[-1]))


def pair_numbers(size):
    """For each pair of a window's tokens its row in the table of biases: one for each distance there is."""
    rows, columns = np.divmod(np.arange(size * size), size)
    apart = rows[:, None] - rows[None] + size - 1, columns[:, None] - columns[None] + size - 1
    return apart[0] * (2 * size - 1) + apart[1]


def strangers(height, width, size, shift):
    """-100 for each pair of a window's tokens that only the roll has brought together: one mask a window."""
    labels = np.zeros((1, height, width, 1))
    ends = slice(0, -size), slice(-size, -shift), slice(-shift, None)
    for number, (rows, columns) in enumerate([(rows, columns) for rows in ends for columns in ends]):
        labels[:, rows, columns] = number
    labels = ops.convert_to_numpy(in_windows(ops.convert_to_tensor(labels), size))[:, :, 0]
    return np.where(labels[:, :, None] == labels[:, None], 0.0, -100.0).astype("float32")


def attention_in_windows(x, heads, size, shift):
    height, width, channels = x.shape[1:]
    if shift:
        x = ops.roll(x, (-shift, -shift), axis=(1, 2))
    x = layers.Dense(3 * channels)(in_windows(x, size))
    x = ops.transpose(ops.reshape(x, (-1, size * size, 3, heads, channels // heads)), (2, 0, 3, 1, 4))
    scores = ops.matmul(x[0], ops.transpose(x[1], (0, 1, 3, 2))) / (channels // heads) ** 0.5
    table = Table((2 * size - 1) ** 2, heads)(scores)[0]
    scores = scores + ops.transpose(ops.take(table, pair_numbers(size), axis=0), (2, 0, 1))
    if shift:
        masks = strangers(height, width, size, shift)
        scores = ops.reshape(scores, (-1, len(masks), heads, size**2, size**2)) + masks[:, None]
        scores = ops.reshape(scores, (-1, heads, size**2, size**2))
    x = ops.transpose(ops.matmul(ops.softmax(scores), x[2]), (0, 2, 1, 3))
    x = layers.Dense(channels)(ops.reshape(x, (-1, size * size, channels)))
    x = as_image(x, height, width, size)
    return ops.roll(x, (shift, shift), axis=(1, 2)) if shift else x


def swin(image=224, window=7, width=96, depths=(2, 2, 6, 2), heads=(3, 6, 12, 24), classes=1000):
    inputs = keras.Input((image, image, 3))
    x = layers.Conv2D(width, 4, strides=4)(inputs)
    x = layers.LayerNormalization(epsilon=1e-5)(x)
    for stage, (depth, count) in enumerate(zip(depths, heads, strict=True)):
        if stage:
            channels = x.shape[-1]
            x = ops.concatenate([x[:, 0::2, 0::2], x[:, 1::2, 0::2], x[:, 0::2, 1::2], x[:, 1::2, 1::2]], axis=-1)
            x = layers.LayerNormalization(epsilon=1e-5)(x)
            x = layers.Dense(2 * channels, use_bias=False)(x)
        for block in range(depth):
            shift = window // 2 if block % 2 and x.shape[1] > window else 0
            x = x + attention_in_windows(layers.LayerNormalization(epsilon=1e-5)(x), count, window, shift)
            h = layers.LayerNormalization(epsilon=1e-5)(x)
            h = ops.gelu(layers.Dense(4 * x.shape[-1])(h), approximate=False)
            x = x + layers.Dense(x.shape[-1])(h)
    x = layers.LayerNormalization(epsilon=1e-5)(x)
    return keras.Model(inputs, layers.Dense(classes)(ops.mean(x, axis=(1, 2))))


def test_swin_t_is_its_twin():
    theirs, network = swin(), load("swin_t")
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters == 28_288_354
    give_the_same_weights(theirs, ours, network)
    assert largest_difference(theirs, ours, images(224, 224)) <= 1e-5


@pytest.mark.parametrize(("variant", "parameters"), [("swin_s", 49_606_258), ("swin_b", 87_768_224)])
def test_the_larger_swins_have_the_weights_that_others_count(variant, parameters):
    """The counts that torchvision has for its networks of these sizes."""
    assert load("swin_t", variant=variant).totals.parameters == parameters
