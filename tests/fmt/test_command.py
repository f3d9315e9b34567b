"""`archspec fmt` from its arguments to its files, output and exit code."""

import io
import os
import stat
import sys

import pytest

ODD = b"\xef\xbb\xbfname: tiny  # \xc3\xa9\r\narchspec: 1\r\ninputs: [ 3 ]\r\nlayers:\r\n- Flatten\r\n"
NEAT = "archspec: 1\nname: tiny  # é\n\ninputs: [3]\n\nlayers:\n  - Flatten\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with a spec that is in the layout and one that is not."""
    (tmp_path / "odd.yaml").write_bytes(ODD)
    (tmp_path / "neat.yaml").write_bytes(NEAT.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_writes_what_is_not_in_the_layout_and_names_it(archspec, folder):
    before = os.stat(folder / "neat.yaml").st_mtime_ns
    assert archspec("fmt", "odd.yaml", "neat.yaml") == (0, "formatted odd.yaml\n", "")
    assert contents(folder) == {"odd.yaml": NEAT.encode(), "neat.yaml": NEAT.encode()}
    assert os.stat(folder / "neat.yaml").st_mtime_ns == before
    assert archspec("fmt", "odd.yaml", "neat.yaml") == (0, "", "")


def test_check_names_the_files_and_writes_nothing(archspec, folder):
    assert archspec("fmt", "--check", "odd.yaml", "neat.yaml") == (1, "odd.yaml is not in the layout\n", "")
    assert archspec("fmt", "--check", "neat.yaml") == (0, "", "")
    assert contents(folder) == {"odd.yaml": ODD, "neat.yaml": NEAT.encode()}


def test_diff_shows_what_would_change_and_writes_nothing(archspec, folder):
    (folder / "odd.yaml").write_text("archspec: 1\nlayers:\n- Flatten\n")
    diff = """\
--- odd.yaml
+++ odd.yaml
@@ -1,3 +1,4 @@
 archspec: 1
+
 layers:
-- Flatten
+  - Flatten
"""
    assert archspec("fmt", "--diff", "odd.yaml", "neat.yaml") == (0, diff, "")
    assert archspec("fmt", "--diff", "--check", "odd.yaml") == (1, diff, "odd.yaml is not in the layout\n")
    assert (folder / "odd.yaml").read_text() == "archspec: 1\nlayers:\n- Flatten\n"


def test_a_byte_order_mark_alone_is_not_in_the_layout(archspec, folder):
    (folder / "mark.yaml").write_bytes(b"\xef\xbb\xbf" + NEAT.encode())
    assert archspec("fmt", "--check", "mark.yaml").code == 1
    assert archspec("fmt", "mark.yaml").code == 0
    assert (folder / "mark.yaml").read_bytes() == NEAT.encode()


@pytest.fixture
def standard_input(monkeypatch):
    def give(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


def test_standard_input_goes_to_standard_output(archspec, folder, standard_input):
    standard_input(ODD)
    assert archspec("fmt", "-") == (0, NEAT, "")
    standard_input(NEAT.encode())
    assert archspec("fmt", "-") == (0, NEAT, "")


def test_standard_input_under_check(archspec, folder, standard_input):
    standard_input(ODD)
    assert archspec("fmt", "--check", "-") == (1, "<stdin> is not in the layout\n", "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: [1\n", "E0101"),
        (b"", "E0102"),
        (b"a: 1\na: 2\n", "E0104"),
        (b"a: \xff\n", "E0121"),
        (b"a: 1\n--- 2", "E0103"),
    ],
)
def test_what_is_no_sound_yaml_is_told_and_left(archspec, folder, content, code):
    (folder / "bad.yaml").write_bytes(content)
    result = archspec("fmt", "bad.yaml", "odd.yaml")
    assert (result.code, result.out) == (1, "formatted odd.yaml\n")
    assert f"error[{code}]" in result.err
    assert (folder / "bad.yaml").read_bytes() == content


def test_a_fault_leaves_the_file(archspec, folder, monkeypatch):
    monkeypatch.setattr("archspec.fmt.formatting.written", lambda *_: "a: 1\n")
    result = archspec("fmt", "odd.yaml")
    assert (result.code, result.out) == (3, "")
    assert result.err == "fault of archspec: odd.yaml would not read the same; it is left as it is\n"
    assert (folder / "odd.yaml").read_bytes() == ODD


def test_a_link_stays_one_and_the_mode_is_kept(archspec, folder):
    (folder / "link.yaml").symlink_to("odd.yaml")
    (folder / "odd.yaml").chmod(0o640)
    assert archspec("fmt", "link.yaml").code == 0
    assert (folder / "link.yaml").is_symlink()
    assert (folder / "odd.yaml").read_bytes() == NEAT.encode()
    assert stat.S_IMODE((folder / "odd.yaml").stat().st_mode) == 0o640


def test_calls_that_are_wrong(archspec, folder):
    assert archspec("fmt").code == 2
    result = archspec("fmt", "resnet50")
    assert result.code == 2
    assert "name a file" in result.err
    assert archspec("fmt", "--check", "resnet50").code == 0
    assert archspec("fmt", "none.yaml").code == 1
