"""Vision transformers, ViT-B/16 and its kin.

Dosovitskiy et al. 2021, "An Image Is Worth 16x16 Words", Figure 1 and Table 1.

Rows are the parts of Figure 1. What comes out are logits. In training on ImageNet all
three drop a tenth (Table 3), after every dense layer but the projections of attention.

86,567,656 parameters and 17,563,828,224 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers, ops


def class_token(inputs, *, name):
    """A learned token before all others."""
    x = ops.take(inputs, (0,), axis=1)
    x = ops.take(x, 0, axis=2)
    x = ops.zeros_like(x, dtype="int32")
    x = layers.Embedding(1, inputs.shape[-1], name=f"{name}_embedding")(x)
    return ops.concatenate([x, inputs], axis=1)


def position_numbers(x):
    """0, 1, 2 and so on in the place of the tokens."""
    x = ops.take(x, 0, axis=2)
    x = ops.ones_like(x, dtype="int32")
    x = ops.cumsum(x, axis=1)
    return ops.subtract(x, 1)


def learned_positions(inputs, length, *, name):
    """A learned vector for each position, added to its token."""
    x = position_numbers(inputs)
    x = layers.Embedding(length, inputs.shape[-1], name=f"{name}_embedding")(x)
    return layers.Add(name=f"{name}_add")([x, inputs])


def pre_norm_layer(
    inputs,
    heads,
    hidden,
    causal=False,
    approximate_gelu=False,
    epsilon=1e-06,
    attention_dropout=0.0,
    hidden_dropout=0.0,
    dropout=0.0,
    *,
    name,
):
    """Self-attention, then a perceptron for each token, each beside a shortcut."""
    x = layers.LayerNormalization(epsilon=epsilon, name=f"{name}_norm1")(inputs)
    x = layers.MultiHeadAttention(
        heads, x.shape[-1] // heads, dropout=attention_dropout, name=f"{name}_attention"
    )(x, x, use_causal_mask=causal)
    if dropout > 0:
        x = layers.Dropout(dropout, name=f"{name}_dropout1")(x)
    x = layers.Add(name=f"{name}_add1")([x, inputs])
    attended = x
    x = layers.LayerNormalization(epsilon=epsilon, name=f"{name}_norm2")(x)
    x = layers.Dense(hidden, name=f"{name}_mlp1")(x)
    x = ops.gelu(x, approximate=approximate_gelu)
    if hidden_dropout > 0:
        x = layers.Dropout(hidden_dropout, name=f"{name}_dropout2")(x)
    x = layers.Dense(inputs.shape[-1], name=f"{name}_mlp2")(x)
    if dropout > 0:
        x = layers.Dropout(dropout, name=f"{name}_dropout3")(x)
    return layers.Add(name=f"{name}_add2")([x, attended])


def vit_b16(
    image=224,
    patch=16,
    depth=12,
    width=768,
    hidden=3072,
    heads=12,
    dropout=0.1,
    classes=1000,
    *,
    name="vit_b16",
):
    """Vision transformers, ViT-B/16 and its kin.

    Args:
        image: Height and width of the images
        patch: Height and width of what becomes one token
        depth: Table 1, Layers
        width: Table 1, Hidden size D
        hidden: Table 1, MLP size
        heads: Table 1, Heads
        classes: How many classes are told apart
    """
    patches = (image // patch) ** 2
    inputs = keras.Input((image, image, 3), name="input")

    # Linear Projection of Flattened Patches: (image, image, 3) -> (patches, width)
    x = layers.Conv2D(width, patch, strides=patch, name="patch_embedding")(inputs)
    x = layers.Reshape((-1, width), name="tokens")(x)

    # Patch + Position Embedding: (patches, width) -> (patches + 1, width)
    x = class_token(x, name="class_token")
    x = learned_positions(x, patches + 1, name="position")
    x = layers.Dropout(dropout, name="dropout")(x)

    # Transformer Encoder: (patches + 1, width) -> (patches + 1, width)
    for index in range(1, depth + 1):
        x = pre_norm_layer(
            x,
            heads,
            hidden,
            hidden_dropout=dropout,
            dropout=dropout,
            name=f"layer{index}",
        )
    x = layers.LayerNormalization(epsilon=1e-06, name="norm")(x)

    # MLP Head: (patches + 1, width) -> (classes,)
    x = ops.take(x, 0, axis=1)
    x = layers.Dense(classes, kernel_initializer="zeros", name="head")(x)
    return keras.Model(inputs, x, name=name)


vit_b32 = partial(vit_b16, patch=32, name="vit_b32")
vit_l16 = partial(vit_b16, depth=24, width=1024, hidden=4096, heads=16, name="vit_l16")
vit_l32 = partial(
    vit_b16, patch=32, depth=24, width=1024, hidden=4096, heads=16, name="vit_l32"
)


if __name__ == "__main__":
    vit_b16().summary()
