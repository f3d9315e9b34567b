from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from archspec.cli.main import run

GOOD = """\
archspec: 1
name: tiny
inputs: [8, 8, 3]
params: {filters: 4}
variants:
  wide: {filters: 16}
layers:
  - Conv2D: {filters: =filters, kernel_size: 3}
    row: conv
    in: [8, 8, 3]
    out: [6, 6, =filters]
"""


class Result(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def archspec(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Runs the command line in this process."""

    def call(*arguments: str) -> Result:
        code = run(arguments)
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder that holds tiny.yaml."""
    (tmp_path / "tiny.yaml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def golden() -> Callable[[str], str]:
    """The text of a golden file."""
    return lambda name: (Path(__file__).parent / "golden" / name).read_text(encoding="utf-8")
