"""What the cases of layers are drawn from: arguments and input shapes, most of them valid, some nearly so."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Case:
    """One layer, the arguments to make it with and the shapes of the inputs to call it on."""

    layer: str
    arguments: SearchStrategy[dict[str, Any]]
    shapes: SearchStrategy[tuple[Shape, ...]]


def mostly(usual: SearchStrategy, *odd: Any) -> SearchStrategy:
    """Draws from `usual`, and one time in sixteen one of the values in `odd`."""
    return st.integers(0, 15).flatmap(lambda turn: st.sampled_from(odd) if turn == 0 else usual)


def sizes(low: int, high: int) -> SearchStrategy[int | None]:
    """The size of an axis, seldom unknown."""
    return mostly(st.integers(low, high), None)


def shapes_of(rank: int, low: int = 1, high: int = 9) -> SearchStrategy[tuple[Shape, ...]]:
    """One input of `rank` axes, seldom of another rank."""
    ranks = mostly(st.just(rank), *(other for other in range(6) if other != rank))
    return ranks.flatmap(lambda count: st.tuples(st.tuples(*[sizes(low, high)] * count)))


def each_axis(rank: int, one: SearchStrategy, *odd: Any) -> SearchStrategy:
    """One value for all axes or a list of one for each; seldom one of `odd`, or a list of another length."""
    lists = st.lists(one, min_size=rank, max_size=rank)
    return mostly(one | lists, *odd, [1] * (rank + 1), [1] * (rank - 1))


def per_axis(rank: int, high: int = 3) -> SearchStrategy:
    """Positive sizes."""
    return each_axis(rank, st.integers(1, high), 0, -1, None, 1.5, "two", [0] * rank, [-1] * rank)


positive = partial(mostly, st.integers(1, 6), 0, -1, 2.5, None, "two")
flags = st.booleans()
data_formats = mostly(st.sampled_from(["channels_last", "channels_first"]), None, "channels_second")
axes = mostly(st.integers(-2, 3), -9, 9, 0)
axis_lists = st.lists(st.integers(-2, 3), min_size=1, max_size=2)
numbers = st.sampled_from([0, 0.25, 1, 3.5])
seeds = mostly(st.integers(0, 9), None, "seed")
activations = mostly(st.sampled_from(["relu", "gelu", "softmax", "hard_swish", None]), "glu", "no_such", 3)
paddings = mostly(st.sampled_from(["valid", "same"]), "causal", "full", None)
initializers = mostly(
    st.sampled_from(["zeros", "he_normal", "GlorotUniform", None, {"VarianceScaling": {"mode": "fan_out"}}]),
    *("identity", "orthogonal", "no_such", 3, {"HeNormal": {"gain": 1.0}}, {"VarianceScaling": {"scale": -1.0}}),
    *({"GlorotNormal": {"input_axes": [0], "output_axes": [1]}}, {"Constant": {"value": 0.5}}, {}),
)
regularizers = mostly(
    st.sampled_from(["l2", "L1L2", None, {"L1": {"l1": 0.1}}]),
    *("no_such", {"L1": {"l1": -1.0}}, {"L2": {"l1": 1.0}}, "orthogonal_regularizer"),
)
constraints = mostly(
    st.sampled_from(["non_neg", "MaxNorm", None, {"UnitNorm": {"axis": [0]}}]),
    *("no_such", {"MaxNorm": {"axis": 9}}, {"NonNeg": {"axis": 1}}),
)
lora = {"lora_rank": mostly(st.integers(0, 3), None, -1, 1.5), "lora_alpha": numbers}


def settings_of(*roles: str) -> dict[str, SearchStrategy]:
    """The initializer, regularizer and constraint of these variables."""
    kinds = {"initializer": initializers, "regularizer": regularizers, "constraint": constraints}
    return {f"{role}_{kind}": drawn for role in roles for kind, drawn in kinds.items()}


def arguments_of(required: dict[str, SearchStrategy] | None = None, **optional: SearchStrategy) -> SearchStrategy[dict]:
    """Required arguments, seldom without one, and a few of those that are optional, of every layer's and of none."""
    required = required or {}
    everywhere = {"dtype": mostly(st.sampled_from(["float32", "mixed_float16", None]), "float31", 16)}
    chosen = st.lists(st.sampled_from([*optional, *everywhere]), unique=True, max_size=4)
    known = optional | everywhere
    usual = chosen.flatmap(lambda names: st.fixed_dictionaries(required | {name: known[name] for name in names}))
    return st.tuples(usual, st.integers(0, 19), st.sampled_from([*required, "no_such"])).map(_spoiled)


def _spoiled(drawn: tuple[dict[str, Any], int, str]) -> dict[str, Any]:
    arguments, turn, name = drawn
    if turn:
        return arguments
    return (
        {key: value for key, value in arguments.items() if key != name} if name != "no_such" else arguments | {name: 1}
    )


divisors = st.sampled_from([1, 2, 3, 4, 6])
few = st.integers(0, 4).flatmap(lambda rank: st.tuples(st.tuples(*[sizes(1, 6)] * rank)))
small = st.integers(0, 3).flatmap(lambda rank: st.tuples(st.tuples(*[mostly(divisors, None, None)] * rank)))
rates = mostly(st.sampled_from([0.0, 0.5, 1.0]), -0.5, 1.5, None)
