"""ResNet-50, ResNet-101 and ResNet-152 with pre-activation.

He et al. 2016, "Identity Mappings in Deep Residual Networks"; the stages are those of
He et al. 2015, "Deep Residual Learning for Image Recognition", Table 1.

Weight for weight the networks of keras.applications. A stage strides in its last
bottleneck rather than its first, so that its row is half as high and wide as in that
table.

25,613,800 parameters and 3,482,255,360 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def preactivation_bottleneck(inputs, filters, stride=1, *, name):
    """Three convolutions beside a shortcut, projected where the channels differ and
    thinned out where it strides.
    """
    projects = inputs.shape[-1] != 4 * filters
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_preact_bn")(inputs)
    active = layers.Activation("relu", name=f"{name}_preact_relu")(x)
    shortcut = inputs
    if projects:
        shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=f"{name}_0_conv")(
            active
        )
    if stride > 1 and not projects:
        shortcut = layers.MaxPooling2D(
            pool_size=1, strides=stride, name=f"{name}_0_pool"
        )(shortcut)
    residual = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_1_conv")(active)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_1_relu")(residual)
    residual = layers.ZeroPadding2D(padding=1, name=f"{name}_2_pad")(residual)
    residual = layers.Conv2D(
        filters, 3, strides=stride, use_bias=False, name=f"{name}_2_conv"
    )(residual)
    residual = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_2_bn")(
        residual
    )
    residual = layers.Activation("relu", name=f"{name}_2_relu")(residual)
    residual = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(residual)
    return layers.Add(name=f"{name}_out")([shortcut, residual])


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def resnet_v2(
    input_shape=(224, 224, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    depths=(3, 4, 6, 3),
    *,
    name="resnet_v2",
):
    """ResNet-50, ResNet-101 and ResNet-152 with pre-activation.

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

    # max pool: -> (56, 56, 64)
    x = layers.ZeroPadding2D(padding=1, name="pool1_pad")(x)
    x = layers.MaxPooling2D(pool_size=3, strides=2, name="pool1_pool")(x)

    # conv{stage_index + 1}_x: -> (stage.size, stage.size, 4 * stage.filters)
    for stage_index, stage in enumerate(
        (
            {"filters": 64, "size": 28},
            {"filters": 128, "size": 14},
            {"filters": 256, "size": 7},
            {"filters": 512, "size": 7},
        ),
        start=1,
    ):
        for index in range(1, depths[stage_index - 1] + 1):
            x = preactivation_bottleneck(
                x,
                stage["filters"],
                stride=2 if index == depths[stage_index - 1] and stage_index < 4 else 1,
                name=f"conv{stage_index + 1}_block{index}",
            )
    x = layers.BatchNormalization(epsilon=1.001e-05, name="post_bn")(x)
    x = layers.Activation("relu", name="post_relu")(x)
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


resnet50_v2 = partial(resnet_v2, name="resnet50_v2")
resnet101_v2 = partial(resnet_v2, depths=(3, 4, 23, 3), name="resnet101_v2")
resnet152_v2 = partial(resnet_v2, depths=(3, 8, 36, 3), name="resnet152_v2")


if __name__ == "__main__":
    resnet_v2().summary()
