"""Receptive fields: how much of the input one position of a node's output sees.

The rule (Araujo et al. 2019, "Computing Receptive Fields of Convolutional Neural Networks"): a window of `extent` whose
neighbours are `step` apart, on an input that sees `size` and whose neighbours are `stride` pixels apart, sees
`size + (extent - 1) * stride`, and its own neighbours are `stride * step` apart. Where paths meet, the largest counts.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from archspec.catalogue.layer import Window
from archspec.graph.graph import Graph, Node


class Field(NamedTuple):
    """What one output position sees along one axis of the input, in pixels; None where a size is unknown.

    Args:
        size: how many pixels it sees, counted as if the input went on past its edges.
        stride: how far apart, in pixels, what two neighbouring positions see is.
    """

    size: int | Fraction | None
    stride: int | Fraction | None


Fields = tuple[Field, ...]
_PIXEL = Field(1, 1)


def receptive_fields(graph: Graph) -> list[Fields]:
    """For every node, its receptive field along each spatial axis of the model's input."""
    found: list[Fields] = []
    for node in graph.nodes:
        if node.layer is None:
            found.append((_PIXEL,) * (len(node.output_shape) - 1))
        else:
            found.append(_through(node, _largest([found[position] for position in node.inputs])))
    return found


def _through(node: Node, fields: Fields) -> Fields:
    assert node.layer is not None
    windows: tuple[Window, ...] = node.layer.definition.windows(*node.input_shapes)
    if not windows:
        return fields
    if len(windows) > len(fields):
        return fields
    return tuple(_seen(field, window) for field, window in zip(fields, windows, strict=False)) + fields[len(windows) :]


def _seen(field: Field, window: Window) -> Field:
    if field.size is None or field.stride is None or window.extent is None or window.step is None:
        return Field(None, None)
    return Field(field.size + (window.extent - 1) * field.stride, field.stride * window.step)


def _largest(paths: list[Fields]) -> Fields:
    if len(paths) == 1 or all(path == paths[0] for path in paths):
        return paths[0]
    return tuple(_larger(axis) for axis in zip_longest(*paths, fillvalue=_PIXEL))


def _larger(fields: tuple[Field, ...]) -> Field:
    if any(field.size is None or field.stride is None for field in fields):
        return Field(None, None)
    return Field(max(field.size for field in fields), max(field.stride for field in fields))  # type: ignore[type-var]


def whole(number: int | Fraction | None) -> int | float | None:
    """A size or stride as a plain number."""
    if number is None or isinstance(number, int):
        return number
    return number.numerator if number.denominator == 1 else float(number)
