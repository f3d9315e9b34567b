"""TFRecord files of encoded images, whose names have `train`, and `test` or `validation`, in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf

from archspec.training.data.arrays import check_range
from archspec.training.data.loading import Data, Wanted
from archspec.training.data.splits import Records, features
from archspec.training.errors import TrainingError

#: The features of image and label: TensorFlow Datasets', then those of the ImageNet scripts.
_FEATURES = (("image", "label"), ("image/encoded", "image/class/label"))
_AT_ONCE = 1024


def load_records(word: str, wanted: Wanted) -> Data:
    """The records of a folder, each with an encoded image and its class.

    Raises:
        TrainingError: there are none, or they do not fit.
    """
    folder = Path(word)
    train = _files(folder, "train")
    test = _files(folder, "test") or _files(folder, "validation")
    for name, files in (("train", train), ("test", test)):
        if not files:
            raise TrainingError(f"{word} has no files {name}*.tfrecord")
    shape = wanted.image(word)
    return Data(_records(word, train, wanted, shape), _records(word, test, wanted, shape), None)


def _files(folder: Path, name: str) -> tuple[str, ...]:
    return tuple(sorted(str(path) for path in folder.glob("*.tfrecord*") if name in path.name))


def _records(word: str, files: tuple[str, ...], wanted: Wanted, shape: tuple[int, int, int]) -> Records:
    try:
        image, label = _found_features(files)
        told = tf.data.TFRecordDataset(list(files)).batch(_AT_ONCE)
        parsed = told.map(lambda some: tf.io.parse_example(some, features(image, label))[label])
        labels = np.concatenate(list(parsed.as_numpy_iterator()))
    except tf.errors.OpError as error:
        raise TrainingError(f"the TFRecord files in {word} can't be read: {error.message}") from None
    check_range(f"{label} of {word}", labels, wanted.classes)
    return Records(files, len(labels), image, label, shape)


def _found_features(files: Sequence[str]) -> tuple[str, str]:
    first = next(tf.data.TFRecordDataset(list(files)).take(1).as_numpy_iterator(), None)
    if first is None:
        raise TrainingError(f"{files[0]} holds no record")
    example = tf.train.Example()
    try:
        example.ParseFromString(first)
    except Exception:
        # Protocol buffers tell it each release in another way.
        raise TrainingError(f"{files[0]} holds records that are no tf.train.Example") from None
    for image, label in _FEATURES:
        if {image, label} <= set(example.features.feature):
            return image, label
    found = ", ".join(sorted(example.features.feature)) or "none"
    raise TrainingError(f"{files[0]} has records without 'image' and 'label'; their features are {found}")
