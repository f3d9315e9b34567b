"""Folders of images by class: `train/CLASS/*.png` and `test/CLASS/*.png`, or `CLASS/*.png`, a fifth of it for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from archspec.training.data.loading import Data, Wanted
from archspec.training.data.splits import Pictures
from archspec.training.errors import TrainingError

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
_TEST = 5


def load_folder(word: str, wanted: Wanted) -> Data:
    """The images of a folder, whose folders are the classes, in the order of their names.

    Raises:
        TrainingError: there are none, or they do not fit.
    """
    folder = Path(word)
    shape = wanted.image(word)
    parts = [folder / "train", folder / "test"]
    if not all(part.is_dir() for part in parts):
        return _divided(word, _by_class(folder), wanted, shape)
    train, test = map(_by_class, parts)
    foreign = sorted(test.keys() - train.keys())
    if foreign:
        raise TrainingError(f"{parts[1]} has a class that {parts[0]} has not: {foreign[0]}")
    names = _names(word, train, wanted)
    return Data(_pictures(word, train, names, shape), _pictures(word, test, names, shape), names)


def _by_class(folder: Path) -> dict[str, list[str]]:
    found = {}
    for inner in sorted(path for path in folder.iterdir() if path.is_dir()):
        images = sorted(str(path) for path in inner.iterdir() if path.suffix.lower() in ENDINGS)
        if images:
            found[inner.name] = images
    if not found:
        raise TrainingError(f"{folder} holds no folders of images ({', '.join(ENDINGS)}), one for each class")
    return found


def _names(word: str, images: dict[str, list[str]], wanted: Wanted) -> tuple[str, ...]:
    if len(images) > wanted.classes:
        raise TrainingError(f"{word} has {len(images)} classes; the network tells {wanted.classes} apart")
    return tuple(images)


def _divided(word: str, images: dict[str, list[str]], wanted: Wanted, shape: tuple[int, int, int]) -> Data:
    """Of each class, every fifth image in a shuffled order that is always the same is for testing."""
    names = _names(word, images, wanted)
    chance = np.random.default_rng(0)
    train, test = {}, {}
    for name, paths in images.items():
        order = [paths[number] for number in chance.permutation(len(paths))]
        test[name], train[name] = order[::_TEST], [path for number, path in enumerate(order) if number % _TEST]
    return Data(_pictures(word, train, names, shape), _pictures(word, test, names, shape), names)


def _pictures(word: str, images: dict[str, list[str]], names: tuple[str, ...], shape: tuple[int, int, int]) -> Pictures:
    paths = [path for some in images.values() for path in some]
    labels = [names.index(name) for name, some in images.items() for _ in some]
    if not paths:
        raise TrainingError(f"{word} holds too few images to train and to test on")
    return Pictures(paths, np.array(labels), shape)
