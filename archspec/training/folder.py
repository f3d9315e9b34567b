"""The folder of a run: what was trained and how, and what came of it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from archspec.training.errors import TrainingError
from archspec.writing import whole_file

Row = dict[str, Any]


class Begun(NamedTuple):
    """What a run was started with.

    Args:
        variant: the variant of the spec.
        settings: what `--set` said.
        options: what other options said, by the keys of `training`.
        told: all else that is written of it for readers: settings in full, versions, machine.
    """

    variant: str | None
    settings: tuple[str, ...]
    options: dict[str, str]
    told: dict[str, Any]


class Folder(NamedTuple):
    """The folder of a run, and what its files are called."""

    path: Path

    @property
    def spec(self) -> Path:
        """The spec as one document."""
        return self.path / "spec.yaml"

    @property
    def begun(self) -> Path:
        """What the run was started with."""
        return self.path / "run.json"

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoints."""
        return self.path / "checkpoints"

    @property
    def logs(self) -> Path:
        """The folder that TensorBoard reads."""
        return self.path / "logs"

    @property
    def best(self) -> Path:
        """The model after its best epoch."""
        return self.path / "best.keras"

    @property
    def last(self) -> Path:
        """The model after the last epoch."""
        return self.path / "last.keras"

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file of the run, whole or not at all.

        Raises:
            OSError: it can't be written.
        """
        with whole_file(self.path / name) as temporary:
            temporary.write_bytes(content.encode() if isinstance(content, str) else content)

    def write_history(self, rows: Sequence[Row]) -> None:
        """Writes the lines of all epochs, as JSON and as CSV."""
        self.write("history.json", json.dumps(rows, indent=2) + "\n")
        self.write("history.csv", as_csv(rows))

    def write_begun(self, begun: Begun) -> None:
        """Writes what the run was started with."""
        self.write(self.begun.name, json.dumps(begun._asdict(), indent=2) + "\n")


def as_csv(rows: Sequence[Row]) -> str:
    """Rows as CSV, their keys at the top."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def begin(path: Path, spec: str, begun: Begun) -> Folder:
    """A new folder for a run, in a place that is free.

    Raises:
        OSError: it can't be made.
    """
    folder = Folder(path)
    folder.write(folder.spec.name, spec)
    folder.write_begun(begun)
    return folder


def refuse_taken(path: Path) -> None:
    """Refuses a place for a run where there is something.

    Raises:
        TrainingError: there is.
    """
    if Folder(path).begun.exists():
        hint = f"go on with: archspec train --resume {path}; or name another one with -o"
        raise TrainingError(f"there is a run in {path}: {hint}")
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise TrainingError(f"{path} is in the way: name another folder with -o")


def reopen(path: Path) -> tuple[Folder, Begun]:
    """The folder of a run that was begun, without what a killed process left half written.

    Raises:
        TrainingError: it is none.
    """
    folder = Folder(path)
    try:
        begun = Begun(**json.loads(folder.begun.read_text(encoding="utf-8")))
    except OSError:
        raise TrainingError(f"{path} is no folder of a run: it has no {folder.begun.name}") from None
    except (ValueError, TypeError):
        raise TrainingError(f"{folder.begun} is not what archspec train writes") from None
    for place in (path, folder.checkpoints):
        for left in place.glob(".archspec-*"):
            shutil.rmtree(left, ignore_errors=True)
    return folder, begun._replace(settings=tuple(begun.settings))


def read_history(path: Path) -> list[Row]:
    """The lines of a run's epochs.

    Raises:
        TrainingError: it has none.
    """
    try:
        rows = json.loads((path / "history.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise TrainingError(f"{path} holds no history.json: it is no folder of a run, or no epoch has ended") from None
    if not isinstance(rows, list) or not rows:
        raise TrainingError(f"{path}: no epoch has ended")
    return rows
