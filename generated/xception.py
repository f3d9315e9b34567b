"""Xception.

Chollet 2016, "Xception, Deep Learning with Depthwise Separable Convolutions", Figure 5.

Weight for weight the network of keras.applications.

22,910,480 parameters and 8,357,403,496 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

import keras
from keras import layers


def separable_convolutions(x, filters, rectified=True, *, name):
    """Separable convolutions with as many filters as listed, each behind a ReLU."""
    for count_index, count in enumerate(filters, start=1):
        if rectified or count_index > 1:
            x = layers.Activation("relu", name=f"{name}_sepconv{count_index}_act")(x)
        x = layers.SeparableConv2D(
            count,
            3,
            padding="same",
            use_bias=False,
            name=f"{name}_sepconv{count_index}",
        )(x)
        x = layers.BatchNormalization(name=f"{name}_sepconv{count_index}_bn")(x)
    return x


def downsampling(x, filters, rectified=True, *, name):
    """Separable convolutions and a pooling beside a convolution with stride 2."""
    separable = separable_convolutions(x, filters, rectified=rectified, name=name)
    separable = layers.MaxPooling2D(
        pool_size=3, strides=2, padding="same", name=f"{name}_pool"
    )(separable)
    shortcut = layers.Conv2D(
        filters[1],
        1,
        strides=2,
        padding="same",
        use_bias=False,
        name=f"{name}_shortcut",
    )(x)
    shortcut = layers.BatchNormalization(name=f"{name}_shortcut_bn")(shortcut)
    return layers.Add(name=f"{name}_add")([separable, shortcut])


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def xception(
    input_shape=(299, 299, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    *,
    name="xception",
):
    """Xception.

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")

    # Entry flow: (299, 299, 3) -> (19, 19, 728)
    x = inputs
    for filters_index, filters in enumerate((32, 64), start=1):
        x = layers.Conv2D(
            filters,
            3,
            strides=2 if filters == 32 else 1,
            use_bias=False,
            name=f"block1_conv{filters_index}",
        )(x)
        x = layers.BatchNormalization(name=f"block1_conv{filters_index}_bn")(x)
        x = layers.Activation("relu", name=f"block1_conv{filters_index}_act")(x)
    x = downsampling(x, (128, 128), rectified=False, name="block2")
    x = downsampling(x, (256, 256), name="block3")
    x = downsampling(x, (728, 728), name="block4")

    # Middle flow: (19, 19, 728) -> (19, 19, 728)
    for index in range(1, 9):
        separable = separable_convolutions(x, (728, 728, 728), name=f"block{index + 4}")
        x = layers.Add(name=f"block{index + 4}_add")([separable, x])

    # Exit flow: (19, 19, 728) -> (10, 10, 2048)
    x = downsampling(x, (728, 1024), name="block13")
    for filters_index, filters in enumerate((1536, 2048), start=1):
        x = layers.SeparableConv2D(
            filters,
            3,
            padding="same",
            use_bias=False,
            name=f"block14_sepconv{filters_index}",
        )(x)
        x = layers.BatchNormalization(name=f"block14_sepconv{filters_index}_bn")(x)
        x = layers.Activation("relu", name=f"block14_sepconv{filters_index}_act")(x)
    if include_top:
        # 2048-dimensional vectors: -> (2048,)
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # Logistic regression: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    xception().summary()
