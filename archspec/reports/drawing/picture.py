"""A network as nested boxes: what is drawn, whatever it is drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Literal, NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.reports.drawing.words import shape_words

Kind = Literal["terminal", "weights", "pooling", "merge", "plain", "block", "group"]


class Box(NamedTuple):
    """One box: a layer with the small ones that follow it, a block or a group, or several that are repeated.

    Tensors are numbered; a box and what is inside of it may know one and the same tensor by two numbers, because only
    the first of several equal boxes is drawn.

    Args:
        kind: an input or output of the model, a layer (that counts in the depth, that pools, that merges tensors, or
            a plain one), a block or a group.
        title: its words; empty for steps that are repeated together and have no name.
        small: words for the layers that stand in its box, and for its activation.
        row: what the document calls its row, where one begins with it.
        times: how often it is repeated, one after the other.
        inputs: the tensors it takes.
        outputs: the tensors that others take from it.
        shapes: of each output, in the first of its repeats and in the last.
        inside: what is in a box that is open.
        key: the same for boxes that hold the same.
        first_only: whether of the repeats of the box around it only the first has it.
        number: its place in the picture.
    """

    kind: Kind
    title: str
    small: tuple[str, ...]
    row: str | None
    times: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    shapes: tuple[tuple[Shape, Shape], ...]
    inside: Region | None
    key: int
    first_only: bool = False
    number: int = 0

    @property
    def heading(self) -> str:
        """Its title, with how often it is repeated: `bottleneck × 3`, `Conv2D 3×3, 64 (× 2)`."""
        if self.times == 1:
            return self.title
        if not self.title:
            return f"× {self.times}"
        return f"{self.title} × {self.times}" if self.kind in ("block", "group") else f"{self.title} (× {self.times})"

    @property
    def described(self) -> str:
        """Its heading after the name of its row, where that says more."""
        if self.row is None or self.row.casefold() in (self.title.casefold(), self.heading.casefold()):
            return self.heading
        return f"{self.row}: {self.heading}"

    @property
    def remarks(self) -> str:
        """What stands in smaller letters below that."""
        return " · ".join([*self.small, *(["first only"] if self.first_only else [])])


class Region(NamedTuple):
    """Boxes, each after those it takes tensors from.

    Args:
        boxes: in order.
        inputs: the tensors that enter, in the order of the inputs of the box around.
        outputs: the tensors that leave, in the order of its outputs.
    """

    boxes: tuple[Box, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class Picture(NamedTuple):
    """What is drawn: the network under its title."""

    name: str
    title: str
    region: Region


class Edge(NamedTuple):
    """A tensor on its way: the numbers of the innermost boxes it comes from and goes to, and its shape in words."""

    source: int
    target: int
    shape: str


def numbered(region: Region, numbers: Iterator[int] | None = None) -> Region:
    """The region with its boxes numbered, each before what is inside of it."""
    numbers = numbers or count()
    boxes = []
    for box in region.boxes:
        number = next(numbers)
        inside = numbered(box.inside, numbers) if box.inside else None
        boxes.append(box._replace(number=number, inside=inside))
    return region._replace(boxes=tuple(boxes))


def edges(region: Region) -> list[Edge]:
    """The edges between innermost boxes, in the order of the boxes they go to."""
    found: list[Edge] = []
    _collect(region, {}, found)
    return found


def _collect(region: Region, sources: dict[int, tuple[int, str]], found: list[Edge]) -> None:
    """Adds the edges of a region; `sources` has the box and the words for each tensor, and gets those made here."""
    for box in region.boxes:
        taken = [sources[tensor] for tensor in box.inputs]
        words = [shape_words(first, last) for first, last in box.shapes]
        if box.inside is None:
            found += [Edge(source, box.number, shape) for source, shape in taken]
            makers: Sequence[int] = [box.number] * len(box.outputs)
        else:
            inner = dict(zip(box.inside.inputs, taken, strict=True))
            _collect(box.inside, inner, found)
            makers = [inner[tensor][0] for tensor in box.inside.outputs]
        sources.update(zip(box.outputs, zip(makers, words, strict=True), strict=True))
