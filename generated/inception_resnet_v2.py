"""InceptionResNetV2.

Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the Impact of Residual
Connections on Learning", Figures 15 to 19; sizes and repeats as keras.applications
documents them.

Weight for weight the network of keras.applications, which has twice as many residual
modules as the paper, narrower ones, and the stem of InceptionV3.

55,873,736 parameters and 13,155,794,016 multiply-adds (one multiply-add is one).

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


def conv(x, filters, kernel_size, strides=1, padding="same", *, numbered, prefix):
    """A convolution, normalized and rectified."""
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding=padding,
        use_bias=False,
        name=numbered(f"{prefix}conv2d"),
    )(x)
    x = layers.BatchNormalization(
        scale=False, name=numbered(f"{prefix}batch_normalization")
    )(x)
    return layers.Activation("relu", name=numbered(f"{prefix}activation"))(x)


def pool_conv(x, filters, *, numbered):
    """An average of neighbours, projected."""
    x = layers.AveragePooling2D(3, strides=1, padding="same", name="average_pooling2d")(
        x
    )
    return conv(x, filters, 1, numbered=numbered, prefix="")


def inception_a(x, pool_filters, label, filters=64, *, numbered):
    """Convolutions of 1x1 and 5x5, two of 3x3 and a pooling side by side (Figure 5)."""
    conv1x1 = conv(x, filters, 1, numbered=numbered, prefix="")
    conv5x5 = conv(x, 48, 1, numbered=numbered, prefix="")
    conv5x5 = conv(conv5x5, 64, 5, numbered=numbered, prefix="")
    double3x3 = conv(x, 64, 1, numbered=numbered, prefix="")
    double3x3 = conv(double3x3, 96, 3, numbered=numbered, prefix="")
    double3x3 = conv(double3x3, 96, 3, numbered=numbered, prefix="")
    pool = pool_conv(x, pool_filters, numbered=numbered)
    return layers.Concatenate(name=f"{label}")([conv1x1, conv5x5, double3x3, pool])


def scaled_residual(x, mixed, scale, rectified=True, *, name):
    """The joined branches brought back to as many channels as x has, scaled and added
    to it.
    """
    h = layers.Conv2D(x.shape[-1], 1, padding="same", name=f"{name}_conv")(mixed)
    h = layers.Rescaling(scale, name=f"{name}_scale")(h)
    h = layers.Add(name=f"{name}_add")([x, h])
    if rectified:
        h = layers.Activation("relu", name=f"{name}_ac")(h)
    return h


def inception_resnet_a(inputs, scale=0.17, *, numbered, name):
    """Three branches (Figure 16)."""
    conv1x1 = conv(inputs, 32, 1, numbered=numbered, prefix=f"{name}_")
    conv3x3 = conv(inputs, 32, 1, numbered=numbered, prefix=f"{name}_")
    conv3x3 = conv(conv3x3, 32, 3, numbered=numbered, prefix=f"{name}_")
    double3x3 = conv(inputs, 32, 1, numbered=numbered, prefix=f"{name}_")
    double3x3 = conv(double3x3, 48, 3, numbered=numbered, prefix=f"{name}_")
    double3x3 = conv(double3x3, 64, 3, numbered=numbered, prefix=f"{name}_")
    x = layers.Concatenate(name=f"{name}_mixed")([conv1x1, conv3x3, double3x3])
    return scaled_residual(inputs, x, scale, name=name)


def reduction_a(x, k, l_, m, n, label, *, numbered):
    """Halves height and width, with k, l, m and n filters ("Inception-v4", Figure
    7).
    """
    conv3x3 = conv(x, n, 3, strides=2, padding="valid", numbered=numbered, prefix="")
    double3x3 = conv(x, k, 1, numbered=numbered, prefix="")
    double3x3 = conv(double3x3, l_, 3, numbered=numbered, prefix="")
    double3x3 = conv(
        double3x3, m, 3, strides=2, padding="valid", numbered=numbered, prefix=""
    )
    pool = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d_3")(x)
    return layers.Concatenate(name=f"{label}")([conv3x3, double3x3, pool])


def inception_resnet_bc(inputs, n, filters, scale, rectified=True, *, numbered, name):
    """Two branches, one of them a convolution of n x n as one of 1 x n and one of n x 1
    (Figures 17 and 19).
    """
    conv1x1 = conv(inputs, 192, 1, numbered=numbered, prefix=f"{name}_")
    convnxn = conv(inputs, filters[0], 1, numbered=numbered, prefix=f"{name}_")
    convnxn = conv(convnxn, filters[1], (1, n), numbered=numbered, prefix=f"{name}_")
    convnxn = conv(convnxn, filters[2], (n, 1), numbered=numbered, prefix=f"{name}_")
    x = layers.Concatenate(name=f"{name}_mixed")([conv1x1, convnxn])
    return scaled_residual(inputs, x, scale, rectified=rectified, name=name)


def reduction_b(x, *, numbered):
    """Halves height and width where the channels are most (Figure 18)."""
    conv3x3 = conv(x, 256, 1, numbered=numbered, prefix="")
    conv3x3 = conv(
        conv3x3, 384, 3, strides=2, padding="valid", numbered=numbered, prefix=""
    )
    narrow3x3 = conv(x, 256, 1, numbered=numbered, prefix="")
    narrow3x3 = conv(
        narrow3x3, 288, 3, strides=2, padding="valid", numbered=numbered, prefix=""
    )
    double3x3 = conv(x, 256, 1, numbered=numbered, prefix="")
    double3x3 = conv(double3x3, 288, 3, numbered=numbered, prefix="")
    double3x3 = conv(
        double3x3, 320, 3, strides=2, padding="valid", numbered=numbered, prefix=""
    )
    pool = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d_4")(x)
    return layers.Concatenate(name="mixed_7a")([conv3x3, narrow3x3, double3x3, pool])


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def inception_resnet_v2(
    input_shape=(299, 299, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    *,
    name="inception_resnet_v2",
):
    """InceptionResNetV2.

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    numbered = numbering()

    # Stem: -> (35, 35, 192)
    x = conv(inputs, 32, 3, strides=2, padding="valid", numbered=numbered, prefix="")
    x = conv(x, 32, 3, padding="valid", numbered=numbered, prefix="")
    x = conv(x, 64, 3, numbered=numbered, prefix="")
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d")(x)
    x = conv(x, 80, 1, padding="valid", numbered=numbered, prefix="")
    x = conv(x, 192, 3, padding="valid", numbered=numbered, prefix="")
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="max_pooling2d_2")(x)

    # Mixed 5b (Inception-A): -> (35, 35, 320)
    x = inception_a(x, 64, "mixed_5b", filters=96, numbered=numbered)

    # Inception-ResNet-A: -> (35, 35, 320)
    for index in range(1, 11):
        x = inception_resnet_a(x, numbered=numbered, name=f"block35_{index}")

    # Reduction-A: -> (17, 17, 1088)
    x = reduction_a(x, 256, 256, 384, 384, "mixed_6a", numbered=numbered)

    # Inception-ResNet-B: -> (17, 17, 1088)
    for index in range(1, 21):
        x = inception_resnet_bc(
            x, 7, (128, 160, 192), 0.1, numbered=numbered, name=f"block17_{index}"
        )

    # Reduction-B: -> (8, 8, 2080)
    x = reduction_b(x, numbered=numbered)

    # Inception-ResNet-C: -> (8, 8, 2080)
    for index in range(1, 11):
        x = inception_resnet_bc(
            x,
            3,
            (192, 224, 256),
            0.2 if index < 10 else 1.0,
            rectified=index < 10,
            numbered=numbered,
            name=f"block8_{index}",
        )

    # Final convolution: -> (8, 8, 1536)
    x = layers.Conv2D(1536, 1, padding="same", use_bias=False, name="conv_7b")(x)
    x = layers.BatchNormalization(scale=False, name="conv_7b_bn")(x)
    x = layers.Activation("relu", name="conv_7b_ac")(x)
    if include_top:
        # Average pooling: -> (1536,)
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # Softmax: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    inception_resnet_v2().summary()
