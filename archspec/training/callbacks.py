"""What acts after an epoch, told by the history alone: so nothing of it is lost when a training is taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from archspec.catalogue.objectives import Callback, EarlyStopping, ReduceLROnPlateau
from archspec.training.folder import Row
from archspec.training.settings import Settings


def grows(column: str, settings: Settings) -> bool:
    """Whether more of a column is better."""
    name = column.removeprefix("test_")
    return any(metric.column == name and metric.grows for metric in settings.metrics)


def judged_by(settings: Settings) -> str:
    """The column that tells which epoch is the best: the first metric of the test data, else the loss."""
    return f"test_{settings.columns[1] if len(settings.columns) > 1 else 'loss'}"


def best_row(history: Sequence[Row], settings: Settings) -> Row:
    """The line of the best epoch, the first of those that are as good."""
    column = judged_by(settings)
    sign = 1 if grows(column, settings) else -1
    return max(history, key=lambda row: sign * row[column])


def stops(history: Sequence[Row], settings: Settings) -> str | None:
    """Why the training ends after the last of these epochs; None where it goes on."""
    for callback in settings.callbacks:
        if isinstance(callback, EarlyStopping):
            waited = _waits(history, callback, settings)[-1]
            if waited > 0 and waited >= callback.patience:
                return f"EarlyStopping: {callback.monitor} has not become better for {waited} epochs"
    return None


def learning_rate(history: Sequence[Row], settings: Settings) -> float | None:
    """The learning rate after these epochs, where a callback sets it; None where none does."""
    rate: Any = None
    for callback in settings.callbacks:
        if isinstance(callback, ReduceLROnPlateau):
            rate = _reduced(history, callback, settings)
    return rate


def _waits(history: Sequence[Row], callback: Callback, settings: Settings) -> list[int]:
    """After each epoch, for how many the monitored number has not become better."""
    sign = 1 if grows(callback.monitor, settings) else -1
    delta = getattr(callback, "min_delta", 0)
    best, waited, waits = -inf, 0, []
    for row in history:
        value = sign * row[callback.monitor]
        waited = waited + 1
        if value - delta > best:
            best, waited = value, 0
        waits.append(waited)
    return waits


def _reduced(history: Sequence[Row], callback: ReduceLROnPlateau, settings: Settings) -> float:
    """Keras's rule: after `patience` epochs without a better number, then again after `cooldown` and as many."""
    rate = float(settings.learning_rate)  # type: ignore[arg-type]
    sign = 1 if grows(callback.monitor, settings) else -1
    best, waited, cooling = -inf, 0, 0
    for row in history:
        value = sign * row[callback.monitor]
        if cooling > 0:
            cooling, waited = cooling - 1, 0
        if value > best + callback.min_delta:
            best, waited = value, 0
        elif cooling == 0:
            waited += 1
            if waited >= callback.patience and rate > callback.min_lr:
                rate, cooling, waited = max(rate * callback.factor, callback.min_lr), callback.cooldown, 0
    return rate
