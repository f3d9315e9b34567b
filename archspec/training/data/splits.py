"""Examples that are had a batch at a time: arrays in memory, files on disk, records in files.

A split gives the keys of each step's batch, the same for a step whenever and wherever it is asked for, and reads what
they stand for: so a training can be taken up at any step, and many processes can share one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import tensorflow as tf

#: How many records are held at once to be put in another order: more are more random, and take more memory.
_BUFFER = 10_000
_WIDEST = 255.0


class Split(Protocol):
    """Examples that are trained or tested on.

    Args:
        count: how many there are.
    """

    @property
    def count(self) -> int:
        """How many examples there are."""

    def keys(self, batch: int, order: Order | None, first: int, last: int) -> tf.data.Dataset:
        """The keys of each step's batch.

        Args:
            batch: how many examples make a step.
            order: how each epoch goes through the examples; None for as they are.
            first: the first step, counted from 0 through all epochs.
            last: the step after the last.
        """

    def read(self, keys: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The examples, as the network takes them, and their labels."""


class Order(NamedTuple):
    """The order of examples: another one in each epoch, the same for the same seed."""

    seed: int


def steps_in(count: int, batch: int) -> int:
    """How many steps an epoch has; the last may be of fewer examples."""
    return -(-count // batch)


class _Indexed:
    """Examples that are had by their number."""

    count: int

    def keys(self, batch: int, order: Order | None, first: int, last: int) -> tf.data.Dataset:
        """The numbers of each step's examples."""
        steps, count = steps_in(self.count, batch), self.count

        def of_step(step: tf.Tensor) -> tf.Tensor:
            epoch, place = step // steps, step % steps
            numbers = tf.range(place * batch, tf.minimum((place + 1) * batch, count))
            if order is None:
                return numbers
            # A permutation that needs no list of all numbers, and is the same wherever it is computed.
            seed = tf.stack([tf.constant(order.seed, tf.int64), epoch])
            return tf.random.experimental.index_shuffle(numbers, seed, tf.constant(count - 1, tf.int64))

        return tf.data.Dataset.range(first, last).map(of_step)


class Arrays(_Indexed):
    """Examples in memory."""

    def __init__(self, examples: np.ndarray, labels: np.ndarray, shape: tuple[int | None, ...]) -> None:
        """Takes arrays without a copy where they can be shared.

        Args:
            examples: (count, ...); bytes are pixels, which are read as numbers from 0 to 1.
            labels: (count,), or (count, ...) for values.
            shape: what the network takes; an axis of one channel is added where it is missing.
        """
        self.count = len(examples)
        self.examples = _shared(examples)
        self.labels = _shared(labels)
        self._add_channel = len(shape) == examples.ndim

    def read(self, keys: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The examples, as the network takes them, and their labels."""
        examples = tf.gather(self.examples, keys)
        if examples.dtype == tf.uint8:
            examples = tf.cast(examples, tf.float32) / _WIDEST
        if self._add_channel:
            examples = examples[..., tf.newaxis]
        return tf.cast(examples, tf.float32), tf.gather(self.labels, keys)


def _shared(array: np.ndarray) -> tf.Tensor:
    """An array as a tensor in the same memory, where TensorFlow can use that; a copy else."""
    if not (array.flags.c_contiguous and array.flags.writeable and array.ctypes.data % ALIGNMENT == 0):
        array = _copied(array)
    with tf.device("CPU:0"):
        return tf.experimental.dlpack.from_dlpack(array.__dlpack__())


#: TensorFlow takes memory that begins at a multiple of so many bytes.
ALIGNMENT = 64


def aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """An array, its numbers not set, in memory that TensorFlow can share."""
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    memory = np.empty(size + ALIGNMENT, np.uint8)
    start = -memory.ctypes.data % ALIGNMENT
    return memory[start : start + size].view(dtype).reshape(shape)


def _copied(array: np.ndarray) -> np.ndarray:
    copy = aligned(array.shape, array.dtype)
    np.copyto(copy, array)
    return copy


class Pictures(_Indexed):
    """Images in files, read as they are needed and brought to one size."""

    def __init__(self, paths: Sequence[str], labels: np.ndarray, shape: tuple[int, int, int]) -> None:
        """Takes the paths of files.

        Args:
            paths: of PNG, JPEG, BMP or GIF files.
            labels: the class of each.
            shape: (height, width, channels) to bring them to, by bilinear interpolation.
        """
        self.count = len(paths)
        self.paths = list(paths)
        self.labels = tf.constant(labels, tf.int64)
        self._names = tf.constant(self.paths)
        self._shape = shape

    def read(self, keys: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The pixels, from 0 to 1, and the classes."""
        names = tf.gather(self._names, keys)
        pixels = tf.map_fn(lambda name: decoded(tf.io.read_file(name), self._shape), names, tf.float32)
        return pixels, tf.gather(self.labels, keys)

    def unreadable(self) -> str | None:
        """The first file that is no image; None where all are."""
        for path in self.paths:
            try:
                decoded(tf.io.read_file(path), self._shape)
            except tf.errors.OpError:
                return path
        return None


def decoded(content: tf.Tensor, shape: tuple[int, int, int]) -> tf.Tensor:
    """The pixels of an encoded image, from 0 to 1, brought to (height, width, channels)."""
    height, width, channels = shape
    pixels = tf.io.decode_image(content, channels=channels, expand_animations=False)
    pixels = tf.image.resize(tf.cast(pixels, tf.float32) / _WIDEST, (height, width))
    return tf.ensure_shape(pixels, shape)


@dataclass(frozen=True)
class Records:
    """Encoded images in TFRecord files, which are read one after the other.

    Args:
        files: their paths.
        count: how many records they hold.
        image: what the feature of the image is called.
        label: what the feature of its class is called.
        shape: (height, width, channels) to bring images to.
    """

    files: tuple[str, ...]
    count: int
    image: str
    label: str
    shape: tuple[int, int, int]

    def keys(self, batch: int, order: Order | None, first: int, last: int) -> tf.data.Dataset:
        """Each step's records as they are written."""
        steps = steps_in(self.count, batch)

        def of_epoch(epoch: tf.Tensor) -> tf.data.Dataset:
            if order is None:
                return tf.data.TFRecordDataset(list(self.files)).batch(batch)
            seed = tf.constant(order.seed, tf.int64)
            files = _mixed(tf.constant(self.files), seed, epoch)
            parts = tf.data.TFRecordDataset(files).batch(_BUFFER).enumerate(1)
            mixed = parts.map(lambda number, some: _mixed(some, seed + number * 2**32, epoch))
            return mixed.unbatch().batch(batch)

        epochs = tf.data.Dataset.range(first // steps, steps_in(max(last, 1), steps))
        return epochs.flat_map(of_epoch).skip(first % steps).take(last - first)

    def read(self, keys: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The pixels, from 0 to 1, and the classes."""
        told = tf.io.parse_example(keys, features(self.image, self.label))
        pixels = tf.map_fn(lambda content: decoded(content, self.shape), told[self.image], tf.float32)
        return pixels, told[self.label]


def _mixed(words: tf.Tensor, seed: tf.Tensor, epoch: tf.Tensor) -> tf.Tensor:
    return tf.random.experimental.stateless_shuffle(words, tf.stack([seed, epoch]))


def features(image: str, label: str) -> dict[str, Any]:
    """What a record holds."""
    return {image: tf.io.FixedLenFeature((), tf.string), label: tf.io.FixedLenFeature((), tf.int64)}


class Share(NamedTuple):
    """The part of every batch that one replica takes: each `of`-th example, from number `first` on."""

    first: int
    of: int


def batches(split: Split, keys: tf.data.Dataset, shares: Sequence[Share]) -> tf.data.Dataset:
    """What the replicas of one process take, one after the other in each step: examples, labels, weights.

    The weights of a step's examples are one over their number in all replicas, so that sums over all are means over
    the batch; a replica for which a small batch has no example takes one of weight 0.
    """
    if len(shares) == 1:
        whole = keys.map(lambda some: _part(split, some, *map(int, shares[0])), num_parallel_calls=tf.data.AUTOTUNE)
        return whole.prefetch(tf.data.AUTOTUNE)
    places = tf.constant([share.first for share in shares], tf.int64)
    count = shares[0].of
    parts = keys.flat_map(lambda some: tf.data.Dataset.from_tensor_slices(places).map(lambda place: (some, place))).map(
        lambda some, place: _part(split, some, place, count), num_parallel_calls=tf.data.AUTOTUNE
    )
    return parts.prefetch(tf.data.AUTOTUNE)


def _part(split: Split, keys: tf.Tensor, index: Any, count: int) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    weight = 1.0 / tf.cast(tf.size(keys), tf.float32)
    own = keys if count == 1 else keys[index::count]
    weights = tf.fill([tf.size(own)], weight)
    if count > 1:
        is_empty = tf.size(own) == 0
        own = tf.cond(is_empty, lambda: keys[:1], lambda: own)
        weights = tf.cond(is_empty, lambda: tf.zeros([1]), lambda: weights)
    examples, labels = split.read(own)
    return examples, labels, weights
