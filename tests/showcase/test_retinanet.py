"""RetinaNet against one written in plain Keras after Lin et al. 2017, over the ResNet-50 of keras.applications."""

import keras
from keras import ops

from .twins import Twin, assert_is_twin, load

SMALL = {"size": 128, "classes": 5, "filters": 32}
TAPS = ("conv3_block4_out", "conv4_block6_out", "conv5_block3_out")


def pyramid(layers, c3, c4, c5, filters):
    """Section 4, footnote 2: P3 to P5 as in Lin et al. 2017 (FPN), P6 from C5, P7 from P6."""
    top = layers.Conv2D(filters, 1)(c5)
    p5 = layers.Conv2D(filters, 3, padding="same")(top)
    top = layers.Conv2D(filters, 1)(c4) + doubled(top)
    p4 = layers.Conv2D(filters, 3, padding="same")(top)
    top = layers.Conv2D(filters, 1)(c3) + doubled(top)
    p3 = layers.Conv2D(filters, 3, padding="same")(top)
    p6 = layers.Conv2D(filters, 3, strides=2, padding="same")(c5)
    p7 = layers.Conv2D(filters, 3, strides=2, padding="same")(ops.relu(p6))
    return p3, p4, p5, p6, p7


def doubled(x):
    return ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2)


def on_all(layers, levels, filters, numbers):
    """Figure 3 (c) and (d): the same five convolutions at each level; so many numbers of each of nine anchors."""
    shared = [layers.Conv2D(filters, 3, padding="same", activation="relu") for _ in range(4)]
    shared.append(layers.Conv2D(9 * numbers, 3, padding="same"))
    found = []
    for level in levels:
        x = level
        for layer in shared:
            x = layer(x)
        found.append(ops.reshape(x, (-1, x.shape[1] * x.shape[2] * 9, numbers)))
    return ops.concatenate(found, axis=1)


def figure_3(size, classes, filters, order):
    """The network, and its layers, those of the backbone in the order of these names."""
    backbone = keras.applications.ResNet50(include_top=False, weights=None, input_shape=(size, size, 3))
    layers = Twin()
    layers.layers += sorted((layer for layer in backbone.layers if layer.weights), key=lambda each: order[each.name])
    levels = pyramid(layers, *(backbone.get_layer(tap).output for tap in TAPS), filters)
    scores = ops.sigmoid(on_all(layers, levels, filters, classes))
    boxes = on_all(layers, levels, filters, 4)
    return layers, keras.Model(backbone.input, {"scores": scores, "boxes": boxes})


def test_it_is_its_twin():
    network = load("retinanet", **SMALL)
    order = {node.name: place for place, node in enumerate(network.graph.nodes)}
    assert_is_twin(network, *figure_3(**SMALL, order=order))


def test_the_parameters_are_those_of_a_widely_used_one():
    # keras-retinanet has 36,382,957 with one class, without the 26,560 biases of the convolutions of the backbone.
    assert load("retinanet", classes=1).totals.parameters == 36_382_957 + 26_560
    # And all anchors of a 640x640 image: 9 at each position of 80x80, 40x40, 20x20, 10x10 and 5x5.
    graph = load("retinanet").graph
    assert [graph.nodes[output].output_shape for output in graph.outputs] == [(76_725, 80), (76_725, 4)]
