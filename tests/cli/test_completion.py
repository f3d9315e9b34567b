"""Completion, asked for by the scripts that shells load, as shells ask."""

import os
import shlex
import shutil
import subprocess
import sys

import pytest

from archspec.cli.main import _COMMANDS

#: What bash does with a word that is to be completed: sets these variables, calls the function that is registered.
_BASH = """\
source <(archspec completion bash)
complete -p archspec | grep -q -- "-F _archspec_completion " || exit 3
compopt() { COMPREPLY+=("(files)"); }
ask() {
    COMP_WORDS=(archspec "$@"); COMP_CWORD=$#; COMPREPLY=()
    _archspec_completion archspec
    echo "${COMPREPLY[*]}"
}
"""
#: What is asked, word by word, and what is offered for the last one.
_OFFERED = [
    (["ch"], "check"),
    ([""], " ".join(_COMMANDS)),
    (["check", "resnet50_k"], "resnet50_keras"),
    (["check", "resno"], "resnot.yml"),
    (["check", "applications/v"], "applications/vgg"),
    (["check", "elsewhere/"], "(files)"),
    (["build", "--var"], "--variant"),
    (["build", "resnet50", "--variant", ""], "resnet101 resnet152"),
    (["check", "net.yaml", "--variant", "w"], "wide"),
    (["check", "resnot.yml", "missing", "-", "--variant", ""], ""),
    (["table", "resnet50", "--format", "m"], "markdown"),
    (["layers", "DepthwiseConv"], "DepthwiseConv1D DepthwiseConv2D"),
    (["explain", "e0109"], "E0109"),
    (["list", "vg"], "vgg"),
    (["diff", "vgg", "xcep"], "xception"),
    (["new", "a", "--from", "nasn"], "nasnet"),
    (["completion", "z"], "zsh"),
]
_SPEC = """\
archspec: 1
name: net
inputs: [8]
params: {a: 1}
variants: {wide: {a: 2}, deep: {a: 3}}
layers: [Flatten]
"""


def test_bash_completes(tmp_path):
    program = tmp_path / "bin" / "archspec"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m archspec "$@"\n')
    program.chmod(0o755)
    (tmp_path / "net.yaml").write_text(_SPEC)
    (tmp_path / "resnot.yml").write_text("[")
    script = _BASH + "".join(f"ask {shlex.join(words)}\n" for words, _ in _OFFERED)
    environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, check=True, env=environment, cwd=tmp_path
    )
    assert done.stderr == ""
    assert done.stdout.split("\n")[:-1] == [offered for _, offered in _OFFERED]


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("bash", "complete -o nosort -F"),
        ("zsh", "#compdef archspec"),
        ("fish", "complete --no-files --command archspec"),
    ],
)
def test_a_script_for_each_shell(archspec, shell, words):
    result = archspec("completion", shell)
    assert result.code == 0
    assert words in result.out
    assert "_ARCHSPEC_COMPLETE" in result.out


@pytest.mark.parametrize("shell", [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)])
def test_the_script_is_sound(archspec, shell):
    script = archspec("completion", shell).out
    subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_another_shell(archspec):
    assert archspec("completion", "tcsh").code == 2
