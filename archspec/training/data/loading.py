"""Data by its name or path, held against what a network takes and gives before anything starts."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import NamedTuple

from archspec.catalogue.shapes import Shape, show
from archspec.spec.chosen import DATA_SETS
from archspec.training.data.splits import Split
from archspec.training.errors import TrainingError


class Wanted(NamedTuple):
    """What a network takes and gives, and so what data must be.

    Args:
        shape: of an example, without the batch; None for an unknown size.
        output: of what comes out.
        of_classes: whether labels are classes rather than values of the output's shape.
    """

    shape: Shape
    output: Shape
    of_classes: bool

    @property
    def classes(self) -> int:
        """How many classes the network tells apart."""
        return self.output[-1] or 0

    @property
    def is_classifier(self) -> bool:
        """Whether one class is told for an example, rather than many or none."""
        return self.of_classes and prod(size or 0 for size in self.output[:-1]) == 1

    def image(self, source: str) -> tuple[int, int, int]:
        """Height, width and channels of the images that the network takes.

        Raises:
            TrainingError: it takes none, or of any size.
        """
        if len(self.shape) != 3 or None in self.shape or self.shape[2] not in (1, 3):
            wanted = "(height, width, channels), with 1 or 3 channels"
            raise TrainingError(f"{source} holds images {wanted}; the network takes {show(self.shape)}")
        height, width, channels = (size or 0 for size in self.shape)
        return height, width, channels


class Data(NamedTuple):
    """What a network is trained and tested on.

    Args:
        train: the examples it learns from.
        test: those it is judged by.
        names: what the classes are called; None where they are not.
    """

    train: Split
    test: Split
    names: tuple[str, ...] | None


def load_data(word: str, wanted: Wanted) -> Data:
    """Data that fits a network.

    Args:
        word: the name of a data set, or a path.
        wanted: what the network takes.

    Raises:
        TrainingError: there is no such data, or it does not fit.
    """
    return _loader(word)(word, wanted)


def _loader(word: str) -> Callable[[str, Wanted], Data]:
    if word in DATA_SETS:
        from archspec.training.data.named import load_named

        return load_named
    path = Path(word)
    if path.suffix == ".npz":
        from archspec.training.data.arrays import load_npz

        return load_npz
    if not path.is_dir():
        there = "is no folder and no .npz file" if path.exists() else "is not there"
        raise TrainingError(f"{word} {there}; data is one of {', '.join(DATA_SETS)}, a .npz file, or a folder")
    if any(path.glob("*.tfrecord*")):
        from archspec.training.data.records import load_records

        return load_records
    from archspec.training.data.folder import load_folder

    return load_folder
