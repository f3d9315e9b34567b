"""Epochs: the steps of each, its test, its line, and what is saved on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple, Protocol

import numpy as np
import tensorflow as tf

from archspec.training import callbacks
from archspec.training.board import Board
from archspec.training.charts import write_curves
from archspec.training.checkpoints import Moment, save
from archspec.training.cluster import meet
from archspec.training.data.loading import Data
from archspec.training.data.splits import Order, Pictures, Share, Split, batches, steps_in
from archspec.training.errors import Stopped, TrainingError
from archspec.training.folder import Folder, Row
from archspec.training.steps import Learner, Steps, make_steps
from archspec.writing import whole_file

#: How TensorFlow says that a process it works with does not answer.
_LOST = (
    *(tf.errors.UnavailableError, tf.errors.AbortedError, tf.errors.CancelledError),
    *(tf.errors.DeadlineExceededError, tf.errors.InternalError),
)
#: How many steps may be under way on an accelerator before their sums are looked at.
_AHEAD = 16


class Watcher(Protocol):
    """Who is told how a training goes."""

    def began(self, epoch: int, steps: int) -> None:
        """An epoch has begun, or is gone on with."""

    def went(self, step: int, sums: Row, rate: float) -> None:
        """A step of the epoch is done: what its columns are so far, and how many examples a second it takes."""

    def ended(self, row: Row) -> None:
        """An epoch has ended."""

    def said(self, text: str) -> None:
        """Something else that a reader should know."""


class Plan(NamedTuple):
    """A training that is ready to begin.

    Args:
        learner: what is trained.
        data: what it is trained and tested on.
        strategy: where it runs.
        folder: where its files go; None for a process that writes nothing.
        save_every: how many seconds may be lost where the process is killed.
        wants_to_stop: tells whether somebody has asked to stop.
        watcher: who is told.
    """

    learner: Learner
    data: Data
    strategy: tf.distribute.Strategy
    folder: Folder | None
    save_every: float
    wants_to_stop: Callable[[], bool]
    watcher: Watcher


@dataclass
class _Sums:
    """Sums over the examples that have been seen, added where no digit is lost."""

    values: np.ndarray
    waiting: list[tf.Tensor] = field(default_factory=list)

    def take(self) -> tuple[int | None, bool]:
        """Adds the steps that are done: the first of them, counted from 0, that gave no number; whether to stop."""
        stop, wrong = False, None
        for number, sums in enumerate(self.waiting):
            told = sums.numpy().astype(np.float64)
            stop = stop or told[-1] > 0
            if wrong is None and not np.isfinite(told).all():
                wrong = number
            self.values = self.values + told[:-1]
        self.waiting.clear()
        return wrong, stop

    def means(self, columns: tuple[str, ...], prefix: str = "") -> Row:
        """What is told of the examples so far."""
        *sums, count = self.values
        return {f"{prefix}{column}": float(value / max(count, 1)) for column, value in zip(columns, sums, strict=True)}


class Training:
    """A training under way."""

    def __init__(self, plan: Plan, moment: Moment | None) -> None:
        """Takes up a training.

        Args:
            plan: what is trained, on what, and where.
            moment: how far it has come; None for one that begins.
        """
        self.plan = plan
        self.settings = plan.learner.settings
        self.steps: Steps = make_steps(plan.learner, plan.strategy)
        self.in_epoch = steps_in(plan.data.train.count, self.settings.batch_size)
        self.step = moment.step if moment else 0
        self.history: list[Row] = list(moment.history) if moment else []
        width = len(self.settings.columns) + 1
        self._sums = _Sums(np.array(moment.sums if moment and moment.sums else [0.0] * width))
        self._seconds = moment.seconds if moment else 0.0
        self._test_steps = steps_in(plan.data.test.count, self.settings.batch_size)
        self._testing = self._batches(plan.data.test, None, 0, self._test_steps)
        self._alone = plan.strategy.cluster_resolver is None
        self._board = Board(plan.folder.logs if plan.folder else None)
        self._began = self._saved = self._seen_since = time.monotonic()
        self._seen = 0
        self._ahead = _AHEAD if tf.config.list_logical_devices("GPU") else 1

    def epochs(self) -> Iterator[Row]:
        """Trains until the last epoch, or until a callback ends it, and gives the line of each.

        Raises:
            Stopped: somebody asked to stop; a checkpoint holds all that is needed to go on.
            TrainingError: the loss is no number, or another worker is gone.
            OSError: a file can't be written.
        """
        last = self.settings.epochs * self.in_epoch
        iterator = iter(self._batches(self.plan.data.train, Order(self.settings.seed), self.step, last))
        while self.step < last and not self._ended():
            yield self._epoch(iterator)
        self._board.close()

    def _ended(self) -> bool:
        why = callbacks.stops(self.history, self.settings) if self.history else None
        if why:
            self.plan.watcher.said(why)
        return why is not None

    def _batches(self, split: Split, order: Order | None, first: int, last: int) -> Any:
        batch = self.settings.batch_size

        def dataset(context: tf.distribute.InputContext) -> tf.data.Dataset:
            own = context.num_replicas_in_sync // context.num_input_pipelines
            begin = context.input_pipeline_id * own
            shares = [Share(begin + number, context.num_replicas_in_sync) for number in range(own)]
            return batches(split, split.keys(batch, order, first, last), shares)

        return self.plan.strategy.distribute_datasets_from_function(dataset)

    def _epoch(self, iterator: Iterator[Any]) -> Row:
        epoch = self.step // self.in_epoch
        self._began = time.monotonic() - self._seconds
        self._seen, self._seen_since = 0, time.monotonic()
        self.plan.watcher.began(epoch + 1, self.in_epoch)
        while self.step < (epoch + 1) * self.in_epoch:
            self._stop_where_asked()
            self._sums.waiting.append(self._step(self.steps.train, iterator, self.plan.data.train))
            self.step += 1
            if len(self._sums.waiting) >= self._ahead or self.step % self.in_epoch == 0:
                self._look(epoch)
        return self._close(epoch)

    def _step(self, step: Callable[[Iterator[Any]], tf.Tensor], iterator: Iterator[Any], split: Split) -> tf.Tensor:
        try:
            return step(iterator)
        except _LOST:
            if self._alone:
                raise
            raise TrainingError("another worker is gone, or does not answer") from None
        except (tf.errors.InvalidArgumentError, tf.errors.NotFoundError, tf.errors.DataLossError):
            blamed = split.unreadable() if isinstance(split, Pictures) else None
            if blamed is None:
                raise
            raise TrainingError(f"{blamed} is no image that can be read") from None

    def _stop_where_asked(self) -> None:
        """Tells all processes that this one is asked to stop: they stop after the same step."""
        if not self._alone and self.plan.wants_to_stop():
            self.plan.learner.stopping.assign(1.0)

    def _look(self, epoch: int) -> None:
        """Takes what the last steps gave, tells it, saves where it is time, and stops where that is asked for."""
        first = self.step - len(self._sums.waiting)
        wrong, stop = self._sums.take()
        if wrong is not None:
            self._refuse(first + wrong, epoch)
        place = self.step - epoch * self.in_epoch
        seconds = time.monotonic() - self._seen_since
        self._seen += (self.step - first) * self.settings.batch_size
        self.plan.watcher.went(place, self._sums.means(self.settings.columns), self._seen / max(seconds, 1e-9))
        stop = stop or (self._alone and self.plan.wants_to_stop())
        if stop and place < self.in_epoch:
            self._save()
            meet(self.plan.strategy)
            raise Stopped(epoch + 1, place)
        if place < self.in_epoch and time.monotonic() - self._saved >= self.plan.save_every:
            self._save()

    def _refuse(self, step: int, epoch: int) -> None:
        place = step - epoch * self.in_epoch + 1
        message = f"the loss is no number (NaN or infinity) at step {place} of epoch {epoch + 1}"
        hint = "a smaller learning rate, or 'clipnorm' in the optimizer, may help"
        raise TrainingError(f"{message}; {hint}")

    def _close(self, epoch: int) -> Row:
        """Tests the network, writes the epoch's line, its checkpoint, and the model where it is the best so far."""
        row: Row = {"epoch": epoch + 1, **self._sums.means(self.settings.columns)}
        tested = self._test()
        row |= tested.means(self.settings.columns, "test_")
        row["seconds"] = round(time.monotonic() - self._began, 3)
        if not all(map(isfinite, row.values())):
            raise TrainingError(f"the loss on the test data is no number (NaN or infinity) after epoch {epoch + 1}")
        self.history.append(row)
        self._sums = _Sums(np.zeros_like(self._sums.values))
        self._seconds = 0.0
        rate = callbacks.learning_rate(self.history, self.settings)
        if rate is not None:
            self.plan.learner.optimizer.learning_rate = rate
        folder = self.plan.folder
        if folder is not None:
            if callbacks.best_row(self.history, self.settings) is row:
                save_model(self.plan.learner, folder, "best")
            self._save()
            folder.write_history(self.history)
            write_curves(self.history, folder)
            self._board.write(row)
        self.plan.watcher.ended(row)
        return row

    def _test(self) -> _Sums:
        sums = _Sums(np.zeros_like(self._sums.values))
        iterator = iter(self._testing)
        for _ in range(self._test_steps):
            sums.waiting.append(self._step(self.steps.test, iterator, self.plan.data.test))
            if len(sums.waiting) >= self._ahead:
                sums.take()
        sums.take()
        return sums

    def _save(self) -> None:
        if self.plan.folder is None:
            return
        place = self.step % self.in_epoch
        seconds = time.monotonic() - self._began if place else 0.0
        moment = Moment(self.step, list(map(float, self._sums.values)), seconds, self.history)
        save(self.plan.folder.checkpoints, moment, self.plan.learner.variables)
        self._saved = time.monotonic()


def save_model(learner: Learner, folder: Folder, name: str) -> None:
    """Writes the network as it is now, as an ordinary Keras model.

    Raises:
        OSError: it can't be written.
    """
    with whole_file(folder.path / f"{name}.keras") as temporary:
        learner.model.save(temporary)
