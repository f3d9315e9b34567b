"""The documented table, rendered from the graph: type, input, output, kernel and repeats of each row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape, spread
from archspec.expand.expander import Expansion
from archspec.expand.rows import Row
from archspec.graph.graph import Graph, Node
from archspec.reports.grid import FORMATS, Column, Grid, latex_text

TITLES = ("Type", "Input", "Output", "Kernel", "Repeats")


class Kernel(NamedTuple):
    """The window of one convolution or pooling; `filters` is None for pooling."""

    size: tuple[int, ...]
    filters: int | None


class TableRow(NamedTuple):
    """One row.

    Args:
        type: what the document calls it.
        input: the shapes going in, as the graph infers them; several for a step that takes several tensors.
        output: the shape coming out; None for an input of the model, and for a row that is left out.
        kernels: the windows on its longest path, in order.
        repeats: how often it is repeated; None where it has no `repeat`.
    """

    type: str
    input: tuple[Shape, ...]
    output: Shape | None
    kernels: tuple[Kernel, ...]
    repeats: int | None

    @property
    def is_matrix(self) -> bool:
        """Whether papers print its kernels in brackets, one above the other."""
        return len(self.kernels) > 1


def table_rows(expansion: Expansion) -> list[TableRow]:
    """The rows of the spec's table, the model's inputs first; rows inside blocks are none."""
    graph = expansion.graph
    inputs = [TableRow("Input", (graph.nodes[position].output_shape,), None, (), None) for position in graph.inputs]
    return inputs + [_row(row, graph) for row in expansion.rows if not row.nested]


def _row(row: Row, graph: Graph) -> TableRow:
    kernels = tuple(_kernels(longest_path(graph, *row.first)))
    return TableRow(row.label, row.inputs, row.output, kernels, 0 if row.left_out else row.turns)


def longest_path(graph: Graph, start: int, end: int) -> list[Node]:
    """Of the nodes from `start` up to `end`, the path with the most convolutions, then the most poolings."""
    lengths: dict[int, tuple[int, int]] = {}
    before: dict[int, int | None] = {}
    for position in range(start, end):
        node = graph.nodes[position]
        inside = [taken for taken in node.inputs if taken >= start]
        previous = max(inside, key=lengths.__getitem__, default=None)
        counted, windows = lengths[previous] if previous is not None else (0, 0)
        assert node.layer is not None
        lengths[position] = (counted + node.layer.definition.counts_depth, windows + (_window(node) is not None))
        before[position] = previous
    path: list[Node] = []
    end_of_path = max(lengths, key=lengths.__getitem__, default=None)
    while end_of_path is not None:
        path.append(graph.nodes[end_of_path])
        end_of_path = before[end_of_path]
    return path[::-1]


def _kernels(path: Iterable[Node]) -> Iterator[Kernel]:
    for node in path:
        window = _window(node)
        if window is not None:
            assert node.layer is not None
            yield Kernel(window, getattr(node.layer.definition, "filters", None))


def _window(node: Node) -> tuple[int, ...] | None:
    definition = node.layer.definition if node.layer else None
    window = getattr(definition, "kernel_size", None) or getattr(definition, "pool_size", None)
    return None if window is None else spread(window, getattr(definition, "rank", 1))


def as_data(rows: Iterable[TableRow]) -> list[dict[str, Any]]:
    """The rows for machines."""
    return [
        {
            "type": row.type,
            "input": [list(shape) for shape in row.input]
            if len(row.input) > 1
            else [*row.input[0]]
            if row.input
            else None,
            "output": None if row.output is None else list(row.output),
            "kernel": [{"size": list(kernel.size), "filters": kernel.filters} for kernel in row.kernels],
            "repeats": row.repeats,
        }
        for row in rows
    ]


def shape_cell(shape: Shape) -> str:
    """A shape as papers print it: `(224,224,3)`."""
    return f"({','.join('?' if size is None else str(size) for size in shape)})"


def _text_kernels(row: TableRow) -> str:
    if not row.is_matrix:
        return "".join(shape_cell(kernel.size) for kernel in row.kernels)
    return f"[{'; '.join(_matrix_line(kernel, '×') for kernel in row.kernels)}]"


def _html_kernels(row: TableRow) -> str:
    if not row.is_matrix:
        return _text_kernels(row)
    return "\n".join(_matrix_line(kernel, "×") for kernel in row.kernels)


def _math_kernels(row: TableRow) -> str:
    if not row.is_matrix:
        return _text_kernels(row)
    lines = r" \\ ".join(_matrix_line(kernel, r"\times") for kernel in row.kernels)
    return rf"$\begin{{bmatrix}} {lines} \end{{bmatrix}}$"


def _matrix_line(kernel: Kernel, times: str) -> str:
    filters = "" if kernel.filters is None else f",{kernel.filters}"
    return times.join(map(str, kernel.size)) + filters


def _repeats(row: TableRow, times: str) -> str:
    if row.repeats is None:
        return ""
    if row.repeats == 0:
        return "left out"
    return "1" if row.repeats == 1 else times.format(row.repeats)


#: How kernels, repeats and plain text are spelled in each format.
_SPELLING: Mapping[str, tuple[Any, str, Any]] = MappingProxyType(
    {
        "text": (_text_kernels, "×{}", str),
        "csv": (_text_kernels, "×{}", str),
        "html": (_html_kernels, "×{}", str),
        "markdown": (_math_kernels, r"$\times {}$", str),
        "latex": (_math_kernels, r"$\times {}$", latex_text),
    }
)


def render(rows: Iterable[TableRow], name: str) -> str:
    """The table in one of `FORMATS`."""
    return FORMATS[name](grid(rows, name))


def grid(rows: Iterable[TableRow], name: str = "text") -> Grid:
    """The cells of the table, spelled for one of `FORMATS`."""
    kernels, times, literal = _SPELLING[name]
    cells = tuple(
        (
            literal(row.type),
            " ".join(map(shape_cell, row.input)),
            shape_cell(row.output) if row.output is not None else "",
            kernels(row),
            _repeats(row, times),
        )
        for row in rows
    )
    return Grid(tuple(map(Column, TITLES)), cells)
