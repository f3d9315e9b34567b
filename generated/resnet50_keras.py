"""ResNet-50 as keras.applications has it.

keras.applications.ResNet50, after He et al. 2015, Table 1.

Weight for weight the network of keras.applications: it pads before the first
convolution and before the pooling, which makes 56x56 where the table of resnet50.yaml
has 55x55.

25,636,712 parameters and 3,857,973,248 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


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


def resnet50_keras(classes=1000, depths=(3, 4, 6, 3), *, name="resnet50_keras"):
    """ResNet-50 as keras.applications has it.

    Args:
        classes: How many classes are told apart
        depths: How many bottlenecks each of the four stages has
    """
    inputs = keras.Input((224, 224, 3), name="input")

    # conv1: -> (112, 112, 64)
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(inputs)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # pool1: -> (56, 56, 64)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1_pool")(x)

    # conv2_x: -> (56, 56, 256)
    for index in range(1, depths[0] + 1):
        x = bottleneck(x, 64, name=f"conv2_block{index}")

    # conv{stage_index + 2}_x: -> (56 // 2 ** stage_index, 56 // 2 ** stage_index, 4 *
    # stage)
    for stage_index, stage in enumerate((128, 256, 512), start=1):
        for index in range(1, depths[stage_index] + 1):
            x = bottleneck(
                x,
                stage,
                stride=2 if index == 1 else 1,
                name=f"conv{stage_index + 2}_block{index}",
            )

    # average pool: -> (2048,)
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

    # fc: -> (classes,)
    x = layers.Dense(classes, activation="softmax", name="predictions")(x)
    return keras.Model(inputs, x, name=name)


resnet101_keras = partial(resnet50_keras, depths=(3, 4, 23, 3), name="resnet101_keras")
resnet152_keras = partial(resnet50_keras, depths=(3, 8, 36, 3), name="resnet152_keras")


if __name__ == "__main__":
    resnet50_keras().summary()
