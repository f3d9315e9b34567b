"""Specs at git revisions, and what git shows once its two lines of configuration are there."""

import os
import subprocess
import sys

import pytest

import archspec
from archspec.cli.main import run
from archspec.diff.git import home_of

UNIT = """\
archspec: 1
blocks:
  unit:
    layers:
      - Conv2D: {filters: 4, kernel_size: 3, padding: same}
        name: conv
      - ReLU:
        name: relu
"""
NET = """\
archspec: 1
name: net
use: [blocks/unit.yaml]
inputs: [8, 8, 4]
layers:
  - unit:
    name: unit{index}
    repeat: 2
  - GlobalAveragePooling2D:
    name: pool
"""
DEEPER = NET.replace("repeat: 2", "repeat: 5")
ARCHSPEC = f"'{sys.executable}' -m archspec"


class Repository:
    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **os.environ,
            "HOME": str(folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PYTHONIOENCODING": "utf-8",
        }
        folder.mkdir()
        self("-c", "init.defaultBranch=main", "init", "--quiet")
        self("config", "user.name", "Ada")
        self("config", "user.email", "ada@example.org")

    def __call__(self, *arguments):
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=self.environment, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode(errors="replace")

    def write(self, **files):
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text)

    def commit(self, message):
        self("add", ".")
        self("commit", "--quiet", "-m", message)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    repository = Repository(tmp_path / "repository")
    repository.write(specs__net=NET, specs__blocks__unit=UNIT, other="colour: red\n")
    (repository.folder / ".gitattributes").write_text("*.yaml diff=archspec\n")
    repository("config", "diff.archspec.textconv", f"{ARCHSPEC} diff --textconv")
    repository.commit("first")
    monkeypatch.chdir(repository.folder)
    return repository


def changed_lines(shown):
    return [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


TWO_MORE = [
    "-unit1 … unit2: unit × 2 (8,8,4)",
    "+unit1 … unit5: unit × 5 (8,8,4)",
    "-parameters: 296",
    "-multiply-adds: 18,432",
    "-depth: 2",
    "+parameters: 740",
    "+multiply-adds: 46,080",
    "+depth: 5",
]


def test_git_diff_and_log_show_networks(repository):
    repository.write(specs__net=DEEPER)
    assert changed_lines(repository("diff")) == TWO_MORE
    repository("add", ".")
    assert changed_lines(repository("diff", "--cached")) == TWO_MORE
    repository.commit("deeper")
    assert changed_lines(repository("log", "-p", "--format=", "-1")) == TWO_MORE
    assert changed_lines(repository("show", "--format=")) == TWO_MORE


def test_git_reads_libraries_as_they_were(repository):
    repository.write(specs__net=DEEPER, specs__blocks__unit=UNIT.replace("unit:", "cell:"))
    repository.write(specs__net=NET.replace("unit:", "cell:"))
    repository.commit("the block has another name")
    shown = changed_lines(repository("log", "-p", "--format=", "-1", "--", "specs/net.yaml"))
    assert shown == ["-unit1 … unit2: unit × 2 (8,8,4)", "+unit1 … unit2: cell × 2 (8,8,4)"]


def test_other_yaml_is_left_as_it_is(repository):
    repository.write(other="colour: blue\n", specs__blocks__unit=UNIT.replace("kernel_size: 3", "kernel_size: 5"))
    (repository.folder / "odd.yaml").write_bytes(b"\xff\xfe: [")
    repository("add", ".")
    shown = changed_lines(repository("diff", "--cached", "--text", "--", "other.yaml", "specs/blocks"))
    assert shown == [
        "-colour: red",
        "+colour: blue",
        "-      - Conv2D: {filters: 4, kernel_size: 3, padding: same}",
        "+      - Conv2D: {filters: 4, kernel_size: 5, padding: same}",
    ]
    assert changed_lines(repository("diff", "--cached", "--", "odd.yaml")) == ["+\ufffd\ufffd: ["]


def test_a_wrong_spec_is_shown_as_text_with_what_is_wrong(repository):
    repository.write(specs__net=NET.replace("repeat: 2", "repeats: 2"))
    shown = changed_lines(repository("diff"))
    assert "+# archspec: specs/net.yaml:8:5: error[E0206]: unknown key 'repeats'" in shown
    assert "+    repeats: 2" in shown


def test_as_a_command_it_tells_the_structure(repository):
    repository("config", "diff.archspec.command", f"{ARCHSPEC} diff --driver")
    repository.write(specs__net=DEEPER, other="colour: blue\n", more="a: 1\n")
    repository("add", ".")
    shown = repository("diff", "--cached")
    assert "~ unit: 5 units rather than 2 (+ unit3 … unit5)\n" in shown
    assert "-colour: red\n+colour: blue\n" in shown
    assert "--- a/more.yaml\n+++ b/more.yaml\n@@ -0,0 +1 @@\n+a: 1\n" in shown
    assert ["Parameters", "296", "740", "+444", "+150.0", "%"] in [line.split() for line in shown.splitlines()]


@pytest.mark.parametrize("revision", ["HEAD~1", "HEAD^", "first"])
def test_a_spec_at_a_revision(repository, capsys, revision):
    repository("tag", "first")
    repository.write(specs__net=DEEPER, specs__blocks__unit=UNIT.replace("kernel_size: 3", "kernel_size: 5"))
    repository.commit("second")
    assert run(["diff", f"git:{revision}:specs/net.yaml", "specs/net.yaml"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[:6] == [
        f"--- git:{revision}:specs/net.yaml",
        "+++ specs/net.yaml",
        "~ unit: 5 units rather than 2 (+ unit3 … unit5)",
        "in all 2 units:",
        "  ~ conv: Conv2D kernel_size 3 → 5",
        "",
    ]
    assert repository("status", "--porcelain") == ""


def test_the_index_and_paths_from_here(repository, capsys, monkeypatch):
    repository.write(specs__net=DEEPER)
    repository("add", ".")
    repository.write(specs__net=NET)
    monkeypatch.chdir(repository.folder / "specs")
    assert run(["diff", "net.yaml", "git::./net.yaml"]) == 1
    assert "~ unit: 5 units rather than 2" in capsys.readouterr().out
    assert run(["diff", "net.yaml", "git:HEAD:./net.yaml"]) == 0


@pytest.mark.parametrize(
    ("operand", "words"),
    [
        ("git:HEAD:nothing.yaml", "git has no HEAD:nothing.yaml"),
        ("git:nowhere:specs/net.yaml", "git has no nowhere:specs/net.yaml"),
        ("git:--output=x:specs/net.yaml", "expected git:REVISION:path"),
        ("git:HEAD", "expected git:REVISION:path"),
        ("git:HEAD:specs/blocks/unit.yaml", "git:HEAD:specs/blocks/unit.yaml:2:1: error[E0213]"),
        ("git:HEAD:specs/net.yaml@wide", "has no variant 'wide'"),
    ],
)
def test_what_git_has_not(repository, capsys, operand, words):
    assert run(["diff", operand, "specs/net.yaml"]) == 2
    assert words in capsys.readouterr().err
    assert not (repository.folder / "x").exists()


def test_a_library_that_is_missing_at_a_revision(repository, capsys):
    repository("rm", "--quiet", "--cached", "specs/blocks/unit.yaml")
    repository("commit", "--quiet", "-m", "without")
    assert run(["diff", "git:HEAD:specs/net.yaml", "specs/net.yaml"]) == 2
    assert (
        "git:HEAD:specs/net.yaml:3:7: error[E0120]: there is no file git:HEAD:specs/blocks" in capsys.readouterr().err
    )


def test_a_spec_at_a_revision_can_not_leave_its_repository(repository, capsys):
    (repository.folder.parent / "unit.yaml").write_text(UNIT)
    repository.write(net=NET.replace("blocks/unit.yaml", "../unit.yaml"))
    repository.commit("outside")
    assert run(["diff", "git:HEAD:net.yaml", "specs/net.yaml"]) == 2
    assert "error[E0122]" in capsys.readouterr().err


def test_where_a_content_comes_from(repository):
    first = repository("rev-parse", "HEAD").strip()
    repository.write(specs__net=DEEPER)
    repository.commit("second")
    assert home_of(DEEPER.encode(), "net.yaml") == ("", "specs/net.yaml")
    assert home_of(NET.encode(), "net.yaml") == (first, "specs/net.yaml")
    assert home_of(b"never seen", "net.yaml") is None
    assert archspec.load("specs/net.yaml").totals.depth == 5
