"""How differences are written down."""

from html.parser import HTMLParser

import pytest

import archspec
from archspec.diff.compare import Side, compare
from archspec.reports.diff_html import as_page
from archspec.reports.diff_markdown import as_markdown_tables
from archspec.reports.diff_outline import outline_text
from archspec.reports.diff_text import as_lines

BEFORE = """\
archspec: 1
name: net
inputs: [8, 8, 4]
blocks:
  unit:
    params: {activation: relu}
    layers:
      - Conv2D: {filters: 4, kernel_size: 3, padding: same}
        name: conv
      - Activation: {activation: "{activation}"}
        name: act
layers:
  - unit:
    name: unit{index}
    repeat: 3
  - Dropout: {rate: 0.5}
    name: drop
  - GlobalAveragePooling2D:
    name: pool
"""
AFTER = BEFORE.replace("relu", "gelu").replace("  - Dropout: {rate: 0.5}\n    name: drop\n", "") + (
    "  - Dense: {units: 10}\n    name: out\n"
)
TEXT = """\
--- a
+++ b
- drop: Dropout(rate=0.5)
+ out: Dense(units=10), after pool
in all 3 units:
  ~ act: Activation activation relu → gelu

                                       Before   After  Difference
-------------------------------------  ------  ------  ----------  -------
Layers                                      8       8           =
Parameters                                444     494         +50  +11.3 %
Trainable parameters                      444     494         +50  +11.3 %
Multiply-adds (a multiply-add is one)  27,648  27,688         +40   +0.1 %
Memory                                 8.2 kB  7.2 kB      -984 B  -12.0 %
Depth                                       3       4          +1  +33.3 %
Receptive field                         14×14   14×14           =
"""
MARKDOWN = """\
### `a` → `b`

|  | Where | What | How |
| :-- | :-- | :-- | :-- |
| removed |  | `drop` | Dropout(rate=0.5) |
| added |  | `out` | Dense(units=10), after pool |
| changed | in all 3 units | `act` | Activation activation relu → gelu |

|  | Before | After | Difference |  |
| :-- | --: | --: | --: | --: |
| Layers | 8 | 8 | = |  |
| Parameters | 444 | 494 | +50 | +11.3 % |
| Trainable parameters | 444 | 494 | +50 | +11.3 % |
| Multiply-adds (a multiply-add is one) | 27,648 | 27,688 | +40 | +0.1 % |
| Memory | 8.2 kB | 7.2 kB | -984 B | -12.0 % |
| Depth | 3 | 4 | +1 | +33.3 % |
| Receptive field | 14×14 | 14×14 | = |  |"""
OUTLINE = """\
name: net
input: Input(shape=(8,8,4)) (8,8,4)
unit1 … unit3: unit × 3 (8,8,4)
  conv: Conv2D(filters=4, kernel_size=3, padding=same)
  act: Activation(activation=relu)
drop: Dropout(rate=0.5) (8,8,4)
pool: GlobalAveragePooling2D (4)
outputs: pool
parameters: 444
multiply-adds: 27,648
depth: 3
"""


def side(word, text):
    network = archspec.loads(text)
    return Side(word, network.graph, network.expansion.rows)


@pytest.fixture
def difference():
    return compare(side("a", BEFORE), side("b", AFTER))


def test_text(difference):
    assert [line.text for line in as_lines(difference)] == TEXT.splitlines()


def test_markdown(difference):
    assert as_markdown_tables(difference) == MARKDOWN


def test_outline():
    assert outline_text(archspec.loads(BEFORE).graph) == OUTLINE


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def read(page):
    tags = _Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags


def test_html(difference):
    page = as_page(difference)
    tags = read(page)
    assert [attrs["class"] for tag, attrs in tags.seen if tag == "li"] == ["removed", "added", "changed"]
    assert not any({"src", "href"} & attrs.keys() for _, attrs in tags.seen)
    assert "In all 3 units" in tags.text
    assert "<td>+11.3 %</td>" in page


HOSTILE = "</code><script>x()</script> `|` [a](b) \\ * \u202e \x1b[31m\n# x"


def test_hostile_text_stays_text():
    quoted = HOSTILE.replace("\\", "\\\\").replace("\x1b", "\\x1b").replace("\n", "\\n").replace("\u202e", "\\u202e")
    text = BEFORE.replace("name: net\n", f'name: net\ntitle: "{quoted}"\n')
    hostile = compare(side("a`b", BEFORE.replace("name: net\n", "name: net\ntitle: plain\n")), side(HOSTILE, text))
    page = as_page(hostile)
    assert not {tag for tag, _ in read(page).seen} & {"script", "a", "b"}
    lines = [line.text for line in as_lines(hostile)]
    markdown = as_markdown_tables(hostile)
    for shown in (page, markdown, *lines):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
    assert all("\n" not in line for line in lines)
    assert "<script" not in markdown.replace(f"``` {HOSTILE}", "").split("|  |")[1]
    assert markdown.splitlines()[0].startswith("### ``a`b`` → ``")
