"""Trained networks judged on data, and asked what they see."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from archspec.training.confusion import Confusion, confusion
from archspec.training.data.loading import Data, Wanted
from archspec.training.data.splits import Share, Split, batches, decoded, steps_in
from archspec.training.errors import TrainingError
from archspec.training.folder import Row
from archspec.training.settings import Settings
from archspec.training.steps import loss_of_examples, metric_of_examples, predictions


class Judgement(NamedTuple):
    """What data shows of a network.

    Args:
        numbers: its loss and metrics.
        confusion: which classes it takes for which; None where it is no classifier.
    """

    numbers: Row
    confusion: Confusion | None


def judge(model: Any, split: Split, settings: Settings, wanted: Wanted, names: tuple[str, ...] | None) -> Judgement:
    """The loss and metrics of a network on examples, and its confusion."""
    measures = [loss_of_examples(settings.loss), *map(metric_of_examples, settings.metrics)]

    @tf.function(reduce_retracing=True)
    def step(examples: Any, labels: Any) -> Any:
        outputs = predictions(model, examples, labels, False)
        sums = [tf.reduce_sum(tf.cast(measure(labels, outputs), tf.float32)) for measure in measures]
        return tf.stack(sums), tf.argmax(outputs, -1)

    keys = split.keys(settings.batch_size, None, 0, steps_in(split.count, settings.batch_size))
    total = np.zeros(len(measures))
    right, said = [], []
    for examples, labels, _ in batches(split, keys, [Share(0, 1)]):
        sums, classes = step(examples, labels)
        total += sums.numpy().astype(np.float64)
        right.append(labels.numpy())
        said.append(classes.numpy())
    numbers = dict(zip(settings.columns, map(float, total / split.count), strict=True))
    if not wanted.is_classifier:
        return Judgement(numbers, None)
    counts = confusion(np.concatenate(right), np.concatenate(said).reshape(-1), wanted.classes, names)
    return Judgement(numbers, counts)


def load_model(path: Path) -> Any:
    """A model that Keras saved; nothing in it is executed.

    Raises:
        TrainingError: it can't be read.
    """
    try:
        return keras.models.load_model(path, compile=False, safe_mode=True)
    except FileNotFoundError:
        raise TrainingError(f"there is no model {path}") from None
    except Exception as error:
        # Keras tells what is wrong with a file in many ways.
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise TrainingError(f"{path} can't be read as a Keras model: {reason}") from None


def wanted_by_model(model: Any, settings: Settings) -> Wanted:
    """What data must be for a model.

    Raises:
        TrainingError: it has several inputs or outputs.
    """
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise TrainingError(
            f"{model.name} has {len(model.inputs)} inputs and {len(model.outputs)} outputs, not one of each"
        )
    return Wanted(tuple(model.inputs[0].shape[1:]), tuple(model.outputs[0].shape[1:]), settings.loss.of_classes)


class Guess(NamedTuple):
    """A class that a network sees in an image, and how sure it is."""

    name: str
    probability: float


def predict(
    model: Any, path: Path, wanted: Wanted, names: tuple[str, ...] | None, top: int, from_logits: bool
) -> list[Guess]:
    """The most probable classes of an image, brought to the size that the network takes.

    Raises:
        TrainingError: the image can't be read.
    """
    shape = wanted.image(str(path))
    if not path.is_file():
        raise TrainingError(f"there is no image {path}")
    try:
        pixels = decoded(tf.io.read_file(str(path)), shape)
    except tf.errors.OpError:
        raise TrainingError(f"{path} is no image that can be read: PNG, JPEG, BMP and GIF can") from None
    outputs = tf.cast(model(pixels[tf.newaxis], training=False), tf.float32)
    values = (tf.nn.softmax(outputs) if from_logits else outputs).numpy().reshape(-1)
    order = np.argsort(-values, kind="stable")[:top]
    known = names or ()
    return [Guess(known[number] if number < len(known) else str(number), float(values[number])) for number in order]


def data_names(data: Data) -> list[str] | None:
    """What the classes of data are called, as a run remembers it."""
    return list(data.names) if data.names else None
