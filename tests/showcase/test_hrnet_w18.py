"""HRNet against one written in plain Keras after Wang et al. 2019, and the figures of the authors' weights."""

import keras
import pytest
from keras import ops

from .twins import Twin, assert_is_twin, load

SMALL = {"width": 4, "modules": [1, 2, 1], "units": 1, "classes": 7}


class HighResolution:
    """Figure 2, from left to right; streams are a list, the highest resolution first."""

    def __init__(self, width, modules, units, classes):
        self.layers = Twin()
        self.widths = [width, 2 * width, 4 * width, 8 * width]
        self.modules = modules
        self.units = units
        self.classes = classes

    def conv(self, x, filters, size=3, stride=1, bias=False, epsilon=1e-5):
        x = self.layers.Conv2D(filters, size, stride, padding="same", use_bias=bias)(x)
        return self.layers.BatchNormalization(epsilon=epsilon)(x)

    def bottleneck(self, x, filters):
        beside = x if x.shape[-1] == 4 * filters else self.conv(x, 4 * filters, 1, epsilon=1.001e-5)
        x = ops.relu(self.conv(x, filters, 1, epsilon=1.001e-5))
        x = ops.relu(self.conv(x, filters, 3, epsilon=1.001e-5))
        return ops.relu(beside + self.conv(x, 4 * filters, 1, epsilon=1.001e-5))

    def basic(self, x):
        filters = x.shape[-1]
        inner = ops.relu(self.conv(x, filters, epsilon=1.001e-5))
        return ops.relu(x + self.conv(inner, filters, epsilon=1.001e-5))

    def given(self, x, source, target):
        """Figure 3: down by strided convolutions, up by a pointwise one and the nearest pixel."""
        if source > target:
            x = self.conv(x, self.widths[target], 1)
            for _ in range(source - target):
                x = ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2)
            return x
        for place in range(source + 1, target + 1):
            last = place == target
            x = self.conv(x, self.widths[target if last else source], stride=2)
            x = x if last else ops.relu(x)
        return x

    def module(self, streams):
        deep = []
        for stream in streams:
            x = stream
            for _ in range(self.units):
                x = self.basic(x)
            deep.append(x)
        places = range(len(deep))
        return [ops.relu(sum(self.given(deep[source], source, target) for source in places)) for target in places]

    def head(self, streams):
        x = None
        for stream, filters in zip(streams, (32, 64, 128, 256), strict=True):
            wide = self.bottleneck(stream, filters)
            x = wide if x is None else ops.relu(self.conv(x, 4 * filters, stride=2, bias=True)) + wide
        x = ops.relu(self.conv(x, 2048, 1, bias=True))
        return self.layers.Dense(self.classes)(ops.mean(x, axis=(1, 2)))

    def network(self):
        image = keras.Input((224, 224, 3))
        x = ops.relu(self.conv(ops.relu(self.conv(image, 64, stride=2)), 64, stride=2))
        for _ in range(4):
            x = self.bottleneck(x, 64)
        streams = [ops.relu(self.conv(x, self.widths[0])), ops.relu(self.conv(x, self.widths[1], stride=2))]
        for stage, modules in enumerate(self.modules):
            if stage > 0:
                streams.append(ops.relu(self.conv(streams[-1], self.widths[stage + 1], stride=2)))
            for _ in range(modules):
                streams = self.module(streams)
        return self.layers, keras.Model(image, self.head(streams))


def test_it_is_its_twin():
    assert_is_twin(load("hrnet_w18", **SMALL), *HighResolution(**SMALL).network(), gain=1.2)


# Of the weights that the authors published.
@pytest.mark.parametrize(
    ("variant", "parameters"), [(None, 21_299_004), ("hrnet_w32", 41_232_680), ("hrnet_w48", 77_469_864)]
)
def test_the_whole_has_the_parameters_of_the_authors(variant, parameters):
    assert load("hrnet_w18", variant=variant).totals.trainable_parameters == parameters
