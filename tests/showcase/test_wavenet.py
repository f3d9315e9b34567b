"""WaveNet against one written in plain Keras after Figures 3 and 4 of van den Oord et al. 2016."""

import keras
from keras import ops

from archspec.graph.receptive import receptive_fields

from .twins import Twin, assert_is_twin, load

SMALL = {"cycles": 2, "doublings": 3, "residual": 8, "skip": 16}


def dilated(layers, x, filters, rate):
    """Figure 3: each place sees itself and one before it."""
    return layers.Conv1D(filters, 2, dilation_rate=rate)(ops.pad(x, [[0, 0], [rate, 0], [0, 0]]))


def figure_4(cycles, doublings, residual, skip):
    layers = Twin()
    samples = keras.Input((None,), dtype="int32")
    x = dilated(layers, ops.one_hot(samples, 256), residual, 1)
    rates = [2**power for _ in range(cycles) for power in range(doublings + 1)]
    total = 0.0
    for place, rate in enumerate(rates):
        z = ops.tanh(dilated(layers, x, residual, rate)) * ops.sigmoid(dilated(layers, x, residual, rate))
        total += layers.Conv1D(skip, 1)(z)
        if place + 1 < len(rates):
            x = x + layers.Conv1D(residual, 1)(z)
    x = layers.Conv1D(skip, 1)(ops.relu(total))
    x = layers.Conv1D(256, 1)(ops.relu(x))
    return layers, keras.Model(samples, ops.softmax(x))


def test_it_is_its_twin():
    assert_is_twin(load("wavenet", **SMALL), *figure_4(**SMALL), gain=2)


def test_the_whole_has_the_parameters_of_its_twin_and_sees_as_far():
    network = load("wavenet")
    assert network.totals.parameters == figure_4(3, 9, 32, 256)[1].count_params()
    # One place itself, one of the first convolution, and 1 + 2 + ... + 512 for each cycle.
    [output] = network.graph.outputs
    assert receptive_fields(network.graph)[output] == ((1 + 1 + 3 * 1023, 1),)
