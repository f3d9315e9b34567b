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
