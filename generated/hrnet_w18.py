"""HRNet-W18 that classifies.

Wang et al. 2019, "Deep High-Resolution Representation Learning for Visual Recognition",
Table 1, Figures 2 and 3; the head of its appendix.

A stage has one stream more than the one before it, at half the resolution and twice the
width. At the end of each module every stream becomes the sum of what all of them give
it.

21,350,220 parameters and 4,283,537,072 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def conv_bn(x, filters, kernel_size=3, stride=1, relu=True, use_bias=False, *, name):
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=stride,
        padding="same",
        use_bias=use_bias,
        name=f"{name}_conv",
    )(x)
    x = layers.BatchNormalization(epsilon=1e-05, name=f"{name}_bn")(x)
    if relu:
        x = layers.ReLU(name=f"{name}_relu")(x)
    return x


def bottleneck_unit(x, filters, stride=1, *, name):
    """Three convolutions (Figure 5, right) beside a shortcut by option B."""
    shortcut = x
    if stride > 1 or x.shape[-1] != 4 * filters:
        shortcut = layers.Conv2D(
            4 * filters, 1, strides=stride, use_bias=False, name=f"{name}_0_conv"
        )(shortcut)
        shortcut = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(
            shortcut
        )
    residual = layers.Conv2D(
        filters, 1, strides=stride, use_bias=False, name=f"{name}_1_conv"
    )(x)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_1_relu")(residual)
    residual = layers.Conv2D(
        filters, 3, padding="same", use_bias=False, name=f"{name}_2_conv"
    )(residual)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_2_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_2_relu")(residual)
    residual = layers.Conv2D(4 * filters, 1, use_bias=False, name=f"{name}_3_conv")(
        residual
    )
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_3_bn")(
        residual
    )
    x = layers.Add(name=f"{name}_add")([shortcut, residual])
    return layers.Activation("relu", name=f"{name}_out")(x)


def padded_shortcut(x, filters, stride, *, name):
    """A shortcut by option A, every stride-th pixel as it is, with zeros for the
    channels that are new.
    """
    x = layers.MaxPooling2D(pool_size=1, strides=stride, name=f"{name}_pool")(x)
    # Read as channels-first, the last axis, that of the channels, is the width.
    return layers.ZeroPadding2D(
        padding=((0, 0), (0, filters - x.shape[-1])),
        data_format="channels_first",
        name=f"{name}_pad",
    )(x)


def basic_unit(inputs, filters, stride=1, shortcut="B", *, name):
    """Two convolutions (Figure 5, left) beside a shortcut by option A or B, or beside
    none.
    """
    if shortcut == "A" and stride > 1:
        beside = padded_shortcut(inputs, filters, stride, name=f"{name}_0")
    else:
        x = inputs
        if shortcut == "B" and (stride > 1 or inputs.shape[-1] != filters):
            x = layers.Conv2D(
                filters, 1, strides=stride, use_bias=False, name=f"{name}_0_conv"
            )(x)
            x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(x)
        beside = x
    x = layers.ZeroPadding2D(padding=1, name=f"{name}_1_pad")(inputs)
    x = layers.Conv2D(
        filters, 3, strides=stride, use_bias=False, name=f"{name}_1_conv"
    )(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(x)
    x = layers.Activation("relu", name=f"{name}_1_relu")(x)
    x = layers.Conv2D(
        filters, 3, padding="same", use_bias=False, name=f"{name}_2_conv"
    )(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_2_bn")(x)
    if shortcut != "none":
        x = layers.Add(name=f"{name}_add")([beside, x])
    return layers.Activation("relu", name=f"{name}_out")(x)


def exchange(x, source, target, *, width, name):
    """What one stream gives another, at that one's resolution and width (Figure 3)."""
    if source > target:
        x = conv_bn(x, width * 2 ** (target - 1), kernel_size=1, relu=False, name=name)
        x = layers.UpSampling2D(size=2 ** (source - target), name=f"{name}_up")(x)
    for index in range(1, max(target - source, 0) + 1):
        x = conv_bn(
            x,
            width * 2 ** (target - 1) if index == target - source else x.shape[-1],
            stride=2,
            relu=index < target - source,
            name=f"{name}_down{index}",
        )
    return x


def hrnet_w18(width=18, modules=(1, 4, 3), units=4, classes=1000, *, name="hrnet_w18"):
    """HRNet-W18 that classifies.

    Args:
        width: Channels of the stream of the highest resolution
        modules: How many modules stages 2 to 4 have
        units: How many residual units each stream of a module has
        classes: How many classes are told apart
    """
    inputs = keras.Input((224, 224, 3), name="input")
    tensors = {"input": inputs}

    # Stem: -> (56, 56, 64)
    x = inputs
    for index in range(1, 3):
        x = conv_bn(x, 64, stride=2, name=f"stem{index}")

    # 4x, stage 1: -> (56, 56, 256)
    for index in range(1, 5):
        x = bottleneck_unit(x, 64, name=f"stage1_unit{index}")
        tensors["stream1"] = x
    for stage in (2, 3, 4):
        for n in range(1, stage + 1):
            if n == stage or stage == 2:
                x = conv_bn(
                    tensors[f"{'fused' if stage > 2 else 'stream'}{min(n, stage - 1)}"],
                    width * 2 ** (n - 1),
                    stride=2 if n == stage else 1,
                    name=f"stage{stage}_enter{n}",
                )
                tensors[f"entered{n}"] = x
            else:
                tensors[f"entered{n}"] = tensors[
                    f"{'fused' if stage > 2 else 'stream'}{min(n, stage - 1)}"
                ]
        for module in range(1, modules[stage - 2] + 1):
            # {4 * 2 ** (n - 1)}x, stage {stage}: -> (56 // 2 ** (n - 1), 56 // 2 ** (n
            # - 1), width * 2 ** (n - 1))
            for n in range(1, stage + 1):
                x = tensors[f"{'fused' if module > 1 else 'entered'}{n}"]
                for index in range(1, units + 1):
                    x = basic_unit(
                        x,
                        width * 2 ** (n - 1),
                        name=f"stage{stage}_module{module}_stream{n}_unit{index}",
                    )
                tensors[f"deep{n}"] = x
            for n in range(1, stage + 1):
                streams = [
                    exchange(
                        tensors[f"deep{m}"],
                        m,
                        n,
                        width=width,
                        name=f"stage{stage}_module{module}_fused{n}_from{m}",
                    )
                    for m in range(1, stage + 1)
                ]
                x = layers.Add(name=f"stage{stage}_module{module}_fused{n}_add")(
                    streams
                )
                x = layers.ReLU(name=f"stage{stage}_module{module}_fused{n}_relu")(x)
                tensors[f"fused{n}"] = x
    for n in range(1, 5):
        x = bottleneck_unit(
            tensors[f"fused{n}"], 32 * 2 ** (n - 1), name=f"head{n}_wide"
        )
        tensors[f"wide{n}"] = x
        if n > 1:
            x = conv_bn(
                tensors[f"joined{n - 1}"],
                128 * 2 ** (n - 1),
                stride=2,
                use_bias=True,
                name=f"head{n}_down",
            )
            x = layers.Add(name=f"head{n}_add")([x, tensors[f"wide{n}"]])
        tensors[f"joined{n}"] = x

    # Features: -> (7, 7, 2048)
    x = conv_bn(x, 2048, kernel_size=1, use_bias=True, name="last")
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(classes, name="classifier")(x)
    return keras.Model(inputs, x, name=name)


hrnet_w32 = partial(hrnet_w18, width=32, name="hrnet_w32")
hrnet_w48 = partial(hrnet_w18, width=48, name="hrnet_w48")


if __name__ == "__main__":
    hrnet_w18().summary()
