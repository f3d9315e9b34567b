"""The specs against independent networks with the same weights: keras.applications, and the notebook's code."""

from functools import partial

import keras
import numpy as np
import pytest
from keras import layers

import archspec


def randomize(model, gain):
    """Gives every weight, the statistics of normalizations too, a value that shows.

    Args:
        model: the network.
        gain: makes signals neither fade nor grow beyond what the softmax tells apart.
    """
    generator = np.random.default_rng(0)
    for layer in model.layers:
        weights = []
        for variable in layer.weights:
            if len(variable.shape) > 1:
                value = generator.normal(0, gain / np.sqrt(np.prod(variable.shape[:-1])), variable.shape)
            elif variable.name in ("gamma", "moving_variance"):
                value = generator.uniform(0.5, 1.5, variable.shape)
            else:
                value = generator.normal(0, 0.2, variable.shape)
            weights.append(value.astype("float32"))
        layer.set_weights(weights)


def copy(source, target, rename=lambda name: name):
    """Copies weights from layer to layer by name; every layer with weights must have its twin."""
    theirs = {layer.name: layer for layer in source.layers if layer.weights}
    ours = [layer for layer in target.layers if layer.weights]
    assert len(theirs) == len(ours)
    for layer in ours:
        layer.set_weights(theirs[rename(layer.name)].get_weights())


def largest_difference(first, second, shape):
    """Of the outputs for one image of noise and one of stripes, which must tell the two apart."""
    noise = np.random.default_rng(1).normal(size=(2, *shape))
    stripes = np.linspace(-2, 2, shape[0])[:, None, None]
    images = np.stack([noise[0], stripes + 0.3 * noise[1]]).astype("float32")
    one, other = (keras.ops.convert_to_numpy(model(images, training=False)) for model in (first, second))
    assert np.max(np.abs(one[0] - one[1])) > 0.02
    return np.max(np.abs(one - other))


def test_resnet50_is_that_of_keras_applications():
    theirs = keras.applications.ResNet50(weights=None)
    ours = archspec.load("resnet50_keras").build()
    assert ours.count_params() == theirs.count_params() == archspec.load("resnet50").totals.parameters == 25_636_712
    assert {layer.name for layer in ours.layers} - {"input"} == {layer.name for layer in theirs.layers[1:]}
    assert [weight.shape for weight in ours.weights] == [weight.shape for weight in theirs.weights]
    randomize(theirs, gain=1)
    copy(theirs, ours)
    assert largest_difference(theirs, ours, (224, 224, 3)) <= 1e-5


def test_densenet121_is_that_of_keras_applications():
    theirs = keras.applications.DenseNet121(weights=None)
    ours = archspec.load("densenet121").build()
    assert ours.count_params() == theirs.count_params() == 8_062_504
    # But for its input and its paddings, whose names tell how many were made before.
    named = {layer.name for layer in theirs.layers if not layer.name.startswith(("input_layer", "zero_padding2d"))}
    assert named <= {layer.name for layer in ours.layers}
    assert [weight.shape for weight in ours.weights] == [weight.shape for weight in theirs.weights]
    randomize(theirs, gain=1.4)
    copy(theirs, ours)
    # Theirs ends with the softmax, ours with the table's last row, flattened.
    assert largest_difference(theirs, ours, (224, 224, 3)) <= 1e-5


class Plain:
    """The notebook's two networks in plain functional Keras, its two slips mended.

    Args:
        printed: whether the second of them is left: bn2(x) in the place of bn2(h).
    """

    def __init__(self, printed=False):
        self.printed = printed
        self.input = keras.Input((28, 28, 1))
        self.x = layers.Conv2D(8, (3, 3), padding="same", activation="relu", name="conv1")(self.input)

    def end(self):
        x = layers.Flatten()(self.x)
        x = layers.Dense(128, activation="relu", name="dense1")(x)
        return keras.Model(self.input, layers.Dense(10, activation="softmax", name="dense2")(x))

    def residual_unit(self, filters, name):
        x = self.x
        h = layers.BatchNormalization(name=f"{name}_bn1")(x)
        h = layers.ReLU()(h)
        h = layers.Conv2D(filters, (3, 3), padding="same", name=f"{name}_conv1")(h)
        h = layers.BatchNormalization(name=f"{name}_bn2")(x if self.printed else h)
        h = layers.ReLU()(h)
        h = layers.Conv2D(filters, (3, 3), padding="same", name=f"{name}_conv2")(h)
        if x.shape[-1] != filters:
            x = layers.Conv2D(filters, (1, 1), padding="same", name=f"{name}_identity")(x)
        self.x = x + h

    def dense_unit(self, growth, name):
        h = layers.BatchNormalization(name=f"{name}_bn")(self.x)
        h = layers.ReLU()(h)
        h = layers.Conv2D(growth, (3, 3), padding="same", name=f"{name}_conv")(h)
        self.x = layers.Concatenate()([self.x, h])

    def transition(self, filters, name):
        x = layers.Conv2D(filters, (3, 3), padding="same", name=f"{name}_conv")(self.x)
        self.x = layers.MaxPooling2D()(x)


def plain_resnet(printed=False):
    net = Plain(printed)
    for stage, filters in enumerate((16, 32, 64), start=1):
        if stage > 1:
            net.x = layers.MaxPooling2D((2, 2))(net.x)
        for unit in (1, 2):
            net.residual_unit(filters, f"res{stage}_unit{unit}")
    return net.end()


def plain_densenet():
    net = Plain()
    for stage, (growth, filters) in enumerate(((4, 16), (8, 32), (16, None)), start=1):
        for unit in (1, 2):
            net.dense_unit(growth, f"dl{stage}_unit{unit}")
        if filters:
            net.transition(filters, f"tr{stage}")
    return net.end()


@pytest.mark.parametrize(
    ("spec", "variant", "twin", "gain"),
    [
        ("resnet_mnist", None, plain_resnet, 1),
        ("resnet_mnist", "as_printed", partial(plain_resnet, printed=True), 1),
        ("densenet_mnist", None, plain_densenet, 1.4),
    ],
)
def test_the_small_networks_are_those_of_the_notebook(spec, variant, twin, gain):
    theirs, ours = twin(), archspec.load(spec, variant=variant).build()
    assert ours.count_params() == theirs.count_params()
    randomize(theirs, gain)
    copy(theirs, ours)
    assert largest_difference(theirs, ours, (28, 28, 1)) <= 1e-5
