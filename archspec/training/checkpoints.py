"""What a training needs to go on as if it had never stopped: one file a checkpoint, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np

from archspec.training.errors import TrainingError
from archspec.writing import whole_file

#: The last ones are kept: should one be lost, the one before goes on.
_KEPT = 2
_META = "meta"


class Moment(NamedTuple):
    """How far a training has come.

    Args:
        step: how many steps it has taken, through all epochs.
        sums: of loss and metrics over the examples of the epoch that has begun, and how many these are.
        seconds: how long that epoch has taken so far.
        history: the lines of the epochs before.
    """

    step: int
    sums: list[float]
    seconds: float
    history: list[dict[str, Any]]


def save(folder: Path, moment: Moment, variables: list[Any]) -> Path:
    """Writes a checkpoint, and takes away those that nothing needs any more.

    Args:
        folder: of checkpoints.
        moment: how far the training has come.
        variables: all that it must remember.

    Raises:
        TrainingError: a weight is no number; then the checkpoints before are left as they are.
        OSError: it can't be written.
    """
    meta = {**moment._asdict(), "variables": [_told(variable) for variable in variables]}
    arrays: dict[str, Any] = {str(number): _plain(variable) for number, variable in enumerate(variables)}
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise TrainingError(f"the weights are no numbers (NaN or infinity) after step {moment.step}")
    arrays[_META] = np.frombuffer(json.dumps(meta).encode(), np.uint8)
    path = folder / f"step-{moment.step:09}.npz"
    with whole_file(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **arrays)
    for old in checkpoints(folder)[:-_KEPT]:
        old.unlink(missing_ok=True)
    return path


def _told(variable: Any) -> list[Any]:
    return [variable.path, list(variable.shape), str(variable.dtype)]


def _plain(variable: Any) -> np.ndarray:
    value = np.asarray(variable.numpy())
    # numpy's files know no bfloat16.
    return value.astype(np.float32) if variable.dtype == "bfloat16" else value


def checkpoints(folder: Path) -> list[Path]:
    """The checkpoints in a folder, the last one at the end."""
    return sorted(folder.glob("step-*.npz"))


def restore(folder: Path, variables: list[Any]) -> Moment | None:
    """Sets variables to what they were at the last checkpoint that can be read; None where there is none.

    Raises:
        TrainingError: what can be read is of another network.
    """
    for path in reversed(checkpoints(folder)):
        try:
            with np.load(path, allow_pickle=False) as file:
                meta = json.loads(file[_META].tobytes())
                arrays = [file[str(number)] for number in range(len(meta["variables"]))]
        except (OSError, ValueError, EOFError, KeyError, BadZipFile):
            continue
        _assign(path, meta, arrays, variables)
        return Moment(**{key: meta[key] for key in Moment._fields})
    return None


def _assign(path: Path, meta: dict[str, Any], arrays: list[np.ndarray], variables: list[Any]) -> None:
    found = [told[1:] for told in meta["variables"]]
    expected = [_told(variable)[1:] for variable in variables]
    if found != expected:
        raise TrainingError(f"{path} is of another network or optimizer than the run's spec now gives")
    for variable, value in zip(variables, arrays, strict=True):
        variable.assign(value)
