"""VGG-16 and VGG-19.

Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image
Recognition", Table 1, columns D and E.

Weight for weight the networks of keras.applications.

138,357,544 parameters and 15,470,264,320 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def vgg(
    input_shape=(224, 224, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    depths=(2, 2, 3, 3, 3),
    *,
    name="vgg",
):
    """VGG-16 and VGG-19.

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        depths: How many convolutions each of the five blocks has
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    x = inputs
    for filters_index, filters in enumerate((64, 128, 256, 512, 512), start=1):
        # conv3-{filters}: -> (448 // 2 ** filters_index, 448 // 2 ** filters_index,
        # filters)
        for index in range(1, depths[filters_index - 1] + 1):
            x = layers.Conv2D(
                filters,
                3,
                padding="same",
                activation="relu",
                name=f"block{filters_index}_conv{index}",
            )(x)

        # maxpool: -> (224 // 2 ** filters_index, 224 // 2 ** filters_index, filters)
        x = layers.MaxPooling2D(
            pool_size=2, strides=2, name=f"block{filters_index}_pool"
        )(x)
    if include_top:
        x = layers.Flatten(name="flatten")(x)

        # FC-4096: -> (4096,)
        for index in range(1, 3):
            x = layers.Dense(4096, activation="relu", name=f"fc{index}")(x)

        # FC-{classes}: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


vgg16 = partial(vgg, name="vgg16")
vgg19 = partial(vgg, depths=(2, 2, 4, 4, 4), name="vgg19")


if __name__ == "__main__":
    vgg().summary()
