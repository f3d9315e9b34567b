"""EarlyStopping and ReduceLROnPlateau against Keras's own, on histories of every shape."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from archspec.catalogue.objectives import Accuracy, EarlyStopping, ReduceLROnPlateau
from archspec.catalogue.objectives import SparseCategoricalCrossentropy as Loss
from archspec.catalogue.optimizers import SGD
from archspec.training.callbacks import best_row, learning_rate, stops
from archspec.training.settings import Settings

RATE = 0.5
MONITORS = ["test_loss", "test_accuracy"]


def settings(*callbacks):
    return Settings("x", 50, 8, SGD(), RATE, Loss(), (Accuracy(),), "float32", False, callbacks, 0)


def histories(monitor):
    chance = np.random.default_rng(3)
    for number in range(12):
        values = chance.choice([0.1, 0.2, 0.3, 0.31, 0.4, 0.5], 30) if number % 2 else chance.random(30)
        yield [{"epoch": epoch + 1, monitor: float(value)} for epoch, value in enumerate(values)]


@pytest.mark.parametrize("monitor", MONITORS)
@pytest.mark.parametrize(("patience", "delta"), [(0, 0), (1, 0), (3, 0.05), (5, 0.1)])
def test_early_stopping(monitor, patience, delta):
    ours = settings(EarlyStopping(monitor=monitor, patience=patience, min_delta=delta))
    mode = "max" if "accuracy" in monitor else "min"
    for history in histories(monitor):
        theirs = keras.callbacks.EarlyStopping(monitor, min_delta=delta, patience=patience, mode=mode)
        theirs.set_model(SimpleNamespace(stop_training=False))
        theirs.on_train_begin()
        for epoch, row in enumerate(history):
            theirs.on_epoch_end(epoch, row)
            assert (stops(history[: epoch + 1], ours) is not None) == theirs.model.stop_training
            if theirs.model.stop_training:
                break


@pytest.mark.parametrize("monitor", MONITORS)
@pytest.mark.parametrize(("patience", "delta", "cooldown", "least"), [(1, 0, 0, 0), (2, 0.05, 1, 0), (3, 0, 4, 0.03)])
def test_reducing_the_learning_rate(monitor, patience, delta, cooldown, least):
    own = ReduceLROnPlateau(
        monitor=monitor, factor=0.5, patience=patience, min_delta=delta, cooldown=cooldown, min_lr=least
    )
    mode = "max" if "accuracy" in monitor else "min"
    for history in histories(monitor):
        theirs = keras.callbacks.ReduceLROnPlateau(
            monitor, factor=0.5, patience=patience, min_delta=delta, cooldown=cooldown, min_lr=least, mode=mode
        )
        optimizer = keras.optimizers.SGD(RATE)
        theirs.set_model(SimpleNamespace(optimizer=optimizer))
        theirs.on_train_begin()
        for epoch, row in enumerate(history):
            theirs.on_epoch_end(epoch, dict(row))
            assert learning_rate(history[: epoch + 1], settings(own)) == pytest.approx(float(optimizer.learning_rate))


def test_the_best_epoch_is_the_first_of_the_best():
    rows = [{"test_loss": loss, "test_accuracy": accuracy} for loss, accuracy in ((3, 0.5), (2, 0.7), (1, 0.7))]
    assert best_row(rows, settings()) is rows[1]
    assert best_row(rows, settings()._replace(metrics=())) is rows[2]
