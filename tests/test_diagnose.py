"""`archspec.diagnose`: what an editor shows of a text that is being written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archspec
from archspec.limits import Limits
from archspec.spec.files import shipped_folder

SPEC = """\
archspec: 1
name: net
inputs: [8, 8, 3]
params: {filters: 4}
variants:
  wide: {filters: 16}
  narrow: {filters: 0}
layers:
  - Conv2D: {filters: =filters, kernel_size: 3}
    row: conv
    out: [6, 6, 4]
  - Flatten
"""
LIBRARY = """\
archspec: 1
blocks:
  unit: {params: {f: }, layers: [{Dense: {units: =f}}]}
"""


def told(text, path=None, **options):
    return [(each.span.line, each.span.column, each.code) for each in archspec.diagnose(text, path, **options)]


def test_a_good_text():
    good = SPEC.replace("  narrow: {filters: 0}\n", "").replace("[6, 6, 4]", "[6, 6, =filters]")
    assert archspec.diagnose(good) == []


def test_every_variant_is_looked_at():
    assert told(SPEC) == [(9, 23, "E0405"), (11, 10, "E0702")]


def test_warnings_are_told():
    text = SPEC.replace("  narrow: {filters: 0}\n", "").replace("[6, 6, 4]", "[6, 6, =filters]")
    found = archspec.diagnose(text.replace("Flatten", "Dense: {units: 3}\n    from: input"))
    assert [(each.code, each.severity, each.span.line) for each in found] == [("W0602", "warning", 8)]


def test_the_text_stands_for_its_file(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "unit.yaml").write_text(LIBRARY)
    path = tmp_path / "specs" / "net.yaml"
    path.write_text("what is saved is no spec")
    monkeypatch.chdir(tmp_path)
    text = "archspec: 1\nname: net\nuse: [unit.yaml]\ninputs: [3]\nlayers: [{unit: {f: 3}}]\n"
    assert archspec.diagnose(text, path) == []
    [mistake] = archspec.diagnose(text.replace("{f: 3}", "{g: 3, f: 1}"), "specs/net.yaml")
    assert str(mistake.span) == "specs/net.yaml:5:18"
    [mistake] = archspec.diagnose(text, "net.yaml")
    assert (mistake.code, mistake.message) == ("E0120", "there is no file unit.yaml")


def test_a_file_that_is_not_saved_yet(tmp_path):
    assert archspec.diagnose("archspec: 1\nname: net\ninputs: [3]\nlayers: [Flatten]\n", tmp_path / "new.yaml") == []


def test_what_a_used_file_has_wrong_is_told_at_its_place(tmp_path):
    (tmp_path / "unit.yaml").write_text(LIBRARY.replace("units", "unit"))
    text = "archspec: 1\nname: net\nuse: [unit.yaml]\ninputs: [3]\nlayers: [{unit: {f: 3}}]\n"
    [mistake] = archspec.diagnose(text, tmp_path / "net.yaml")
    assert (mistake.span.source.path, mistake.span.line) == (tmp_path / "unit.yaml", 3)


def test_a_library_is_no_mistake():
    assert archspec.diagnose(LIBRARY) == []
    assert told(LIBRARY.replace("=f", "=g")) == [(3, 51, "E0304")]
    assert told(LIBRARY.replace("params", "param")) == [(3, 10, "E0206")]
    assert told("archspec: 1\nblocks:\n  unit: {params: {f: }, lay\n")[0][2] == "E0101"


def test_a_library_that_uses_itself(tmp_path):
    path = tmp_path / "unit.yaml"
    path.write_text(LIBRARY)
    assert told(LIBRARY.replace("blocks:", "use: [unit.yaml]\nblocks:"), path) == [(2, 7, "E0123")]


def test_limits_are_the_callers():
    assert [each.code for each in archspec.diagnose(SPEC, limits=Limits(document_bytes=10))] == ["E0110"]


@pytest.mark.parametrize("name", ["resnet50", "resnet_mnist"])
def test_a_text_may_end_anywhere(name):
    text = (shipped_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    for end in range(0, len(text), 97):
        found = archspec.diagnose(text[:end])
        assert all(each.code for each in found)
        assert found or text[:end].count("layers:")


@given(st.text(max_size=60), st.integers(0, len(SPEC)), st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_nothing_is_raised(written, start, length):
    for each in archspec.diagnose(SPEC[:start] + written + SPEC[start + length :]):
        assert each.severity in ("error", "warning")
