import csv
import html.parser
import io
import json

import pytest


@pytest.mark.parametrize(
    ("style", "name"), [("text", "txt"), ("markdown", "md"), ("latex", "tex"), ("html", "html"), ("csv", "csv")]
)
def test_every_format(archspec, golden, style, name):
    result = archspec("table", "resnet50", "--format", style)
    assert (result.code, result.out, result.err) == (0, golden(f"table_resnet50.{name}"), "")


def test_json_has_shapes_and_kernels_as_numbers(archspec):
    rows = json.loads(archspec("table", "resnet50", "--format", "json").out)
    assert rows[0] == {"type": "Input", "input": [224, 224, 3], "output": None, "kernel": [], "repeats": None}
    assert rows[3] == {
        "type": "Identity Block",
        "input": [55, 55, 64],
        "output": [55, 55, 256],
        "kernel": [
            {"size": [1, 1], "filters": 64},
            {"size": [3, 3], "filters": 64},
            {"size": [1, 1], "filters": 256},
        ],
        "repeats": 3,
    }


def test_a_row_that_is_left_out_says_so(archspec):
    rows = list(
        csv.reader(io.StringIO(archspec("table", "resnet50", "--set", "depths=[2,1,1,1]", "--format", "csv").out))
    )
    assert [row[4] for row in rows if row[0] == "Identity Block"] == ["×2", "left out", "left out", "left out"]


def test_text_of_the_spec_stays_text(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("row: conv", "row: '<b>|$&\\'"))

    class Tags(html.parser.HTMLParser):
        found: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found.add(tag)

    tags = Tags()
    tags.feed(archspec("table", "tiny.yaml", "--format", "html").out)
    assert tags.found == {"table", "tr", "th", "td"}
    assert r"<b>|\$\&\textbackslash{} &" in archspec("table", "tiny.yaml", "--format", "latex").out
    assert r"| <b>\|$&\ |" in archspec("table", "tiny.yaml", "--format", "markdown").out
