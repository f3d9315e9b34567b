import subprocess
import sys
from pathlib import Path

import pytest

GENERATED = Path(__file__).parents[2] / "generated"


def test_it_writes_a_file_that_runs_alone(archspec, folder):
    result = archspec("generate", "tiny.yaml")
    assert (result.code, result.err) == (0, "")
    assert result.out == "wrote generated/tiny.py (27 lines)\n"
    ran = subprocess.run(
        [sys.executable, "-I", "generated/tiny.py"], capture_output=True, text=True, check=False, cwd=folder
    )
    assert ran.returncode == 0, ran.stderr
    assert 'Model: "tiny"' in ran.stdout
    assert archspec("generate", "tiny.yaml").out == "generated/tiny.py is up to date\n"


def test_check_shows_what_differs_and_writes_nothing(archspec, folder):
    result = archspec("generate", "--check", "tiny.yaml")
    assert (result.code, result.err) == (1, "generated/tiny.py is missing\n")
    assert not Path("generated").exists()
    archspec("generate", "tiny.yaml")
    assert archspec("generate", "--check", "tiny.yaml").code == 0
    path = folder / "generated" / "tiny.py"
    path.write_text(path.read_text().replace("filters=4", "filters=5"))
    result = archspec("generate", "--check", "tiny.yaml")
    assert (result.code, result.err) == (1, "generated/tiny.py is not what its spec gives\n")
    assert '-def tiny(filters=5, *, name="tiny"):\n+def tiny(filters=4, *, name="tiny"):' in result.out
    assert "filters=5" in path.read_text()


def test_a_folder_means_all_its_specs_and_no_others(archspec, folder):
    specs = folder / "specs"
    (specs / "blocks").mkdir(parents=True)
    (folder / "tiny.yaml").rename(specs / "tiny.yaml")
    (specs / "blocks" / "library.yaml").write_text("archspec: 1\nblocks: {b: {layers: [Flatten]}}\n")
    (specs / "other.yaml").write_text("archspec: 1\nname: other\ninputs: [4]\nlayers: [Flatten]\n")
    assert archspec("generate").code == 0
    (folder / "generated" / "mine.py").write_text("print('by hand')\n")
    assert sorted(path.name for path in Path("generated").iterdir()) == ["mine.py", "other.py", "tiny.py"]
    (specs / "other.yaml").unlink()
    result = archspec("generate", "--check")
    assert (result.code, result.err) == (1, "generated/other.py has no spec\n")
    assert archspec("generate").out.endswith("removed generated/other.py, which has no spec\n")
    assert sorted(path.name for path in Path("generated").iterdir()) == ["mine.py", "tiny.py"]


def test_a_file_of_someone_else_is_left_as_it_is(archspec, folder):
    (folder / "generated").mkdir()
    (folder / "generated" / "tiny.py").write_text("print('by hand')\n")
    result = archspec("generate", "tiny.yaml")
    assert (result.code, result.err) == (
        2,
        "Error: generated/tiny.py is not made by archspec generate and is left as it is\n",
    )
    assert (folder / "generated" / "tiny.py").read_text() == "print('by hand')\n"


@pytest.mark.parametrize("style", ["functional", "flat", "subclass"])
def test_every_style_has_a_golden(archspec, folder, golden, style):
    archspec("generate", "tiny.yaml", "--style", style, "-o", style)
    assert (folder / style / "tiny.py").read_text() == golden(f"generate_tiny_{style}.py.txt")


def test_a_variant_has_a_file_of_its_name(archspec, folder):
    archspec("generate", "tiny.yaml", "--variant", "wide", "-o", "out")
    assert 'def wide(filters=16, *, name="wide"):' in (folder / "out" / "wide.py").read_text()


def test_a_wrong_spec_writes_nothing(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("out: [6, 6", "out: [7, 7"))
    result = archspec("generate", "tiny.yaml")
    assert result.code == 1
    assert "tiny.yaml:11:10: error[E" in result.err
    assert not Path("generated").exists()


def test_two_specs_of_one_name_are_refused(archspec, folder):
    (folder / "again.yaml").write_text((folder / "tiny.yaml").read_text())
    result = archspec("generate", "tiny.yaml", "again.yaml")
    assert result.code == 2
    assert "tiny.yaml and again.yaml both give generated/tiny.py" in result.err


def test_the_sources_in_the_tree_are_those_of_the_specs(archspec, monkeypatch):
    monkeypatch.chdir(GENERATED.parent)
    result = archspec("generate", "--check")
    assert result.code == 0, result.out + result.err


def test_tensorflow_is_not_imported(folder):
    code = (
        "import sys; from archspec.cli.main import run; code = run(['generate', 'tiny.yaml']); "
        "print(sorted({'tensorflow', 'keras', 'numpy', 'rich'} & sys.modules.keys()), code)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder)
    assert ran.stdout.splitlines()[-1] == "[] 0"
