"""ResNet-50, ResNet-101 and ResNet-152.

He et al. 2015, "Deep Residual Learning for Image Recognition", Table 1.

Weight for weight the networks of keras.applications.

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


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def resnet(
    input_shape=(224, 224, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    depths=(3, 4, 6, 3),
    *,
    name="resnet",
):
    """ResNet-50, ResNet-101 and ResNet-152.

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        depths: How many bottlenecks each of the four stages has
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")

    # conv1: -> (112, 112, 64)
    x = layers.ZeroPadding2D(padding=3, name="conv1_pad")(inputs)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="conv1_bn")(x)
    x = layers.Activation("relu", name="conv1_relu")(x)

    # max pool: -> (56, 56, 64)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1_pool")(x)

    # conv{filters_index + 1}_x: -> (112 // 2 ** filters_index, 112 // 2 **
    # filters_index, 4 * filters)
    for filters_index, filters in enumerate((64, 128, 256, 512), start=1):
        for index in range(1, depths[filters_index - 1] + 1):
            x = bottleneck(
                x,
                filters,
                stride=2 if index == 1 and filters_index > 1 else 1,
                name=f"conv{filters_index + 1}_block{index}",
            )
    if include_top:
        # average pool: -> (2048,)
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # {classes}-d fc, {classifier_activation}: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


resnet50 = partial(resnet, name="resnet50")
resnet101 = partial(resnet, depths=(3, 4, 23, 3), name="resnet101")
resnet152 = partial(resnet, depths=(3, 8, 36, 3), name="resnet152")


if __name__ == "__main__":
    resnet().summary()
