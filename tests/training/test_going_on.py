"""A training that is stopped, by whatever, goes on as if it had not been."""

import json
from pathlib import Path

import keras
import numpy as np
import pytest

from .conftest import call_in, write_example

#: Ends the process by `kill -9` as it is about to save for the n-th time, or while it does.
KILLED = """
import os, signal
from archspec.training import loop
import numpy as np
real, calls = {target}, []
def fatal(*arguments, **others):
    calls.append(1)
    if len(calls) == {number}:
        {then}
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **others)
{target} = fatal
"""
#: Asks the process to stop at the n-th step, as Ctrl-C does, or a scheduler.
ASKED = """
import os, signal
from archspec.training import loop
real, calls = loop.Training._step, []
def asking(self, step, *arguments):
    calls.append(step is self.steps.train)
    if calls[-1] and sum(calls) == {number}:
        os.kill(os.getpid(), signal.{name})
    return real(self, step, *arguments)
loop.Training._step = asking
"""
STOPS = [("SIGINT", 2, "step 2 of epoch 1"), ("SIGTERM", 9, "step 3 of epoch 2")]
TRAIN = ("train", "small.yaml", "--save-every", "0", "-o")


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    """What comes of the training where nothing stops it."""
    folder = tmp_path_factory.mktemp("unbroken")
    write_example(folder)
    done = call_in(folder, *TRAIN, "whole")
    assert done.returncode == 0, done.stderr
    return outcome(folder / "whole")


def outcome(run):
    """The history without its times, and the weights."""
    history = json.loads((Path(run) / "history.json").read_text())
    for row in history:
        del row["seconds"]
    return history, keras.models.load_model(Path(run) / "last.keras", compile=False).get_weights()


def check_goes_on(call, unbroken, *more):
    done = call("train", "--resume", "broken", *more)
    assert done.returncode == 0, done.stderr
    history, weights = outcome("broken")
    for row, whole in zip(history, unbroken[0], strict=True):
        assert row == pytest.approx(whole, abs=1e-6)
    for ours, whole in zip(weights, unbroken[1], strict=True):
        assert np.allclose(ours, whole, atol=1e-6, rtol=0)
    assert list(Path("broken").rglob(".archspec-*")) == []
    assert (Path("broken") / "best.keras").exists()


@pytest.mark.parametrize(
    ("target", "number", "then"),
    [
        ("loop.save", 9, "pass"),
        ("np.savez", 8, "real(*arguments); arguments[0].truncate(99)"),
        pytest.param("loop.save_model", 2, "pass", marks=pytest.mark.long),
        pytest.param("loop.Folder.write_history", 3, "pass", marks=pytest.mark.long),
    ],
    ids=["in the second epoch", "while it saves", "at the end of an epoch", "as all is done"],
)
def test_killed(call, unbroken, target, number, then):
    done = call(*TRAIN, "broken", before=KILLED.format(target=target, number=number, then=then))
    assert done.returncode == -9
    check_goes_on(call, unbroken)


@pytest.mark.parametrize(
    ("name", "number", "where"),
    [
        ("SIGINT", 2, "step 2 of epoch 1"),
        pytest.param("SIGTERM", 9, "step 3 of epoch 2", marks=pytest.mark.long),
    ],
)
def test_asked_to_stop(call, unbroken, name, number, where):
    done = call(*TRAIN, "broken", before=ASKED.format(name=name, number=number))
    assert done.returncode == 130
    assert done.stderr.splitlines()[-1] == f"stopped after {where}; go on with: archspec train --resume broken"
    check_goes_on(call, unbroken)


def test_a_checkpoint_that_can_not_be_read_is_passed_over(call, unbroken):
    call(*TRAIN, "broken", before=KILLED.format(target="loop.save", number=10, then="pass"))
    last = sorted(Path("broken/checkpoints").iterdir())[-1]
    last.write_bytes(last.read_bytes()[:500])
    check_goes_on(call, unbroken)


def test_a_run_that_is_complete_can_be_made_longer(call, unbroken):
    call(*TRAIN, "broken", "--epochs", "2")
    check_goes_on(call, unbroken, "--epochs", "3")


def test_of_another_spec(call, place):
    call(*TRAIN, "broken", before=KILLED.format(target="loop.save", number=3, then="pass"))
    spec = place / "broken" / "spec.yaml"
    spec.write_text(spec.read_text().replace("filters: 4", "filters: 5"))
    done = call("train", "--resume", "broken")
    assert (done.returncode, "is of another network" in done.stderr) == (2, True)
