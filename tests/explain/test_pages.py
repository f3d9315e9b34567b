"""Every code has a page, and every page's examples are what it says of them."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from archspec.cli.main import run

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "errors"
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("[EW]*.md"))}
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
CALLED_WITH = re.compile(r"^Called with: `(.*)`$", flags=re.MULTILINE)


class Example(NamedTuple):
    files: dict[str, str]
    calls: list[str]


def example(page, heading):
    """The example below a heading: its files, and the lines that are run beside them."""
    text = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    files, calls = {}, []
    for language, name, content in BLOCK.findall(text):
        if language == "yaml":
            files[name or "net.yaml"] = content
        elif language == "sh":
            calls += content.splitlines()
    options = CALLED_WITH.search(text)
    return Example(files, calls or [f"archspec check net.yaml {options[1] if options else ''}"])


def told(given, folder, capsys):
    """The codes that the calls of an example tell."""
    (folder / "pyproject.toml").touch()
    for name, content in given.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    capsys.readouterr()
    for line in given.calls:
        words = shlex.split(line)
        if words[:1] == ["archspec"]:
            run(words[1:])
        elif words:
            subprocess.run(line, shell=True, check=True, cwd=folder)
    return set(re.findall(r"(?:error|warning)\[(\w+)\]", capsys.readouterr().err))


@pytest.mark.parametrize("code", PAGES)
def test_the_wrong_example_gives_the_code_and_no_other(code, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert told(example(PAGES[code], "Wrong"), tmp_path, capsys) == {code}


@pytest.mark.parametrize("code", PAGES)
def test_the_right_example_gives_none(code, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    given = example(PAGES[code], "Right")
    assert given.files or given.calls
    assert told(given, tmp_path, capsys) == set()


def test_every_code_has_a_page_and_every_page_a_code():
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "archspec").rglob("*.py"))
    raised = {code for source in sources for code in re.findall(r"\"([EW]\d{4})\"", source)}
    assert raised == PAGES.keys()


def test_pages_are_titled():
    for code, page in PAGES.items():
        assert re.fullmatch(rf"# {code}: .*[^.]", page.splitlines()[0])


def test_the_command_shows_pages_and_lists_them(capsys):
    assert run(["explain", "e0403"]) == 0
    assert capsys.readouterr().out == PAGES["E0403"]
    assert run(["explain"]) == 0
    assert "  E0403  " in capsys.readouterr().out
    assert run(["explain", "E403"]) == 2
    assert "did you mean" in capsys.readouterr().err


def test_the_index_lists_all(capsys):
    run(["explain", "--markdown"])
    listed = capsys.readouterr().out
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert text.partition("<!-- archspec explain --markdown -->\n")[2].strip() == listed.strip()
    assert all(f"[{code}]" in listed for code in PAGES)
