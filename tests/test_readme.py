"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest

import archspec
from archspec.cli.main import run

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
WRONG = """\
archspec: 1
name: wrong
inputs: [224, 224, 3]
layers:
  - Conv2D: {filters: 64, kernel_size: 7, strides: 2, padding: same}
    row: conv
    out: [112, 112, 64]
  - MaxPooling2D: {pool_size: 3, strides: 2}
    row: maxpool
    out: [56, 56, 64]
"""


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def shown_spec(name):
    [text] = [block for block in blocks("yaml") if block.startswith(f"archspec: 1\nname: {name}\n")]
    return text


SESSIONS = [
    (lines[0].removeprefix("$ archspec "), "\n".join(lines[1:]))
    for lines in (block.splitlines() for block in blocks("console"))
    if len(lines) > 1 and not lines[1].startswith("$")
]


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[command for command, _ in SESSIONS])
def test_commands_print_what_is_shown(command, shown, tmp_path, monkeypatch, capsys):
    (tmp_path / "wrong.yaml").write_text(WRONG)
    (tmp_path / "resnet50_se.yaml").write_text(shown_spec("resnet50_se"))
    monkeypatch.chdir(tmp_path)
    run(shlex.split(command))
    out, err = capsys.readouterr()
    assert (out + err).rstrip() == shown.rstrip()


def test_the_spec_that_is_shown_holds_and_builds():
    text = shown_spec("tiny")
    network = archspec.loads(text)
    assert network.check(strict=True).diagnostics == ()
    assert archspec.loads(text, variant="tiny_wide").build().output_shape == (None, 10)


def test_the_variant_that_is_shown_builds():
    network = archspec.loads(shown_spec("resnet50_se"))
    model = network.build()
    assert model.output_shape == (None, 1000)
    # Two 1x1 convolutions with biases in each bottleneck, and the stem.
    channels = [256] * 3 + [512] * 4 + [1024] * 6 + [2048] * 3
    gates = sum(c * (c // 16) + c // 16 + (c // 16) * c + c for c in channels)
    stems = (9 * 3 * 64 + 64) + 2 * (9 * 64 * 64 + 64) - (49 * 3 * 64 + 64 + 4 * 64)
    assert model.count_params() == 25_636_712 + gates + stems


def test_the_python_that_is_shown_runs():
    [code] = blocks("python")
    names = {}
    exec(code, names)
    assert names["model"].output_shape == (None, 10)


def test_it_names_a_command_that_builds_and_one_that_tests():
    for name in ("build", "test"):
        assert re.search(rf"<!-- {name} command -->\n```sh\n(.+)\n```", README)
