"""MobileNet.

Howard et al. 2017, "MobileNets, Efficient Convolutional Neural Networks for Mobile
Vision Applications", Table 1.

Weight for weight the network of keras.applications. The table calls the last depthwise
convolution "Conv dw / s2"; the sizes around it are those of s1.

4,253,864 parameters and 568,740,352 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

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


def mobilenet(
    input_shape=(224, 224, 3),
    alpha=1.0,
    depth_multiplier=1,
    dropout=0.001,
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    *,
    name="mobilenet",
):
    """MobileNet.

    Args:
        input_shape: Height, width and channels of the images
        alpha: The width multiplier of all channels
        depth_multiplier: How many channels a depthwise convolution makes of each
        dropout: The share of features that is dropped before the classifier
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
    """
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")

    # Conv / s2: (224, 224, 3)
    x = layers.Conv2D(
        int(32 * alpha), 3, strides=2, padding="same", use_bias=False, name="conv1"
    )(inputs)
    x = layers.BatchNormalization(name="conv1_bn")(x)
    x = layers.ReLU(max_value=6, name="conv1_relu")(x)
    for conv_index, conv in enumerate(
        (
            {"size": 112, "channels": 32, "stride": 1, "filters": 64},
            {"size": 112, "channels": 64, "stride": 2, "filters": 128},
            {"size": 56, "channels": 128, "stride": 1, "filters": 128},
            {"size": 56, "channels": 128, "stride": 2, "filters": 256},
            {"size": 28, "channels": 256, "stride": 1, "filters": 256},
            {"size": 28, "channels": 256, "stride": 2, "filters": 512},
            {"size": 14, "channels": 512, "stride": 1, "filters": 512},
            {"size": 14, "channels": 512, "stride": 1, "filters": 512},
            {"size": 14, "channels": 512, "stride": 1, "filters": 512},
            {"size": 14, "channels": 512, "stride": 1, "filters": 512},
            {"size": 14, "channels": 512, "stride": 1, "filters": 512},
            {"size": 14, "channels": 512, "stride": 2, "filters": 1024},
            {"size": 7, "channels": 1024, "stride": 1, "filters": 1024},
        ),
        start=1,
    ):
        # Conv dw / s{conv.stride}: (conv.size, conv.size, conv.channels)
        if conv["stride"] == 2:
            x = layers.ZeroPadding2D(
                padding=((0, 1), (0, 1)), name=f"conv_pad_{conv_index}"
            )(x)
        x = layers.DepthwiseConv2D(
            3,
            strides=conv["stride"],
            padding="same" if conv["stride"] == 1 else "valid",
            depth_multiplier=depth_multiplier,
            use_bias=False,
            name=f"conv_dw_{conv_index}",
        )(x)
        x = layers.BatchNormalization(name=f"conv_dw_{conv_index}_bn")(x)
        x = layers.ReLU(max_value=6, name=f"conv_dw_{conv_index}_relu")(x)

        # Conv / s1: (conv.size // conv.stride, conv.size // conv.stride, conv.channels)
        x = layers.Conv2D(
            int(conv["filters"] * alpha),
            1,
            padding="same",
            use_bias=False,
            name=f"conv_pw_{conv_index}",
        )(x)
        x = layers.BatchNormalization(name=f"conv_pw_{conv_index}_bn")(x)
        x = layers.ReLU(max_value=6, name=f"conv_pw_{conv_index}_relu")(x)
    if include_top:
        # Avg Pool / s1: (7, 7, 1024)
        x = layers.GlobalAveragePooling2D(keepdims=True, name="avg_pool")(x)
        x = layers.Dropout(dropout, name="dropout")(x)

        # FC / s1: (1, 1, 1024)
        x = layers.Conv2D(classes, 1, padding="same", name="conv_preds")(x)
        x = layers.Reshape((classes,), name="reshape_2")(x)

        # Softmax / s1: -> (classes,)
        x = layers.Activation(classifier_activation, name="predictions")(x)
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


if __name__ == "__main__":
    mobilenet().summary()
