"""WaveNet.

Van den Oord et al. 2016, "WaveNet, A Generative Model for Raw Audio", Figures 3 and 4,
Sections 2.1 to 2.4.

Each sample is one of 256 steps of the mu-law; what comes out at a place tells the
sample after it. The paper prints no widths.

556,864 parameters.

Made by `archspec generate`; change the spec and make it anew.
"""

import keras
from keras import layers, ops


def gated_unit(inputs, rate, last=False, *, residual, skip, name):
    """A dilated convolution behind a gate, added to its input, and a part of the output
    (Figure 4).
    """
    filter = layers.Conv1D(
        residual,
        2,
        dilation_rate=rate,
        padding="causal",
        activation="tanh",
        name=f"{name}_filter",
    )(inputs)
    gate = layers.Conv1D(
        residual,
        2,
        dilation_rate=rate,
        padding="causal",
        activation="sigmoid",
        name=f"{name}_gate",
    )(inputs)
    x = layers.Multiply(name=f"{name}_gated")([filter, gate])
    gated = x
    skipped = layers.Conv1D(skip, 1, name=f"{name}_skip")(x)
    if not last:
        x = layers.Conv1D(residual, 1, name=f"{name}_residual")(gated)
        carried = layers.Add(name=f"{name}_add")([x, inputs])
    else:
        carried = gated
    return carried, skipped


def wavenet(cycles=3, doublings=9, residual=32, skip=256, *, name="wavenet"):
    """WaveNet.

    Args:
        cycles: How often the dilations run from 1 to the last
        doublings: The last dilation, as a power of 2
        residual: Channels that go from unit to unit
        skip: Channels that go from each unit to the output
    """
    rates = tuple(2**n for n in range(doublings + 1))
    units = cycles * len(rates)
    samples = keras.Input((None,), dtype="int32", name="samples")
    tensors = {}
    x = ops.one_hot(samples, 256)

    # Causal conv: -> (None, residual)
    x = layers.Conv1D(residual, 2, padding="causal", name="causal")(x)

    # k layers: -> (None, residual)
    for index in range(1, units + 1):
        x, tensors[f"skip{index}"] = gated_unit(
            x,
            rates[(index - 1) % len(rates)],
            last=index == units,
            residual=residual,
            skip=skip,
            name=f"unit{index}",
        )

    # +: -> (None, skip)
    skips = [tensors[f"skip{index}"] for index in range(1, units + 1)]
    x = layers.Add(name="skips")(skips)

    # ReLU, 1x1, ReLU, 1x1, softmax: -> (None, 256)
    x = layers.ReLU(name="relu1")(x)
    x = layers.Conv1D(skip, 1, activation="relu", name="conv1")(x)
    x = layers.Conv1D(256, 1, activation="softmax", name="conv2")(x)
    return keras.Model(samples, x, name=name)


if __name__ == "__main__":
    wavenet().summary()
