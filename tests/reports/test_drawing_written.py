"""Pictures as text: expected documents written by hand, and text of anybody that stays text."""

import html
import re
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import archspec
from archspec.reports.drawing.boxes import draw
from archspec.reports.drawing.dot import as_dot
from archspec.reports.drawing.mermaid import as_mermaid
from archspec.reports.drawing.picture import Box, Picture, Region, numbered
from archspec.reports.drawing.png import as_png
from archspec.reports.drawing.svg import as_svg
from archspec.reports.drawing.words import clipped

SPEC = """\
archspec: 1
name: tiny
title: A tiny net
inputs: [8, 8, 3]
blocks:
  unit:
    layers:
      - branches:
          same: []
          more:
            - Conv2D: {filters: 3, kernel_size: 3, padding: same}
            - BatchNormalization
        merge: Add
layers:
  - unit:
    repeat: 2
    name: unit{index}
    row: Units
  - MaxPooling2D
"""

DOT = """\
digraph "tiny" {
  graph [label="A tiny net", labelloc=t, fontsize=14, ranksep=0.3, fontname="Helvetica,Arial,sans-serif"]
  node [shape=box, style="rounded,filled", fontsize=11, height=0.3, fontname="Helvetica,Arial,sans-serif"]
  edge [fontsize=9, arrowsize=0.6, fontname="Helvetica,Arial,sans-serif"]
  n0 [label="Input", fillcolor="#ffffff", color="#57606a"]
  subgraph cluster_1 {
    graph [label="Units: unit × 2", labeljust=l, style="rounded,filled", fillcolor="#fbfcfd", color="#8c959f"]
    n2 [label="Conv2D 3×3, 3\\nBN", fillcolor="#ddf4ff", color="#54aeff"]
    n3 [label="Add", fillcolor="#dafbe1", color="#4ac26b"]
  }
  n4 [label="MaxPooling2D 2×2", fillcolor="#fff8c5", color="#d4a72c"]
  n5 [label="Output", fillcolor="#ffffff", color="#57606a"]
  n0 -> n2 [label="8×8×3"]
  n0 -> n3 [label="8×8×3"]
  n2 -> n3 [label="8×8×3"]
  n3 -> n4 [label="8×8×3"]
  n4 -> n5 [label="4×4×3"]
}
"""

MERMAID = """\
---
title: "A tiny net"
---
flowchart TB
  n0["Input"]:::terminal
  subgraph n1["Units: unit × 2"]
    n2["Conv2D 3×3, 3<br>BN"]:::weights
    n3["Add"]:::merge
  end
  class n1 block
  n4["MaxPooling2D 2×2"]:::pooling
  n5["Output"]:::terminal
  n0 -->|"8×8×3"| n2
  n0 -->|"8×8×3"| n3
  n2 -->|"8×8×3"| n3
  n3 -->|"8×8×3"| n4
  n4 -->|"4×4×3"| n5
  classDef terminal fill:#ffffff,stroke:#57606a,color:#1f2328
  classDef weights fill:#ddf4ff,stroke:#54aeff,color:#1f2328
  classDef pooling fill:#fff8c5,stroke:#d4a72c,color:#1f2328
  classDef merge fill:#dafbe1,stroke:#4ac26b,color:#1f2328
  classDef plain fill:#f6f8fa,stroke:#afb8c1,color:#1f2328
  classDef block fill:#fbfcfd,stroke:#8c959f,color:#1f2328
  classDef group fill:#fbfcfd,stroke:#d0d7de,color:#1f2328
"""


def tiny() -> Picture:
    return draw(archspec.loads(SPEC).expansion)


def test_dot():
    assert as_dot(tiny()) == DOT


def test_mermaid():
    assert as_mermaid(tiny()) == MERMAID


def drawn(picture: Picture) -> ElementTree.Element:
    """The SVG, read by a parser of XML."""
    return ElementTree.fromstring(as_svg(picture).encode())


def kind(element: ElementTree.Element) -> str:
    return element.tag.removeprefix("{http://www.w3.org/2000/svg}")


def texts(picture: Picture) -> list[str]:
    return [element.text or "" for element in drawn(picture).iter() if kind(element) == "text"]


def test_svg_has_the_words_of_the_picture():
    assert sorted(texts(tiny())) == sorted(
        [
            *("A tiny net", "Input", "8×8×3", "Units", "unit × 2", "Conv2D 3×3, 3", "BN", "8×8×3", "Add", "8×8×3"),
            *("MaxPooling2D 2×2", "4×4×3", "Output"),
        ]
    )


def test_svg_fetches_nothing_and_runs_nothing():
    document = as_svg(tiny())
    assert "http" not in document.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert {kind(element) for element in drawn(tiny()).iter()} == {
        *("svg", "title", "style", "defs", "marker", "path", "rect", "text")
    }


def test_png_is_a_picture_of_the_svg_at_twice_its_size():
    picture, svg = as_png(tiny()), drawn(tiny())
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(picture[start : start + 4]) for start in (16, 20)] == [
        2 * int(svg.attrib[side]) for side in ("width", "height")
    ]


@pytest.mark.parametrize("write", [as_dot, as_mermaid, as_svg, as_png])
def test_a_picture_is_the_same_to_the_byte(write):
    network = archspec.load("resnet50")
    assert write(draw(network.expansion)) == write(draw(archspec.load("resnet50").expansion))


HOSTILE = [
    '"]; evil [label="',
    'a\\" b \\N \\',
    "<b>bold</b> &amp; <script>alert(1)</script>",
    "</text></svg><!-- ]]>",
    'end\n  n9["x"]\n---\n%%{init: {}}%%',
    "`code` **strong** #quot; ;;",
    "\u202eright to left\u2066 \x07\x00\ufffe",
    "1. a list",
]


def picture_of(text: str) -> Picture:
    """A picture that says a text of anybody wherever it can."""
    text = clipped(text)
    one = ((3,), (3,))
    layer = Box("weights", text, (text,), None, 2, (0,), (1,), (one,), None, 1, first_only=True)
    inside = Region((layer, layer._replace(inputs=(1,), outputs=(2,))), (0,), (2,))
    block = Box("block", text, (), f"row {text}", 3, (0,), (1,), (one,), inside, 2)
    first = Box("terminal", text, (), None, 1, (), (0,), (one,), None, 0)
    last = Box("terminal", text, (), None, 1, (1,), (), (), None, 0)
    return Picture(text, text, numbered(Region((first, block, last), (), ())))


ANYTHING = st.text(st.characters(codec=None), min_size=1, max_size=80) | st.sampled_from(HOSTILE)
tried = settings(max_examples=200, derandomize=True, database=None, deadline=None)


@tried
@given(ANYTHING)
def test_text_stays_text_in_dot(text):
    strings = re.compile(r'"(?:[^"\\]|\\["\\n])*"')
    assert strings.sub("S", as_dot(picture_of(text))) == strings.sub("S", as_dot(picture_of("x")))


@tried
@given(ANYTHING)
def test_text_stays_text_in_mermaid(text):
    document, plain = as_mermaid(picture_of(text)), as_mermaid(picture_of("x"))
    title = document.splitlines()[1]
    assert yaml.safe_load(title) == {"title": clipped(text)}
    body, expected = (whole.split("---\n", 2)[2] for whole in (document, plain))
    strings = re.compile(r'"[^"]*"')
    assert strings.sub("S", body) == strings.sub("S", expected)
    for string in strings.findall(body):
        words = html.unescape(re.sub(r"#([0-9]+);", r"&#\1;", string[1:-1]))
        assert words in {
            "3",
            f"row {clipped(text)}: {clipped(text)} × 3",
            *(f"{clipped(text)}{more}" for more in ("", f" (× 2)<br>{clipped(text)} · first only")),
        }
        assert not re.search(r"[<>&`*_{}[\]|~^$\\]", string.replace("<br>", ""))


@tried
@given(ANYTHING)
def test_text_stays_text_in_svg(text):
    root, plain = drawn(picture_of(text)), drawn(picture_of("x"))
    assert [kind(element) for element in root.iter()] == [kind(element) for element in plain.iter()]
    written = {element.text for element in root.iter() if kind(element) in ("text", "title")}
    assert written == {
        *("3", f"row {clipped(text)}", f"{clipped(text)} × 3", clipped(text)),
        *(f"{clipped(text)}{more}" for more in (" (× 2)", " · first only")),
    }


def test_text_is_shown_in_one_line_of_bearable_length():
    assert clipped("a\tb\nc\u202ed\uffff") == "a b\ufffdc\ufffdd\ufffd"
    assert clipped("x" * 200) == "x" * 59 + "…"
