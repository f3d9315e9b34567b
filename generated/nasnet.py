"""NASNet-A (4 @ 1056) and NASNet-A (6 @ 4032).

Zoph et al. 2017, "Learning Transferable Architectures for Scalable Image Recognition",
Figures 2 and 4 and Tables 2 and 3.

Weight for weight the networks of keras.applications. A cell takes two tensors: what the
cell before it gives, and what that cell was given itself.

5,326,716 parameters and 563,638,816 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial

import keras
from keras import layers


def correct_pad(shape, kernel):
    """Zero padding that makes a strided "valid" convolution meet a "same" one's pixels."""
    kernels = kernel if isinstance(kernel, (list, tuple)) else (kernel, kernel)
    sizes = (0, 0) if shape[0] is None else (shape[0], shape[1] or 0)
    return tuple(
        (kernel // 2 - 1 + size % 2, kernel // 2)
        for kernel, size in zip(kernels, sizes)
    )


def squeeze(x, filters, conv, bn):
    """An activation, a 1x1 convolution and a normalization."""
    x = layers.Activation("relu", name=f"{conv}_relu")(x)
    x = layers.Conv2D(
        filters,
        1,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
        name=f"{conv}",
    )(x)
    return layers.BatchNormalization(momentum=0.9997, name=f"{bn}")(x)


def adjust(x, width, filters, id):
    """Brings what came before the last cell to `filters` channels, and to the width of
    what that cell gave.
    """
    if x.shape[-2] != width:
        x = layers.Activation("relu", name=f"adjust_relu_1_{id}")(x)
        every_other_pixel = []
        for index in range(1, 3):
            y = x
            if index == 2:
                y = layers.ZeroPadding2D(
                    padding=((0, 1), (0, 1)), name=f"adjust_pad_{id}"
                )(y)
                y = layers.Cropping2D(
                    cropping=((1, 0), (1, 0)), name=f"adjust_crop_{id}"
                )(y)
            y = layers.AveragePooling2D(
                1, strides=2, name=f"adjust_avg_pool_{index}_{id}"
            )(y)
            every_other_pixel.append(
                layers.Conv2D(
                    filters // 2,
                    1,
                    padding="same",
                    use_bias=False,
                    kernel_initializer="he_normal",
                    name=f"adjust_conv_{index}_{id}",
                )(y),
            )
        x = layers.Concatenate(name=f"adjust_concat_{id}")(every_other_pixel)
        x = layers.BatchNormalization(momentum=0.9997, name=f"adjust_bn_{id}")(x)
    else:
        x = squeeze(x, filters, f"adjust_conv_projection_{id}", f"adjust_bn_{id}")
    return x


def separable(x, filters, size, stride, id):
    """Two separable convolutions, each behind a ReLU, of which the first may stride."""
    for index in range(1, 3):
        x = layers.Activation("relu", name=f"separable_relu_{index}_{id}")(x)
        if index < stride:
            x = layers.ZeroPadding2D(
                padding=correct_pad(x.shape[1:], size),
                name=f"separable_conv_1_pad_{id}",
            )(x)
        x = layers.SeparableConv2D(
            filters,
            size,
            strides=stride if index == 1 else 1,
            padding="valid" if index < stride else "same",
            use_bias=False,
            name=f"separable_conv_{index}_{id}",
        )(x)
        x = layers.BatchNormalization(
            momentum=0.9997, name=f"separable_conv_{index}_bn_{id}"
        )(x)
    return x


def apply(x, operation, filters, id):
    """An operation of a cell, given as its kind, its size and, if not 1, its stride."""
    kind = operation[0]
    size = operation[1] if len(operation) > 1 else 1
    stride = operation[2] if len(operation) > 2 else 1
    padding = "same" if stride == 1 else "valid"
    if kind == "separable":
        x = separable(x, filters, size, stride, id)
    if kind == "average":
        x = layers.AveragePooling2D(
            size, strides=stride, padding=padding, name=f"{id}"
        )(x)
    if kind == "max":
        x = layers.MaxPooling2D(
            pool_size=size, strides=stride, padding=padding, name=f"{id}"
        )(x)
    return x


def pair(a, b, left, right, cell, nth, id, filters=None, add_name=None, left_name=None):
    """Two tensors, each after an operation of its own, added up."""
    if add_name is None:
        add_name = f"add_{nth}"
    if left_name is None:
        left_name = f"left{nth}"
    first = apply(a, left, filters, f"{cell}_{left_name}_{id}")
    x = apply(b, right, filters, f"{cell}_right{nth}_{id}")
    return layers.Add(name=f"{cell}_{add_name}_{id}")([first, x])


def reduction_cell(x, before, filters, id, adjusted=True):
    """Sums of x and of what came before it, of half the height and width (Figure 4,
    right).
    """
    if adjusted:
        p = adjust(before, x.shape[-2], filters, id)
    else:
        p = before
    y = squeeze(x, filters, f"reduction_conv_1_{id}", f"reduction_bn_1_{id}")
    h = y
    padded = layers.ZeroPadding2D(
        padding=correct_pad(y.shape[1:], 3), name=f"reduction_pad_1_{id}"
    )(y)
    x1 = pair(
        h,
        p,
        ("separable", 5, 2),
        ("separable", 7, 2),
        "reduction",
        1,
        id,
        filters=filters,
    )
    x2 = pair(
        padded,
        p,
        ("max", 3, 2),
        ("separable", 7, 2),
        "reduction",
        2,
        id,
        filters=filters,
    )
    x3 = pair(
        padded,
        p,
        ("average", 3, 2),
        ("separable", 5, 2),
        "reduction",
        3,
        id,
        filters=filters,
        add_name="add3",
    )
    x4 = pair(x1, x2, ("average", 3), ("identity",), "reduction", 4, id)
    x5 = pair(
        x1,
        padded,
        ("separable", 3),
        ("max", 3, 2),
        "reduction",
        5,
        id,
        filters=filters,
        add_name="add4",
        left_name="left4",
    )
    return layers.Concatenate(name=f"reduction_concat_{id}")([x2, x3, x4, x5])


def normal_cell(x, before, filters, id):
    """Five sums of x and of what came before it, as wide and high as x (Figure 4,
    left).
    """
    p = adjust(before, x.shape[-2], filters, id)
    h = squeeze(x, filters, f"normal_conv_1_{id}", f"normal_bn_1_{id}")
    x1 = pair(
        h, p, ("separable", 5), ("separable", 3), "normal", 1, id, filters=filters
    )
    x2 = pair(
        p, p, ("separable", 5), ("separable", 3), "normal", 2, id, filters=filters
    )
    x3 = pair(h, p, ("average", 3), ("identity",), "normal", 3, id)
    x4 = pair(p, p, ("average", 3), ("average", 3), "normal", 4, id)
    x5 = pair(h, h, ("separable", 3), ("identity",), "normal", 5, id, filters=filters)
    return layers.Concatenate(name=f"normal_concat_{id}")([p, x1, x2, x3, x4, x5])


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def nasnet(
    input_shape=(224, 224, 3),
    include_top=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    num_blocks=4,
    penultimate_filters=1056,
    stem_block_filters=32,
    skip_reduction=False,
    *,
    name="nasnet",
):
    """NASNet-A (4 @ 1056) and NASNet-A (6 @ 4032).

    Args:
        input_shape: Height, width and channels of the images
        include_top: Whether a classifier comes last
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
        num_blocks: How many normal cells each stage has, the N of N @ P
        penultimate_filters: How many channels come before the classifier, the P of
            N @ P
        stem_block_filters: How many filters the first convolution has
        skip_reduction: Whether the cell behind a reduction takes what came before
            what that took
    """
    filters = penultimate_filters // 24
    cells = num_blocks + 1
    inputs = keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    tensors = {}

    # 3x3 conv, stride 2: -> (any, any, stem_block_filters)
    x = layers.Conv2D(
        stem_block_filters,
        3,
        strides=2,
        use_bias=False,
        kernel_initializer="he_normal",
        name="stem_conv1",
    )(inputs)
    stem = layers.BatchNormalization(momentum=0.9997, name="stem_bn1")(x)

    # Reduction Cell x 2: -> (any, any, 2 * filters)
    x = reduction_cell(stem, stem, filters // 4, "stem_1", adjusted=False)
    tensors["cell_0"] = x
    cell_0 = x
    x = reduction_cell(cell_0, stem, filters // 2, "stem_2")
    tensors["cell_1"] = x
    for stage in (0, 1, 2):
        if stage > 0:
            # Reduction Cell: -> (any, any, 4 * filters * 2 ** stage)
            x = reduction_cell(
                x,
                tensors[f"cell_{stage * cells - 1}"],
                filters * 2**stage,
                f"reduce_{stage * num_blocks}",
            )
            tensors[f"cell_{stage * cells + 1}"] = x

        # Normal Cell x {num_blocks}: -> (any, any, 6 * filters * 2 ** stage)
        for index in range(1, num_blocks + 1):
            x = normal_cell(
                x,
                tensors[
                    f"cell_{stage * cells + index - (2 if skip_reduction and stage > 0 and index == 1 else 1)}"
                ],
                filters * 2**stage,
                f"{stage * num_blocks + index - (0 if stage > 0 else 1)}",
            )
            tensors[f"cell_{stage * cells + index + 1}"] = x
    x = layers.Activation("relu", name="activation")(x)
    if include_top:
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)

        # Softmax: -> (classes,)
        x = layers.Dense(classes, activation=classifier_activation, name="predictions")(
            x
        )
    else:
        x = global_pooling(x, pooling=pooling)
    return keras.Model(inputs, x, name=name)


nasnet_mobile = partial(nasnet, name="nasnet_mobile")
nasnet_large = partial(
    nasnet,
    input_shape=(331, 331, 3),
    num_blocks=6,
    penultimate_filters=4032,
    stem_block_filters=96,
    skip_reduction=True,
    name="nasnet_large",
)


if __name__ == "__main__":
    nasnet().summary()
