"""`archspec check --fix`: what is certain is mended in the files, and nothing else is touched."""

import json
import os

import pytest

from archspec.spec.files import shipped_folder

SPEC = """\
# A spec, with a mark before it: größe, 名前\r
archspec: 1\r
nam: net     # nam\r
use: [blocks/unit.yaml]\r
inputs: [8, 8, 3]\r
layers:\r
  - Conv2D: {filters: 4, kernal_size: 3, strid: 2}\t# strid, too\r
    as: skip\r
  - unit: {f: 2 * 3}\r
\r
  - Conv2d: {filters: 6, kernel_size: 1, use_bias: no}   # and yes\r
  - Add:\r
    from: [-1, -2]\r
    # the end\r
"""
LIBRARY = """\
archspec: 1
blocks:
  unit:   {params: {f: }, layers: [{Dense: {unit: =f}}]}   # unit
"""
MENDED = {
    "nam: net": "name: net",
    "kernal_size": "kernel_size",
    "strid:": "strides:",
    "Conv2d": "Conv2D",
    "use_bias: no}": "use_bias: false}",
}


@pytest.fixture
def project(folder):
    """A spec in the ways of Windows, and a library it uses."""
    (folder / "pyproject.toml").touch()
    (folder / "blocks").mkdir()
    (folder / "blocks" / "unit.yaml").write_text(LIBRARY)
    (folder / "net.yaml").write_bytes(b"\xef\xbb\xbf" + SPEC.encode())
    return folder


def test_all_that_is_certain_is_mended_and_told(archspec, project):
    result = archspec("check", "net.yaml", "--fix")
    text = SPEC
    for slip, meant in MENDED.items():
        text = text.replace(slip, meant)
    assert (project / "net.yaml").read_bytes() == b"\xef\xbb\xbf" + text.encode()
    assert (project / "blocks" / "unit.yaml").read_text() == LIBRARY.replace("{unit: =f", "{units: =f")
    told = [line for line in result.err.splitlines() if line.startswith("fixed ")]
    assert "fixed net.yaml:7:42: 'strid' became 'strides'" in told
    assert "fixed net.yaml:3:1: 'nam' became 'name'" in told
    assert "fixed blocks/unit.yaml:3:45: 'unit' became 'units'" in told
    assert len(told) == 6


def test_what_remains_is_shown_and_decides_the_exit_code(archspec, project):
    (project / "net.yaml").write_text(
        "archspec: 1\nname: net\ninputs: [8, 8, 3]\nlayers: [{Dense: {unit: 3, axis: 4}}]\n"
    )
    result = archspec("check", "net.yaml", "--fix")
    assert result.code == 1
    assert "fixed net.yaml:4:19: 'unit' became 'units'" in result.err
    assert "net.yaml:4:29: error[E0403]: Dense has no argument 'axis'" in result.err
    assert "unit'\n" not in result.err


def test_a_second_call_changes_nothing(archspec, project):
    archspec("check", "net.yaml", "--fix")
    before = (project / "net.yaml").read_bytes()
    result = archspec("check", "net.yaml", "--fix")
    assert "fixed" not in result.err
    assert (project / "net.yaml").read_bytes() == before


def test_what_hides_behind_a_mistake_is_mended_too(archspec, folder):
    (folder / "net.yaml").write_text(
        "archspec: 1\nname: net\ninputs: [8, 8, 3]\nlayers:\n  - Dense: {unit: =max(1, 2), activation: rleu}\n"
    )
    assert archspec("check", "net.yaml", "--fix").code == 0
    assert (folder / "net.yaml").read_text().endswith('  - Dense: {units: "=max(1, 2)", activation: relu}\n')


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("layers:\n  - Flatten:\n    Dense: {units: 3}  # x\n", "layers:\n  - Flatten:\n  - Dense: {units: 3}  # x\n"),
        ("layers:\n\t- Flatten\n\t- Dense:  {units: 3}\t# x\n", "layers:\n  - Flatten\n  - Dense:  {units: 3}\t# x\n"),
        ("layers: [{Dense: {units:3}}]\n", "layers: [{Dense: {units: 3}}]\n"),
        ("layers: [{Dense: {units: (3)}}]\n", "layers: [{Dense: {units: (3)}}]\n"),
        ("params: {n: 2}\nlayers: [{Dense: {units: n * 2}}]\n", "params: {n: 2}\nlayers: [{Dense: {units: =n * 2}}]\n"),
        ("layers: [{BatchNorm: }]  # x\n", "layers: [{BatchNormalization: }]  # x\n"),
        ("layers: [{Dense: {units: =maxx([3])}}]\n", 'layers: [{Dense: {units: "=max([3])"}}]\n'),
        (
            "params: {w-idth: 3}\nlayers: [{Dense: {units: =width}}]\n",
            "params: {w-idth: 3}\nlayers: [{Dense: {units: =width}}]\n",
        ),
        ("layers: [{Dense: {units:\u2003 4}}]\n", "layers: [{Dense: {units:\u2003 4}}]\n"),
        ("layers: [{Dense: {unit: 3, unitz: 4}}]\n", "layers: [{Dense: {units: 3, unitz: 4}}]\n"),
    ],
    ids=["dash", "tabs", "space", "no list", "formula", "short", "function", "no name", "another space", "one of two"],
)
def test_the_mistakes_of_this_yaml(archspec, folder, wrong, right):
    head = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"
    (folder / "net.yaml").write_text(head + wrong, encoding="utf-8")
    archspec("check", "net.yaml", "--fix")
    assert (folder / "net.yaml").read_text(encoding="utf-8") == head + right


def test_a_variants_mistakes_are_mended(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("wide: {filters: 16}", "wide: {filter: 16}"))
    assert archspec("check", "tiny.yaml", "--fix").code == 0
    assert "wide: {filters: 16}" in path.read_text()


def test_another_number_may_be_another_thing_and_is_left(archspec, folder):
    text = (
        "archspec: 1\nname: net\ninputs: [8, 3]\nlayers: [{Dense: {units: 3}, as: left}, {Add: , from: [-1, left2]}]\n"
    )
    (folder / "net.yaml").write_text(text)
    assert archspec("check", "net.yaml", "--fix").code == 1
    assert (folder / "net.yaml").read_text() == text


SLIPS = (
    ("inputs:", "input:"),
    ("doc: Whether", "docs: Whether"),
    ("choices:", "choises:"),
    ("densenet169: {depths", "densenet169: {depth"),
    ("    name: conv1", "    nmae: conv1"),
    ("ZeroPadding2D: {padding: 3}", "ZeroPadding2d: {pading: 3}"),
    ("kernel_size: 7", "kernal_size: 7"),
    ("use_bias: false", "use_bias: no"),
    ("=2 * growth_rate", "2 * growth_rate"),
    ("=2 * growth_rate", "=2 * growth_rte"),
    ("activation: relu", "activation: rleu"),
    ("MaxPooling2D", "MaxPool2D"),
    ("dense_layer: {growth_rate:", "dense_layer: {growthrate:"),
    ("- compression", "- compresion"),
    ("when: include_top", "when: =include_top"),
    ("else:", "esle:"),
    ("variant: densenet121", "variant: densnet121"),
    ("blocks/dense.yaml", "blocks/dense.yml"),
    ("  - row: Pooling\n", "\t- row: Pooling\n"),
)


@pytest.mark.parametrize(("right", "slip"), SLIPS, ids=[slip.strip() for _, slip in SLIPS])
def test_a_shipped_spec_with_a_slip_is_what_it_was(archspec, tmp_path, monkeypatch, right, slip):
    (tmp_path / "pyproject.toml").touch()
    for name in ("applications/densenet.yaml", "blocks/dense.yaml", "blocks/heads.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((shipped_folder() / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "applications" / "densenet.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, slip, 1), encoding="utf-8")
    assert archspec("check", "applications/densenet.yaml", "--fix").code == 0
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "layers",
    [
        "[{Dense: {units: =widht}}, {Dense: {units: =widht}}]",
        "[{b: {width: 1}}, {b: {width: 1}}]",
        "[{Dense: {units: =item.unit}, each: {item: [{units: 3}, {units: 4}]}}]",
    ],
    ids=["name", "param of a block", "entry"],
)
def test_where_the_definition_may_be_the_slip_it_is_left(archspec, folder, layers):
    text = f"""\
archspec: 1
name: net
inputs: [8, 8, 3]
params: {{width: 3}}
blocks: {{b: {{params: {{widht: 3}}, layers: [{{Dense: {{units: =widht}}}}]}}}}
layers: {layers}
"""
    (folder / "net.yaml").write_text(text)
    result = archspec("check", "net.yaml", "--fix")
    assert result.code == 1
    assert "did you mean" in result.err
    assert (folder / "net.yaml").read_text() == text


def test_a_good_spec_is_not_written(archspec, folder):
    path = folder / "tiny.yaml"
    os.utime(path, ns=(1, 1))
    assert archspec("check", "tiny.yaml", "--fix").code == 0
    assert path.stat().st_mtime_ns == 1


def test_a_link_stays_one_and_the_mode_as_it_was(archspec, project):
    (project / "real.yaml").write_text("archspec: 1\nnam: net\ninputs: [3]\nlayers: []\n")
    (project / "real.yaml").chmod(0o640)
    (project / "link.yaml").symlink_to("real.yaml")
    archspec("check", "link.yaml", "--fix")
    assert (project / "link.yaml").is_symlink()
    assert (project / "real.yaml").read_text().startswith("archspec: 1\nname: net\n")
    assert (project / "real.yaml").stat().st_mode & 0o777 == 0o640


def test_what_comes_with_archspec_is_not_touched(archspec, folder, monkeypatch):
    shipped = folder / "shipped"
    shipped.mkdir()
    (shipped / "units.yaml").write_text(LIBRARY)
    monkeypatch.setattr("archspec.spec.files.shipped_folder", lambda: shipped)
    monkeypatch.setattr("archspec.cli.mending.shipped_folder", lambda: shipped)
    (folder / "net.yaml").write_text(
        "archspec: 1\nnam: net\nuse: [units]\ninputs: [8, 8, 3]\nlayers: [{unit: {f: 3}}]\n"
    )
    result = archspec("check", "net.yaml", "--fix")
    assert result.code == 1
    assert (shipped / "units.yaml").read_text() == LIBRARY
    assert "name: net" in (folder / "net.yaml").read_text()
    assert "did you mean 'units'?" in result.err


@pytest.mark.parametrize("word", ["-", "resnet50"])
def test_what_is_no_file_can_not_be_mended(archspec, folder, word):
    result = archspec("check", word, "--fix")
    assert result.code == 2
    assert "name a file" in result.err


def test_machines_are_told_what_remains(archspec, project):
    (project / "net.yaml").write_text(
        "archspec: 1\nnam: net\ninputs: [8, 8, 3]\nlayers: [{Dense: {units: 3, axis: 4}}]\n"
    )
    result = archspec("check", "net.yaml", "--fix", "--format", "json")
    [outcome] = json.loads(result.out)
    assert [diagnostic["code"] for diagnostic in outcome["diagnostics"]] == ["E0403"]
    assert result.err == "fixed net.yaml:2:1: 'nam' became 'name'\n"
