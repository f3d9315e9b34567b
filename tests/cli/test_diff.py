import json
import os
import re
import subprocess
import sys

import pytest

ARCHSPEC = [sys.executable, "-m", "archspec"]

RESNETS = """\
--- resnet50
+++ resnet50@resnet101
~ model: name resnet50 → resnet101
~ conv4_block: 23 bottlenecks rather than 6 (+ conv4_block7 … conv4_block23)

"""
WIDER = """\
--- tiny.yaml
+++ tiny.yaml@wide
~ model: name tiny → wide
~ conv2d: Conv2D filters 4 → 16, output (6,6,4) → (6,6,16)

                                       Before   After  Difference
-------------------------------------  ------  ------  ----------  --------
Layers                                      1       1           =
Parameters                                112     448        +336  +300.0 %
Trainable parameters                      112     448        +336  +300.0 %
Multiply-adds (a multiply-add is one)   3,888  15,552     +11,664  +300.0 %
Memory                                 1.3 kB  3.1 kB     +1.7 kB  +128.6 %
Depth                                       1       1           =
Receptive field                           3×3     3×3           =
"""


def test_resnet50_and_resnet101_differ_in_one_thing(archspec):
    result = archspec("diff", "resnet50", "resnet50@resnet101")
    assert result.code == 1
    assert result.out.startswith(RESNETS)
    assert result.err == ""


def test_what_differs_and_what_it_does(archspec, folder):
    assert archspec("diff", "tiny.yaml", "tiny.yaml@wide") == (1, WIDER, "")


def test_the_same(archspec, folder):
    assert archspec("diff", "tiny.yaml", "tiny.yaml") == (
        0,
        "--- tiny.yaml\n+++ tiny.yaml\nthe same network\n",
        "",
    )


def test_exit_codes_of_the_process(folder):
    def code(*arguments: str) -> int:
        return subprocess.run([*ARCHSPEC, "diff", *arguments], capture_output=True, check=False).returncode

    assert code("tiny.yaml", "tiny.yaml") == 0
    assert code("tiny.yaml", "tiny.yaml@wide") == 1
    assert code("tiny.yaml", "missing.yaml") == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tiny.yaml"], "expected two things to compare, A and B, found 1"),
        (["tiny.yaml"] * 3, "expected two things to compare, A and B, found 3"),
        (["tiny.yaml", "tiny.yaml", "--level", "all"], "'all' is not one of"),
        (["tiny.yaml", "tiny.yaml", "--format", "pdf"], "'pdf' is not one of"),
        (["tiny.yaml", "tiny.yaml", "--textconv"], "expected one file"),
        (["tiny.yaml", "other.keras"], "other.keras can't be read: No such file or directory"),
        (["tiny.yaml", "other.json"], "other.json can't be read"),
        (["tiny.yaml", "no.keras"], "no.keras is no .keras file"),
        (["tiny.yaml", "no.json"], "no.json is no saved graph"),
        (["tiny.yaml", "no.json@wide"], "only specs have variants"),
        (["tiny.yaml", "graph.json", "--level", "rows"], "graph.json is no spec and has no rows"),
        (["tiny.yaml", "graph.json", "--level", "spec"], "graph.json is no spec and has no document"),
        (["tiny.yaml", "tiny.yaml@wode"], "did you mean 'wide'?"),
        (["tiny.yaml", "bad.yaml"], "bad.yaml:4:1: error[E0206]: unknown key 'layer'"),
        (["tiny.yaml", "git:HEAD:tiny.yaml"], "git has no HEAD:tiny.yaml"),
    ],
)
def test_what_can_not_be_compared_is_told_and_exits_with_2(archspec, folder, arguments, words):
    from archspec.api import load
    from archspec.graph.serial import to_json

    (folder / "graph.json").write_text(json.dumps(to_json(load("tiny.yaml").graph)))
    (folder / "bad.yaml").write_text("archspec: 1\nname: bad\ninputs: [4]\nlayer: []\nlayers: [Flatten]\n")
    for name in ("no.keras", "no.json"):
        (folder / name).write_text("no")
    result = archspec("diff", *arguments)
    assert result.code == 2
    assert words in " ".join(result.err.split())
    assert "Traceback" not in result.err
    assert result.out == ""


def test_a_saved_graph(archspec, folder):
    from archspec.api import load
    from archspec.graph.serial import to_json

    (folder / "graph.json").write_text(json.dumps(to_json(load("tiny.yaml").graph)))
    assert archspec("diff", "tiny.yaml", "graph.json").code == 0
    assert "filters 4 → 16" in archspec("diff", "graph.json", "tiny.yaml@wide").out


def test_a_file_whose_name_has_an_at_sign(archspec, folder):
    (folder / "tiny@wide.yaml").write_text((folder / "tiny.yaml").read_text())
    assert archspec("diff", "tiny.yaml", "tiny@wide.yaml").code == 0


def test_levels(archspec):
    rows = archspec("diff", "resnet50", "resnet50@resnet101", "--level", "rows")
    assert rows.code == 1
    assert rows.out.splitlines()[2:4] == ["~ row 'Identity Block': repeats ×5 → ×22", ""]
    layers = archspec("diff", "resnet50", "resnet50@resnet101", "--level", "layers").out.splitlines()
    assert layers[3] == "+ conv4_block7_1_conv: Conv2D(filters=256, kernel_size=1), after conv4_block6_out"
    assert len([line for line in layers if line.startswith("+ ")]) == 170


def test_level_spec_is_a_unified_diff_of_whole_documents(archspec, folder):
    (folder / "pyproject.toml").touch()
    (folder / "wider.yaml").write_text(
        "archspec: 1\nname: wider\nextends: tiny.yaml\nparams: {filters: 8}\n"
        "edits:\n  - {at: conv, after: [{ReLU: }]}\n"
    )
    result = archspec("diff", "tiny.yaml@wide", "wider.yaml", "--level", "spec")
    assert result.code == 1
    changed = [line for line in result.out.splitlines() if line[:1] in "+-"]
    assert changed == [
        "--- tiny.yaml@wide",
        "+++ wider.yaml",
        "-name: wide",
        "+name: wider",
        "-params: {filters: 16}",
        "+params: {filters: 8}",
        "+- {ReLU: null}",
    ]
    assert archspec("diff", "tiny.yaml", "tiny.yaml", "--level", "spec") == (0, "", "")


def test_level_source_is_a_unified_diff_of_the_generated_sources(archspec, folder):
    result = archspec("diff", "tiny.yaml", "tiny.yaml@wide", "--level", "source")
    assert result.code == 1
    changed = [line for line in result.out.splitlines() if line[:1] in "+-"]
    assert '-def tiny(filters=4, *, name="tiny"):' in changed
    assert '+def wide(filters=16, *, name="wide"):' in changed
    assert archspec("diff", "tiny.yaml", "tiny.yaml", "--level", "source") == (0, "", "")


def test_level_spec_shows_the_blocks_that_are_used(archspec):
    result = archspec("diff", "resnet50", "resnet50@resnet101", "--level", "spec", "--format", "markdown")
    assert result.code == 1
    lines = result.out.splitlines()
    assert (lines[0], lines[-1]) == ("```diff", "```")
    assert "-    default: [3, 4, 6, 3]" in lines
    assert "+    default: [3, 4, 23, 3]" in lines


def test_json(archspec):
    result = archspec("diff", "resnet50", "resnet50@resnet101", "--format", "json")
    assert result.code == 1
    data = json.loads(result.out)
    assert data["same"] is False
    assert data["after"] == {"operand": "resnet50@resnet101", "name": "resnet101", "title": "ResNet-50"}
    model, blocks = data["findings"]
    assert model["changes"] == [{"what": "name", "values": [["resnet50", "resnet101"]]}]
    labels = [f"conv4_block{number}" for number in range(7, 24)]
    assert blocks["kind"] == "count"
    assert blocks["repeats"] == {"name": "conv4_block", "before": 6, "after": 23, "labels": labels}
    assert data["effect"]["depth"] == {"before": 50, "after": 101, "difference": 51, "percent": 102.0}
    assert data["effect"]["receptive_field"]["before"] == [675, 675]
    assert data["rows"][0]["changes"][0] == {"what": "repeats", "before": 5, "after": 22}


def test_colours_on_a_terminal_alone(folder):
    import pty

    primary, secondary = pty.openpty()
    process = subprocess.Popen([*ARCHSPEC, "diff", "tiny.yaml", "tiny.yaml@wide"], stdout=secondary)
    os.close(secondary)
    shown = b""
    while True:
        try:
            piece = os.read(primary, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(primary)
    assert process.wait() == 1
    assert b"\x1b[31m--- tiny.yaml\x1b[0m" in shown
    assert re.sub(r"\x1b\[\d+m", "", shown.decode()).replace("\r\n", "\n") == WIDER
