"""What holds for all commands: help, exit codes, pipes, and what is never loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archspec.cli.main import _COMMANDS

ARCHSPEC = [sys.executable, "-m", "archspec"]
HEAVY = ("tensorflow", "keras", "numpy", "rich", "jinja2")


def test_help_teaches(archspec):
    result = archspec("--help")
    assert result.code == 0
    for word in (*_COMMANDS, "Exit codes", "Examples"):
        assert word in result.out


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_has_help_that_begins_with_its_line(archspec, command):
    result = archspec(command, "--help")
    assert result.code == 0
    assert _COMMANDS[command].split(",")[0].rstrip(".") in " ".join(result.out.split())
    # Click's sign for lines to be kept, where it has not been read as one.
    assert "\\b" not in result.out


def test_version(archspec):
    import archspec as package

    assert archspec("--version").out.strip() == f"archspec, version {package.__version__}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "did you mean 'check'?"),
        (["check"], "Missing argument 'SPEC...'"),
        (["check", "resnet50", "--set", "depths"], "expected key=value"),
        (["check", "resnet50", "--root", "/no/such/folder"], "--root"),
        (["table", "resnet50", "--format", "pdf"], "'pdf' is not one of"),
    ],
)
def test_a_wrong_call_says_so_and_exits_with_2(archspec, arguments, words):
    result = archspec(*arguments)
    assert result.code == 2
    assert words in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["resnet5"], "did you mean 'resnet50'?"),
        (["resnet50", "--variant", "resnet11"], "did you mean 'resnet101'?"),
        (["resnet50", "--set", "depth=[1]"], "did you mean 'depths'?"),
        (["resnet50", "--set", "classes=ten"], "--set classes:1:1: error[E0233]"),
        (["resnet50", "--set", "classes=0"], "at least 1"),
    ],
)
def test_what_the_spec_does_not_offer_exits_with_1(archspec, arguments, words):
    result = archspec("check", *arguments)
    assert result.code == 1
    assert words in result.err


@pytest.mark.parametrize("arguments", [["check", "resnet50"], ["layers"], ["layers", "Conv2D"]], ids=" ".join)
def test_what_needs_no_keras_loads_nothing_heavy(arguments):
    code = f"""
import sys
from archspec.cli.main import run
assert run({arguments!r}) == 0
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_exit_codes_of_the_process(folder):
    def code(*arguments: str) -> int:
        return subprocess.run([*ARCHSPEC, *arguments], capture_output=True, check=False).returncode

    assert code("check", "tiny.yaml") == 0
    assert code("check", "missing.yaml") == 1
    assert code("check") == 2


def test_a_reader_that_leaves_early_is_no_mistake():
    process = subprocess.Popen([*ARCHSPEC, "summary", "resnet50"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() in (0, 1)


def test_output_that_the_terminal_cannot_show_is_replaced():
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([*ARCHSPEC, "check", "resnet50"], capture_output=True, env=environment, check=True)
    assert done.stdout.startswith(b"? resnet50: 12 rows")


def test_a_terminal_gets_a_drawn_table():
    import pty

    primary, secondary = pty.openpty()
    process = subprocess.Popen([*ARCHSPEC, "list"], stdout=secondary, stderr=subprocess.PIPE)
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
    assert process.wait() == 0
    assert b"\x1b[" in shown
    assert b"densenet121" in shown


def test_the_tests_run_against_the_installed_package():
    import archspec as package

    assert Path(package.__file__).is_file()
