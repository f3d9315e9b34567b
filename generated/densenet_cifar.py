"""DenseNets and DenseNet-BCs of 40 to 250 layers for CIFAR.

Huang et al. 2016, "Densely Connected Convolutional Networks", arXiv 1608.06993, section
3 and Table 2.

1,037,818 parameters and 264,812,928 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def dense_layer(x, growth_rate, *, name):
    """Adds `growth_rate` channels to what it is given, through a bottleneck
    (DenseNet-B).
    """
    growth = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_0_bn")(x)
    growth = layers.Activation("relu", name=f"{name}_0_relu")(growth)
    growth = layers.Conv2D(4 * growth_rate, 1, use_bias=False, name=f"{name}_1_conv")(
        growth
    )
    growth = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_1_bn")(growth)
    growth = layers.Activation("relu", name=f"{name}_1_relu")(growth)
    growth = layers.Conv2D(
        growth_rate, 3, padding="same", use_bias=False, name=f"{name}_2_conv"
    )(growth)
    return layers.Concatenate(name=f"{name}_concat")([x, growth])


def basic_dense_layer(x, growth_rate, *, name):
    """Adds `growth_rate` channels to what it is given, by normalization, ReLU and a 3x3
    convolution.
    """
    growth = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_bn")(x)
    growth = layers.Activation("relu", name=f"{name}_relu")(growth)
    growth = layers.Conv2D(
        growth_rate, 3, padding="same", use_bias=False, name=f"{name}_conv"
    )(growth)
    return layers.Concatenate(name=f"{name}_concat")([x, growth])


def compression(x, ratio=0.5, *, name):
    """The 1x1 convolution of a transition, which keeps `ratio` of the channels
    (DenseNet-C).
    """
    x = layers.BatchNormalization(epsilon=1.001e-05, name=f"{name}_bn")(x)
    x = layers.Activation("relu", name=f"{name}_relu")(x)
    return layers.Conv2D(
        int(x.shape[-1] * ratio), 1, use_bias=False, name=f"{name}_conv"
    )(x)


def densenet_cifar(
    classes=10, depth=40, growth_rate=12, bc=False, *, name="densenet_cifar"
):
    """DenseNets and DenseNet-BCs of 40 to 250 layers for CIFAR.

    Args:
        classes: How many classes are told apart
        depth: L, how many layers there are
        growth_rate: k, how many channels each dense layer adds
        bc: Whether dense layers have bottlenecks and transitions compress
    """
    dense_layers = (depth - 4) // (6 if bc else 3)
    inputs = keras.Input((32, 32, 3), name="input")

    # Convolution: -> (32, 32, 2 * growth_rate if bc else 16)
    x = layers.Conv2D(
        2 * growth_rate if bc else 16, 3, padding="same", use_bias=False, name="conv1"
    )(inputs)
    for size_index, size in enumerate((32, 16, 8), start=1):
        # Dense Block {size_index}: -> (size, size, any)
        for index in range(1, dense_layers + 1):
            if bc:
                x = dense_layer(x, growth_rate, name=f"block{size_index}_layer{index}")
            else:
                x = basic_dense_layer(
                    x, growth_rate, name=f"block{size_index}_layer{index}"
                )
        if size > 8:
            # Transition layer, 1x1 convolution: -> (size, size, any)
            x = compression(x, ratio=0.5 if bc else 1.0, name=f"transition{size_index}")

            # Transition layer, 2x2 average pooling: -> (size // 2, size // 2, any)
            x = layers.AveragePooling2D(2, name=f"transition{size_index}_pool")(x)
    x = layers.BatchNormalization(epsilon=1.001e-05, name="bn")(x)
    x = layers.Activation("relu", name="relu")(x)

    # global average pooling: -> (any,)
    x = layers.GlobalAveragePooling2D(name="average_pool")(x)

    # softmax classifier: -> (classes,)
    x = layers.Dense(classes, activation="softmax", name="fc")(x)
    return keras.Model(inputs, x, name=name)


densenet_l40_k12 = partial(
    densenet_cifar, depth=40, growth_rate=12, name="densenet_l40_k12"
)
densenet_l100_k12 = partial(
    densenet_cifar, depth=100, growth_rate=12, name="densenet_l100_k12"
)
densenet_l100_k24 = partial(
    densenet_cifar, depth=100, growth_rate=24, name="densenet_l100_k24"
)
densenet_bc_l100_k12 = partial(
    densenet_cifar, depth=100, growth_rate=12, bc=True, name="densenet_bc_l100_k12"
)
densenet_bc_l250_k24 = partial(
    densenet_cifar, depth=250, growth_rate=24, bc=True, name="densenet_bc_l250_k24"
)
densenet_bc_l190_k40 = partial(
    densenet_cifar, depth=190, growth_rate=40, bc=True, name="densenet_bc_l190_k40"
)


if __name__ == "__main__":
    densenet_cifar().summary()
