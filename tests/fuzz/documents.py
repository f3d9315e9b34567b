"""Strategies for documents: mostly such as people write, with something odd in places; and bytes of any sort."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from yaml import safe_dump

from ..catalogue.cases import CASES, mostly

NAMES = st.sampled_from(
    ["a", "b", "net", "stem", "x", "y", "units", "in", "input", "index", "null", "é", "class", "a b"]
)
TENSORS = mostly(st.sampled_from(["x", "y", "input", -1, -2]), 0, 1.5, "nothing", None, ["x", "y"], "{index}")
FORMULAS = st.sampled_from(
    [
        *("=1", "=units", "=units * 2", "=in.channels", "=in.height // 2", "=index", "=[1, 2][index]", "=in.shape"),
        *("=len(in)", "=x.channels", "='a' + 'b'", "=[i * 2 for i in range(4)]", "=max(units, 3)", "=1 / 0", "=", "=("),
        *("=9 ** 99", "=range(9 ** 9)", "=in", "=null", "=units if index > 1 else 3", "=correct_pad(in, 3)", "=a.b.c"),
        *("=round(units, -9)", "=letter(units)", "=stages", "=[[units]]", "={a: 1}", "=not true", "=1 == 1.0", "=-x"),
    ]
)
ODD = st.sampled_from(
    [
        *(None, True, False, -1, 0, 1.5, float("nan"), float("inf"), 10**40, "", "text", "yes", "{", "{index}", "~"),
        *([], {}, [[]], [None], {"a": 1}, {"default": 1}, "*a", "&a", "!!str", "\u202e", "\x85", "../x.yaml", "0x1f"),
    ]
)
VALUES = mostly(st.integers(1, 8) | FORMULAS | st.lists(st.integers(1, 4), max_size=3), *[None, "text", {}, -1])
CONDITIONS = mostly(
    st.sampled_from(["index > 1", "units > 2", "true", "in.channels == 3", "in.height > 1"]), "=1", "(", 3
)
SHAPES = mostly(
    st.lists(mostly(st.integers(1, 9), None, "any", 0, "=units"), min_size=1, max_size=3), [], "8", [[8, 3]]
)


@st.composite
def layers(draw: st.DrawFn) -> dict[str, Any]:
    """A step that calls a layer."""
    if draw(st.booleans()):
        units = draw(mostly(st.integers(1, 6) | FORMULAS, None, "text"))
        usual = [{"Dense": {"units": units}}, {"Conv2D": {"filters": units, "kernel_size": 3, "padding": "same"}}]
        return dict(
            draw(st.sampled_from([*usual, {"ReLU": None}, {"Flatten": None}, {"MaxPooling2D": None}, {"b": None}]))
        )
    case = draw(st.sampled_from(list(CASES.values())))
    return {case.layer: draw(case.arguments)}


KEYS: dict[str, st.SearchStrategy[Any]] = {
    "name": NAMES | st.sampled_from(["a{index}", "b.c", "../d", "{x"]),
    "as": mostly(st.sampled_from(["x", "y"]), "in", "{index}", ["x", "y"], 3),
    "from": TENSORS,
    "when": CONDITIONS,
    "repeat": mostly(st.integers(0, 3) | FORMULAS, -1, "two", 10**9, None),
    "each": mostly(st.just({"i": [1, 2]}), {"i": "=stages"}, {"i": 3}, {}, {"in": [1]}, [1, 2]),
    "row": mostly(st.sampled_from(["r", "{index}", "r{units}"]), "{", 3, None),
    "in": SHAPES,
    "out": SHAPES,
    "note": st.text(max_size=5),
    "erratum": st.just({"out": [1], "why": "misprint"}),
    "els": st.just([]),
    "share": mostly(st.sampled_from(["k", "head"]), "a b", None, 3),
    "call": mostly(
        st.sampled_from([{"training": True}, {"use_causal_mask": "=true"}, {"initial_state": ["x", "y"]}]),
        *({"attention_mask": "x"}, {"no_such": 1}, [], {"training": "x"}, {"attention_mask": [-1]}),
    ),
}


@st.composite
def steps(draw: st.DrawFn, depth: int = 2) -> Any:
    """One step; seldom anything else."""
    if draw(st.integers(0, 30)) == 0:
        return draw(ODD)
    kind = draw(st.integers(0, 9)) if depth else 0
    step = draw(layers())
    if kind == 8:
        step = {"layers": draw(st.lists(steps(depth - 1), max_size=3))}
    if kind == 9:
        branches = draw(st.dictionaries(st.sampled_from(["left", "right"]), st.lists(steps(depth - 1), max_size=2)))
        step = {"branches": branches, "merge": draw(st.sampled_from(["Add", {"Concatenate": {"axis": -1}}, "Dense"]))}
    for key in draw(st.lists(st.sampled_from(list(KEYS)), max_size=2, unique=True)):
        step[key] = draw(KEYS[key])
    if draw(st.integers(0, 15)) == 0:
        step["else"] = draw(st.lists(steps(0), max_size=2))
    return step


@st.composite
def structured(draw: st.DrawFn) -> bytes:
    """A document, as YAML."""
    document: dict[str, Any] = {
        "archspec": draw(mostly(st.just(1), 2, "1")),
        "name": draw(mostly(st.just("net"), "a b", None, "class")),
        "inputs": draw(
            mostly(
                st.just([8, 8, 3]),
                [4],
                [8, None, 3],
                {"x": [8, 8, 3], "y": [4]},
                {"shape": [4], "dtype": "int32"},
                {"x": {"dtype": "no"}},
                None,
                3,
            )
        ),
        "params": draw(
            mostly(
                st.just({"units": 4}), {"units": {"default": 4, "min": 1}}, {"units": None, "stages": [1, 2]}, [], None
            )
        ),
        "layers": draw(st.lists(steps(), max_size=5)),
    }
    optional = {
        "let": st.dictionaries(NAMES, VALUES, max_size=2),
        "variants": mostly(st.just({"v": {"units": 3}}), {"v": {"unit": 3}}, {"v": {"units": "x"}}, {"a b": {}}),
        "blocks": st.builds(
            lambda inner, params: {"b": {"params": params, "layers": inner}},
            st.lists(steps(1), max_size=3),
            mostly(st.just({}), {"n": None}, {"units": 2}, {"n": "=units"}),
        ),
        "expect": mostly(st.just([{"parameters": 5}]), [{"variant": "v", "depth": "3M"}], [{}], {"depth": 1}),
        "outputs": mostly(st.just(["x"]), ["x", "x"], {"o": "x"}, [], "x", -1),
        "extends": st.sampled_from(["resnet_mnist", "nothing", "../x.yaml", "/etc/passwd.yaml", "http://x/y.yaml"]),
        "edits": st.just([{"at": "head", "remove": True}]),
        "use": st.sampled_from([["residual"], ["blocks/residual"], ["blocks/heads", "nothing"], "residual"]),
        "title": st.text(max_size=8),
    }
    for key in draw(st.lists(st.sampled_from(list(optional)), max_size=4, unique=True)):
        document[key] = draw(optional[key])
    if draw(st.integers(0, 9)) == 0:
        document[draw(st.sampled_from([*document, "lyers", "x"]))] = draw(ODD)
    return safe_dump(
        document, allow_unicode=True, sort_keys=False, default_flow_style=draw(st.sampled_from([None, False]))
    ).encode()


CALM_LAYERS = st.sampled_from(
    [
        *({"Dense": {"units": "=units"}}, {"Conv2D": {"filters": 4, "kernel_size": 3, "padding": "same"}}, "ReLU"),
        *({"Conv2D": {"filters": "=in.channels * 2", "kernel_size": [1, 3], "strides": 2}}, "BatchNormalization"),
        *({"Activation": {"activation": "gelu"}}, {"Dropout": {"rate": 0.5}}, {"MaxPooling2D": {"padding": "same"}}),
        *({"DepthwiseConv2D": {"kernel_size": 3, "padding": "same"}}, {"ZeroPadding2D": {"padding": [[0, 1], [1, 0]]}}),
        *({"UpSampling2D": {"size": 2}}, {"LayerNormalization": {"axis": -1}}, {"Reshape": {"target_shape": [-1]}}),
        *({"SeparableConv2D": {"filters": 3, "kernel_size": 2}}, {"b": {"n": 2}}, {"b": {"n": "=units"}}, "Flatten"),
        *({"ops.multiply": {"x2": 2}}, {"ops.expand_dims": {"axis": 1}}, {"ops.mean": {"axis": -1}}, "ops.relu"),
        *({"ops.reshape": {"newshape": [-1, "=in[0]", "=in[1] * in[2]"]}}, {"ops.cast": {"dtype": "int32"}}),
        *({"Bidirectional": {"layer": {"LSTM": {"units": "=units"}}}}, {"TimeDistributed": {"layer": "Flatten"}}),
        *("GlobalAveragePooling2D", {"Conv2DTranspose": {"filters": 2, "kernel_size": 3, "strides": 2}}),
    ]
)
CALM_KEYS = {
    "repeat": st.integers(0, 3),
    "when": st.sampled_from(["units > 2", "in.rank == 3", "in.channels < 5"]),
    "note": st.just("a note"),
    "each": st.just({"i": [1, 2]}),
    "share": st.sampled_from(["k", "head"]),
}


@st.composite
def calm_steps(draw: st.DrawFn, depth: int = 2) -> Any:
    """A step that may well hold."""
    step = draw(CALM_LAYERS)
    step = {step: None} if isinstance(step, str) else dict(step)
    kind = draw(st.integers(0, 7)) if depth else 0
    inner = st.lists(calm_steps(depth - 1), max_size=3)
    if kind == 6:
        step = {"layers": draw(inner)}
    if kind == 7:
        merge = draw(st.sampled_from(["Add", "Concatenate", "Maximum"]))
        step = {"branches": {"left": draw(inner), "right": draw(st.just([]) | inner)}, "merge": merge}
    for key in draw(st.lists(st.sampled_from(list(CALM_KEYS)), max_size=1)):
        step[key] = draw(CALM_KEYS[key])
    return step


@st.composite
def calm(draw: st.DrawFn) -> bytes:
    """A document that may well hold, as YAML."""
    document = {
        "archspec": 1,
        "name": "net",
        "inputs": draw(st.sampled_from([[8, 8, 3], [None, None, 4], [9, 6, 2], [7, 3], [5]])),
        "params": {"units": 4},
        "variants": draw(st.sampled_from([{}, {"small": {"units": 1}}])),
        "blocks": {
            "b": {
                "params": {"n": 1},
                "layers": [{"Dense": {"units": "=n"}}, *draw(st.lists(calm_steps(1), max_size=2))],
            }
        },
        "layers": [draw(CALM_LAYERS), *draw(st.lists(calm_steps(), max_size=4))],
    }
    return safe_dump(document, sort_keys=False).encode()


#: What a parser of YAML, of formulas or of UTF-8 may stumble over.
TOKENS = st.sampled_from(
    [
        *(
            b"archspec: 1\n",
            b"name: net\n",
            b"inputs: [8, 8, 3]\n",
            b"layers:\n",
            b"  - ",
            b"Dense: {units: 3}\n",
            b"\n",
        ),
        *(
            b"[",
            b"]",
            b"{",
            b"}",
            b":",
            b": ",
            b"- ",
            b"? ",
            b"|\n",
            b">-\n",
            b"'",
            b'"',
            b"\\",
            b"#",
            b"&a ",
            b"*a",
            b"<<: ",
        ),
        *(b"!!str ", b"!x ", b"!!python/object:os.system ", b"%YAML 1.1\n", b"---\n", b"...\n", b"\t", b"\r", b"\x00"),
        *(
            b"=",
            b"={",
            b"=in.",
            b"{{",
            b"1e999",
            b"0o7",
            b"\xef\xbb\xbf",
            b"\xff",
            b"\xc3",
            b"\xed\xa0\x80",
            b"\xe2\x80\xa8",
        ),
    ]
)
BYTES = st.binary(max_size=60) | st.lists(TOKENS | st.binary(max_size=3), max_size=25).map(b"".join)
