"""GPT-2, the smallest of four.

Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", Section 2.3
and Table 2; what these leave open is as in the authors' code.

What comes out are the scores of each next token, by the table that the tokens were
looked up in. The others of Table 2 are depth 24, 36 and 48 with d_model 1024, 1280 and
1600.

124,439,808 parameters and 145,824,153,600 multiply-adds (one multiply-add is one).

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


def gpt2_small(
    context=1024,
    any_length=False,
    vocabulary=50257,
    depth=12,
    d_model=768,
    dropout=0.1,
    *,
    name="gpt2_small",
):
    """GPT-2, the smallest of four.

    Args:
        context: How many tokens are seen at most
        any_length: Whether fewer tokens may go in
        vocabulary: How many tokens there are
        depth: Table 2, Layers
        d_model: Table 2, d_model
    """
    tokens = keras.Input(
        (None if any_length else context,), dtype="int32", name="tokens"
    )
    once = keeping()

    # Token embedding: (1024,) -> (1024, 768)
    x = once(layers.ReversibleEmbedding(vocabulary, d_model, name="token_embedding"))(
        tokens
    )
    x = learned_positions(x, context, name="position")
    x = layers.Dropout(dropout, name="dropout")(x)

    # Layers: (1024, 768) -> (1024, 768)
    for index in range(1, depth + 1):
        x = pre_norm_layer(
            x,
            d_model // 64,
            4 * d_model,
            causal=True,
            approximate_gelu=True,
            epsilon=1e-05,
            attention_dropout=dropout,
            dropout=dropout,
            name=f"layer{index}",
        )
    x = layers.LayerNormalization(epsilon=1e-05, name="norm")(x)

    # Scores: (1024, 768) -> (1024, 50257)
    x = once(layers.ReversibleEmbedding(vocabulary, d_model, name="token_embedding"))(
        x, reverse=True
    )
    return keras.Model(tokens, x, name=name)


if __name__ == "__main__":
    gpt2_small().summary()
