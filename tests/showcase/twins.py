"""How a network of the showcase and its twin in plain Keras get the same weights, and how far apart they are."""

from functools import partial
from itertools import count

import keras
import numpy as np
from keras import ops

import archspec
from archspec.spec.files import shipped_folder
from tests.generate.executed import outputs


def load(name, **options):
    return archspec.load(shipped_folder() / "showcase" / f"{name}.yaml", **options)


class Numbered:
    """`keras.layers`, whose layers have for a name how many were made before them.

    Keras lists the layers of a model by their distance from its outputs, which twins need not share.
    """

    def __init__(self):
        self._numbers = count()

    def __getattr__(self, name):
        return partial(getattr(keras.layers, name), name=self.next_name())

    def next_name(self):
        return str(next(self._numbers))


layers = Numbered()


class Twin:
    """A network in plain Keras that remembers in which order its layers were made.

    Layers are made by `twin.Conv2D(...)`, as by `keras.layers`.
    """

    def __init__(self):
        self.layers = []

    def __getattr__(self, kind):
        def make(*arguments, **options):
            self.layers.append(getattr(keras.layers, kind)(*arguments, **options))
            return self.layers[-1]

        return make

    @property
    def weights(self):
        """All weights, those of layers that were made first before the others."""
        return [weight for layer in self.layers for weight in layer.weights]


def give_the_same_weights(theirs, ours, network):
    """Random values for both, weight for weight, in the order in which the layers are written.

    Args:
        theirs: the twin, made of numbered layers.
        ours: the model that is built of the network.
        network: the spec.
    """
    made = sorted([layer for layer in theirs.layers if layer.weights], key=lambda layer: int(layer.name))
    written = [ours.get_layer(name) for name in layer_names(network.graph)]
    one, other = (unique(weight for layer in each for weight in layer.weights) for each in (made, written))
    assert [weight.shape for weight in one] == [weight.shape for weight in other]
    generator = np.random.default_rng(0)
    for first, second in zip(one, other, strict=True):
        value = drawn(first, generator)
        first.assign(value)
        second.assign(value)


def unique(weights):
    """The weights, each once: layers may have some of others."""
    return list({id(weight): weight for weight in weights}.values())


def layer_names(graph):
    """The names of the layers, functions left out, in the order in which they are first called."""
    called = [node.layer for node in graph.nodes if node.layer]
    return dict.fromkeys(layer.name for layer in called if layer.definition.is_layer)


def drawn(weight, generator, gain=1.0):
    """A value that shows, and neither fades nor grows from layer to layer."""
    if weight.name in ("gamma", "moving_variance"):
        value = generator.uniform(0.5, 1.5, weight.shape)
    elif weight.name == "kernel":
        taken = weight.shape[:-1] if len(weight.shape) == 4 else weight.shape[:1]
        value = generator.normal(0, gain / np.sqrt(np.prod(taken)), weight.shape)
    else:
        value = generator.normal(0, 0.05 if weight.name == "table" else 0.2, weight.shape)
    return value.astype("float32")


def assert_is_twin(network, twin, theirs, gain=1.0):
    """Asserts that a network has the parameters of its twin, and with the same weights its outputs.

    Args:
        network: ours.
        twin: what made the layers of theirs, in the order in which the spec makes ours.
        theirs: the model that they make.
        gain: makes signals neither fade nor grow without bounds.
    """
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters
    written = [ours.get_layer(name) for name in layer_names(network.graph)]
    generator = np.random.default_rng(0)
    for one, other in zip((weight for layer in written for weight in layer.weights), twin.weights, strict=True):
        assert (one.name, one.shape) == (other.name, other.shape)
        value = drawn(one, generator, gain)
        one.assign(value)
        other.assign(value)
    inputs = [drawn_input(each, generator) for each in ours.inputs]
    for one, other in zip(outputs(ours, inputs), outputs(theirs, inputs), strict=True):
        assert one.shape == other.shape
        # Both examples differ, or what comes out says nothing.
        assert np.max(np.abs(one[0] - one[1])) > 0.01 * np.max(np.abs(one))
        assert np.max(np.abs(one - other)) <= 1e-5 * np.max(np.abs(one))


def drawn_input(tensor, generator, length=40, most=200):
    """Two examples for an input of a model."""
    shape = tuple(size or length for size in (2, *tensor.shape[1:]))
    if tensor.dtype.startswith("int"):
        return generator.integers(0, most, shape).astype(tensor.dtype)
    return generator.normal(size=shape).astype(tensor.dtype)


def largest_difference(first, second, *inputs):
    """Of the outputs for inputs of two examples, in parts of the largest; the two must be told apart."""
    one, other = (ops.convert_to_numpy(model(arranged(inputs), training=False)) for model in (first, second))
    assert one.shape == other.shape
    assert np.max(np.abs(one[0] - one[1])) > 0.1 * np.max(np.abs(one))
    return np.max(np.abs(one - other)) / np.max(np.abs(one))


def arranged(inputs):
    return inputs[0] if len(inputs) == 1 else list(inputs)


def images(height, width):
    """One of noise, and one of stripes."""
    noise = np.random.default_rng(1).normal(size=(2, height, width, 3))
    stripes = np.linspace(-2, 2, height)[:, None, None]
    return np.stack([noise[0], stripes + 0.3 * noise[1]]).astype("float32")


def words(length, vocabulary, seed=1):
    return np.random.default_rng(seed).integers(1, vocabulary, size=(2, length)).astype("int32")


class Table(keras.Layer):
    """A learned table as it is: (rows, columns)."""

    def __init__(self, rows, columns):
        super().__init__(name=layers.next_name())
        self.rows, self.columns = rows, columns

    def build(self, _):
        self.table = self.add_weight(shape=(self.rows, self.columns), name="table")

    def call(self, x):
        return ops.broadcast_to(self.table, (ops.shape(x)[0], self.rows, self.columns))


def attention(query, memory, heads, use_bias=True, hidden=None):
    """Scaled dot products after Equation 1 of Vaswani et al. 2017, of several heads.

    Args:
        query: what asks, (length, channels).
        memory: what is asked, (length, channels).
        heads: how many heads there are.
        use_bias: whether the projections add something.
        hidden: 1 where a query must not see a key, (queries, keys) or what stretches to it.
    """
    size = query.shape[-1] // heads
    bias = "hd" if use_bias else None
    q, k, v = (
        layers.EinsumDense("btc,chd->bthd", (None, heads, size), bias_axes=bias)(each)
        for each in (query, memory, memory)
    )
    scores = ops.matmul(ops.transpose(q, (0, 2, 1, 3)), ops.transpose(k, (0, 2, 3, 1))) / size**0.5
    if hidden is not None:
        scores = scores - 1e9 * hidden
    seen = ops.transpose(ops.matmul(ops.softmax(scores), ops.transpose(v, (0, 2, 1, 3))), (0, 2, 1, 3))
    bias = "c" if use_bias else None
    return layers.EinsumDense("bthd,hdc->btc", (None, query.shape[-1]), bias_axes=bias)(seen)


def hidden_future(length):
    """1 where a key comes after the query."""
    return np.triu(np.ones((length, length), "float32"), 1)
