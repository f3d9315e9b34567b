"""Arguments and input shapes for the functions of `keras.ops`."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from .drawing import Case, Shape, mostly, numbers, sizes

shape = st.lists(sizes(1, 4), min_size=1, max_size=3).map(tuple)
one = shape.map(lambda only: (only,))
axis = mostly(st.integers(-2, 2), 0, 7)
some_axes = axis | st.lists(st.integers(1, 3), min_size=1, max_size=2)
flags = st.booleans()
types = mostly(st.sampled_from(["float32", "int32", "bool", None]), "float31")


def given(required: dict[str, SearchStrategy], **optional: SearchStrategy) -> SearchStrategy[dict[str, Any]]:
    """All required arguments, some of the others and seldom one that there is not."""
    nonsense = mostly(st.just({}), {"no_such": 1})
    drawn = st.fixed_dictionaries(required, optional=optional)
    return st.tuples(drawn, nonsense).map(lambda parts: parts[0] | parts[1])


def stretched(shapes: tuple[Shape, ...]) -> SearchStrategy[tuple[Shape, ...]]:
    """A second shape that mostly can be laid over the first."""
    [first] = shapes
    other = st.tuples(*[mostly(st.sampled_from([size, 1]), 3) for size in first])
    return other.map(lambda second: (first, second))


PLAIN = (
    "negative abs sign square floor ceil stop_gradient logical_not sqrt rsqrt reciprocal exp expm1 log log1p sin cos"
)
PLAIN += " tanh sigmoid relu relu6 silu softplus"
ELEMENTWISE = [
    *(Case(f"ops.{name}", given({}), one) for name in PLAIN.split()),
    Case("ops.round", given({}, decimals=mostly(st.integers(0, 2), 0.5)), one),
    Case("ops.leaky_relu", given({}, negative_slope=mostly(numbers, "x")), one),
    Case("ops.elu", given({}, alpha=mostly(numbers, "x")), one),
    Case("ops.gelu", given({}, approximate=mostly(flags, 3)), one),
    Case("ops.softmax", given({}, axis=axis), one),
    Case("ops.log_softmax", given({}, axis=axis), one),
    Case("ops.clip", given({"x_min": numbers, "x_max": mostly(numbers, None, -9)}), one),
    Case("ops.cast", given({"dtype": types}), one),
    Case("ops.zeros_like", given({}, dtype=types), one),
    Case("ops.ones_like", given({}, dtype=types), one),
    Case("ops.one_hot", given({"num_classes": mostly(st.integers(1, 4), 0, None)}), one),
]

constants = {"x1": mostly(numbers, "x"), "x2": mostly(numbers, "x")}
BINARY = (
    "add subtract multiply divide floor_divide mod power maximum minimum equal not_equal greater greater_equal less"
)
BINARY += " less_equal"


def with_constants(name: str) -> Case:
    """Two tensors, or one and a number."""
    alone = st.sampled_from(["x1", "x2"]).flatmap(
        lambda key: given({key: constants[key]}).map(lambda args: (args, one))
    )
    both = st.just(({}, one.flatmap(stretched)))
    drawn = (alone | both).flatmap(lambda pair: st.tuples(st.just(pair[0]), pair[1]))
    return Case(name, drawn.map(lambda pair: pair[0]), one.flatmap(stretched) | one)


ARITHMETIC = [
    *(with_constants(f"ops.{name}") for name in BINARY.split()),
    *(Case(f"ops.logical_{name}", given({}), one.flatmap(stretched) | one) for name in ("and", "or", "xor")),
    Case(
        "ops.where",
        given({}, **constants),
        one.flatmap(stretched).flatmap(lambda pair: st.sampled_from([pair, (*pair, pair[1]), pair[:1]])),
    ),
]

reduced = ["mean", "sum", "prod", "max", "min", "std", "var", "any", "all", "logsumexp"]
REDUCING = [
    *(Case(f"ops.{name}", given({"axis": some_axes}, keepdims=flags), one) for name in reduced),
    *(Case(f"ops.{name}", given({"axis": axis}, keepdims=flags), one) for name in ("norm", "argmax", "argmin")),
    *(Case(f"ops.{name}", given({"axis": axis}), one) for name in ("cumsum", "cumprod", "flip")),
    Case("ops.sort", given({}, axis=axis), one),
    Case("ops.normalize", given({}, axis=axis, order=mostly(st.integers(1, 3), 0), epsilon=numbers), one),
    Case("ops.roll", given({"shift": mostly(st.integers(-2, 2), 0.5), "axis": axis}), one),
    Case("ops.repeat", given({"repeats": mostly(st.integers(1, 3), 0), "axis": axis}), one),
]


def beginning(first: Any, rest: SearchStrategy) -> SearchStrategy[list[Any]]:
    """A list of one entry for the batch, mostly the right one, and one for each axis."""
    return st.tuples(mostly(st.just(first), 1, 2), st.lists(rest, min_size=1, max_size=3)).map(
        lambda parts: [parts[0], *parts[1]]
    )


two = st.tuples(sizes(1, 4), sizes(1, 4))
few_sizes = st.integers(1, 4)
ARRANGING = [
    Case(
        "ops.reshape",
        given({"newshape": mostly(st.sampled_from([[-1, 12], [-1, 4, 3], [-1, 2, 6], [-1, 2, 2, 3]]), [12], [-1, -1])}),
        mostly(st.sampled_from([((12,),), ((3, 4),), ((2, 3, 2),)]), ((None, 4),), ((5,),)),
    ),
    Case(
        "ops.transpose",
        given({"axes": mostly(st.permutations([1, 2]).map(lambda rest: [0, *rest]), [1, 0, 2])}),
        two.map(lambda only: (only,)),
    ),
    Case("ops.swapaxes", given({"axis1": axis, "axis2": axis}), one),
    Case("ops.moveaxis", given({"source": axis, "destination": axis}), one),
    Case("ops.expand_dims", given({"axis": axis}), one),
    Case(
        "ops.squeeze",
        given({"axis": axis}),
        st.lists(st.sampled_from([1, 1, 1, 2, None]), min_size=1, max_size=3).map(lambda only: (tuple(only),)),
    ),
    Case(
        "ops.slice",
        given({"start_indices": beginning(0, st.integers(0, 2)), "shape": beginning(-1, st.sampled_from([-1, 1, 2]))}),
        one,
    ),
    Case(
        "ops.take",
        given(
            {
                "indices": mostly(st.integers(0, 2) | st.lists(st.integers(0, 2), min_size=1, max_size=3), -1),
                "axis": axis,
            }
        ),
        one,
    ),
    Case("ops.tile", given({"repeats": beginning(1, st.integers(1, 3))}), one),
    Case(
        "ops.pad",
        given(
            {"pad_width": beginning([0, 0], st.lists(st.integers(0, 2), min_size=2, max_size=2))},
            constant_values=numbers,
        ),
        one,
    ),
    Case(
        "ops.concatenate",
        given({"axis": axis}),
        one.flatmap(lambda shapes: st.sampled_from([(*shapes, *shapes), shapes])),
    ),
    Case(
        "ops.stack",
        given({"axis": axis}),
        one.flatmap(lambda shapes: st.sampled_from([(*shapes, *shapes), (*shapes, (2,)), shapes])),
    ),
    Case(
        "ops.split",
        given({"indices_or_sections": mostly(st.sampled_from([1, 2, [1], [1, 2]]), 0, []), "axis": axis}),
        one,
    ),
    Case("ops.unstack", given({"axis": axis}), one),
]

PRODUCTS = [
    Case(
        "ops.matmul",
        given({}),
        st.tuples(sizes(1, 3), few_sizes, sizes(1, 3)).flatmap(
            lambda n: st.sampled_from(
                [
                    ((n[0], n[1]), (n[1], n[2])),
                    ((2, n[0], n[1]), (1, n[1], n[2])),
                    ((n[1],), (n[1], 2)),
                    ((2, 2), (3, 3)),
                ]
            )
        ),
    ),
    Case(
        "ops.einsum",
        given(
            {
                "subscripts": mostly(
                    st.sampled_from(["bij,bkj->bik", "bij,bjk->bki", "bij,bkj->bk"]), "ij,jk->ik", "bij", "bii,bij->bij"
                )
            }
        ),
        st.tuples(few_sizes, few_sizes, few_sizes).map(lambda n: ((n[0], n[1]), (n[2], n[1]))),
    ),
    Case(
        "ops.image.resize",
        given(
            {"size": mostly(st.lists(st.integers(1, 5), min_size=2, max_size=2), [0, 1], 3)},
            interpolation=mostly(st.sampled_from(["bilinear", "nearest", "bicubic"]), "no_such"),
            antialias=flags,
        ),
        st.tuples(sizes(2, 5), sizes(2, 5), few_sizes).map(lambda only: (only,)),
    ),
]

OPS = [*ELEMENTWISE, *ARITHMETIC, *REDUCING, *ARRANGING, *PRODUCTS]
