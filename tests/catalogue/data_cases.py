"""Arguments and input shapes for layers that pool to a size, drop, encode and turn signals into spectrograms."""

from typing import Any

from hypothesis import strategies as st

from .drawing import (
    Case,
    Shape,
    arguments_of,
    data_formats,
    each_axis,
    few,
    flags,
    lora,
    mostly,
    numbers,
    paddings,
    positive,
    seeds,
    settings_of,
    shapes_of,
    sizes,
    small,
)

below_one = mostly(st.sampled_from([0, 0.3, 0.9]), 1, -1, 2, "half")
masks = st.lists(mostly(st.sampled_from([1, 2, 3]), None, 0), min_size=1, max_size=4)
DROPPING = [
    Case("AlphaDropout", arguments_of({"rate": below_one}, noise_shape=masks, seed=seeds), small),
    Case("GaussianDropout", arguments_of({"rate": below_one}, seed=seeds), few),
    Case("ActivityRegularization", arguments_of(l1=mostly(numbers, -1, "no"), l2=mostly(numbers, -1, None)), few),
]

POOLING = [
    Case(
        f"Adaptive{kind}Pooling{rank}D",
        arguments_of(
            {"output_size": each_axis(rank, mostly(st.integers(2, 4), 1), 0, -1, None, 1.5, "two", [0] * rank)},
            data_format=data_formats,
        ),
        shapes_of(rank + 1, low=2, high=7),
    )
    for kind in ("Average", "Max")
    for rank in (1, 2, 3)
]

modes = mostly(st.sampled_from(["int", "one_hot", "multi_hot", "count"]), "two_hot", None)
unsparse = mostly(st.just(False), True)
whole = mostly(st.integers(0, 3), None, 0.5, "two")
salts = mostly(st.integers(1, 9) | st.lists(st.integers(1, 9), min_size=2, max_size=2), None, [1], "sea")
numbered = st.integers(0, 3).flatmap(
    lambda rank: st.tuples(st.tuples(*[mostly(st.sampled_from([1, 2, 4]), None)] * rank))
)
vocabularies = mostly(
    st.lists(st.integers(1, 9), max_size=4, unique=True).map(lambda words: [0, *words]),
    [],
    [0, 0],
    [0.5],
    None,
    "words",
)
ENCODING = [
    Case(
        "Discretization",
        arguments_of(
            {"bin_boundaries": mostly(st.lists(numbers, min_size=1, max_size=4).map(sorted), [], [2, 1], "half", None)},
            num_bins=mostly(st.none(), 3),
            epsilon=numbers,
            output_mode=modes,
            sparse=unsparse,
            trainable=st.just(True),
        ),
        numbered,
    ),
    Case(
        "CategoryEncoding",
        arguments_of({"num_tokens": positive()}, output_mode=modes, sparse=unsparse),
        numbered,
    ),
    Case(
        "Hashing",
        arguments_of(
            {"num_bins": positive()}, mask_value=mostly(whole, "none"), salt=salts, output_mode=modes, sparse=unsparse
        ),
        numbered,
    ),
    Case(
        "HashedCrossing",
        arguments_of(
            {"num_bins": positive()}, output_mode=mostly(st.sampled_from(["int", "one_hot"]), "count"), sparse=unsparse
        ),
        mostly(st.sampled_from([((), ()), ((1,), (1,))]), ((3,), (3,)), ((1,), ()), ((1,),)),
    ),
    Case(
        "IntegerLookup",
        arguments_of(
            {"vocabulary": vocabularies},
            max_tokens=mostly(st.integers(5, 9), 1, 2, None),
            num_oov_indices=mostly(st.integers(0, 3), -1, None),
            mask_token=mostly(st.sampled_from([-2, 7]), None, "none"),
            oov_token=mostly(st.sampled_from([-1, 8]), "none"),
            vocabulary_dtype=mostly(st.just("int64"), "int32"),
            idf_weights=mostly(st.none(), [1.0, 2.0]),
            invert=mostly(st.just(False), True),
            output_mode=mostly(modes, "tf_idf"),
            sparse=unsparse,
            pad_to_max_tokens=flags,
            oov_method=mostly(st.sampled_from(["floormod", "farmhash"]), "mod"),
            salt=salts,
        ),
        numbered,
    ),
    Case(
        "ReversibleEmbedding",
        arguments_of(
            {"input_dim": positive(), "output_dim": positive()},
            tie_weights=flags,
            mask_zero=flags,
            reverse_dtype=mostly(st.sampled_from(["float32", "float64"]), None),
            logit_soft_cap=mostly(numbers, None),
            **settings_of("embeddings"),
            **lora,
        ),
        few,
    ),
]

SIGNALS = [
    Case(
        "MelSpectrogram",
        arguments_of(
            fft_length=mostly(st.integers(4, 9), 0, -1, 1.5),
            sequence_stride=mostly(st.integers(1, 4), 0, -1),
            sequence_length=mostly(st.integers(2, 4), None, -1, 16),
            window=mostly(st.sampled_from(["hann", "hamming"]), None, "kaiser"),
            sampling_rate=st.sampled_from([8000, 16000]),
            num_mel_bins=mostly(st.integers(1, 4), 0, -1),
            min_freq=mostly(st.sampled_from([0.0, 20.0]), "low"),
            max_freq=mostly(st.sampled_from([4000.0]), None, "high"),
            power_to_db=flags,
            top_db=numbers,
            mag_exp=numbers,
            min_power=st.sampled_from([1e-10, 1e-3]),
            ref_power=numbers,
        ).map(lambda arguments: {"fft_length": 8, "sequence_stride": 3} | arguments),
        mostly(st.tuples(st.tuples(mostly(sizes(4, 40), 2))), ((),), ((8, 2),)),
    ),
    Case(
        "STFTSpectrogram",
        arguments_of(
            {"window": mostly(st.none(), "no_such")},
            frame_length=mostly(st.integers(2, 8), 0, -1, 1),
            frame_step=mostly(st.integers(1, 3), None, 0, -1, 16),
            fft_length=mostly(st.sampled_from([8, 16]), None, 1),
            mode=mostly(st.sampled_from(["log", "magnitude", "psd", "real", "imag", "angle", "stft"]), "phase"),
            periodic=flags,
            scaling=mostly(st.sampled_from(["density", "spectrum"]), None, "power"),
            padding=paddings,
            expand_dims=flags,
            data_format=data_formats,
        ).map(lambda arguments: {"frame_length": 4} | arguments),
        shapes_of(2, high=9),
    ),
]

DATA = [*DROPPING, *POOLING, *ENCODING, *SIGNALS]

DATA_CORNERS: list[tuple[str, dict[str, Any], tuple[Shape, ...]]] = [
    ("AlphaDropout", {"rate": 0.5, "noise_shape": [None, 1, 3]}, ((4, 3),)),
    ("AlphaDropout", {"rate": 0.5, "noise_shape": [3]}, ((4, 3),)),
    ("AdaptiveAveragePooling1D", {"output_size": 7}, ((3, 2),)),
    ("AdaptiveAveragePooling2D", {"output_size": [1, 9]}, ((1, 4, 2),)),
    ("AdaptiveMaxPooling2D", {"output_size": [2, 9], "data_format": "channels_first"}, ((2, 2, 4),)),
    ("Discretization", {"bin_boundaries": [0.0, 1.0], "output_mode": "multi_hot"}, ((4, 5),)),
    ("Discretization", {"bin_boundaries": [0.0, 1.0], "output_mode": "count"}, ((4, 5, 2),)),
    ("Discretization", {"bin_boundaries": [0.0, 1.0], "output_mode": "one_hot"}, ((1,),)),
    ("CategoryEncoding", {"num_tokens": 3, "output_mode": "one_hot"}, ((4, 1),)),
    ("CategoryEncoding", {"num_tokens": 3, "output_mode": "one_hot"}, ((),)),
    ("CategoryEncoding", {"num_tokens": 3}, ((4, 5),)),
    ("Hashing", {"num_bins": 3, "output_mode": "one_hot"}, ((1,),)),
    ("Hashing", {"num_bins": 3, "output_mode": "one_hot"}, ((4,),)),
    ("Hashing", {"num_bins": 3, "output_mode": "one_hot"}, ((1, 1),)),
    ("Hashing", {"num_bins": 3, "output_mode": "count"}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5, 7], "mask_token": 9, "output_mode": "one_hot"}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [-1, 0, 5], "output_mode": "one_hot"}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "output_mode": "tf_idf", "idf_weights": [1.0, 2.0]}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "output_mode": "tf_idf", "idf_weights": [1.0]}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "output_mode": "tf_idf"}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "idf_weights": [1.0, 2.0]}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "invert": True, "oov_token": 5}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "invert": True}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "mask_token": 5}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [5, -1, 0], "mask_token": 5}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0, 5], "max_tokens": 2}, ((4,),)),
    ("IntegerLookup", {"vocabulary": [0], "max_tokens": 6, "pad_to_max_tokens": True, "output_mode": "count"}, ((4,),)),
    ("ReversibleEmbedding", {"input_dim": 4, "output_dim": 3, "tie_weights": False, "lora_rank": 2}, ((5,),)),
    ("MelSpectrogram", {"fft_length": 16, "sequence_stride": 4}, ((23,),)),
    ("MelSpectrogram", {"fft_length": 16, "sequence_stride": 4}, ((24,),)),
    ("MelSpectrogram", {"fft_length": 15, "sequence_stride": 4}, ((24,),)),
    ("MelSpectrogram", {}, ((1024,),)),
    ("MelSpectrogram", {"fft_length": 16, "sequence_stride": 4}, ((None,),)),
    ("STFTSpectrogram", {"window": None, "frame_length": 5, "mode": "stft", "expand_dims": True}, ((None, 2),)),
    ("STFTSpectrogram", {"window": None, "frame_length": 9, "padding": "same"}, ((20, 2),)),
    ("STFTSpectrogram", {"window": None, "frame_length": 1}, ((20, 2),)),
]
