"""Where a drawing puts things: no line crosses a box, no box another, and all of it is on the page."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archspec
from archspec.reports.drawing.boxes import draw
from archspec.reports.drawing.columns import Page, page
from archspec.reports.drawing.marks import Line, Rectangle, Words, text_width
from tests.specs.shipped import NAMES, NETWORKS

Corners = tuple[int, int, int, int]
#: How far the box behind a repeated one peeps out from below it.
BEHIND = 3
#: How high the head of an open box is.
HEAD = 20


def corners(box: Rectangle) -> Corners:
    return box.x, box.y, box.x + box.width, box.y + box.height


def overlap(one: Corners, other: Corners) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(inner: Corners, outer: Corners) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def boxes(drawn: Page) -> list[Corners]:
    """The boxes in front; the second of two that overlap a little is in front of the first."""
    found = [corners(mark) for mark in drawn.marks if isinstance(mark, Rectangle)]
    shadows = {tuple(side + BEHIND for side in box) for box in found}
    return [box for box in found if box not in shadows]


def pieces(drawn: Page) -> Iterator[Corners]:
    """The room that each piece of each line takes; of a bow, all between its ends."""
    for mark in drawn.marks:
        if isinstance(mark, Line):
            for (x, y), (to_x, to_y) in pairwise(mark.points):
                yield min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def bows(drawn: Page) -> Iterator[tuple[int, int]]:
    """Points on the lines where they change lanes: cubic Bézier curves that leave and arrive upright."""
    for mark in drawn.marks:
        if isinstance(mark, Line):
            for (x, y), (to_x, to_y) in pairwise(mark.points):
                for part in [step / 40 for step in range(1, 40)] if x != to_x and y != to_y else []:
                    swing, middle = part * part * (3 - 2 * part), (y + to_y) / 2
                    down = 3 * part * (1 - part) * middle + (1 - part) ** 3 * y + part**3 * to_y
                    yield round(x + swing * (to_x - x)), round(down)


def check(drawn: Page) -> None:
    found = boxes(drawn)
    for one, other in combinations(found, 2):
        assert not overlap(one, other) or within(one, other) or within(other, one)
    innermost = [box for box in found if not any(within(other, box) for other in found if other != box)]
    lines = list(pieces(drawn))
    # A line has no width, so it is given some; it begins and ends at the borders of boxes.
    crossed = [
        (line, box)
        for line in lines
        for box in innermost
        if overlap((line[0] - 1, line[1], line[2] + 1, line[3]), (box[0] + 2, box[1] + 1, box[2] - 2, box[3] - 1))
        and not is_head(line, box)
    ]
    assert not crossed
    assert all(is_joined(mark, found) for mark in drawn.marks if isinstance(mark, Line))
    shapes = [room(mark) for mark in words(drawn) if mark.style == "shape"]
    points = list(bows(drawn))
    assert not [shape for shape in shapes for x, y in points if shape[0] < x < shape[2] and shape[1] < y < shape[3]]
    assert not any(overlap(one, other) for one, other in combinations(shapes, 2))
    for x, y, to_x, to_y in [*found, *lines, *map(room, words(drawn))]:
        assert 0 <= x <= to_x <= drawn.width
        assert 0 <= y <= to_y <= drawn.height


def is_head(line: Corners, box: Corners) -> bool:
    """Whether a line is the one below the name of an open box, from border to border."""
    return (line[0], line[2]) == (box[0], box[2]) and line[1] == line[3]


def is_joined(line: Line, found: list[Corners]) -> bool:
    """Whether a line goes from the foot or the head of a box to the top of one, or to the foot of the one around it."""
    (x, y), (to_x, to_y) = line.points[0], line.points[-1]
    starts = [box for box in found if box[0] <= x <= box[2] and y in (box[3], box[1] + HEAD)]
    ends = [box for box in found if box[0] <= to_x <= box[2] and to_y == box[1 if line.arrow else 3]]
    return bool(starts and ends) or any(is_head((x, y, to_x, to_y), box) for box in found)


def words(drawn: Page) -> list[Words]:
    return [mark for mark in drawn.marks if isinstance(mark, Words)]


def room(mark: Words) -> Corners:
    """The room that words take; letters are a little lower than the line they stand on."""
    size = text_width(mark.text, mark.style)
    left = {"start": mark.x, "middle": mark.x - size // 2, "end": mark.x - size}[mark.anchor]
    return left, mark.y - 8, left + size, mark.y


@pytest.mark.parametrize(("path", "variant"), NETWORKS, ids=NAMES)
@pytest.mark.parametrize("depth", [None, 0])
def test_shipped_networks(path, variant, depth):
    check(page(draw(archspec.load(path, variant=variant).expansion, depth)))


@st.composite
def networks(draw: st.DrawFn) -> str:
    """Specs whose layers, blocks and groups take what they like of all that came before, from inside of groups too."""
    steps = []
    known = ["first", "second"]
    for number in range(draw(st.integers(1, 14))):
        operation = draw(st.sampled_from(["Add:", "Conv2D: {filters: 3, kernel_size: 1}", "twins:", GROUP]))
        taken = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4 if operation == "Add:" else 1))
        steps.append(f"  - {operation}\n    from: [{', '.join(taken)}]\n    as: tN".replace("N", str(number)))
        known += [f"t{number}", f"inside{number}"] if operation == GROUP else [f"t{number}"]
    names = draw(st.lists(st.sampled_from(known[2:]), min_size=1, max_size=3, unique=True))
    outputs = ", ".join(f"{name}: {name}" for name in names)
    return FRAME + "\n".join(steps) + f"\noutputs: {{{outputs}}}\n"


GROUP = """\
name: groupN
    layers:
      - Dense: {units: 3}
        as: insideN
      - Softmax
      - Dense: {units: 3}
      - Permute: {dims: [2, 1, 3]}"""
FRAME = """\
archspec: 1
name: net
inputs: {first: [4, 4, 3], second: [4, 4, 3]}
blocks:
  twins:
    layers:
      - branches: {one: [], two: [Dense: {units: 3}, ELU, Flatten, Reshape: {target_shape: [4, 4, 3]}]}
        merge: Add
layers:
"""


@settings(max_examples=100, derandomize=True, database=None, deadline=None)
@given(networks())
def test_any_network(text):
    check(page(draw(archspec.loads(text).expansion)))


def chain(count: int, last: str = "") -> Page:
    """The drawing of layers one after the other, of which no two are equal."""
    steps = "".join(f"  - Dense: {{units: {number}}}\n" for number in range(1, count + 1))
    return page(draw(archspec.loads(f"archspec: 1\nname: net\ninputs: [8]\nlayers:\n{steps}{last}").expansion))


@pytest.mark.parametrize(("count", "columns"), [(3, 1), (10, 1), (60, 4)])
def test_a_tall_picture_stands_in_columns(count, columns):
    drawn = chain(count)
    check(drawn)
    assert len({box[0] + box[2] for box in boxes(drawn)}) == columns
    assert drawn.height < 900


def test_a_long_skip_is_not_cut_into_columns():
    drawn = chain(60, "  - Concatenate:\n    from: [-1, input]\n")
    check(drawn)
    assert len({box[0] + box[2] for box in boxes(drawn)}) == 1
