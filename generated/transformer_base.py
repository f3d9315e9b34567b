"""The Transformer, base and big.

Vaswani et al. 2017, "Attention Is All You Need", Figure 1 and Table 3.

Rows are the parts of Figure 1. Token 0 is padding, which nothing attends to. One table
of tokens, of both languages, is looked up for both inputs and makes the scores (Section
3.4).

63,045,632 parameters.

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers, ops


def keeping():
    """A function that gives a layer, or the one of the same name that it was given first."""
    kept = {}

    def once(layer):
        return kept.setdefault(layer.name, layer)

    return once


def not_padding(x):
    """Which tokens may be attended to, for any query."""
    x = ops.not_equal(x, 0)
    return ops.expand_dims(x, 1)


def sinusoidal_positions(inputs, *, name):
    """Waves of many lengths along the positions, added to the tokens.

    Channels 2i and 2i + 1 are the sine and cosine of position / 10000^(2i/channels).
    The numbers of the channels are made as those of the positions are.
    """
    x = ops.ones_like(inputs, dtype="float32")
    ones = x
    x = ops.cumsum(x, axis=2)
    x = ops.subtract(x, 1)
    channel = x
    x = ops.floor_divide(x, 2)
    x = ops.multiply(x, -2 / inputs.shape[-1])
    frequency = ops.power(10000, x)
    x = ops.cumsum(ones, axis=1)
    x = ops.subtract(x, 1)
    x = ops.multiply(x, frequency)
    angle = x
    sine = ops.sin(x)
    cosine = ops.cos(angle)
    x = ops.mod(channel, 2)
    x = ops.equal(x, 0)
    x = ops.where(x, sine, cosine)
    return layers.Add(name=f"{name}_add")([x, inputs])


def embedded(x, *, dropout, name):
    """Looked up vectors, scaled, with their positions."""
    x = ops.multiply(x, x.shape[-1] ** 0.5)
    x = sinusoidal_positions(x, name=name)
    return layers.Dropout(dropout, name=f"{name}_dropout")(x)


def residual(given, x, *, dropout, name):
    """LayerNorm(x + Sublayer(x)), of what a sublayer gives."""
    given = layers.Dropout(dropout, name=f"{name}_dropout")(given)
    given = layers.Add(name=f"{name}_add")([given, x])
    return layers.LayerNormalization(epsilon=1e-06, name=f"{name}_norm")(given)


def attention(x, memory, seen, causal=False, *, d_model, dropout, heads, name):
    """A sublayer that attends to a memory (Section 3.2.2)."""
    h = layers.MultiHeadAttention(
        heads, d_model // heads, use_bias=False, name=f"{name}_heads"
    )(x, memory, attention_mask=seen, use_causal_mask=causal)
    return residual(h, x, dropout=dropout, name=name)


def feed_forward(inputs, *, d_ff, d_model, dropout, name):
    """A sublayer for each position alone (Section 3.3)."""
    x = layers.Dense(d_ff, activation="relu", name=f"{name}_inner")(inputs)
    x = layers.Dense(d_model, name=f"{name}_outer")(x)
    return residual(x, inputs, dropout=dropout, name=name)


def encoder_layer(x, seen, *, d_ff, d_model, dropout, heads, name):
    h = attention(
        x, x, seen, d_model=d_model, dropout=dropout, heads=heads, name=f"{name}_self"
    )
    return feed_forward(
        h, d_ff=d_ff, d_model=d_model, dropout=dropout, name=f"{name}_feed_forward"
    )


def decoder_layer(x, seen, memory, memory_seen, *, d_ff, d_model, dropout, heads, name):
    h = attention(
        x,
        x,
        seen,
        causal=True,
        d_model=d_model,
        dropout=dropout,
        heads=heads,
        name=f"{name}_self",
    )
    h = attention(
        h,
        memory,
        memory_seen,
        d_model=d_model,
        dropout=dropout,
        heads=heads,
        name=f"{name}_cross",
    )
    return feed_forward(
        h, d_ff=d_ff, d_model=d_model, dropout=dropout, name=f"{name}_feed_forward"
    )


def transformer_base(
    depth=6,
    d_model=512,
    d_ff=2048,
    heads=8,
    dropout=0.1,
    vocabulary=37000,
    *,
    name="transformer_base",
):
    """The Transformer, base and big.

    Args:
        depth: Table 3, N
        d_model: Table 3, d_model
        d_ff: Table 3, d_ff
        heads: Table 3, h
        dropout: Table 3, P_drop
        vocabulary: How many tokens there are (Section 5.1)
    """
    source = keras.Input((None,), dtype="int32", name="source")
    target = keras.Input((None,), dtype="int32", name="target")
    once = keeping()
    source_seen = not_padding(source)
    target_seen = not_padding(target)

    # Input Embedding: -> (None, d_model)
    x = once(layers.ReversibleEmbedding(vocabulary, d_model, name="tokens"))(source)
    x = embedded(x, dropout=dropout, name="source")

    # Encoder: (None, d_model) -> (None, d_model)
    memory = x
    for index in range(1, depth + 1):
        x = encoder_layer(
            x,
            source_seen,
            d_ff=d_ff,
            d_model=d_model,
            dropout=dropout,
            heads=heads,
            name=f"encoder{index}",
        )
        memory = x

    # Output Embedding: -> (None, d_model)
    x = once(layers.ReversibleEmbedding(vocabulary, d_model, name="tokens"))(target)
    x = embedded(x, dropout=dropout, name="target")

    # Decoder: (None, d_model) -> (None, d_model)
    for index in range(1, depth + 1):
        x = decoder_layer(
            x,
            target_seen,
            memory,
            source_seen,
            d_ff=d_ff,
            d_model=d_model,
            dropout=dropout,
            heads=heads,
            name=f"decoder{index}",
        )

    # Linear: (None, d_model) -> (None, vocabulary)
    x = once(layers.ReversibleEmbedding(vocabulary, d_model, name="tokens"))(
        x, reverse=True
    )

    # Softmax: (None, vocabulary) -> (None, vocabulary)
    x = layers.Softmax(name="probabilities")(x)
    return keras.Model([source, target], x, name=name)


transformer_big = partial(
    transformer_base,
    d_model=1024,
    d_ff=4096,
    heads=16,
    dropout=0.3,
    name="transformer_big",
)


if __name__ == "__main__":
    transformer_base().summary()
