"""Every example of the documentation is what the page says of it."""

import shlex

import pytest

import archspec
from archspec.cli.main import run
from archspec.fmt.formatting import formatted
from archspec.text.source import Source

from .pages import HEAD, blocks

PAGES = ("language.md", "cookbook.md")
EXAMPLES = [
    pytest.param(page, block, id=f"{page}:{block.line}")
    for page in PAGES
    for block in blocks(page)
    if block.language == "yaml" and "head" not in block.words
]
SESSIONS = [
    pytest.param(page, block, id=f"{page}:{block.line}")
    for page in PAGES
    for block in blocks(page)
    if block.language == "console"
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    return tmp_path


def write_what_stands_above(page, block, folder):
    for other in blocks(page):
        if other.line >= block.line:
            return
        if other.language == "yaml" and "head" not in other.words:
            other.write(folder)


@pytest.mark.parametrize(("page", "block"), EXAMPLES)
def test_an_example_holds_and_has_no_doubts(page, block, here):
    write_what_stands_above(page, block, here)
    block.write(here)
    told = archspec.diagnose(block.content, block.file)
    errors = [each for each in told if each.severity == "error"]
    assert bool(errors) == ("wrong" in block.words), "\n\n".join(map(str, errors))
    # What extends a spec leaves its table on purpose.
    allowed = ("E", "W07") if "\nextends:" in block.content else ("E",)
    assert [each for each in told if not each.code.startswith(allowed)] == []


@pytest.mark.parametrize(("page", "block"), [each for each in EXAMPLES if each.values[1].text.startswith("archspec:")])
def test_a_whole_spec_is_in_the_layout(page, block):
    assert "wrong" in block.words or formatted(Source(block.file, block.text)) == block.text


@pytest.mark.parametrize(("page", "block"), SESSIONS)
def test_a_command_prints_what_is_shown(page, block, here, capsys):
    write_what_stands_above(page, block, here)
    command, _, shown = block.text.partition("\n")
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "archspec"
    run(arguments)
    out, err = capsys.readouterr()
    assert (out + err).rstrip() == shown.rstrip()


def test_the_head_is_that_of_the_page():
    [head] = [block for block in blocks("language.md") if "head" in block.words]
    assert head.text == HEAD


def test_networks_of_the_cookbook_build():
    import keras

    for block in blocks("cookbook.md"):
        if block.language == "yaml" and not block.is_library:
            model = archspec.loads(block.content).build()
            assert isinstance(model, keras.Model)
            keras.utils.clear_session(free_memory=True)
