"""What each of many networks costs, in one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archspec.graph.costs import Totals
from archspec.reports.grid import Column, Grid
from archspec.reports.numbers import count, size


class Entry(NamedTuple):
    """A network and what it costs.

    Args:
        spec: the spec it comes from, as commands name it.
        network: its name.
        source: where it is documented.
        totals: what it costs.
    """

    spec: str
    network: str
    source: str
    totals: Totals


def zoo_grid(entries: Iterable[Entry]) -> Grid:
    """The table of networks: parameters, multiply-adds, depth, memory."""
    columns = (
        Column("Spec"),
        Column("Network"),
        Column("Parameters", "right"),
        Column("Multiply-adds", "right"),
        Column("Depth", "right"),
        Column("Memory", "right"),
    )
    return Grid(columns, tuple(map(_row, entries)))


def _row(entry: Entry) -> tuple[str, ...]:
    totals = entry.totals
    figures = (count(totals.parameters), count(totals.multiply_adds), str(totals.depth), size(totals.memory))
    return (entry.spec, entry.network, *figures)


def zoo_data(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """The same for machines."""
    return [
        {"spec": entry.spec, "network": entry.network, "source": entry.source or None, **entry.totals._asdict()}
        for entry in entries
    ]
