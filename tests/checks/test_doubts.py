"""The warnings: what gets them and, of each, what looks like it and does not. Their pages have an example of each."""

import json

import pytest

import archspec
from archspec.cli.main import run
from archspec.spec.files import shipped_files

HEADER = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"

TOLD = {
    "every param, value, block and tensor in the order of the text": (
        """\
params: {a: 1, b: 2}
let: {c: 3}
blocks:
  never: {layers: [Flatten]}
  unit:
    params: {units: 4, idle: 1}
    let: {half: =units // 2}
    layers:
      - Dense: {units: =units}
        as: kept
layers:
  - unit: {units: =b}
    as: out
""",
        ["4:10 W0603", "5:7 W0603", "7:3 W0604", "9:24 W0603", "10:11 W0603", "13:13 W0605", "16:9 W0605"],
    ),
    "a block that only itself calls": (
        "blocks:\n  b: {params: {n: 1}, layers: [{b: {n: =n}, when: n > 0}]}\nlayers: [Flatten]\n",
        ["5:3 W0604"],
    ),
    "a param that only a block's own of that name hides": (
        "params: {n: 2}\nblocks: {b: {params: {n: 3}, layers: [{Dense: {units: =n}}]}}\nlayers: [b]\n",
        ["4:10 W0603"],
    ),
    "a dead layer, not its name too": (
        "layers:\n  - Dense: {units: 2}\n    as: lost\n  - Dense: {units: 3}\n    from: input\n",
        ["5:5 W0602"],
    ),
    "the only variant that is the defaults": (
        "params: {n: 2}\nvariants: {same: {n: 2}}\nlayers: [Dense: {units: =n}]\n",
        ["5:12 W0606"],
    ),
    "a second name for the defaults": (
        "params: {n: 2}\nvariants: {a: {}, b: {n: 2}, c: {n: 3}}\nlayers: [Dense: {units: =n}]\n",
        ["5:19 W0606"],
    ),
    "a bias of each kind": (
        """\
layers:
  - Conv2D: {filters: 4, kernel_size: 1}
  - BatchNormalization
  - DepthwiseConv2D: {kernel_size: 1}
  - BatchNormalization: {scale: false}
  - Conv2DTranspose: {filters: 4, kernel_size: 1, activation: linear}
  - BatchNormalization
  - Dense: {units: 4}
  - BatchNormalization
""",
        ["5:5 W0607", "7:5 W0607", "9:5 W0607", "11:5 W0607"],
    ),
    "a bias in a block once for all its calls": (
        "blocks:\n  b: {layers: [{Dense: {units: 4}}, BatchNormalization]}\nlayers: [b, b, {b: , repeat: 3}]\n",
        ["5:17 W0607"],
    ),
    "activations in a row": (
        """\
layers:
  - Dense: {units: 4, activation: relu}
  - Activation: {activation: relu}
  - LeakyReLU
  - Dense: {units: 4}
  - Softmax
  - Activation: {activation: softmax}
""",
        ["6:5 W0608", "7:5 W0608", "10:5 W0608"],
    ),
    "numbers that are a param": (
        """\
params: {filters: 64, dropout: 0.3, classes: 10}
layers:
  - Conv2D: {filters: =filters, kernel_size: 1}
  - Conv2D: {filters: 64, kernel_size: 1}
  - Dropout: {rate: =dropout}
  - Dropout: {rate: 0.3}
  - Dense: {units: =classes}
  - Dense: {units: 10}
""",
        ["7:23 W0609", "9:21 W0609", "11:20 W0609"],
    ),
    "rows without a shape": (
        "layers:\n  - Flatten:\n    row: flat\n  - Dense: {units: 4}\n    row: fc\n    out: [4]\n",
        ["6:10 W0702"],
    ),
    "a row that no variant reaches": (
        """\
params: {deep: false, top: false}
variants: {deeper: {deep: true}}
layers:
  - Dense: {units: 4}
    when: deep
    row: reached
    out: [8, 8, 4]
  - Dense: {units: 5}
    when: top
    row: never
    out: [8, 8, 5]
  - Flatten
""",
        ["13:10 W0702"],
    ),
    "a key that only one step of its block has": (
        """\
blocks:
  b:
    layers:
      - Dense: {units: 3}
        share: kez
      - layers:
          - Dense: {units: 3}
            share: key
          - Dense: {units: 3}
            share: key
layers:
  - b
  - b:
    share: key
""",
        ["8:16 W0612", "17:12 W0612"],
    ),
}

SILENT = {
    "what only shapes, sizes of rows, figures or names of layers read": """\
params: {a: 8, b: 4, c: 1, d: x}
layers:
  - Dense: {units: 4}
    name: fc_{d}
    row: fc{c}
    out: [=a, =a, =b]
""",
    "a param that a block, another param, a bound and a variant read": """\
params: {a: 1, b: =a, c: {default: 4, min: =b}, e: 5, f: 3}
variants: {v: {f: =e}}
blocks: {b: {layers: [{Dense: {units: =c * f}}]}}
layers: [b]
""",
    "tensors that a from, an output and a formula take": """\
outputs: [x, z]
layers:
  - Dense: {units: 4}
    as: x
  - Dense: {units: 4}
    as: y
  - Dense: {units: =y.channels}
    as: z
""",
    "tensors whose names are not known": """\
layers:
  - Dense: {units: 4}
    as: "t{index}"
    repeat: 2
  - Flatten
""",
    "tensors that a template may mean": """\
layers:
  - Dense: {units: 4}
    as: t1
  - Dense: {units: 4}
    from: "t{index}"
    repeat: 1
""",
    "a member of a family that is the defaults": """\
params: {n: 2}
variants: {small: {n: 2}, large: {n: 4}}
layers: [Dense: {units: =n}]
""",
    "a variant that figures are of": """\
params: {n: 2}
variants: {small: {n: 2}}
layers: [Dense: {units: =n}]
expect: {variant: small, parameters: 8}
""",
    "biases that count": """\
layers:
  - Conv2D: {filters: 4, kernel_size: 1, use_bias: false}
  - BatchNormalization
  - Conv2D: {filters: 4, kernel_size: 1, activation: relu}
  - BatchNormalization
  - Conv2D: {filters: 4, kernel_size: 1}
  - BatchNormalization: {center: false}
  - Conv2D: {filters: 4, kernel_size: 1}
  - BatchNormalization: {axis: 1}
  - Conv2D: {filters: 4, kernel_size: 1}
  - LayerNormalization
  - Conv2D: {filters: 4, kernel_size: 1}
  - ReLU
  - BatchNormalization
  - Conv2D: {filters: 4, kernel_size: 1}
    as: x
  - BatchNormalization
  - Add:
    from: [x, -1]
""",
    "a bias that one call of its block needs": """\
blocks:
  b:
    params: {norm: true}
    layers:
      - Dense: {units: 4}
      - BatchNormalization:
        when: norm
layers: [b, {b: {norm: false}}]
""",
    "activations that are no two in a row": """\
layers:
  - Dense: {units: 4, activation: relu}
  - Dense: {units: 4, activation: relu}
  - Dropout: {rate: 0.1}
  - ReLU
  - Activation: {activation: linear}
  - Dense: {units: 4}
    as: x
  - Activation: {activation: softplus}
  - Activation: {activation: tanh}
  - Multiply:
    from: [x, -1]
  - Activation: {activation: relu}
""",
    "keys that loops and branches have again": """\
blocks:
  twice: {layers: [{layers: [{Dense: {units: 3}, share: a}], repeat: 2}]}
layers:
  - twice
  - Dense: {units: 3}
    share: a
    repeat: 2
  - branches:
      left: [{Dense: {units: 3}, share: b}]
      right: [{Dense: {units: 3}, share: b}]
    merge: Add
  - branches:
      level:
        Dense: {units: 3}
        share: c
        each: {number: [1, 2]}
    merge: Add
""",
    "numbers that are the same by chance": """\
params: {filters: 4, rate: 64, size: 64, kernel_size: 3, classes: 10}
layers:
  - Conv2D: {filters: 64, kernel_size: =kernel_size}
  - Conv2D: {filters: 4, kernel_size: 3}
  - Conv2D: {filters: =filters + size + rate, kernel_size: 1}
  - Dense: {units: 10}
  - Dense: {units: =classes}
""",
}


def told(text, **options):
    found = archspec.diagnose(HEADER + text, **options)
    assert all(each.severity == "warning" for each in found), "\n".join(map(str, found))
    return [f"{each.span.line}:{each.span.column} {each.code}" for each in found]


@pytest.mark.parametrize("case", TOLD)
def test_doubts(case):
    text, expected = TOLD[case]
    assert told(text) == expected


@pytest.mark.parametrize("case", SILENT)
def test_no_doubts(case):
    assert told(SILENT[case]) == []


def test_nothing_is_unread_where_something_is_wrong():
    found = archspec.diagnose(HEADER + "params: {width: 4}\nlayers: [Dense: {units: =widht}]\n")
    assert [each.code for each in found] == ["E0304"]


def test_where_a_number_may_stand_for_an_unread_param():
    [doubt] = archspec.diagnose(HEADER + "params: {classes: 10}\nlayers: [Dense: {units: 10}]\n")
    assert doubt.help == "line 5 has 'units: 10' in Dense: '=classes' may be meant there"


def test_which_key_of_share_is_meant():
    text = "layers:\n  - Dense: {units: 3}\n    share: key\n    repeat: 2\n  - Dense: {units: 3}\n    share: kez\n"
    [doubt] = archspec.diagnose(HEADER + text)
    assert (doubt.message, doubt.help) == (
        "no other step shares 'kez', so that the layers of this one are called once",
        "did you mean 'key'?",
    )


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


LIBRARY = """\
archspec: 1
blocks:
  unit: {params: {units: , idle: 1}, layers: [{Dense: {units: =units}}]}
  other: {layers: [Flatten]}
"""


def test_a_library_answers_for_its_names_and_not_for_who_calls_it(project):
    (project / "lib.yaml").write_text(LIBRARY)
    found = archspec.diagnose(HEADER + "use: [lib.yaml]\nlayers: [{unit: {units: 4}}]\n", "net.yaml")
    assert [(str(each.span), each.code) for each in found] == [("lib.yaml:3:28", "W0603")]
    alone = archspec.diagnose(LIBRARY, "lib.yaml")
    assert [(str(each.span), each.code) for each in alone] == [("lib.yaml:3:28", "W0603")]
    allowed = LIBRARY.replace("[{Dense: {units: =units}}]}", "[{Dense: {units: =units}}]}  # archspec: allow W0603")
    assert archspec.diagnose(allowed, "lib.yaml") == []


def test_what_is_inherited_is_the_parents(project):
    parent = HEADER + "params: {n: 4}\nblocks: {b: {layers: [Flatten]}}\nlayers:\n  - Flatten:\n    name: last\n"
    (project / "parent.yaml").write_text(parent)
    text = "archspec: 1\nname: net\nextends: parent.yaml\nparams: {m: 3}\n"
    assert [str(each.span) for each in archspec.diagnose(text, "net.yaml")] == ["net.yaml:4:10"]


def test_shipped_specs_have_none_but_for_the_notebooks_slip(capsys):
    """`resnet_mnist --variant as_printed` shows it: three layers of each unit that nothing uses."""
    specs = [str(path) for path in shipped_files() if path.parent.name != "blocks"]
    assert run(["check", *specs, "--format", "github"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 3
    assert all("resnet_mnist.yaml,line=" in line and "title=W0602::" in line for line in told)
    for path in shipped_files():
        if path.parent.name == "blocks":
            assert archspec.diagnose(path.read_text(encoding="utf-8"), path) == []


@pytest.mark.parametrize("style", ["text", "json", "github", "sarif"])
def test_doubts_leave_the_exit_code(style, project, capsys):
    (project / "net.yaml").write_text(HEADER + "params: {n: 4}\nlayers: [Flatten]\n")
    assert run(["check", "net.yaml", "--format", style]) == 0
    out, err = capsys.readouterr()
    if style == "text":
        assert "net.yaml:4:10: warning[W0603]: nothing reads the param 'n'" in err
    elif style == "github":
        assert out.startswith("::warning file=net.yaml,line=4,")
    elif style == "json":
        assert [(each["code"], each["severity"]) for each in json.loads(out)[0]["diagnostics"]] == [
            ("W0603", "warning")
        ]
    else:
        assert [each["level"] for each in json.loads(out)["runs"][0]["results"]] == ["warning"]


def test_mistakes_and_doubts_stand_in_the_order_of_the_text(project, capsys):
    text = "params: {n: 4}\nlayers:\n  - Flatten:\n    row: flat\n    out: [3]\n  - Dense: {units: 4}\n    row: fc\n"
    (project / "net.yaml").write_text(HEADER + text)
    assert run(["check", "net.yaml"]) == 1
    err = capsys.readouterr().err
    places = [err.index(code) for code in ("W0603", "E0702", "W0702")]
    assert places == sorted(places)
