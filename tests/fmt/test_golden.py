"""What becomes of documents, as text: `golden/*.txt` hold pairs, `=== title`, a document, `>>>`, its layout."""

from pathlib import Path

import pytest

from archspec.fmt.formatting import LayoutFault, formatted
from archspec.spec.files import shipped_files, shipped_folder
from archspec.text.source import Source

GOLDEN = Path(__file__).parent / "golden"


def pairs():
    for path in sorted(GOLDEN.glob("*.txt")):
        for case in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
            title, _, rest = case.partition("\n")
            before, _, after = rest.partition(">>>\n")
            yield pytest.param(before, after.rstrip("\n") + "\n", id=f"{path.stem}-{title.replace(' ', '_')}")


@pytest.mark.parametrize(("before", "after"), list(pairs()))
def test_pairs(before, after):
    assert formatted(Source("x.yaml", before)) == after
    assert formatted(Source("x.yaml", after)) == after


@pytest.mark.parametrize("path", list(shipped_files()), ids=lambda path: str(path.relative_to(shipped_folder())))
def test_shipped_specs_are_in_the_layout(path):
    text = path.read_bytes().decode()
    assert formatted(Source(path.name, text)) == text


def test_line_ends_of_other_systems():
    before = "archspec: 1\r\nname: net # é\r\n\r\n# end\r"
    assert formatted(Source("x.yaml", before)) == "archspec: 1\nname: net  # é\n\n# end\n"


@pytest.mark.parametrize("changed", ["a: 2\n", "b: 1\n", "a: 0x1\n", "a: [1]\n", "a: '1'\n", "a: 1\nb: 1\n"])
def test_a_layout_that_says_something_else_is_refused(monkeypatch, changed):
    monkeypatch.setattr("archspec.fmt.formatting.written", lambda *_: changed)
    with pytest.raises(LayoutFault, match="would not read the same"):
        formatted(Source("x.yaml", "a: 1\n"))


def test_the_order_of_inner_keys_is_part_of_what_a_spec_says(monkeypatch):
    monkeypatch.setattr("archspec.fmt.formatting.written", lambda *_: "b:\n  d: 1\n  c: 1\na: 1\n")
    with pytest.raises(LayoutFault, match="would not read the same"):
        formatted(Source("x.yaml", "a: 1\nb: {c: 1, d: 1}\n"))


def test_a_layout_without_a_comment_is_refused(monkeypatch):
    monkeypatch.setattr("archspec.fmt.formatting.written", lambda *_: "a: 1\n")
    with pytest.raises(LayoutFault, match="would lose a comment"):
        formatted(Source("x.yaml", "a: 1  # one\n"))
