"""How a network is trained: what its spec and the command line say, and what holds where they are silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from archspec.catalogue.objectives import Accuracy, Callback, Loss, Metric, SparseCategoricalCrossentropy
from archspec.catalogue.optimizers import Adam, Optimizer, Schedule
from archspec.spec.chosen import DATA_SETS, Chosen
from archspec.spec.training import Training
from archspec.training.errors import TrainingError


class Settings(NamedTuple):
    """How a network is trained.

    Args:
        data: the name of a data set, or the path of one.
        epochs: how often all examples are gone through.
        batch_size: how many examples make a step, on all machines together.
        optimizer: how gradients change the weights.
        learning_rate: how far; a number or a schedule.
        loss: what is made small.
        metrics: what else is told of each epoch.
        mixed_precision: the policy of numbers.
        jit_compile: whether XLA compiles the step.
        callbacks: what acts after an epoch.
        seed: what all chance begins from.
    """

    data: str
    epochs: int
    batch_size: int
    optimizer: Optimizer
    learning_rate: float | Schedule
    loss: Loss
    metrics: tuple[Metric, ...]
    mixed_precision: str
    jit_compile: bool
    callbacks: tuple[Callback, ...]
    seed: int

    @property
    def columns(self) -> tuple[str, ...]:
        """What is told of the data in training, and with `test_` before it of the test data."""
        return ("loss", *(metric.column for metric in self.metrics))

    def as_data(self) -> dict[str, Any]:
        """The settings as plain data, in the spelling of a spec."""
        plain = self._asdict()
        for key in ("optimizer", "learning_rate", "loss"):
            plain[key] = _spelled(plain[key])
        for key in ("metrics", "callbacks"):
            plain[key] = list(map(_spelled, plain[key]))
        return plain


def _spelled(value: Any) -> Any:
    return value.spelled() if hasattr(value, "spelled") else value


def settle(training: Training | None) -> Settings:
    """What holds for a training.

    Args:
        training: what the spec and the command line say.

    Raises:
        TrainingError: neither names the data.
    """
    if training is None or training.data is None:
        raise TrainingError(f"what is it to be trained on? Name it with --data: {', '.join(DATA_SETS)}, or a path")
    optimizer = training.optimizer.setting if training.optimizer else Adam()
    loss = training.loss.setting if training.loss else SparseCategoricalCrossentropy()
    metrics = tuple(metric.setting for metric in training.metrics or ())
    if training.metrics is None and loss.of_classes:
        metrics = (Accuracy(),)
    rate = training.learning_rate
    return Settings(
        data=training.data.text,
        epochs=training.epochs or 10,
        batch_size=training.batch_size or 32,
        optimizer=optimizer,
        learning_rate=rate.setting if isinstance(rate, Chosen) else rate or optimizer.learning_rate,
        loss=loss,
        metrics=metrics,
        mixed_precision=training.mixed_precision or "float32",
        jit_compile=bool(training.jit_compile),
        callbacks=tuple(callback.setting for callback in training.callbacks),
        seed=training.seed or 0,
    )


def place_of_data(training: Training | None, options: dict[str, str]) -> str | None:
    """The path of the data from wherever it is looked for; None where it is a data set with a name, or none is given.

    A path on the command line is relative to the working folder, one in a spec to the spec's.

    Args:
        training: what the spec says.
        options: what the command line says.
    """
    if "data" in options:
        word = options["data"]
        is_path = word not in DATA_SETS and ({"/", "."} & set(word) or Path(word).exists())
        return str(Path(word).absolute()) if is_path else None
    given = training.data if training else None
    if given is None or given.text in DATA_SETS:
        return None
    home = given.span.source.path
    return str((home.parent if home else Path()).absolute() / given.text)
