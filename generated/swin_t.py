"""Swin transformers, Swin-T, -S and -B.

Liu et al. 2021, "Swin Transformer: Hierarchical Vision Transformer using Shifted
Windows", Figure 3, Table 1 and Table 7.

Where an image is but one window, as in the last stage, there is nothing to shift.

28,288,354 parameters and 4,490,566,656 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial
from typing import Any, cast

import keras
from keras import layers, ops


def to_windows(inputs, size):
    """(height, width, channels) as (windows, tokens, channels)."""
    rows = inputs.shape[-3] // size
    columns = inputs.shape[-2] // size
    x = ops.reshape(inputs, (-1, rows, size, columns, size, inputs.shape[-1]))
    x = ops.transpose(x, axes=(0, 1, 3, 2, 4, 5))
    return ops.reshape(x, (-1, rows * columns, size**2, inputs.shape[-1]))


def differences(inputs):
    """Of each value along the last axis and each other."""
    own = ops.expand_dims(inputs, -1)
    others = ops.expand_dims(inputs, -2)
    return ops.subtract(own, others)


def relative_places(x, size):
    """Where each pair of a window's tokens is found in a table of biases for all
    distances.

    The table has a row of 2 * size - 1 for each distance along the height. So two
    tokens lie as far apart in it as the numbers of their places are, when these are
    counted in rows of that length.
    """
    x = to_windows(x, size)
    x = ops.take(x, 0, axis=1)
    x = ops.take(x, 0, axis=2)
    x = ops.ones_like(x, dtype="int32")
    x = ops.cumsum(x, axis=1)
    x = ops.subtract(x, 1)
    number = x
    x = ops.floor_divide(x, size)
    row = ops.multiply(x, 2 * size - 1)
    x = ops.mod(number, size)
    x = ops.add(x, row)
    x = differences(x)
    return ops.add(x, 2 * size * (size - 1))


def patch_merging(inputs, *, name):
    """Four neighbours as one token of twice the channels."""
    x = ops.reshape(
        inputs,
        (-1, inputs.shape[-3] // 2, 2, inputs.shape[-2] // 2, 2, inputs.shape[-1]),
    )
    x = ops.transpose(x, axes=(0, 1, 3, 4, 2, 5))
    x = ops.reshape(
        x, (-1, inputs.shape[-3] // 2, inputs.shape[-2] // 2, 4 * inputs.shape[-1])
    )
    x = layers.LayerNormalization(epsilon=1e-05, name=f"{name}_norm")(x)
    return layers.Dense(2 * inputs.shape[-1], use_bias=False, name=f"{name}_reduction")(
        x
    )


def region(counted, length, size, shift):
    """0 before the last window, then 1, and 2 where the roll has put what came from the
    other end.
    """
    x = ops.greater(counted, length - size)
    last_window = ops.cast(x, "int32")
    x = ops.greater(counted, length - shift)
    x = ops.cast(x, "int32")
    return ops.add(x, last_window)


def shift_mask(x, size, shift):
    """-100 for two tokens of a window that only the roll has brought together."""
    height = x.shape[-3]
    width = x.shape[-2]
    x = ops.take(x, 0, axis=3)
    x = ops.ones_like(x, dtype="int32")
    ones = x
    x = ops.cumsum(x, axis=1)
    x = region(x, height, size, shift)
    rows = ops.multiply(x, 3)
    x = ops.cumsum(ones, axis=2)
    x = region(x, width, size, shift)
    x = ops.add(x, rows)
    x = ops.expand_dims(x, 3)
    x = to_windows(x, size)
    x = ops.squeeze(x, 3)
    x = differences(x)
    x = ops.not_equal(x, 0)
    x = ops.where(x, -100.0, 0.0)
    return ops.expand_dims(x, 2)


def from_windows(x, size, height, width):
    """(windows, tokens, channels) as (height, width, channels)."""
    channels = x.shape[3]
    x = ops.reshape(x, (-1, height // size, width // size, size, size, channels))
    x = ops.transpose(x, axes=(0, 1, 3, 2, 4, 5))
    return ops.reshape(x, (-1, height, width, channels))


def window_attention(x, places, mask_tensor, size, heads, shift=0, *, name):
    """Each token attends to those of its window; with a shift, windows lie across those
    without.
    """
    windows = x.shape[-3] // size * (x.shape[-2] // size)
    tokens = size**2
    channels = x.shape[-1] // heads
    h = x
    if shift > 0:
        h = ops.roll(h, (-shift, -shift), axis=(1, 2))
    h = to_windows(h, size)
    h = layers.Dense(3 * h.shape[-1], name=f"{name}_qkv")(h)
    h = ops.reshape(h, (-1, windows, tokens, 3, heads, channels))
    h, key, value = ops.unstack(h, axis=3)
    h = ops.multiply(h, channels**-0.5)
    scores = ops.einsum("bwqhc,bwkhc->bwhqk", h, key)
    h = layers.Embedding(
        (2 * size - 1) ** 2, heads, name=f"{name}_relative_position_bias"
    )(places)
    h = ops.transpose(h, axes=(0, 3, 1, 2))
    h = ops.expand_dims(h, 1)
    h = ops.add(h, scores)
    if shift > 0:
        h = ops.add(h, mask_tensor)
    h = ops.softmax(h)
    h = ops.einsum("bwhqk,bwkhc->bwqhc", h, value)
    h = ops.reshape(h, (-1, windows, tokens, heads * channels))
    h = layers.Dense(h.shape[-1], name=f"{name}_proj")(h)
    h = from_windows(h, size, x.shape[-3], x.shape[-2])
    if shift > 0:
        h = ops.roll(h, (shift, shift), axis=(1, 2))
    return h


def drop_path(x, rate, *, name):
    """A residual branch that is left out of some examples in training."""
    if rate > 0:
        x = layers.Dropout(rate, noise_shape=(None, 1, 1, 1), name=f"{name}_dropout")(x)
    return x


def swin_block(x, places, mask_tensor, heads, shift, drop_rate, *, window, name):
    """Attention within windows, then a perceptron for each token (Figure 3b)."""
    h = layers.LayerNormalization(epsilon=1e-05, name=f"{name}_norm1")(x)
    h = window_attention(
        h, places, mask_tensor, window, heads, shift=shift, name=f"{name}_attention"
    )
    h = drop_path(h, drop_rate, name=f"{name}_drop_path1")
    h = layers.Add(name=f"{name}_add1")([h, x])
    attended = h
    h = layers.LayerNormalization(epsilon=1e-05, name=f"{name}_norm2")(h)
    h = layers.Dense(4 * h.shape[-1], activation="gelu", name=f"{name}_mlp1")(h)
    h = layers.Dense(x.shape[-1], name=f"{name}_mlp2")(h)
    h = drop_path(h, drop_rate, name=f"{name}_drop_path2")
    return layers.Add(name=f"{name}_add2")([h, attended])


def stage(
    x,
    places,
    mask_tensor,
    depth,
    heads,
    earlier,
    *,
    depths,
    drop_path_rate,
    window,
    name,
):
    """Blocks whose windows lie in turn where they are and half a window further."""
    for index in range(1, depth + 1):
        x = swin_block(
            x,
            places,
            mask_tensor,
            heads,
            window // 2 if index % 2 == 0 and x.shape[-3] > window else 0,
            drop_path_rate * (earlier + index - 1) / (sum(depths) - 1),
            window=window,
            name=f"{name}_block{index}",
        )
    return x


def swin_t(
    image=224,
    patch=4,
    window=7,
    width=96,
    depths=(2, 2, 6, 2),
    heads=(3, 6, 12, 24),
    drop_path_rate=0.2,
    classes=1000,
    *,
    name="swin_t",
):
    """Swin transformers, Swin-T, -S and -B.

    Args:
        image: Height and width of the images
        patch: Height and width of what becomes one token
        window: Height and width of a window
        width: Channels of the first stage; each later one doubles them
        depths: How many blocks each stage has
        heads: How many heads attention has in each stage
        drop_path_rate: How often the last block is skipped in training
        classes: How many classes are told apart
    """
    earlier = tuple(
        sum(depths[k] for k in range(stage)) for stage in range(len(depths))
    )
    inputs = cast(Any, keras.Input((image, image, 3), name="input"))
    places = relative_places(inputs, window)

    # Patch embedding: (image, image, 3) -> (image // patch, image // patch, width)
    x = layers.Conv2D(width, patch, strides=patch, name="patch_embedding_conv")(inputs)
    x = layers.LayerNormalization(epsilon=1e-05, name="patch_embedding_norm")(x)

    # stage {depth_index}: -> (image // patch // 2 ** (depth_index - 1), image // patch
    # // 2 ** (depth_index - 1), any)
    for depth_index, depth in enumerate(depths, start=1):
        if depth_index > 1:
            x = patch_merging(x, name=f"stage{depth_index}_merging")
        merged = x
        if x.shape[-3] > window:
            x = shift_mask(x, window, window // 2)
        mask = x
        x = stage(
            merged,
            places,
            mask,
            depth,
            heads[depth_index - 1],
            earlier[depth_index - 1],
            depths=depths,
            drop_path_rate=drop_path_rate,
            window=window,
            name=f"stage{depth_index}",
        )

    # Classifier: -> (classes,)
    x = layers.LayerNormalization(epsilon=1e-05, name="norm")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(classes, name="head")(x)
    return keras.Model(inputs, x, name=name)


swin_s = partial(swin_t, depths=(2, 2, 18, 2), drop_path_rate=0.3, name="swin_s")
swin_b = partial(
    swin_t,
    depths=(2, 2, 18, 2),
    width=128,
    heads=(4, 8, 16, 32),
    drop_path_rate=0.5,
    name="swin_b",
)


if __name__ == "__main__":
    swin_t().summary()
