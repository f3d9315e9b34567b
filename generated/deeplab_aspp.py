"""DeepLabv3's atrous spatial pyramid pooling.

Chen et al. 2017, "Rethinking Atrous Convolution for Semantic Image Segmentation",
Figure 5.

The head alone, on the features that a ResNet gives at an output stride of 16: a crop of
513 becomes 33. At a stride of 8 the rates are doubled.

15,543,573 parameters and 16,349,811,968 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def conv_bn_relu(x, filters, kernel_size=1, rate=1, *, name):
    x = layers.Conv2D(
        filters,
        kernel_size,
        dilation_rate=rate,
        padding="same",
        use_bias=False,
        name=f"{name}_conv",
    )(x)
    x = layers.BatchNormalization(name=f"{name}_bn")(x)
    return layers.ReLU(name=f"{name}_relu")(x)


def atrous_pyramid(inputs, rates, filters=256):
    """The same features seen at several rates, and as one image, side by side."""
    point = conv_bn_relu(inputs, filters, name="point")
    atrous = [
        conv_bn_relu(inputs, filters, kernel_size=3, rate=rate, name=f"rate{rate}")
        for rate in rates
    ]
    image = layers.GlobalAveragePooling2D(keepdims=True, name="pool")(inputs)
    image = conv_bn_relu(image, filters, name="image")
    image = layers.UpSampling2D(
        size=(inputs.shape[-3], inputs.shape[-2]),
        interpolation="bilinear",
        name="upsampled",
    )(image)
    x = layers.Concatenate(name="concat")([point, *atrous, image])
    return conv_bn_relu(x, filters, name="project")


def deeplab_aspp(rates=(6, 12, 18), classes=21, *, name="deeplab_aspp"):
    """DeepLabv3's atrous spatial pyramid pooling.

    Args:
        rates: The atrous rates of the pyramid
        classes: Those of PASCAL VOC, with the background
    """
    inputs = keras.Input((33, 33, 2048), name="input")

    # (a) and (b): (33, 33, 2048) -> (33, 33, 256)
    x = atrous_pyramid(inputs, rates)

    # Logits: -> (33, 33, 21)
    x = layers.Conv2D(classes, 1, name="logits")(x)
    return keras.Model(inputs, x, name=name)


output_stride_8 = partial(deeplab_aspp, rates=(12, 24, 36), name="output_stride_8")


if __name__ == "__main__":
    deeplab_aspp().summary()
