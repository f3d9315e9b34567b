"""Arguments and input shapes for layers that take layers, or cells, as arguments."""

from typing import Any

from hypothesis import strategies as st

from .drawing import Case, Shape, arguments_of, flags, mostly, positive, seeds, shapes_of

sequences = st.fixed_dictionaries({"units": positive()}, optional={"return_sequences": flags, "use_bias": flags})
recurrent = st.sampled_from(["LSTM", "GRU", "SimpleRNN"]).flatmap(
    lambda name: sequences.map(lambda arguments: {name: arguments})
)
cells = st.sampled_from(["LSTMCell", "GRUCell", "SimpleRNNCell"]).flatmap(
    lambda name: st.fixed_dictionaries({"units": positive()}, optional={"use_bias": flags, "seed": seeds}).map(
        lambda arguments: {name: arguments}
    )
)
dense = positive().map(lambda units: {"Dense": {"units": units}})
convolution = positive().map(lambda filters: {"Conv1D": {"filters": filters, "kernel_size": 2}})
nonsense = ({"Dense": {}}, {"NoSuch": {}}, "Flatten", 3, None, {})

WRAPPERS = [
    Case(
        "Bidirectional",
        arguments_of(
            {"layer": mostly(recurrent, *nonsense)},
            merge_mode=mostly(st.sampled_from(["sum", "mul", "concat", "ave"]), "no_such"),
            backward_layer=mostly(st.none(), {"LSTM": {"units": 3, "go_backwards": True}}, {"GRU": {"units": 3}}),
        ),
        shapes_of(2, high=4),
    ),
    Case(
        "TimeDistributed",
        arguments_of({"layer": mostly(dense | convolution | st.just("Flatten"), {"Add": {}}, *nonsense)}),
        shapes_of(3, high=4) | shapes_of(2, high=4),
    ),
    Case(
        "SpectralNormalization",
        arguments_of(
            {"layer": mostly(dense | convolution, "Flatten", {"LSTM": {"units": 2}}, *nonsense)},
            power_iterations=mostly(st.integers(1, 3), 0, "one"),
        ),
        shapes_of(2, high=4),
    ),
    Case(
        "RNN",
        arguments_of(
            {"cell": mostly(cells | st.lists(cells, min_size=1, max_size=3), [], {"LSTM": {"units": 2}}, *nonsense)},
            return_sequences=flags,
            go_backwards=flags,
            unroll=flags,
        ),
        shapes_of(2, high=4),
    ),
]

WRAPPER_CORNERS: list[tuple[str, dict[str, Any], tuple[Shape, ...]]] = [
    ("Bidirectional", {"layer": {"LSTM": {"units": 2, "go_backwards": True}}}, ((5, 3),)),
    ("Bidirectional", {"layer": {"LSTM": {"units": 2, "return_state": True}}}, ((5, 3),)),
    ("Bidirectional", {"layer": {"GRU": {"units": 2}}, "merge_mode": None}, ((5, 3),)),
    (
        "Bidirectional",
        {"layer": {"GRU": {"units": 2}}, "backward_layer": {"LSTM": {"units": 2, "go_backwards": True}}},
        ((5, 3),),
    ),
    (
        "Bidirectional",
        {"layer": {"ConvLSTM1D": {"filters": 2, "kernel_size": 2, "return_sequences": True}}},
        ((3, 5, 3),),
    ),
    ("TimeDistributed", {"layer": {"Dropout": {"rate": 0.5}}}, ((None, 3),)),
    ("TimeDistributed", {"layer": {"BatchNormalization": {}}}, ((4, 3),)),
    ("SpectralNormalization", {"layer": {"Conv2DTranspose": {"filters": 2, "kernel_size": 2}}}, ((5, 5, 3),)),
    ("SpectralNormalization", {"layer": {"Embedding": {"input_dim": 5, "output_dim": 2}}}, ((5,),)),
    ("RNN", {"cell": [{"LSTMCell": {"units": 2}}, {"GRUCell": {"units": 3}}], "return_state": True}, ((5, 3),)),
    ("RNN", {"cell": {"LSTMCell": {"units": 2}}, "return_state": True}, ((5, 3),)),
]
