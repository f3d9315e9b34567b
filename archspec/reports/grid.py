"""A table of text, and the formats it can be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from archspec.text.display import visible, width

Align = Literal["left", "right"]


class Column(NamedTuple):
    """A column: its heading, and the side its cells keep to."""

    title: str
    align: Align = "left"


class Grid(NamedTuple):
    """Rows of cells under columns; `footer` rows stand apart at the end."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    footer: tuple[tuple[str, ...], ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.title for column in self.columns)


def measured(value: object) -> str:
    """The cell of something that was measured: fractions with four digits, a dash where there is nothing."""
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def as_text(grid: Grid) -> str:
    """Aligned columns, plain."""
    lines = [tuple(map(visible, row)) for row in (grid.titles, *grid.rows, *grid.footer)]
    widths = [max(map(width, cells)) for cells in zip(*lines, strict=True)]
    text = [_line(cells, widths, grid) for cells in lines]
    rule = "  ".join("-" * size for size in widths)
    end = 1 + len(grid.rows)
    parts = [text[0], rule, *text[1:end]]
    return "\n".join([*parts, rule, *text[end:]] if grid.footer else parts)


def _line(cells: tuple[str, ...], widths: list[int], grid: Grid) -> str:
    padded = []
    for cell, size, column in zip(cells, widths, grid.columns, strict=True):
        space = " " * (size - width(cell))
        padded.append(cell + space if column.align == "left" else space + cell)
    return "  ".join(padded).rstrip()


def as_markdown(grid: Grid) -> str:
    """A table of GitHub's Markdown."""
    rules = [":--" if column.align == "left" else "--:" for column in grid.columns]
    rows = [grid.titles, rules, *grid.rows, *grid.footer]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)


def as_csv(grid: Grid) -> str:
    """Comma-separated values with a line of headings."""
    import csv
    import io

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([grid.titles, *grid.rows, *grid.footer])
    return buffer.getvalue().rstrip("\n")


_LATEX = str.maketrans({character: f"\\{character}" for character in "&%$#_{}"} | {"~": r"\textasciitilde{}"})


def latex_text(text: str) -> str:
    """Text as LaTeX prints it literally."""
    return (
        text.replace("\\", "\N{REPLACEMENT CHARACTER}")
        .translate(_LATEX)
        .replace("\N{REPLACEMENT CHARACTER}", r"\textbackslash{}")
    )


def as_latex(grid: Grid) -> str:
    """A `tabular` of LaTeX; cells are LaTeX already."""
    sides = "".join(column.align[0] for column in grid.columns)
    lines = [f"\\begin{{tabular}}{{{sides}}}", "\\hline", f"{' & '.join(map(latex_text, grid.titles))} \\\\", "\\hline"]
    lines += [f"{' & '.join(row)} \\\\" for row in (*grid.rows, *grid.footer)]
    return "\n".join([*lines, "\\hline", "\\end{tabular}"])


def as_html(grid: Grid) -> str:
    """A `<table>`; line breaks in cells become `<br>`."""
    import html

    def row(cells: tuple[str, ...], tag: str) -> str:
        inner = "".join(f"<{tag}>{html.escape(cell).replace(chr(10), '<br>')}</{tag}>" for cell in cells)
        return f"  <tr>{inner}</tr>"

    body = [row(cells, "td") for cells in (*grid.rows, *grid.footer)]
    return "\n".join(["<table>", row(grid.titles, "th"), *body, "</table>"])


#: The formats in which a grid can be written, by name.
FORMATS: Mapping[str, Callable[[Grid], str]] = MappingProxyType(
    {"text": as_text, "markdown": as_markdown, "csv": as_csv, "latex": as_latex, "html": as_html}
)
