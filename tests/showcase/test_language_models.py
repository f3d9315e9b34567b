"""GPT-2 against a network written in plain Keras after Section 2.3 of Radford et al. 2019 and its authors' code."""

import keras
import pytest
from keras import layers, ops

from tests.generate.executed import assert_source_makes

from .twins import Table, attention, give_the_same_weights, hidden_future, largest_difference, load, words

SMALL = {"context": 9, "vocabulary": 11, "depth": 2, "d_model": 128}


class Vocabulary(layers.Layer):
    """A table of words, which are looked up in it and compared with it."""

    def __init__(self, count, width, **options):
        super().__init__(**options)
        self.table = self.add_weight(shape=(count, width), name="table")

    def call(self, tokens):
        return ops.take(self.table, tokens, axis=0)


class Scores(layers.Layer):
    """How near each vector is to each word of a vocabulary."""

    def __init__(self, vocabulary, **options):
        super().__init__(**options)
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
    return keras.Model(tokens, Scores(table)(layers.LayerNormalization(epsilon=1e-5)(x)))


def test_gpt2_is_its_twin():
    theirs, network = gpt2(16), load("gpt2_small", any_length=True)
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters == 124_439_808
    assert load("gpt2_small").totals.parameters == 124_439_808
    give_the_same_weights(theirs, ours)
    assert largest_difference(theirs, ours, words(16, 50257)) <= 1e-5


@pytest.mark.parametrize(
    ("depth", "width", "parameters"),
    [(24, 1024, 354_823_168), (36, 1280, 774_030_080), (48, 1600, 1_557_611_200)],
)
def test_the_other_sizes_have_the_weights_that_others_count(depth, width, parameters):
    """The counts of the networks that the authors published."""
    assert load("gpt2_small", depth=depth, d_model=width).totals.parameters == parameters


@pytest.mark.parametrize("style", ["functional", "flat", "subclass"])
def test_its_source_makes_it(style):
    assert_source_makes(load("gpt2_small", **SMALL), style)
