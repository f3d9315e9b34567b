"""Folders in the place of specs: `archspec check DIR`, `archspec fmt DIR`."""

import json
import os

import pytest

SPEC = "archspec: 1\nname: {name}\ninputs: [8]\nlayers: [Flatten]\n"
LIBRARY = "archspec: 1\nblocks:\n  unit:\n    layers: [Flatten]\n"
FOREIGN = "services:\n  web: {image: archspec}\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A working folder: three specs and a library, and what is to be passed over."""
    files = {
        "b.yaml": SPEC.format(name="b"),
        "a/z.yml": SPEC.format(name="z"),
        "a/braces.yaml": "{archspec: 1, name: braces, inputs: [8], layers: [Flatten]}\n",
        "blocks/unit.yaml": LIBRARY,
        "compose.yaml": FOREIGN,
        "archspec.schema.json": "{}",
        ".github/workflows/ci.yaml": SPEC.format(name="hidden"),
        "a/.hidden.yaml": SPEC.format(name="hidden"),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_takes_the_specs_and_libraries_below_a_folder_in_order(archspec, project):
    told = "✓ braces: 0 rows, 0 figures\n✓ z: 0 rows, 0 figures\n✓ b: 0 rows, 0 figures\n✓ blocks/unit.yaml: 1 block\n"
    assert archspec("check", ".") == (0, told, "")
    assert archspec("check", "blocks", "b.yaml").out == "✓ blocks/unit.yaml: 1 block\n✓ b: 0 rows, 0 figures\n"


def test_a_mistake_in_a_library_of_the_folder_is_told(archspec, project):
    (project / "blocks" / "unit.yaml").write_text(LIBRARY.replace("Flatten", "Flaten"))
    result = archspec("check", ".")
    assert result.code == 1
    assert "✗ blocks/unit.yaml: 1 mistake\n" in result.out
    assert result.err.startswith("blocks/unit.yaml:4:14: error[E0401]")


def test_a_library_for_machines(archspec, project):
    result = archspec("check", "blocks", "--json")
    [told] = json.loads(result.out)
    assert told == {
        "spec": "blocks/unit.yaml",
        "name": "blocks/unit.yaml",
        "ok": True,
        "blocks": ["unit"],
        "diagnostics": [],
    }


def test_a_library_has_no_variants_and_params(archspec, project):
    for options in (["--variant", "a"], ["--set", "a=1"]):
        result = archspec("check", "blocks/unit.yaml", *options)
        assert result.code == 1
        assert "error[E0213]" in result.err


def test_mistakes_are_mended_below_a_folder(archspec, project):
    (project / "b.yaml").write_text(SPEC.format(name="b").replace("Flatten", "Flaten"))
    assert archspec("check", ".", "--fix").code == 0
    assert (project / "b.yaml").read_text() == SPEC.format(name="b")


def test_fmt_takes_what_lies_below_a_folder(archspec, project):
    names = ["a/braces.yaml", "a/z.yml", "b.yaml", "blocks/unit.yaml"]
    told = "".join(f"{name} is not in the layout\n" for name in names)
    assert archspec("fmt", "--check", ".") == (1, told, "")
    assert archspec("fmt", ".").out == "".join(f"formatted {name}\n" for name in names)
    assert archspec("fmt", "--check", ".") == (0, "", "")
    assert (project / "compose.yaml").read_text() == FOREIGN
    assert (project / ".github" / "workflows" / "ci.yaml").read_text() == SPEC.format(name="hidden")


@pytest.mark.parametrize("command", ["check", "fmt", "generate"])
def test_a_folder_without_specs_is_a_wrong_call(archspec, project, command):
    (project / "empty").mkdir()
    result = archspec(command, "empty")
    assert result.code == 2
    assert "there is no spec in the folder 'empty'" in result.err
