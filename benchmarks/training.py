"""An epoch of `archspec train` against `keras.Model.fit`, and against the notebook's own loop, on the same digits."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.measure import Result, at_most

_BATCH = 32
_SPEC = "resnet_mnist"


class _Silent:
    def began(self, epoch: int, steps: int) -> None:
        pass

    def went(self, step: int, sums: Any, rate: float) -> None:
        pass

    def ended(self, row: Any) -> None:
        pass

    def said(self, text: str) -> None:
        pass


def run(short: bool) -> Iterator[Result]:
    """Training, test and, on our side, all files of the run; without XLA on all sides."""
    from archspec.training.engine import prepare

    prepare()
    rounds = 3 if short else 15
    with tempfile.TemporaryDirectory() as folder:
        ours, fit, notebook = _alternating(rounds, _ours(Path(folder), rounds + 1), _fit(), _notebook())
    yield at_most(f"an epoch of {_SPEC} on digits, against Model.fit", ours, fit, 1.03)
    yield at_most(f"an epoch of {_SPEC} on digits, against the notebook's loop", ours, notebook, 1)


def _alternating(rounds: int, *works: Callable[[], float]) -> list[float]:
    """The median of the seconds that each tells, run in turn, back and forth; the first of each is not counted."""
    times: list[list[float]] = [[] for _ in works]
    turn = list(zip(times, works, strict=True))
    for round_ in range(rounds + 1):
        for found, work in turn:
            told = work()
            if round_:
                found.append(told)
        turn.reverse()
    return [statistics.median(found) for found in times]


def _ours(folder: Path, epochs: int) -> Callable[[], float]:
    import tensorflow as tf

    import archspec
    from archspec.spec.training import with_options
    from archspec.training.folder import Folder
    from archspec.training.loop import Plan, Training
    from archspec.training.running import make_ready
    from archspec.training.settings import settle

    network = archspec.load(_SPEC)
    written = network.program.document.training
    settings = settle(with_options(written, {"data": "digits", "epochs": str(epochs), "batch_size": str(_BATCH)}))
    ready = make_ready(network, settings, tf.distribute.get_strategy())
    plan = Plan(ready.learner, ready.data, ready.strategy, Folder(folder), 60.0, lambda: False, _Silent())
    under_way = Training(plan, None).epochs()

    def epoch() -> float:
        start = time.perf_counter()
        next(under_way)
        return time.perf_counter() - start

    return epoch


def _digits() -> tuple[Any, Any, Any, Any]:
    import archspec
    from archspec.training.data.loading import load_data
    from archspec.training.running import Wanted

    shape = archspec.load(_SPEC).graph.nodes[0].output_shape
    data = load_data("digits", Wanted(shape, (10,), True))
    return tuple(part.numpy() for split in (data.train, data.test) for part in (split.examples, split.labels))


def _fit() -> Callable[[], float]:
    import keras

    import archspec

    x_train, y_train, x_test, y_test = _digits()
    model = archspec.load(_SPEC).build()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False)

    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.start = time.perf_counter()

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.seconds = time.perf_counter() - self.start

    def epoch() -> float:
        clock = Clock()
        tested = (x_test, y_test)
        model.fit(x_train, y_train, _BATCH, validation_data=tested, verbose=0, callbacks=[clock])
        return clock.seconds

    return epoch


def _notebook() -> Callable[[], float]:
    """The notebook's loop as it is written there, on the network of the spec."""
    import keras
    import tensorflow as tf

    import archspec

    x_train, y_train, x_test, y_test = _digits()
    train_ds = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(10000).batch(_BATCH)
    test_ds = tf.data.Dataset.from_tensor_slices((x_test, y_test)).batch(_BATCH)
    model = archspec.load(_SPEC).build()
    loss_object, optimizer = keras.losses.SparseCategoricalCrossentropy(), keras.optimizers.Adam()
    train_loss, test_loss = keras.metrics.Mean(), keras.metrics.Mean()
    train_accuracy, test_accuracy = (keras.metrics.SparseCategoricalAccuracy() for _ in range(2))

    @tf.function
    def train_step(images: Any, labels: Any) -> None:
        with tf.GradientTape() as tape:
            predictions = model(images, training=True)
            loss = loss_object(labels, predictions)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
        train_loss(loss)
        train_accuracy(labels, predictions)

    @tf.function
    def test_step(images: Any, labels: Any) -> None:
        predictions = model(images, training=False)
        test_loss(loss_object(labels, predictions))
        test_accuracy(labels, predictions)

    def epoch() -> float:
        start = time.perf_counter()
        for images, labels in train_ds:
            train_step(images, labels)
        for images, labels in test_ds:
            test_step(images, labels)
        for metric in (train_loss, train_accuracy, test_loss, test_accuracy):
            float(metric.result())
            metric.reset_state()
        return time.perf_counter() - start

    return epoch
