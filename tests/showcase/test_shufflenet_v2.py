"""ShuffleNet V2 against one written in plain Keras after Table 5 and Figure 3 of Ma et al. 2018."""

import keras
import pytest

from .twins import Twin, assert_is_twin, load

SMALL = {"width": 28, "last": 40, "classes": 6}


class Table5:
    """The layers of the table, and what Figure 3 makes of them."""

    def __init__(self):
        self.layers = Twin()

    def conv(self, x, filters, size=1, stride=1):
        x = self.layers.Conv2D(filters, size, stride, padding="same", use_bias=False)(x)
        return keras.ops.relu(self.layers.BatchNormalization(epsilon=1e-5)(x))

    def depthwise(self, x, stride):
        x = keras.ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
        x = self.layers.DepthwiseConv2D(3, stride, use_bias=False)(x)
        return self.layers.BatchNormalization(epsilon=1e-5)(x)

    def basic_unit(self, x):
        half = x.shape[-1] // 2
        right = self.conv(self.depthwise(self.conv(x[..., half:], half), 1), half)
        return shuffled(x[..., :half], right)

    def downsampling_unit(self, x, filters):
        left = self.conv(self.depthwise(x, 2), x.shape[-1])
        right = self.conv(self.depthwise(self.conv(x, filters // 2), 2), filters - x.shape[-1])
        return shuffled(left, right)

    def network(self, width, last, classes):
        image = keras.Input((224, 224, 3))
        x = self.conv(image, 24, 3, 2)
        x = self.layers.MaxPooling2D(3, 2, padding="same")(x)
        for stage, repeats in enumerate((3, 7, 3)):
            x = self.downsampling_unit(x, width * 2**stage)
            for _ in range(repeats):
                x = self.basic_unit(x)
        x = keras.ops.mean(self.conv(x, last), axis=(1, 2))
        return self.layers, keras.Model(image, self.layers.Dense(classes)(x))


def shuffled(left, right):
    """The channels of both, as a shuffle of two groups leaves them: by columns of what has two rows."""
    channels = [*range(left.shape[-1] + right.shape[-1])]
    half = len(channels) // 2
    order = [channel for pair in zip(channels[:half], channels[half:], strict=True) for channel in pair]
    return keras.ops.take(keras.ops.concatenate([left, right], axis=-1), order, axis=-1)


def test_it_is_its_twin():
    assert_is_twin(load("shufflenet_v2", **SMALL), *Table5().network(**SMALL), gain=1.6)


@pytest.mark.parametrize(("variant", "width", "last"), [("x0_5", 48, 1024), ("x2_0", 244, 2048)])
def test_the_whole_has_the_parameters_of_its_twin(variant, width, last):
    _, theirs = Table5().network(width, last, 1000)
    assert load("shufflenet_v2", variant=f"shufflenet_v2_{variant}").totals.parameters == theirs.count_params()
