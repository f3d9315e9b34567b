"""RetinaNet over ResNet-50.

Lin et al. 2017, "Focal Loss for Dense Object Detection", Figure 3 and Section 4.

Both subnets are shared by all levels of the pyramid. Anchors come one after the other,
those of P3 first; scores are sigmoids, boxes the four offsets from the anchor. The
backbone is that of keras.applications.

38,048,372 parameters and 93,461,120,000 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial
from typing import Any, cast

import keras
from keras import layers


def keeping():
    """A function that gives a layer, or the one of the same name that it was given first."""
    kept = {}

    def once(layer):
        return kept.setdefault(layer.name, layer)

    return once


def bottleneck(x, filters, stride=1, *, name):
    """Three convolutions beside a shortcut, which is projected where the shapes differ
    (Figure 5, right).
    """
    shortcut = x
    if x.shape[-1] != 4 * filters or stride != 1:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(
            shortcut
        )
        shortcut = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(
            shortcut
        )
    residual = layers.Conv2D(filters, 1, strides=stride, name=f"{name}_1_conv")(x)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_1_relu")(residual)
    residual = layers.Conv2D(filters, 3, padding="same", name=f"{name}_2_conv")(
        residual
    )
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_2_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_2_relu")(residual)
    residual = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(residual)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_3_bn")(
        residual
    )
    x = layers.Add(name=f"{name}_add")([shortcut, residual])
    return layers.Activation("relu", name=f"{name}_out")(x)


def resnet(x, *, depths):
    """A residual network without its classifier."""
    tensors = {}
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(x)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.ReLU(name="conv1_relu")(x)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1_pool")(x)
    for width_index, width in enumerate((64, 128, 256, 512), start=1):
        for index in range(1, depths[width_index - 1] + 1):
            x = bottleneck(
                x,
                width,
                stride=2 if index == 1 and width_index > 1 else 1,
                name=f"conv{width_index + 1}_block{index}",
            )
        tensors[f"c{width_index + 1}"] = x
    return tensors["c3"], tensors["c4"], tensors["c5"]


def feature_pyramid(c3, c4, c5, *, filters):
    """Semantics from above, places from beside, and two smaller levels (Section 4,
    footnote 2).
    """
    tensors = {"c3": c3, "c4": c4, "c5": c5}
    for level in (5, 4, 3):
        x = layers.Conv2D(filters, 1, name=f"lateral{level}")(tensors[f"c{level}"])
        tensors[f"lateral{level}"] = x
        if level < 5:
            x = layers.UpSampling2D(name=f"up{level}")(tensors[f"merged{level + 1}"])
            x = layers.Add(name=f"merged{level}")([x, tensors[f"lateral{level}"]])
        tensors[f"merged{level}"] = x
        tensors[f"p{level}"] = layers.Conv2D(
            filters, 3, padding="same", name=f"p{level}"
        )(x)
    x = layers.Conv2D(filters, 3, strides=2, padding="same", name="p6")(c5)
    p6 = x
    x = layers.ReLU(name="p6_relu")(x)
    p7 = layers.Conv2D(filters, 3, strides=2, padding="same", name="p7")(x)
    return tensors["p3"], tensors["p4"], tensors["p5"], p6, p7


def subnet(x, numbers, bias: Any = 0, *, anchors, filters, once, name):
    """Four convolutions, and one that tells so many numbers of each anchor (Figure 3c
    and d).
    """
    # WxHx256, x4: -> (in.height, in.width, filters)
    for index in range(1, 5):
        x = once(
            layers.Conv2D(
                filters,
                3,
                padding="same",
                activation="relu",
                kernel_initializer=cast(
                    Any, keras.initializers.RandomNormal(stddev=0.01)
                ),
                name=f"{name}_conv{index}",
            ),
        )(x)
    # WxHx{numbers}A: -> (in.height, in.width, anchors * numbers)
    x = once(
        layers.Conv2D(
            anchors * numbers,
            3,
            padding="same",
            kernel_initializer=cast(Any, keras.initializers.RandomNormal(stddev=0.01)),
            bias_initializer=cast(Any, keras.initializers.Constant(value=bias)),
            name=f"{name}_output",
        ),
    )(x)
    return once(layers.Reshape((-1, numbers), name=f"{name}_each"))(x)


def retinanet(
    size=640,
    classes=80,
    anchors=9,
    depths=(3, 4, 6, 3),
    filters=256,
    *,
    name="retinanet",
):
    """RetinaNet over ResNet-50.

    Args:
        size: Height and width of the images, a multiple of 32
        classes: Those of COCO
        anchors: At each position, of three sizes and three proportions
        depths: How many bottlenecks each of the four stages has
        filters: Channels of the pyramid and of the subnets
    """
    inputs = keras.Input((size, size, 3), name="input")
    tensors = {}
    once = keeping()

    # (a) ResNet, C3: -> (size // 8, size // 8, 512)
    c3, c4, c5 = resnet(inputs, depths=depths)

    # (b) feature pyramid net, P3: -> (size // 8, size // 8, filters)
    tensors["p3"], tensors["p4"], tensors["p5"], tensors["p6"], tensors["p7"] = (
        feature_pyramid(c3, c4, c5, filters=filters)
    )

    # The last bias begins at -log(0.99 / 0.01), so that all anchors begin as
    # background.
    levels = [
        subnet(
            tensors[f"p{level}"],
            classes,
            bias=-4.59512,
            anchors=anchors,
            filters=filters,
            once=once,
            name="class_subnet",
        )
        for level in (3, 4, 5, 6, 7)
    ]
    x = layers.Concatenate(axis=1, name="logits")(levels)
    scores = layers.Activation("sigmoid", name="scores")(x)
    levels = [
        subnet(
            tensors[f"p{level}"],
            4,
            anchors=anchors,
            filters=filters,
            once=once,
            name="box_subnet",
        )
        for level in (3, 4, 5, 6, 7)
    ]
    boxes = layers.Concatenate(axis=1, name="boxes")(levels)
    return keras.Model(inputs, {"scores": scores, "boxes": boxes}, name=name)


retinanet_resnet101 = partial(
    retinanet, depths=(3, 4, 23, 3), name="retinanet_resnet101"
)


if __name__ == "__main__":
    retinanet().summary()
