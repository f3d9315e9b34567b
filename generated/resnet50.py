"""ResNet-50.

The ResNet50 table of a course notebook on residual networks, after He et al. 2015,
"Deep Residual Learning for Image Recognition", Table 1.

The table's max pooling does not pad, so that 55x55 comes out of it; keras.applications
pads and gets 56x56 (resnet50_keras.yaml).

25,636,712 parameters and 3,834,331,136 multiply-adds (one multiply-add is one).

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


def resnet50(classes=1000, depths=(3, 4, 6, 3), *, name="resnet50"):
    """ResNet-50.

    Args:
        classes: How many classes are told apart
        depths: How many bottlenecks each of the four stages has
    """
    inputs = keras.Input((224, 224, 3), name="input")

    # Conv: (224, 224, 3) -> (112, 112, 64)
    x = layers.Conv2D(64, 7, strides=2, padding="same", name="conv1_conv")(inputs)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # maxpool: (112, 112, 64) -> (55, 55, 64)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1_pool")(x)

    # Identity Block: (55, 55, 64) -> (55, 55, 256)
    # The first of them changes 64 channels into 256 and so has a projection, whatever
    # the table calls it.
    for index in range(1, depths[0] + 1):
        x = bottleneck(x, 64, name=f"conv2_block{index}")

    # Residual Block: (55, 55, 256) -> (28, 28, 512)
    x = bottleneck(x, 128, stride=2, name="conv3_block1")

    # Identity Block: (28, 28, 512) -> (28, 28, 512)
    for index in range(1, depths[1]):
        x = bottleneck(x, 128, name=f"conv3_block{index + 1}")

    # Residual Block: (28, 28, 512) -> (14, 14, 1024)
    x = bottleneck(x, 256, stride=2, name="conv4_block1")

    # Identity Block: (14, 14, 1024) -> (14, 14, 1024)
    for index in range(1, depths[2]):
        x = bottleneck(x, 256, name=f"conv4_block{index + 1}")

    # Residual Block: (14, 14, 1024) -> (7, 7, 2048)
    x = bottleneck(x, 512, stride=2, name="conv5_block1")

    # Identity Block: (7, 7, 2048) -> (7, 7, 2048)
    for index in range(1, depths[3]):
        x = bottleneck(x, 512, name=f"conv5_block{index + 1}")

    # Average pool: (7, 7, 2048) -> (1, 1, 2048)
    x = layers.AveragePooling2D(7, name="avg_pool")(x)

    # FCN: (1, 1, 2048) -> (1, 1, classes)
    x = layers.Dense(classes, name="predictions")(x)

    # softmax: (1, 1, classes) -> (1, 1, classes)
    x = layers.Softmax(name="softmax")(x)

    # The table ends with (1, 1, 1000); people want (1000,).
    x = layers.Flatten(name="flatten")(x)
    return keras.Model(inputs, x, name=name)


resnet101 = partial(resnet50, depths=(3, 4, 23, 3), name="resnet101")
resnet152 = partial(resnet50, depths=(3, 8, 36, 3), name="resnet152")


if __name__ == "__main__":
    resnet50().summary()
