"""Receptive fields: how much of the input one position of a node's output sees.

The rule (Araujo et al. 2019, "Computing Receptive Fields of Convolutional Neural Networks"): a window of `extent` whose
neighbours are `step` apart, on an input that sees `size` and whose neighbours are `stride` pixels apart, sees
`size + (extent - 1) * stride`, and its own neighbours are `stride * step` apart. Where paths meet, the largest counts.
After upsampling, positions differ in how much they see; a size, which may be a fraction, is between the least and most.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain, zip_longest
from typing import NamedTuple

from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import Shape
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
#: What the paths to a node see along one axis. One path may see more and another move in longer steps, so that it sees
#: more further on: both are kept. A path that another one outdoes in both is left out.
Paths = tuple[Field, ...]
_PIXEL: Paths = (Field(1, 1),)
_UNKNOWN: Paths = (Field(None, None),)


def receptive_fields(graph: Graph) -> list[Fields]:
    """For every node, its receptive field along each spatial axis of the model's input."""
    found: list[tuple[Paths, ...]] = []
    channels_first: list[bool] = []
    for node in graph.nodes:
        if node.layer is None:
            found.append((_PIXEL,) * (len(node.output_shape) - 1))
            channels_first.append(False)
            continue
        channels_first.append(_has_channels_first(node, channels_first))
        axes = [found[position] for position in node.inputs]
        if len(axes) > 1:
            axes = [
                _repeated(each, shape, node.output_shape, channels_first[-1])
                for each, shape in zip(axes, node.input_shapes, strict=True)
            ]
        found.append(_through(node, _together(axes)) + _new_axis(node, graph))
    return [tuple(map(_largest, axes)) for axes in found]


def _has_channels_first(node: Node, known: list[bool]) -> bool:
    assert node.layer is not None
    data_format = getattr(node.layer.definition, "data_format", "as its inputs")
    if data_format == "as its inputs":
        return any(known[position] for position in node.inputs)
    return data_format == "channels_first"


def _repeated(axes: tuple[Paths, ...], shape: Shape, output: Shape, channels_first: bool) -> tuple[Paths, ...]:
    """The paths of an input that a merge may lay along an axis again and again: there all neighbours see the same."""
    if shape == output:
        return axes
    sizes, outputs = (shape[1:], output[1:]) if channels_first else (shape[:-1], output[:-1])
    sizes = (1,) * (len(outputs) - len(sizes)) + sizes
    return tuple(
        tuple(field._replace(stride=0) for field in paths) if size == 1 != whole and paths != _UNKNOWN else paths
        for paths, size, whole in zip_longest(axes, sizes[: len(axes)], outputs[: len(axes)])
    )


def _together(axes: list[tuple[Paths, ...]]) -> tuple[Paths, ...]:
    """The paths of several inputs along each axis."""
    if len(axes) == 1 or all(each == axes[0] for each in axes):
        return axes[0]
    return tuple(_outstanding(chain.from_iterable(meeting)) for meeting in zip_longest(*axes, fillvalue=_PIXEL))


def _outstanding(paths: Iterable[Field]) -> Paths:
    """The paths that no other one outdoes."""
    distinct = set(paths)
    if _UNKNOWN[0] in distinct:
        return _UNKNOWN
    kept: list[Field] = []
    for path in sorted(distinct, reverse=True):
        if not kept or path.stride > kept[-1].stride:  # type: ignore[operator]
            kept.append(path)
    return tuple(kept)


def _through(node: Node, axes: tuple[Paths, ...]) -> tuple[Paths, ...]:
    assert node.layer is not None
    windows: tuple[Window, ...] = node.layer.definition.windows(*node.operand_shapes)
    if not windows or len(windows) > len(axes):
        return axes
    return tuple(map(_seen, axes, windows)) + axes[len(windows) :]


def _seen(paths: Paths, window: Window) -> Paths:
    if window.extent is None or window.step is None or paths == _UNKNOWN:
        return _UNKNOWN
    reach, step = window.extent - 1, window.step
    return tuple([Field(field.size + reach * field.stride, field.stride * step) for field in paths])  # type: ignore[operator]


def _new_axis(node: Node, graph: Graph) -> tuple[Paths, ...]:
    """The axis along which the positions of an input without channels lie, once a layer gives it some (Embedding)."""
    [*taken] = node.inputs
    is_input = len(taken) == 1 and graph.nodes[taken[0]].layer is None
    return (_PIXEL,) if is_input and node.output_shape[:-1] == node.input_shapes[0] else ()


def _largest(paths: Paths) -> Field:
    """What is told of an axis: the largest size and the longest stride of any path."""
    if len(paths) == 1:
        return paths[0]
    return Field(paths[0].size, max(field.stride for field in paths))  # type: ignore[type-var]


def whole(number: int | Fraction | None) -> int | float | None:
    """A size or stride as a plain number."""
    if number is None or isinstance(number, int):
        return number
    return number.numerator if number.denominator == 1 else float(number)
