"""InceptionV3.

Szegedy et al. 2015, "Rethinking the Inception Architecture for Computer Vision", Table
1.

Weight for weight the network of keras.applications.

23,851,784 parameters and 5,713,216,096 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

import keras
from keras import layers


def numbering():
    """A function that gives a name, then the same with _2, _3, ... for unnamed layers."""
    given = {}

    def numbered(name):
        given[name] = given.get(name, 0) + 1
        return name if given[name] == 1 else f"{name}_{given[name]}"

    return numbered


def conv(x, filters, kernel_size, strides=1, padding="same", *, numbered):
    """A convolution, normalized and rectified."""
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding=padding,
        use_bias=False,
        name=numbered("conv2d"),
    )(x)
    x = layers.BatchNormalization(scale=False, name=numbered("batch_normalization"))(x)
    return layers.Activation("relu", name=numbered("activation"))(x)


def pool_conv(x, filters, *, numbered):
    """An average of neighbours, projected."""
    x = layers.AveragePooling2D(
        3, strides=1, padding="same", name=numbered("average_pooling2d")
    )(x)
    return conv(x, filters, 1, numbered=numbered)


def inception_a(x, pool_filters, label, filters=64, *, numbered):
    """Convolutions of 1x1 and 5x5, two of 3x3 and a pooling side by side (Figure 5)."""
    conv1x1 = conv(x, filters, 1, numbered=numbered)
    conv5x5 = conv(x, 48, 1, numbered=numbered)
    conv5x5 = conv(conv5x5, 64, 5, numbered=numbered)
    double3x3 = conv(x, 64, 1, numbered=numbered)
    double3x3 = conv(double3x3, 96, 3, numbered=numbered)
    double3x3 = conv(double3x3, 96, 3, numbered=numbered)
    pool = pool_conv(x, pool_filters, numbered=numbered)
    return layers.Concatenate(name=f"{label}")([conv1x1, conv5x5, double3x3, pool])


def reduction_a(x, k, l_, m, n, label, *, numbered):
    """Halves height and width, with k, l, m and n filters ("Inception-v4", Figure
    7).
    """
    conv3x3 = conv(x, n, 3, strides=2, padding="valid", numbered=numbered)
    double3x3 = conv(x, k, 1, numbered=numbered)
    double3x3 = conv(double3x3, l_, 3, numbered=numbered)
    double3x3 = conv(double3x3, m, 3, strides=2, padding="valid", numbered=numbered)
    pool = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d_3")(x)
    return layers.Concatenate(name=f"{label}")([conv3x3, double3x3, pool])


def inception_b(x, filters, label, *, numbered):
    """Convolutions of 7x7, each as one of 1x7 and one of 7x1, of `filters` channels
    within (Figure 6).
    """
    conv1x1 = conv(x, 192, 1, numbered=numbered)
    conv7x7 = conv(x, filters, 1, numbered=numbered)
    conv7x7 = conv(conv7x7, filters, (1, 7), numbered=numbered)
    conv7x7 = conv(conv7x7, 192, (7, 1), numbered=numbered)
    double7x7 = conv(x, filters, 1, numbered=numbered)
    double7x7 = conv(double7x7, filters, (7, 1), numbered=numbered)
    double7x7 = conv(double7x7, filters, (1, 7), numbered=numbered)
    double7x7 = conv(double7x7, filters, (7, 1), numbered=numbered)
    double7x7 = conv(double7x7, 192, (1, 7), numbered=numbered)
    pool = pool_conv(x, 192, numbered=numbered)
    return layers.Concatenate(name=f"{label}")([conv1x1, conv7x7, double7x7, pool])


def reduction_b(x, label, *, numbered):
    """Halves height and width where the channels are most."""
    conv3x3 = conv(x, 192, 1, numbered=numbered)
    conv3x3 = conv(conv3x3, 320, 3, strides=2, padding="valid", numbered=numbered)
    conv7x7 = conv(x, 192, 1, numbered=numbered)
    conv7x7 = conv(conv7x7, 192, (1, 7), numbered=numbered)
    conv7x7 = conv(conv7x7, 192, (7, 1), numbered=numbered)
    conv7x7 = conv(conv7x7, 192, 3, strides=2, padding="valid", numbered=numbered)
    pool = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d_4")(x)
    return layers.Concatenate(name=f"{label}")([conv3x3, conv7x7, pool])


def fork(x, label, *, numbered):
    """Convolutions of 1x3 and 3x1 side by side."""
    row = conv(x, 384, (1, 3), numbered=numbered)
    column = conv(x, 384, (3, 1), numbered=numbered)
    return layers.Concatenate(name=f"{label}")([row, column])


def inception_c(x, number, *, numbered):
    """Convolutions that end side by side rather than one after the other (Figure 7)."""
    conv1x1 = conv(x, 320, 1, numbered=numbered)
    conv3x3 = conv(x, 384, 1, numbered=numbered)
    conv3x3 = fork(conv3x3, f"mixed9_{number}", numbered=numbered)
    double3x3 = conv(x, 448, 1, numbered=numbered)
    double3x3 = conv(double3x3, 384, 3, numbered=numbered)
    double3x3 = fork(double3x3, f"mixed9_{number}_double", numbered=numbered)
    pool = pool_conv(x, 192, numbered=numbered)
    return layers.Concatenate(name=f"mixed{number + 9}")(
        [conv1x1, conv3x3, double3x3, pool]
    )


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def inception_v3(
    input_shape=(299, 299, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    *,
    name="inception_v3",
):
    """InceptionV3.

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    numbered = numbering()

    # conv 3x3/2: (299, 299, 3)
    x = conv(inputs, 32, 3, strides=2, padding="valid", numbered=numbered)

    # conv 3x3/1: (149, 149, 32)
    x = conv(x, 32, 3, padding="valid", numbered=numbered)

    # conv padded 3x3/1: (147, 147, 32)
    x = conv(x, 64, 3, numbered=numbered)

    # pool 3x3/2: (147, 147, 64)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d")(x)

    # conv 3x3/1: (73, 73, 64)
    x = conv(x, 80, 1, padding="valid", numbered=numbered)

    # conv 3x3/2: (71, 71, 80)
    # Erratum: (73, 73, 80). The convolution before it is one of 1x1.
    x = conv(x, 192, 3, padding="valid", numbered=numbered)

    # conv 3x3/1: (35, 35, 192)
    # Erratum: (71, 71, 192). This is a pooling that strides, which the convolution
    # before it does not.
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d_2")(x)

    # 3xInception: (35, 35, 288)
    # Erratum: (35, 35, 192). The first module is what makes more of the 192 channels
    # before it.
    for pool_filters_index, pool_filters in enumerate((32, 64, 64), start=1):
        x = inception_a(
            x, pool_filters, f"mixed{pool_filters_index - 1}", numbered=numbered
        )
    x = reduction_a(x, 64, 96, 96, 384, "mixed3", numbered=numbered)

    # 5xInception: (17, 17, 768)
    for filters_index, filters in enumerate((128, 160, 160, 192), start=1):
        x = inception_b(x, filters, f"mixed{filters_index + 3}", numbered=numbered)
    x = reduction_b(x, "mixed8", numbered=numbered)

    # 2xInception: (8, 8, 1280)
    for index in range(1, 3):
        x = inception_c(x, index - 1, numbered=numbered)
    if include_top:
        # pool 8x8: (8, 8, 2048)
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # linear and softmax: (2048,) -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    inception_v3().summary()
