"""Comments that allow warnings, and those that allow nothing."""

import pytest

import archspec

HEADER = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"
CONV = "  - Conv2D: {filters: 4, kernel_size: 1}"
NORM = "  - BatchNormalization\n"


def told(text):
    return [f"{each.span.line}:{each.span.column} {each.code}" for each in archspec.diagnose(HEADER + text)]


ALLOWED = {
    "behind it": f"layers:\n{CONV}  # archspec: allow W0607\n{NORM}",
    "behind it, with a reason": f"layers:\n{CONV}  # archspec: allow W0607 (as Keras, W0608, has it)\n{NORM}",
    "behind it, spelt closely": f"layers:\n{CONV} #archspec:allow W0607\n{NORM}",
    "above": f"layers:\n  # archspec: allow W0607\n{CONV}\n{NORM}",
    "above, with other comments between": f"layers:\n  # archspec: allow W0607\n  # More.\n\n{CONV}\n{NORM}",
    "above a group": f"# archspec: allow W0607\nlayers:\n{CONV}\n{NORM}{CONV}\n{NORM}",
    "above a list no deeper than its key": f"# archspec: allow W0607\nlayers:\n{CONV[2:]}\n{NORM[2:]}",
    "several of a step": f"""\
layers:
  # archspec: allow W0607, W0608
  - layers:
{CONV.replace("  -", "      -")}
{NORM.replace("  -", "      -")}\
      - ReLU
      - ReLU
""",
    "what is read before it runs": "params: {n: 4}  # archspec: allow W0603\nlayers: [Flatten]\n",
    "what only a variant has": """\
params: {twice: false}
variants: {doubled: {twice: true}}
layers:
  - ReLU
  - ReLU:  # archspec: allow W0608
    when: twice
""",
}


@pytest.mark.parametrize("case", ALLOWED)
def test_allowed(case):
    assert told(ALLOWED[case]) == []


IDLE = {
    "nothing is there": ("layers:\n  - Flatten  # archspec: allow W0607\n", ["5:32 W0610"]),
    "another one is there": (f"layers:\n{CONV}  # archspec: allow W0608\n{NORM}", ["5:5 W0607", "5:61 W0610"]),
    "it stands above another entry": (
        f"layers:\n{CONV}\n  # archspec: allow W0607\n{NORM}",
        ["5:5 W0607", "6:21 W0610"],
    ),
    "one of two": (f"layers:\n{CONV}  # archspec: allow W0607, W0603\n{NORM}", ["5:68 W0610"]),
    "no code": ("layers: [Flatten]  # archspec: allow\n", ["4:20 W0610"]),
    "no such code": ("layers: [Flatten]  # archspec: allow W0699\n", ["4:38 W0610"]),
    "at the end": ("layers: [Flatten]\n# archspec: allow W0607\n", ["5:19 W0610"]),
}


@pytest.mark.parametrize("case", IDLE)
def test_idle(case):
    text, expected = IDLE[case]
    assert told(text) == expected


def test_a_mistake_is_not_allowed():
    found = archspec.diagnose(HEADER + "layers:\n  - Flatten:  # archspec: allow E0702\n    row: r\n    out: [3]\n")
    assert [each.code for each in found] == ["W0610", "E0702"]
    assert found[0].message == "E0702 is a mistake, which can't be allowed"


def test_a_slip_in_a_code_is_told():
    [doubt] = archspec.diagnose(HEADER + f"layers:\n{CONV}  # archspec: allow W607\n{NORM}")[1:]
    assert doubt.message == "'W607' is the code of no warning"
    assert "'W0607'" in doubt.help


def test_text_is_no_comment():
    text = "title: 'see # archspec: allow W0607'\nnotes: |\n  # archspec: allow W0607\nlayers: [Flatten]\n"
    assert told(text.replace("notes", "source")) == []


def test_what_a_caller_asks_for_makes_no_comment_idle():
    steps = "  - Dense: {units: =n}\n  - ReLU\n  - ReLU:  # archspec: allow W0608\n    when: n == 4\n"
    text = f"{HEADER}params: {{n: 4}}\nlayers:\n{steps}"
    assert archspec.loads(text, n=5).check().diagnostics == ()
    assert archspec.loads(text).check(strict=True).diagnostics == ()
