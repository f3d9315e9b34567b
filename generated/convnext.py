"""ConvNeXt-T, -S, -B, -L and -XL.

Liu et al. 2022, "A ConvNet for the 2020s", Table 9.

Weight for weight the networks of keras.applications, whose stem and downsampling are
models within the model; here their layers stand in one row with the others.

28,589,128 parameters and 4,457,676,288 multiply-adds (one multiply-add is one).

Made by `archspec generate`; change the spec and make it anew.
"""

from functools import partial
from typing import Any, cast

import keras
from keras import layers


def convnext_block(inputs, drop_rate, *, layer_scale_init_value, name):
    """A depthwise convolution, then two layers for each pixel, scaled and added to the
    input (Figure 4, right).
    """
    residual = layers.Conv2D(
        inputs.shape[-1],
        7,
        padding="same",
        groups=inputs.shape[-1],
        name=f"{name}_depthwise_conv",
    )(inputs)
    residual = layers.LayerNormalization(epsilon=1e-06, name=f"{name}_layernorm")(
        residual
    )
    residual = layers.Dense(4 * residual.shape[-1], name=f"{name}_pointwise_conv_1")(
        residual
    )
    residual = layers.Activation("gelu", name=f"{name}_gelu")(residual)
    residual = layers.Dense(inputs.shape[-1], name=f"{name}_pointwise_conv_2")(residual)
    residual = layers.EinsumDense(
        "bhwc,c->bhwc",
        residual.shape[1:],
        kernel_initializer=cast(
            Any, keras.initializers.Constant(value=layer_scale_init_value)
        ),
        name=f"{name}_layer_scale",
    )(residual)
    if drop_rate > 0:
        residual = layers.Dropout(
            drop_rate, noise_shape=(None, 1, 1, 1), name=f"{name}_stochastic_depth"
        )(residual)
    else:
        residual = layers.Activation("linear", name=f"{name}_identity")(residual)
    return layers.Add(name=f"{name}_add")([inputs, residual])


def global_pooling(x, pooling=None):
    """What takes the place of a classifier, one number a channel by `pooling`, or
    nothing where that is null.
    """
    if pooling == "avg":
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    if pooling == "max":
        x = layers.GlobalMaxPooling2D(name="max_pool")(x)
    return x


def convnext(
    prefix="convnext_tiny",
    input_shape=(224, 224, 3),
    depths=(3, 3, 9, 3),
    projection_dims=(96, 192, 384, 768),
    drop_path_rate=0.0,
    layer_scale_init_value=1e-06,
    include_top=True,
    include_preprocessing=True,
    pooling=None,
    classes=1000,
    classifier_activation="softmax",
    *,
    name="convnext",
):
    """ConvNeXt-T, -S, -B, -L and -XL.

    Args:
        prefix: What the names of layers begin with
        input_shape: Height, width and channels of the images
        depths: How many blocks each of the four stages has
        projection_dims: How many channels each of the four stages has
        drop_path_rate: How often the last block is skipped in training
        layer_scale_init_value: By what each channel that a block adds is multiplied
            before training
        include_top: Whether a classifier comes last
        include_preprocessing: Whether images come with values from 0 to 255
        pooling: How features are pooled where no classifier comes
        classes: How many classes are told apart
        classifier_activation: The activation of the classifier
    """
    earlier = tuple(
        sum(depths[k] for k in range(stage)) for stage in range(len(depths))
    )
    inputs = cast(
        Any, keras.Input((input_shape[0], input_shape[1], input_shape[2]), name="input")
    )
    x = inputs
    if include_preprocessing and inputs.shape[-1] == 3:
        x = layers.Normalization(
            mean=(0.485 * 255, 0.456 * 255, 0.406 * 255),
            variance=((0.229 * 255) ** 2, (0.224 * 255) ** 2, (0.225 * 255) ** 2),
            name=f"{prefix}_prestem_normalization",
        )(x)

    # stem: -> (56, 56, projection_dims[0])
    x = layers.Conv2D(projection_dims[0], 4, strides=4, name=f"{prefix}_stem_conv")(x)
    x = layers.LayerNormalization(epsilon=1e-06, name=f"{prefix}_stem_layernorm")(x)

    # res{stage_index + 1}: -> (112 // 2 ** stage_index, 112 // 2 ** stage_index, stage)
    for stage_index, stage in enumerate(projection_dims, start=1):
        if stage_index > 1:
            x = layers.LayerNormalization(
                epsilon=1e-06, name=f"{prefix}_downsampling_layernorm_{stage_index - 2}"
            )(x)
            x = layers.Conv2D(
                stage,
                2,
                strides=2,
                name=f"{prefix}_downsampling_conv_{stage_index - 2}",
            )(x)
        for index in range(1, depths[stage_index - 1] + 1):
            x = convnext_block(
                x,
                drop_path_rate
                * (earlier[stage_index - 1] + index - 1)
                / (sum(depths) - 1),
                layer_scale_init_value=layer_scale_init_value,
                name=f"{prefix}_stage_{stage_index - 1}_block_{index - 1}",
            )
    if include_top:
        x = layers.GlobalAveragePooling2D(name=f"{prefix}_head_gap")(x)
        x = layers.LayerNormalization(epsilon=1e-06, name=f"{prefix}_head_layernorm")(x)
        x = layers.Dense(
            classes, activation=classifier_activation, name=f"{prefix}_head_dense"
        )(x)
    else:
        x = global_pooling(x, pooling=pooling)
        x = layers.LayerNormalization(epsilon=1e-06, name="layernorm")(x)
    return keras.Model(inputs, x, name=name)


convnext_tiny = partial(convnext, name="convnext_tiny")
convnext_small = partial(
    convnext, prefix="convnext_small", depths=(3, 3, 27, 3), name="convnext_small"
)
convnext_base = partial(
    convnext,
    prefix="convnext_base",
    depths=(3, 3, 27, 3),
    projection_dims=(128, 256, 512, 1024),
    name="convnext_base",
)
convnext_large = partial(
    convnext,
    prefix="convnext_large",
    depths=(3, 3, 27, 3),
    projection_dims=(192, 384, 768, 1536),
    name="convnext_large",
)
convnext_xlarge = partial(
    convnext,
    prefix="convnext_xlarge",
    depths=(3, 3, 27, 3),
    projection_dims=(256, 512, 1024, 2048),
    name="convnext_xlarge",
)


if __name__ == "__main__":
    convnext().summary()
