"""What a terminal is shown: the command runs with one of its own."""

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios

import pytest

from archspec.text.display import width

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
BAD = f"""\
archspec: 1
name: net
inputs: [8, 8, 3]
layers:
  - Conv2D: {{filtres: 4, kernel_size: 3}}   # {"a long remark, " * 10}
"""


@pytest.fixture
def shown(folder):
    """Runs archspec with a terminal of so many columns; what it shows."""
    (folder / "bad.yaml").write_text(BAD)

    def run(*arguments, columns, **variables):
        ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        unset = ("NO_COLOR", "COLUMNS", "TERM")
        given = {name: value for name, value in os.environ.items() if name not in unset} | variables
        command = [sys.executable, "-X", "utf8", "-m", "archspec", *arguments]
        with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=theirs, env=given) as process:
            os.close(theirs)
            parts = []
            while part := _read(ours):
                parts.append(part)
        os.close(ours)
        return process.returncode, b"".join(parts).decode().replace("\r\n", "\n")

    return run


def _read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:
        # How Linux says that nobody holds the other end any more.
        return b""


def test_coloured_and_no_wider_than_the_terminal(shown):
    code, out = shown("check", "bad.yaml", columns=40)
    assert code == 1
    assert "\x1b[31m\x1b[1merror[E0403]\x1b[0m" in out
    assert "\x1b[31m\x1b[1m^^^^^^^\x1b[0m" in out
    lines = COLOUR.sub("", out).splitlines()
    assert max(map(width, lines)) <= 40
    assert lines == [
        "bad.yaml:5:14: error[E0403]: Conv2D has",
        "      no argument 'filtres'",
        "  5 |   - Conv2D: {filtres: 4, kernel_…",
        "    |              ^^^^^^^",
        "  = help: did you mean 'filters'?",
        "",
    ]


def test_without_colours_where_they_are_not_wanted(shown):
    _, out = shown("check", "bad.yaml", columns=40, NO_COLOR="1")
    assert "\x1b" not in out
    assert max(map(width, out.splitlines())) <= 40


def test_a_difference_is_coloured_where_that_is_wanted(shown):
    assert "\x1b[3" in shown("diff", "tiny.yaml", "tiny.yaml@wide", columns=80)[1]
    assert "\x1b" not in shown("diff", "tiny.yaml", "tiny.yaml@wide", columns=80, NO_COLOR="1")[1]
    assert "\x1b" not in shown("diff", "tiny.yaml", "tiny.yaml@wide", columns=80, TERM="dumb")[1]


def test_an_empty_wish_is_none(shown):
    assert "\x1b[31m" in shown("check", "bad.yaml", columns=40, NO_COLOR="")[1]


def test_other_commands_show_mistakes_alike(shown):
    code, out = shown("summary", "bad.yaml", columns=40)
    assert code == 1
    assert "\x1b[31m\x1b[1merror[E0403]\x1b[0m" in out
    assert max(map(width, COLOUR.sub("", out).splitlines())) <= 40


def test_a_good_spec_is_green(shown):
    assert shown("check", "tiny.yaml", columns=80) == (
        0,
        "\x1b[32m✓\x1b[0m tiny: 1 row, 0 figures\n\x1b[32m✓\x1b[0m wide: 1 row, 0 figures\n",
    )
