"""For every layer: arguments and input shapes to try it with, most of them valid, some nearly so."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from .data_cases import DATA, DATA_CORNERS
from .drawing import (
    Case,
    Shape,
    activations,
    arguments_of,
    axes,
    axis_lists,
    constraints,
    data_formats,
    divisors,
    each_axis,
    few,
    flags,
    initializers,
    lora,
    mostly,
    numbers,
    paddings,
    per_axis,
    positive,
    rates,
    regularizers,
    seeds,
    settings_of,
    shapes_of,
    sizes,
    small,
)
from .image_cases import IMAGE_CORNERS, IMAGES
from .op_cases import OPS
from .wrapper_cases import WRAPPER_CORNERS, WRAPPERS


def convolutions() -> list[Case]:
    """Conv, transposed, depthwise and separable convolutions."""
    cases = []
    for rank in (1, 2, 3):
        shared = {
            "strides": per_axis(rank, 2),
            "padding": paddings,
            "data_format": data_formats,
            "dilation_rate": per_axis(rank, 2),
            "activation": activations,
            "use_bias": flags,
            "activity_regularizer": regularizers,
            **settings_of("bias"),
        }
        filters = {"filters": positive(), "kernel_size": per_axis(rank)}
        kernel = shared | settings_of("kernel")
        pads = each_axis(rank, st.integers(0, 2), -1, [0] * rank)
        depthwise = shared | settings_of("depthwise") | {"depth_multiplier": positive()}
        shapes = shapes_of(rank + 1, high=7)
        cases += [
            Case(
                f"Conv{rank}D", arguments_of(filters, groups=mostly(st.integers(1, 3), 0, -1), **kernel, **lora), shapes
            ),
            Case(f"Conv{rank}DTranspose", arguments_of(filters, output_padding=pads, **kernel), shapes),
        ]
        if rank < 3:
            separable = depthwise | settings_of("pointwise")
            cases += [
                Case(f"DepthwiseConv{rank}D", arguments_of({"kernel_size": per_axis(rank)}, **depthwise), shapes),
                Case(f"SeparableConv{rank}D", arguments_of(filters, **separable), shapes),
            ]
    return cases


def pools() -> list[Case]:
    """Pooling with a window, and over everything."""
    cases = []
    for rank in (1, 2, 3):
        window = {"pool_size": per_axis(rank)}
        shared = {"strides": per_axis(rank), "padding": paddings, "data_format": data_formats}
        over_all = arguments_of(data_format=data_formats, keepdims=flags)
        shapes = shapes_of(rank + 1)
        cases += [
            Case(f"MaxPooling{rank}D", arguments_of(**window, **shared), shapes),
            Case(f"AveragePooling{rank}D", arguments_of(window, **shared), shapes),
            Case(f"GlobalMaxPooling{rank}D", over_all, shapes),
            Case(f"GlobalAveragePooling{rank}D", over_all, shapes),
        ]
    return cases


def edges(rank: int) -> SearchStrategy:
    """What is added or cut at the edges."""
    one = st.integers(0, 2)
    both = st.lists(one, min_size=2, max_size=2)
    if rank == 1:
        return mostly(one | both, -1, [1], [1, 2, 3], [[1, 2]], [[0, 1], [1, 0]], [1, -1], "one")
    entries = st.lists(one | both, min_size=rank, max_size=rank)
    return mostly(one | entries, -1, [1] * (rank + 1), [[1]] * rank, [[1, 2, 3]] * rank, [-1] * rank, "one")


def resizing() -> list[Case]:
    """Padding, cropping, upsampling and dropout of whole channels."""
    cases = []
    for rank in (1, 2, 3):
        formats = {"data_format": data_formats}
        # Keras's 1D layers have no data_format, but for ZeroPadding1D: drawn all the same, and refused.
        ways = {
            "interpolation": mostly(st.sampled_from(["nearest", "bilinear", "bicubic", "lanczos5", "area"]), "no_such")
        }
        more = formats | (ways if rank == 2 else {})
        size = per_axis(rank)
        shapes = shapes_of(rank + 1, high=6)
        rate = {"rate": mostly(st.sampled_from([0, 0.5, 1]), -0.5, 1.5, None, "half")}
        cases += [
            Case(f"ZeroPadding{rank}D", arguments_of(padding=edges(rank), **formats), shapes),
            Case(f"Cropping{rank}D", arguments_of(cropping=edges(rank), **formats), shapes),
            Case(f"UpSampling{rank}D", arguments_of(size=size, **more), shapes),
            Case(f"SpatialDropout{rank}D", arguments_of(rate, seed=seeds, trainable=st.just(True), **formats), shapes),
        ]
    return cases


scaled = {"epsilon": numbers, "center": flags, "scale": flags, **settings_of("beta", "gamma")}
clipping = st.fixed_dictionaries({}, optional={"rmax": numbers, "rmin": numbers, "dmax": st.sampled_from([-1.0, 0, 5])})
statistics = {
    "momentum": numbers,
    "moving_mean_initializer": initializers,
    "moving_variance_initializer": initializers,
    "renorm": flags,
    "renorm_clipping": mostly(clipping, {"no_such": 1.0}, None),
    "renorm_momentum": numbers,
    "synchronized": flags,
}

NORMALIZATIONS = [
    Case("BatchNormalization", arguments_of(axis=axes, **scaled, **statistics), few),
    Case("LayerNormalization", arguments_of(axis=axes | axis_lists, **scaled), few),
    Case("RMSNormalization", arguments_of(axis=axes | axis_lists, epsilon=numbers), few),
    Case("UnitNormalization", arguments_of(axis=axes | axis_lists), few),
    Case(
        "GroupNormalization", arguments_of({"groups": mostly(st.integers(1, 4), -1, 0, -2)}, axis=axes, **scaled), few
    ),
]

floors = mostly(numbers, -0.5, None, "no")
ACTIVATIONS = [
    Case("Activation", arguments_of({"activation": activations}), few),
    Case("Softmax", arguments_of(axis=axes | axis_lists), few),
    Case("ReLU", arguments_of(max_value=floors, negative_slope=floors, threshold=floors), few),
    Case("LeakyReLU", arguments_of(negative_slope=floors), few),
    Case("ELU", arguments_of(alpha=numbers), few),
    Case(
        "PReLU", arguments_of(shared_axes=mostly(st.integers(1, 3), 0, -1, 9) | axis_lists, **settings_of("alpha")), few
    ),
]

kernel_and_bias = {
    "activation": activations,
    "bias_initializer": initializers,
    "bias_regularizer": regularizers,
    "bias_constraint": constraints,
    **settings_of("kernel"),
    **lora,
}
equations = mostly(
    st.sampled_from(["ab,bc->ac", "abc,cd->abd", "abc,bd->adc", "...x,xy->...y", "ab...,bc->ac...", "abc,cde->abde"]),
    *(
        "abc,bc->ab",
        "ab,bc->ca",
        "ab,bc->cb",
        "abc,cd->bad",
        "ab,cd->ad",
        "ab,bc->ad",
        "abc,abd->abd",
        "ab,bc",
        "aa,ab->ab",
    ),
    *("...ab,bc->...ac", "abc,bcd->abd", "ab,b->a", "a...,ab->b...", "ab,bc->ac...", "...ab,bc->ac"),
)
outputs = mostly(st.sampled_from([2, [3], [None, 3], [None, None, 3], [2, 3]]), 0, [], "four", [0], [2, 3, 1, 4])
DENSE = [
    Case(
        "Dense",
        arguments_of({"units": positive()}, use_bias=flags, activity_regularizer=regularizers, **kernel_and_bias),
        few,
    ),
    Case(
        "EinsumDense",
        arguments_of(
            {"equation": equations, "output_shape": outputs},
            bias_axes=mostly(st.sampled_from(["c", "d", "y", "bd"]), "a", "", "x", None),
            **kernel_and_bias,
        ),
        st.integers(1, 3).flatmap(lambda rank: st.tuples(st.tuples(*[sizes(1, 3)] * rank))),
    ),
    Case(
        "Embedding",
        arguments_of(
            {"input_dim": positive(), "output_dim": positive()}, mask_zero=flags, **settings_of("embeddings"), **lora
        ),
        few,
    ),
]

scales = mostly(numbers | st.lists(numbers, min_size=1, max_size=3), [], "big", [[1, 2, 3]], [[1], [2, 3]], None)
means = numbers | st.lists(numbers, min_size=1, max_size=2) | st.just([[1.0, 2.0]])
masks = st.lists(mostly(st.sampled_from([1, 2, 3]), None, 0), min_size=1, max_size=4)
ARRANGING = [
    Case("Flatten", arguments_of(data_format=data_formats), few),
    Case(
        "Reshape",
        arguments_of({"target_shape": st.lists(mostly(divisors, -1, None, 0, -2), max_size=4) | st.just([-1, 2])}),
        small,
    ),
    Case(
        "Permute",
        arguments_of({"dims": st.permutations([1, 2]) | st.permutations([1, 2, 3]) | axis_lists}),
        shapes_of(2),
    ),
    Case("RepeatVector", arguments_of({"n": positive()}), shapes_of(1)),
    Case(
        "Dropout",
        arguments_of({"rate": mostly(st.sampled_from([0, 0.3, 1]), -1, 2)}, noise_shape=masks, seed=seeds),
        small,
    ),
    Case("GaussianNoise", arguments_of({"stddev": mostly(st.sampled_from([0, 0.3, 1]), -1, 2)}, seed=seeds), few),
    Case("Rescaling", arguments_of({"scale": scales}, offset=scales), small),
    Case(
        "Normalization",
        arguments_of(axis=mostly(axes | axis_lists, None, []), mean=means, variance=means, invert=flags)
        | st.fixed_dictionaries({"mean": means, "variance": means}),
        st.integers(0, 3).flatmap(lambda rank: st.tuples(st.tuples(*[sizes(1, 2)] * rank))),
    ),
    Case("Identity", arguments_of(), few),
]


@st.composite
def alike(draw: st.DrawFn, most: int = 3) -> tuple[Shape, ...]:
    """A few inputs whose shapes are those of the first, with a size changed here and an axis left out there."""
    [first] = draw(small)
    found = [first]
    for _ in range(draw(st.integers(0, most - 1))):
        other = [draw(mostly(st.just(size), 1, 5, None)) for size in first]
        found.append(tuple(other[draw(mostly(st.just(0), 1)) :]))
    return tuple(found)


pairs = mostly(
    st.tuples(*[st.lists(mostly(st.sampled_from([2, 2, 3]), None), min_size=1, max_size=3).map(tuple)] * 2),
    ((2,),),
    ((2,),) * 3,
)
MERGING = [
    *(Case(name, arguments_of(), alike()) for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")),
    Case("Concatenate", arguments_of(axis=axes), alike()),
    Case(
        "Dot",
        arguments_of({"axes": axes | st.lists(st.integers(-1, 2), min_size=2, max_size=2)}, normalize=flags),
        pairs,
    ),
]

gates = {
    "activation": activations,
    "use_bias": flags,
    "activity_regularizer": regularizers,
    **settings_of("kernel", "recurrent", "bias"),
    "dropout": rates,
    "recurrent_dropout": rates,
    "seed": seeds,
    "return_sequences": flags,
    "return_state": st.just(False),
    "go_backwards": flags,
    "stateful": mostly(st.just(False), True),
    "unroll": flags,
    "zero_output_for_mask": flags,
}
long_memory = {"recurrent_activation": activations, "unit_forget_bias": flags}
cudnn = mostly(st.sampled_from(["auto", False]), "always", None)
RECURRENT = [
    Case("SimpleRNN", arguments_of({"units": positive()}, **gates), shapes_of(2, high=4)),
    Case("LSTM", arguments_of({"units": positive()}, use_cudnn=cudnn, **gates, **long_memory), shapes_of(2, high=4)),
    Case(
        "GRU",
        arguments_of(
            {"units": positive()}, use_cudnn=cudnn, recurrent_activation=activations, reset_after=flags, **gates
        ),
        shapes_of(2, high=4),
    ),
    *(
        Case(
            f"ConvLSTM{rank}D",
            arguments_of(
                {"filters": positive(), "kernel_size": per_axis(rank)},
                strides=per_axis(rank, 2),
                padding=paddings,
                data_format=data_formats,
                dilation_rate=per_axis(rank, 2),
                **gates,
                **long_memory,
            ),
            shapes_of(rank + 2, high=4),
        )
        for rank in (1, 2, 3)
    ),
    Case("Masking", arguments_of(mask_value=mostly(numbers, "none", None)), few),
]


@st.composite
def attended(draw: st.DrawFn, ranks: SearchStrategy[int], *, one_width: bool = False) -> tuple[Shape, ...]:
    """Query, value and maybe key, which mostly go together."""
    rank = draw(ranks)
    between = [draw(sizes(1, 3)) for _ in range(rank - 2)]
    width = draw(sizes(1, 4))
    target, source = draw(sizes(1, 4)), draw(sizes(1, 4))
    value_width = width if one_width else draw(sizes(1, 4))
    query, value = (*between, target, width), (*between, source, value_width)
    key = (*between, source, width)
    found = draw(mostly(st.sampled_from([(query, value if one_width else key), (query, value, key)]), (query,)))
    odd = draw(st.integers(0, 15))
    if odd == 0:
        found = (*found[:-1], found[-1][1:])
    if odd == 1:
        found = (*found[:-1], tuple(draw(sizes(1, 4)) for _ in found[-1]))
    return found


shared_by_heads = {
    "dropout": mostly(st.sampled_from([0.0, 0.5, 1.0]), -0.5, 1.5),
    "use_bias": flags,
    "sliding_window": mostly(st.integers(1, 3), None, 0, -1, 1.5),
    "flash_attention": mostly(st.sampled_from([None, False]), True),
    "activity_regularizer": regularizers,
    **settings_of("kernel", "bias"),
    "use_gate": flags,
    "seed": seeds,
}
ATTENTION = [
    Case(
        "Attention",
        arguments_of(
            use_scale=flags,
            score_mode=mostly(st.sampled_from(["dot", "concat"]), "cosine"),
            dropout=mostly(st.sampled_from([0.0, 0.5, 1.0]), -0.5, 1.5),
            seed=seeds,
        ),
        attended(mostly(st.sampled_from([2, 2, 3]), 4)),
    ),
    Case(
        "AdditiveAttention",
        arguments_of(use_scale=flags, dropout=mostly(st.sampled_from([0.0, 0.5, 1.0]), -0.5, 1.5), seed=seeds),
        attended(mostly(st.sampled_from([2, 2, 3]), 4)),
    ),
    Case(
        "MultiHeadAttention",
        arguments_of(
            {"num_heads": positive(), "key_dim": positive()},
            value_dim=mostly(st.integers(1, 3), None, 0),
            output_shape=mostly(st.sampled_from([3, [3], [2, 3]]), None, -1, [0], [None], "three"),
            attention_axes=mostly(st.sampled_from([1, 2, -2, [1], [1, 2], [2, 1]]), None, [1, 1], 9, -1, "one"),
            **shared_by_heads,
        ),
        attended(mostly(st.sampled_from([2, 2, 3]), 1, 4)),
    ),
    Case(
        "GroupQueryAttention",
        arguments_of(
            {
                "head_dim": positive(),
                "num_query_heads": mostly(st.sampled_from([2, 4]), 3, 0),
                "num_key_value_heads": mostly(st.sampled_from([1, 2]), 3, 0),
            },
            **shared_by_heads,
        ),
        attended(mostly(st.just(2), 3), one_width=True),
    ),
]

CASES = {
    case.layer: case
    for case in (
        *convolutions(),
        *pools(),
        *resizing(),
        *NORMALIZATIONS,
        *ACTIVATIONS,
        *DENSE,
        *ARRANGING,
        *MERGING,
        *RECURRENT,
        *ATTENTION,
        *IMAGES,
        *DATA,
        *OPS,
        *WRAPPERS,
    )
}

#: What is seldom drawn: rules that act only where several things meet.
CORNERS: list[tuple[str, dict[str, Any], tuple[Shape, ...]]] = [
    ("Conv1D", {"filters": 8, "kernel_size": 1, "groups": 4}, ((5, 6),)),
    ("Conv2D", {"filters": 4, "kernel_size": 3, "groups": 2, "lora_rank": 2}, ((5, 5, 6),)),
    ("Conv3D", {"filters": 4, "kernel_size": 1, "groups": 2, "use_bias": False}, ((2, 2, 2, 6),)),
    ("Conv1D", {"filters": 4, "kernel_size": 2, "kernel_initializer": "identity"}, ((5, 6),)),
    ("Conv1D", {"filters": 4, "kernel_size": 2, "kernel_initializer": "orthogonal"}, ((5, 6),)),
    ("Conv1D", {"filters": 4, "kernel_size": 3, "strides": 2, "padding": "causal"}, ((5, 6),)),
    ("Conv1D", {"filters": 4, "kernel_size": 3, "dilation_rate": 2, "padding": "causal"}, ((5, 6),)),
    ("Conv2D", {"filters": 4, "kernel_size": 3, "dilation_rate": [1, 2]}, ((4, 4, 6),)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 1, "strides": 3}, ((5, 6),)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 2, "strides": 3, "output_padding": 2}, ((5, 6),)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 2, "strides": 3, "output_padding": 0}, ((5, 6),)),
    (
        "Conv2DTranspose",
        {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same", "output_padding": 1},
        ((4, 4, 6),),
    ),
    (
        "Conv2DTranspose",
        {"filters": 2, "kernel_size": 4, "strides": 3, "padding": "same", "output_padding": 2},
        ((4, 4, 6),),
    ),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "dilation_rate": 2}, ((4, 4, 6),)),
    ("SeparableConv1D", {"filters": 3, "kernel_size": 2, "depth_multiplier": 2}, ((4, 6),)),
    ("Dense", {"units": 4, "lora_rank": 2, "lora_alpha": 3.0}, ((5, 6),)),
    ("Dense", {"units": 4, "lora_rank": 2, "kernel_constraint": "non_neg"}, ((6,),)),
    ("Dense", {"units": 4}, ((),)),
    ("Dense", {"units": 4, "activity_regularizer": "orthogonal_regularizer"}, ((3,),)),
    ("Dense", {"units": 4, "activity_regularizer": "orthogonal_regularizer"}, ((5, 3),)),
    ("Conv1D", {"filters": 4, "kernel_size": 1, "activity_regularizer": "orthogonal_regularizer"}, ((5, 3),)),
    ("Conv1DTranspose", {"filters": 4, "kernel_size": 1, "activity_regularizer": "orthogonal_regularizer"}, ((5, 3),)),
    ("DepthwiseConv1D", {"kernel_size": 1, "activity_regularizer": "orthogonal_regularizer"}, ((5, 3),)),
    ("SeparableConv1D", {"filters": 4, "kernel_size": 1, "activity_regularizer": "orthogonal_regularizer"}, ((5, 3),)),
    ("Embedding", {"input_dim": 4, "output_dim": 3, "lora_rank": 2}, ((5,),)),
    ("EinsumDense", {"equation": "abc,bcd->abd", "output_shape": [None, 4]}, ((2, 3),)),
    ("EinsumDense", {"equation": "abc,bcd->abd", "output_shape": [2, 4]}, ((2, 3),)),
    ("EinsumDense", {"equation": "ab...,bc->ac...", "output_shape": 4, "bias_axes": "c"}, ((2, 3, 5),)),
    ("EinsumDense", {"equation": "...ab,bc->...ac", "output_shape": [None, 4], "bias_axes": "c"}, ((5, 2, 3),)),
    ("EinsumDense", {"equation": "...abc,cd->...bad", "output_shape": [None, 4]}, ((2, 3),)),
    ("EinsumDense", {"equation": "...x,xy->...y", "output_shape": 4}, ((2, 3, 5),)),
    ("EinsumDense", {"equation": "...x,xy->...y", "output_shape": 4}, ((3, 3, 5),)),
    ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 4, 2], "bias_axes": "ed"}, ((5, 3),)),
    ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": [5, 4], "lora_rank": 2}, ((5, 3),)),
    ("EinsumDense", {"equation": "abc,cd->abd", "output_shape": [5, 4]}, ((None, 3),)),
    ("BatchNormalization", {"renorm": True, "moving_variance_initializer": None}, ((3,),)),
    ("BatchNormalization", {"renorm": True, "moving_mean_initializer": None}, ((3,),)),
    ("BatchNormalization", {"renorm": True, "center": False}, ((4, 3),)),
    ("BatchNormalization", {"renorm": True, "renorm_clipping": {"dmax": -1.0}}, ((3,),)),
    ("BatchNormalization", {"renorm": True, "renorm_clipping": {"rmin": 2.0, "rmax": 1.0}}, ((3,),)),
    ("BatchNormalization", {"axis": 1, "scale": False}, ((4, None),)),
    ("LayerNormalization", {"axis": [2, 1]}, ((4, 3),)),
    ("LayerNormalization", {"axis": [1, -1]}, ((4, 5, 3),)),
    ("LayerNormalization", {"axis": 1, "center": False, "scale": False}, ((None, 3),)),
    ("GroupNormalization", {"groups": 4}, ((5, 6),)),
    ("GroupNormalization", {"groups": -1}, ((5, 6),)),
    ("GroupNormalization", {"groups": 2, "axis": 1, "center": False, "scale": False}, ((None, 6),)),
    ("PReLU", {"shared_axes": [1, 2]}, ((None, 4, 3),)),
    ("PReLU", {"shared_axes": 3}, ((4, 3),)),
    ("Concatenate", {"axis": 1}, ((None, 4), (3, None))),
    ("Concatenate", {}, ((None, 4), (3, 5))),
    ("Concatenate", {}, ((3, 4), (None, 5), (2, 5))),
    ("Dot", {"axes": [1, 2]}, ((None, 3), (4, None))),
    ("Dot", {"axes": 1}, ((None, 3), (4, 3))),
    ("Dot", {"axes": [2, 1]}, ((5, 3), (3,))),
    ("Dot", {"axes": 1}, ((4,), (4,))),
    ("Reshape", {"target_shape": [None, 4]}, ((6, 4),)),
    ("Reshape", {"target_shape": [None, 4]}, ((6,),)),
    ("Reshape", {"target_shape": [-1, 4]}, ((None, 3),)),
    ("Reshape", {"target_shape": [5, 2]}, ((None, 3),)),
    ("Reshape", {"target_shape": []}, ((1, 1),)),
    ("Reshape", {"target_shape": [-1, 4]}, ((2, 6),)),
    ("Normalization", {"axis": None, "mean": [1.0, 2.0], "variance": [1.0, 2.0]}, ((2,),)),
    ("Permute", {"dims": [3, 1, 2]}, ((2, None, 4),)),
    ("Cropping2D", {"cropping": [[1, 2], 0]}, ((3, 4, 1),)),
    ("Dropout", {"rate": 0.5, "noise_shape": [None, 1, 3]}, ((4, 3),)),
    ("Dropout", {"rate": 0.5, "noise_shape": [1, 1, 1]}, ((3,),)),
    ("Dropout", {"rate": 0.5, "noise_shape": [3]}, ((4, 3),)),
    ("Dropout", {"rate": 0.5, "noise_shape": [None]}, ((1,),)),
    ("Dropout", {"rate": 0.5, "noise_shape": [None, None]}, ((None,),)),
    ("Rescaling", {"scale": [[1.0, 2.0, 3.0]]}, ((3,),)),
    ("Rescaling", {"scale": [[1.0], [2.0]]}, ((2, 3),)),
    ("Rescaling", {"scale": [[1.0], [2.0, 3.0]]}, ((2, 2),)),
    ("Normalization", {"axis": [2, 1]}, ((4, 3),)),
    ("Normalization", {"axis": [2, 1], "mean": [1.0, 2.0], "variance": [1.0, 2.0]}, ((3, 2),)),
    ("Normalization", {"axis": [2, 1], "mean": [[1.0, 2.0]], "variance": [[1.0, 2.0]]}, ((3, 2),)),
    ("Normalization", {"mean": [[1.0, 2.0]], "variance": [[1.0, 2.0]]}, ((1, 2),)),
    ("Normalization", {"axis": None}, ((None, 2),)),
    ("Normalization", {"axis": 1}, ((None, 2),)),
    ("RMSNormalization", {"axis": [2, 1]}, ((4, 3),)),
    ("RMSNormalization", {"axis": [1, -1]}, ((3, 3),)),
    ("RMSNormalization", {"axis": 1}, ((4, 3),)),
    ("RMSNormalization", {"axis": 1}, ((1, None),)),
    ("UnitNormalization", {"axis": [1, -1]}, ((4, None),)),
    ("UnitNormalization", {"axis": [2, -1]}, ((4, 3),)),
    ("GRU", {"units": 4, "reset_after": False, "return_sequences": True}, ((None, 3),)),
    ("GRU", {"units": 4, "bias_initializer": "orthogonal"}, ((5, 3),)),
    ("GRU", {"units": 4, "bias_initializer": "orthogonal", "reset_after": False}, ((5, 3),)),
    ("LSTM", {"units": 4, "bias_initializer": None, "unit_forget_bias": False}, ((5, 3),)),
    ("LSTM", {"units": 4, "bias_initializer": None, "use_bias": False}, ((5, 3),)),
    ("LSTM", {"units": 4, "recurrent_initializer": "identity", "recurrent_constraint": "non_neg"}, ((5, 3),)),
    ("LSTM", {"units": 4, "activity_regularizer": "orthogonal_regularizer"}, ((5, 3),)),
    (
        "LSTM",
        {"units": 4, "return_sequences": True, "activity_regularizer": "orthogonal_regularizer"},
        ((5, 3),),
    ),
    ("LSTM", {"units": 4, "dropout": 0.5, "recurrent_dropout": 1.0}, ((None, 3),)),
    ("LSTM", {"units": 4}, ((5, None),)),
    ("ConvLSTM1D", {"filters": 4, "kernel_size": 2, "data_format": "channels_first"}, ((None, 3, 7),)),
    ("ConvLSTM2D", {"filters": 4, "kernel_size": 2, "return_sequences": True, "strides": 2}, ((None, 6, 7, 3),)),
    ("ConvLSTM2D", {"filters": 4, "kernel_size": 3, "dilation_rate": 3}, ((2, 6, 7, 3),)),
    ("ConvLSTM2D", {"filters": 4, "kernel_size": 3, "padding": "same", "dilation_rate": 2}, ((2, 6, None, 3),)),
    ("ConvLSTM3D", {"filters": 2, "kernel_size": [1, 2, 3], "use_bias": False}, ((2, 2, 3, 4, 1),)),
    ("ConvLSTM3D", {"filters": 2, "kernel_size": 1}, ((2, 2, 3, 4),)),
    ("Attention", {"score_mode": "concat", "use_scale": True}, ((5, 1), (4, 3))),
    ("Attention", {}, ((5, 1), (4, 3))),
    ("Attention", {}, ((2, 5, 3), (1, 4, 3))),
    ("Attention", {}, ((1, 5, 3), (2, 4, 3))),
    ("Attention", {}, ((None, 5, None), (3, None, 2), (3, 3, 3))),
    ("Attention", {}, ((5, 3), (4, 2), (6, 3))),
    ("AdditiveAttention", {}, ((5, None), (4, 3))),
    ("AdditiveAttention", {"use_scale": False}, ((5, None), (4, 3))),
    ("AdditiveAttention", {}, ((5, 3), (4, 2), (4, 1))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "use_gate": True, "value_dim": 2}, ((5, 4), (6, 2), (6, 7))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "output_shape": [2, 3]}, ((None, 4), (6, 2))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "attention_axes": 2}, ((3, 5, 4), (3, 6, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "attention_axes": 2}, ((3, 5, 4), (2, 6, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "attention_axes": 2}, ((None, 5, 4), (2, 6, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "attention_axes": [2, 1]}, ((3, 5, 4), (2, None, 4))),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3, "attention_axes": 1, "sliding_window": 2},
        ((5, 3, 4), (6, 3, 4)),
    ),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "sliding_window": 2}, ((5, 3, 4), (6, 3, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "kernel_initializer": "identity"}, ((5, 4), (6, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3, "bias_initializer": "orthogonal"}, ((5, 4), (6, 4))),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3, "bias_initializer": "orthogonal", "output_shape": [2, 2]},
        ((5, 4), (6, 4)),
    ),
    (
        "MultiHeadAttention",
        {"num_heads": 2, "key_dim": 3, "activity_regularizer": "orthogonal_regularizer"},
        ((5, 4), (6, 4)),
    ),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, ((5, 4), (6, 4), (7, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, ((5, 4), (None, 4), (6, 4))),
    ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}, ((4,), (4,))),
    (
        "GroupQueryAttention",
        {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_gate": True},
        ((5, 4), (None, 4), (None, 3)),
    ),
    ("GroupQueryAttention", {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, ((5, 4), (6, 3))),
    ("GroupQueryAttention", {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, ((5, 4), (6, None))),
    ("GroupQueryAttention", {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, ((2, 5, 4), (2, 6, 4))),
    *IMAGE_CORNERS,
    *DATA_CORNERS,
    *WRAPPER_CORNERS,
]
