"""A training from its request to its results."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

import tensorflow as tf

from archspec.api import Architecture
from archspec.reports.drawing.png import CannotRender, rendered
from archspec.training.charts import write_curves
from archspec.training.checkpoints import restore
from archspec.training.cluster import meet
from archspec.training.confusion import Confusion, as_svg
from archspec.training.data.loading import Data, Wanted, load_data
from archspec.training.errors import TrainingError
from archspec.training.folder import Folder, Row, as_csv
from archspec.training.judging import Judgement, judge
from archspec.training.loop import Plan, Training, Watcher, save_model
from archspec.training.settings import Settings
from archspec.training.steps import Learner, make_learner

_PACKAGES = ("archspec-compiler", "keras", "tensorflow", "numpy")


class Ready(NamedTuple):
    """A network and data that fit each other.

    Args:
        learner: what is trained.
        data: what it is trained and tested on.
        wanted: what data must be for it.
        strategy: where it runs.
        writes: whether this process is the one that writes files.
    """

    learner: Learner
    data: Data
    wanted: Wanted
    strategy: tf.distribute.Strategy
    writes: bool = True


class Result(NamedTuple):
    """What came of a training.

    Args:
        history: the lines of all epochs.
        confusion: which classes it takes for which, after the last; None where that is not told.
    """

    history: list[Row]
    confusion: Confusion | None


def wanted_by(network: Architecture, settings: Settings) -> Wanted:
    """What data must be for a network.

    Raises:
        TrainingError: it has several inputs or outputs.
    """
    graph = network.graph
    if len(graph.inputs) != 1 or len(graph.outputs) != 1:
        found = f"{len(graph.inputs)} inputs and {len(graph.outputs)} outputs"
        raise TrainingError(f"{network.name} has {found}; a network with one of each can be trained")
    [shape], [output] = ([graph.nodes[at].output_shape for at in places] for places in (graph.inputs, graph.outputs))
    if not output or output[-1] is None:
        raise TrainingError(f"the last size of what {network.name} gives is not known; it can't be trained")
    return Wanted(shape, output, settings.loss.of_classes)


def make_ready(network: Architecture, settings: Settings, strategy: tf.distribute.Strategy) -> Ready:
    """Loads the data, holds it against the network, and builds that; nothing is written.

    Raises:
        TrainingError: the data can't be had, or does not fit.
    """
    wanted = wanted_by(network, settings)
    data = load_data(settings.data, wanted)
    with strategy.scope():
        learner = make_learner(network, settings)
    return Ready(learner, data, wanted, strategy)


def train(
    ready: Ready,
    folder: Folder,
    watcher: Watcher,
    wants_to_stop: Callable[[], bool],
    *,
    resumes: bool = False,
    save_every: float = 60.0,
) -> Result:
    """Trains a network, and leaves in its folder what came of it.

    Args:
        ready: the network and the data.
        folder: of the run.
        watcher: who is told how it goes.
        wants_to_stop: tells whether somebody has asked to stop.
        resumes: whether it goes on where the last checkpoint in the folder is.
        save_every: how many seconds may be lost where the process is killed.

    Raises:
        TrainingError: the loss is no number, or the checkpoints are of another network.
        Stopped: somebody asked to stop.
        OSError: a file can't be written.
    """
    learner, data = ready.learner, ready.data
    moment = restore(folder.checkpoints, learner.variables) if resumes else None
    own = folder if ready.writes else None
    training = Training(Plan(learner, data, ready.strategy, own, save_every, wants_to_stop, watcher), moment)
    for _ in training.epochs():
        pass
    found = _finish(ready, folder, training.history) if ready.writes else None
    meet(ready.strategy)
    return Result(training.history, found.confusion if found else None)


def _finish(ready: Ready, folder: Folder, history: Sequence[Row]) -> Judgement:
    """Writes the last model, the history with its curves, and which classes it takes for which."""
    learner, data = ready.learner, ready.data
    save_model(learner, folder, "last")
    # Where the process was killed between an epoch's checkpoint and its line, only the checkpoint has that.
    folder.write_history(history)
    svg = write_curves(history, folder)
    with suppress(CannotRender):
        folder.write("history.png", rendered(svg))
    found = judge(learner.model, data.test, learner.settings, ready.wanted, data.names)
    write_confusion(folder, found)
    return found


def write_confusion(folder: Folder, found: Judgement) -> None:
    """Writes which classes a network takes for which, as numbers and as a picture."""
    if found.confusion is None:
        return
    folder.write("confusion.csv", found.confusion.as_csv())
    folder.write("classes.csv", as_csv(found.confusion.per_class()))
    svg = as_svg(found.confusion)
    if svg is not None:
        folder.write("confusion.svg", svg)


def environment() -> dict[str, Any]:
    """The versions and the machine, as a run remembers them."""
    return {
        "command": sys.argv[1:],
        "began": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "devices": [device.name for device in tf.config.list_logical_devices()],
        "packages": {name: _version(name) for name in _PACKAGES},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
