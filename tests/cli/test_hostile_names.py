"""What becomes a name can be neither a path nor code, wherever it comes from."""

import os

import pytest

NASTY = [
    "../x",
    "a/b",
    "/etc/passwd",
    "x'); import os",
    'a"b',
    "a\nb",
    "a b",
    "<b>",
    "-x",
    "..",
    "é",
    "a\\b",
    "$x",
]
SPEC = """\
archspec: 1
name: net
inputs: [8]
params: {word: fc}
blocks:
  b:
    layers:
      - Dense: {units: 3}
        name: fc
layers:
  - KEY: VALUE
    name: '{word}'
"""
COMMANDS = [
    *(["check"], ["summary"], ["table"], ["generate", "-o", "out"], ["graph", "-o", "out/x.svg"]),
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("step", ["Dense: {units: 3}", "b:", "layers: [Flatten]"])
def test_a_computed_name_of_a_layer(archspec, tmp_path, monkeypatch, step, nasty):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.yaml").write_text(SPEC.replace("KEY: VALUE", step))
    for command in COMMANDS:
        result = archspec(*command, "net.yaml", "--set", f"word='{nasty.replace(chr(39), chr(39) * 2)}'")
        assert result.code == 1
        assert "error[E0507]" in result.err
    assert os.listdir(tmp_path) == ["net.yaml"]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("archspec: 1\nname: NASTY\ninputs: [8]\nlayers: [Flatten]\n", "E0202"),
        ("archspec: 1\nname: n\ninputs: {NASTY: [8]}\nlayers: [{Flatten: , from: -1}]\n", "E0202"),
        ("archspec: 1\nname: n\nvariants: {NASTY: {}}\ninputs: [8]\nlayers: [Flatten]\n", "E0202"),
        ("archspec: 1\nname: n\nparams: {NASTY: 1}\ninputs: [8]\nlayers: [Flatten]\n", "E0202"),
        ("archspec: 1\nname: n\nblocks: {NASTY: {layers: [Flatten]}}\ninputs: [8]\nlayers: [Flatten]\n", "E0202"),
        ("archspec: 1\nname: n\ninputs: [8]\nlayers: [{Flatten: , as: NASTY}]\n", "E0202"),
        ("archspec: 1\nname: n\ninputs: [8]\nlayers: [{Flatten: , as: x}]\noutputs: {NASTY: x}\n", "E0202"),
        ("archspec: 1\nname: n\ninputs: [8]\nlayers: [{branches: {NASTY: [], b: []}, merge: Add}]\n", "E0202"),
        ("archspec: 1\nname: n\ninputs: [8]\nlayers: [{Flatten: , name: NASTY}]\n", "E0507"),
    ],
)
def test_a_written_name(archspec, tmp_path, monkeypatch, place, code, nasty):
    if nasty == "é" and code == "E0202":
        # A letter for Python as well.
        return
    monkeypatch.chdir(tmp_path)
    escaped = nasty.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    (tmp_path / "net.yaml").write_text(place.replace("NASTY", f'"{escaped}"'))
    result = archspec("generate", "net.yaml", "-o", "out")
    assert result.code == 1
    assert f"error[{code}]" in result.err
    assert os.listdir(tmp_path) == ["net.yaml"]
