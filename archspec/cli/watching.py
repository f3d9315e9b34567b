"""How a training goes, told as it goes: a bar on a terminal, a line an epoch in a pipe."""

from __future__ import annotations

import sys
from typing import Any, TextIO

import click

Row = dict[str, Any]
_SHARES = ("accuracy",)


def epoch_line(row: Row) -> str:
    """The line of an epoch, as the notebook prints it."""
    parts = [f"Epoch {row['epoch']}"]
    for key, value in row.items():
        if key not in ("epoch", "seconds"):
            words = key.replace("_", " ").title()
            parts.append(f"{words}: {value * 100:.2f}" if key.endswith(_SHARES) else f"{words}: {value:.4f}")
    return f"{', '.join(parts)} ({row['seconds']:.1f} s)"


class Lines:
    """A line an epoch, and nothing between."""

    def __init__(self, stream: TextIO) -> None:
        """Begins.

        Args:
            stream: where lines go.
        """
        self._stream = stream

    def began(self, epoch: int, steps: int) -> None:
        """An epoch has begun, or is gone on with."""

    def went(self, step: int, sums: Row, rate: float) -> None:
        """A step of the epoch is done."""

    def ended(self, row: Row) -> None:
        """An epoch has ended."""
        self.said(epoch_line(row))

    def said(self, text: str) -> None:
        """Something else that a reader should know."""
        click.echo(text, file=self._stream)

    def close(self) -> None:
        """Nothing more will be told."""


class Silent(Lines):
    """Tells nothing, for a process beside one that does."""

    def __init__(self) -> None:
        """Begins."""
        super().__init__(sys.stderr)

    def said(self, text: str) -> None:
        """Something else that a reader should know."""


class Bar(Lines):
    """A bar for the epoch under way: loss, metrics, images a second, time left."""

    def __init__(self, terminal: TextIO, stream: TextIO) -> None:
        """Begins.

        Args:
            terminal: where the bar is drawn.
            stream: where lines go.
        """
        super().__init__(stream)
        self._terminal = terminal
        self._bar: Any = None
        self._task: Any = None

    def began(self, epoch: int, steps: int) -> None:
        """An epoch has begun, or is gone on with."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn(f"Epoch {epoch}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[told]}"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=Console(file=self._terminal), transient=True)
        self._task = self._bar.add_task("", total=steps, told="")
        self._bar.start()

    def went(self, step: int, sums: Row, rate: float) -> None:
        """A step of the epoch is done."""
        told = [f"{key} {value:.4f}" for key, value in sums.items()]
        self._bar.update(self._task, completed=step, told=", ".join([*told, f"{rate:.0f} images/s"]))

    def ended(self, row: Row) -> None:
        """An epoch has ended."""
        self.close()
        super().ended(row)

    def close(self) -> None:
        """Nothing more will be told: takes the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
