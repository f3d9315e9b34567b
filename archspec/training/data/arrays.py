"""Arrays as data: their shapes, labels and numbers, checked; `.npz` files."""

from __future__ import annotations

import zipfile
from typing import Any

import numpy as np

from archspec.catalogue.shapes import Shape, show
from archspec.training.data.loading import Data, Wanted
from archspec.training.data.splits import Arrays, aligned
from archspec.training.errors import TrainingError

_KEYS = ("x_train", "y_train", "x_test", "y_test")
#: How many numbers are looked at together for those that are none.
_AT_ONCE = 4_000_000


def load_npz(path: str, wanted: Wanted) -> Data:
    """The arrays `x_train`, `y_train`, `x_test` and `y_test` of a file; nothing in it is executed."""
    try:
        with zipfile.ZipFile(path) as file:
            names = {name.removesuffix(".npy"): name for name in file.namelist()}
            missing = [key for key in _KEYS if key not in names]
            if missing:
                raise TrainingError(f"{path} lacks {', '.join(missing)}; it holds {', '.join(names) or 'nothing'}")
            arrays = [_read(file, names[key]) for key in _KEYS]
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path} can't be read as .npz: {error}") from None
    return array_data(path, arrays, wanted, None)


def _read(file: zipfile.ZipFile, name: str) -> np.ndarray:
    """An array, read straight into memory that TensorFlow can share, so that it is held once."""
    with file.open(name) as stream:
        version = np.lib.format.read_magic(stream)
        header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, is_fortran, dtype = header(stream)
        if dtype.hasobject or is_fortran:
            raise ValueError(f"{name} holds {'objects' if dtype.hasobject else 'columns first'}, not plain numbers")
        array = aligned(shape, dtype)
        rest: Any = memoryview(array.reshape(-1).view(np.uint8))  # type: ignore[arg-type]
        while len(rest) > 0:
            count = stream.readinto(rest[:_AT_ONCE])  # type: ignore[attr-defined]
            if not count:
                raise EOFError(f"{name} ends too early")
            rest = rest[count:]
    return array


def array_data(source: str, arrays: list[Any], wanted: Wanted, names: tuple[str, ...] | None) -> Data:
    """Data of four arrays: examples and labels for training, then for testing.

    Raises:
        TrainingError: they do not fit each other, or the network.
    """
    splits = []
    for x_name, y_name, examples, given in zip(_KEYS[::2], _KEYS[1::2], arrays[::2], arrays[1::2], strict=True):
        labels = _checked_labels(f"{y_name} of {source}", given, wanted)
        _check_examples(f"{x_name} of {source}", examples, wanted.shape)
        if len(examples) != len(labels):
            message = f"{x_name} of {source} has {len(examples)} examples, {y_name} {len(labels)} labels"
            raise TrainingError(message)
        splits.append(Arrays(examples, labels, wanted.shape))
    train, test = splits
    return Data(train, test, names)


def _check_examples(name: str, examples: np.ndarray, shape: Shape) -> None:
    if examples.dtype.kind not in "biuf" or examples.ndim == 0:
        raise TrainingError(f"{name} is no array of numbers")
    if len(examples) == 0:
        raise TrainingError(f"{name} is empty")
    found = examples.shape[1:]
    if not _fits(found, shape) and not (shape[-1:] == (1,) and _fits(found, shape[:-1])):
        raise TrainingError(f"{name} has examples of shape {show(found)}; the network takes {show(shape)}")
    if examples.dtype.kind == "f":
        _refuse_nan(name, examples)


def _fits(found: tuple[int, ...], shape: Shape) -> bool:
    return len(found) == len(shape) and all(
        size is None or size == there for there, size in zip(found, shape, strict=True)
    )


def _refuse_nan(name: str, examples: np.ndarray) -> None:
    rows = max(1, _AT_ONCE * len(examples) // max(examples.size, 1))
    for start in range(0, len(examples), rows):
        part = examples[start : start + rows]
        wrong = ~np.isfinite(part).all(axis=tuple(range(1, part.ndim)))
        if wrong.any():
            number = start + int(np.argmax(wrong))
            raise TrainingError(f"{name} holds NaN or infinity, first in example {number} (counted from 0)")


def _checked_labels(name: str, labels: np.ndarray, wanted: Wanted) -> np.ndarray:
    if labels.dtype.kind not in "biuf" or labels.ndim == 0:
        raise TrainingError(f"{name} is no array of numbers")
    if not wanted.of_classes:
        return _checked_values(name, labels, wanted)
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.dtype.kind == "f":
        raise TrainingError(f"{name} holds numbers with a point; classes are whole numbers from 0 up")
    if not (labels.ndim == 1 and wanted.is_classifier) and not _fits(labels.shape[1:], wanted.output[:-1]):
        message = f"{name} has labels of shape {show(labels.shape[1:])}; the network gives {show(wanted.output)}"
        raise TrainingError(message)
    check_range(name, labels, wanted.classes)
    return labels.astype(np.int64, copy=False)


def check_range(name: str, labels: np.ndarray, classes: int) -> None:
    """Refuses a class that the network has no output for.

    Raises:
        TrainingError: there is one.
    """
    if not len(labels):
        raise TrainingError(f"{name} is empty")
    for label in (int(labels.min()), int(labels.max())):
        if not 0 <= label < classes:
            number = int(np.argmax(labels.reshape(len(labels), -1).max(axis=1) == label if label else labels == label))
            hint = "classes count from 0" if label == classes else f"it tells {classes} classes apart"
            raise TrainingError(
                f"{name} holds the class {label} (example {number}); the network gives 0 to {classes - 1}: {hint}"
            )


def _checked_values(name: str, labels: np.ndarray, wanted: Wanted) -> np.ndarray:
    if labels.ndim == 1 and wanted.output == (1,):
        labels = labels[:, np.newaxis]
    if not _fits(labels.shape[1:], wanted.output):
        message = f"{name} has values of shape {show(labels.shape[1:])}; the network gives {show(wanted.output)}"
        raise TrainingError(message)
    if labels.dtype.kind == "f":
        _refuse_nan(name, labels)
    return labels.astype(np.float32, copy=False)
