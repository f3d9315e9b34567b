"""GPT-2 and the first Transformer against networks in plain Keras, written after the papers.

Radford et al. 2019, Section 2.3 and the authors' code; Vaswani et al. 2017, Section 3.
"""

import keras
import numpy as np
import pytest
from keras import ops

from .twins import Table, attention, give_the_same_weights, hidden_future, largest_difference, layers, load, words


class Vocabulary(keras.Layer):
    """A table of words, which are looked up in it and compared with it."""

    def __init__(self, count, width):
        super().__init__(name=layers.next_name())
        self.table = self.add_weight(shape=(count, width), name="table")

    def call(self, tokens):
        return ops.take(self.table, tokens, axis=0)


class Scores(keras.Layer):
    """How near each vector is to each word of a vocabulary."""

    def __init__(self, vocabulary):
        super().__init__(name=layers.next_name())
        self.vocabulary = vocabulary

    def call(self, x):
        return ops.matmul(x, ops.transpose(self.vocabulary.table))


def gpt2(length, context=1024, vocabulary=50257, depth=12, width=768):
    tokens = keras.Input((length,), dtype="int32")
    table = Vocabulary(vocabulary, width)
    x = table(tokens)
    x = x + Table(context, width)(x)[:, :length]
    for _ in range(depth):
        normalized = layers.LayerNormalization(epsilon=1e-5)(x)
        x = x + attention(normalized, normalized, width // 64, hidden=hidden_future(length))
        h = layers.LayerNormalization(epsilon=1e-5)(x)
        h = layers.Dense(4 * width)(h)
        h = 0.5 * h * (1 + ops.tanh((2 / 3.141592653589793) ** 0.5 * (h + 0.044715 * h**3)))
        x = x + layers.Dense(width)(h)
    x = layers.LayerNormalization(epsilon=1e-5)(x)
    return keras.Model(tokens, Scores(table)(x))


def test_gpt2_is_its_twin():
    theirs, network = gpt2(16), load("gpt2_small", any_length=True)
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters == 124_439_808
    assert load("gpt2_small").totals.parameters == 124_439_808
    give_the_same_weights(theirs, ours, network)
    assert largest_difference(theirs, ours, words(16, 50257)) <= 1e-5


@pytest.mark.parametrize(
    ("depth", "width", "parameters"),
    [(24, 1024, 354_823_168), (36, 1280, 774_030_080), (48, 1600, 1_557_611_200)],
)
def test_the_other_sizes_have_the_weights_that_others_count(depth, width, parameters):
    """The counts of the networks that the authors published."""
    assert load("gpt2_small", depth=depth, d_model=width).totals.parameters == parameters


def waves(length, width):
    """Section 3.5: PE(pos, 2i) = sin(pos / 10000^(2i/d_model)), and the cosine for 2i + 1."""
    angles = np.arange(length)[:, None] / 10000 ** (np.arange(0, width, 2) / width)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(length, width).astype("float32")


def transformer(source_length, target_length, vocabulary=37000, depth=6, width=512, inner=2048, heads=8):
    source = keras.Input((source_length,), dtype="int32")
    target = keras.Input((target_length,), dtype="int32")
    table = Vocabulary(vocabulary, width)
    hidden = padding(source)
    memory = table(source) * width**0.5 + waves(source_length, width)
    for _ in range(depth):
        memory = normalized_sum(memory, attention(memory, memory, heads, use_bias=False, hidden=hidden))
        memory = normalized_sum(memory, feed_forward(memory, inner))
    x = table(target) * width**0.5 + waves(target_length, width)
    future = ops.maximum(padding(target), hidden_future(target_length))
    for _ in range(depth):
        x = normalized_sum(x, attention(x, x, heads, use_bias=False, hidden=future))
        x = normalized_sum(x, attention(x, memory, heads, use_bias=False, hidden=hidden))
        x = normalized_sum(x, feed_forward(x, inner))
    return keras.Model([source, target], ops.softmax(Scores(table)(x)))


def padding(tokens):
    """1 where a key is padding, for each head and query."""
    return ops.cast(ops.equal(tokens, 0), "float32")[:, None, None]


def feed_forward(x, inner):
    width = x.shape[-1]
    x = layers.Dense(inner, activation="relu")(x)
    return layers.Dense(width)(x)


def normalized_sum(x, given):
    return layers.LayerNormalization(epsilon=1e-6)(x + given)


def padded(length, vocabulary, seed):
    """Words of which the first example ends with two of padding."""
    tokens = words(length, vocabulary, seed)
    tokens[0, -2:] = 0
    return tokens


def test_the_transformer_is_its_twin():
    theirs, network = transformer(12, 9), load("transformer_base")
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters
    give_the_same_weights(theirs, ours, network)
    inputs = padded(12, 37000, seed=1), padded(9, 37000, seed=2)
    assert largest_difference(theirs, ours, *inputs) <= 1e-5
