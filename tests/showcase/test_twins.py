"""The showcase against networks written in plain Keras after the papers' figures, with the same weights."""

import keras
import numpy as np
import pytest
from keras import layers

import archspec
from archspec.spec.files import shipped_folder
from tests.specs.test_twins import copy, randomize


def load(name, **options):
    return archspec.load(shipped_folder() / "showcase" / f"{name}.yaml", **options)


def largest_difference(first, second, shape):
    """Of the outputs for noise, in parts of the largest output."""
    noise = np.random.default_rng(1).normal(size=(2, *shape)).astype("float32")
    one, other = (keras.ops.convert_to_numpy(model(noise, training=False)) for model in (first, second))
    return np.max(np.abs(one - other)) / np.max(np.abs(one))


def conv_bn_relu(x, name, kernel_size=1, rate=1):
    x = layers.Conv2D(256, kernel_size, padding="same", dilation_rate=rate, use_bias=False, name=f"{name}_conv")(x)
    return layers.ReLU()(layers.BatchNormalization(name=f"{name}_bn")(x))


def deeplab_aspp(rates):
    """Figure 5 of Chen et al. 2017: (a) the pyramid, (b) the features of the whole image."""
    features = keras.Input((33, 33, 2048))
    seen = [conv_bn_relu(features, "point")]
    seen += [conv_bn_relu(features, f"rate{rate}", 3, rate) for rate in rates]
    image = conv_bn_relu(keras.ops.mean(features, axis=(1, 2), keepdims=True), "image")
    # To resize a single pixel is to repeat it.
    seen.append(keras.ops.tile(image, (1, 33, 33, 1)))
    x = conv_bn_relu(keras.ops.concatenate(seen, axis=-1), "project")
    return keras.Model(features, layers.Conv2D(21, 1, name="logits")(x))


@pytest.mark.parametrize(("variant", "rates"), [(None, (6, 12, 18)), ("output_stride_8", (12, 24, 36))])
def test_the_head_of_deeplab_is_its_twin(variant, rates):
    theirs = deeplab_aspp(rates)
    network = load("deeplab_aspp", variant=variant)
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters
    randomize(theirs, gain=1)
    copy(theirs, ours)
    assert largest_difference(theirs, ours, (33, 33, 2048)) <= 1e-5


def bilstm_tagger(vocabulary, embedding, units, tags):
    """Figure 4 of Huang et al. 2015: word features, an LSTM in each direction, and tags."""
    words = keras.Input((None,), dtype="int32")
    x = layers.Embedding(vocabulary, embedding, name="words")(words)
    mask = keras.ops.not_equal(words, 0)
    forwards = layers.LSTM(units, return_sequences=True, name="forwards")(x, mask=mask)
    backwards = layers.LSTM(units, return_sequences=True, go_backwards=True, name="backwards")(x, mask=mask)
    both = keras.ops.concatenate([forwards, keras.ops.flip(backwards, axis=1)], axis=-1)
    return keras.Model(words, layers.Dense(tags, activation="softmax", name="tags")(both))


def test_the_bidirectional_tagger_is_its_twin():
    network = load("bilstm_tagger", vocabulary=30, units=7)
    ours, theirs = network.build(), bilstm_tagger(30, 50, 7, 9)
    assert ours.count_params() == theirs.count_params() == network.totals.parameters
    randomize(theirs, gain=1)
    order = ("words", "forwards", "backwards", "tags")
    ours.set_weights([weight for name in order for weight in theirs.get_layer(name).get_weights()])
    sentences = np.array([[3, 1, 4, 1, 5, 9], [2, 6, 5, 0, 0, 0]], "int32")
    one, other = (keras.ops.convert_to_numpy(model(sentences, training=False)) for model in (theirs, ours))
    # What is filled up has no tag, and the two keep something else there.
    known = sentences != 0
    assert np.max(np.abs(one[known] - other[known])) <= 1e-5 * np.max(np.abs(one))
