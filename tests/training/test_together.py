"""Several processes that train together, for real: what they come to, and what becomes of them when one dies."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from itertools import chain

import pytest

from archspec.cli import workers
from archspec.cli.main import run

from .conftest import call_in, write_example

#: No dropout, whose chance is another in each replica; a normalization that sums over all of them.
SPEC = """\
archspec: 1
name: together
inputs: [8, 8, 1]
layers:
  - Conv2D: {filters: 4, kernel_size: 3, activation: relu, kernel_regularizer: {L2: {l2: 0.001}}}
  - Flatten
  - Dense: {units: 3, activation: softmax}
training: {data: ./bars.npz, epochs: 3, batch_size: 8}
"""
#: Writes down which examples this process learns from, by their sums.
RECORDED = """
import os
from archspec.training.steps import _Replica
import json, tensorflow as tf
real = _Replica.train
place = "seen-" + str(json.loads(os.environ.get("TF_CONFIG", '{"task": {"index": 0}}'))["task"]["index"])
def train(self, examples, labels, weights):
    told = tf.strings.as_string(tf.reduce_sum(examples, (1, 2, 3)), precision=6)
    def write(words, weights):
        with open(place, "a") as file:
            file.writelines(word.decode() + chr(10) for word, weight in zip(words.numpy(), weights.numpy()) if weight)
    tf.py_function(write, [told, weights], [])
    return real(self, examples, labels, weights)
_Replica.train = train
"""
#: Ends the process by `kill -9` as it begins its n-th step.
DYING = """
import os, signal
from archspec.training import loop
real, calls = loop.Training._step, []
def dying(self, step, *arguments):
    calls.append(step is self.steps.train)
    if calls[-1] and sum(calls) == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, step, *arguments)
loop.Training._step = dying
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("together")
    write_example(folder)
    (folder / "together.yaml").write_text(SPEC)
    return folder


def start(folder, count, arguments, befores):
    """Starts processes that find each other by TF_CONFIG, as on machines of their own."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    addresses = [f"127.0.0.1:{each.getsockname()[1]}" for each in sockets]
    for each in sockets:
        each.close()
    started = []
    for index in range(count):
        told = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
        code = f"import sys\n{befores.get(index, '')}\nfrom archspec.cli.main import main\nmain(sys.argv[1:])"
        environment = {**os.environ, "TF_CONFIG": json.dumps(told)}
        command = [sys.executable, "-c", code, *arguments, "--distribute", "multiworker"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, cwd=folder, env=environment, **pipes))
    return started


def ended(started):
    return [(process.wait(), *process.communicate()) for process in started]


def history(folder, name):
    return json.loads((folder / name / "history.json").read_text())


@pytest.fixture(scope="module")
def alone(folder):
    code = f"import sys\n{RECORDED}\nfrom archspec.cli.main import main\nmain(sys.argv[1:])"
    command = [sys.executable, "-c", code, "train", "together.yaml", "-o", "alone"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    seen = (folder / "seen-0").read_text().split()
    (folder / "seen-0").unlink()
    return history(folder, "alone"), seen


@pytest.mark.parametrize("count", [2, pytest.param(4, marks=pytest.mark.long)])
def test_they_come_to_what_one_does_and_see_each_example_once(folder, alone, count):
    """The last batch is of five: of eight shares of two, or of four."""
    name = f"of-{count}"
    told = ended(start(folder, count, ["train", "together.yaml", "-o", name], dict.fromkeys(range(count), RECORDED)))
    assert [code for code, _, _ in told] == [0] * count, told
    for ours, one in zip(history(folder, name), alone[0], strict=True):
        assert ours.keys() == one.keys()
        assert all(ours[key] == pytest.approx(one[key], abs=1e-5) for key in ours if key != "seconds")
    seen = [(folder / f"seen-{number}").read_text().split() for number in range(count)]
    assert sorted(chain.from_iterable(seen)) == sorted(alone[1])
    assert len(alone[1]) == 3 * 45
    assert all(len(each) > 20 for each in seen)
    assert [out != "" for _, out, _ in told] == [True] + [False] * (count - 1)
    for number in range(count):
        (folder / f"seen-{number}").unlink()


def test_only_the_first_writes(folder):
    """The others are run where they can write nothing."""
    forbidden = (
        "import pathlib, os\n"
        "def refuse(*arguments, **others): raise AssertionError('a worker writes')\n"
        "from archspec import writing\n"
        "import archspec.training.folder, archspec.training.checkpoints, archspec.training.loop\n"
        "for module in (archspec.training.folder, archspec.training.checkpoints, archspec.training.loop):\n"
        "    module.whole_file = refuse\n"
    )
    told = ended(start(folder, 2, ["train", "together.yaml", "-o", "first", "--save-every", "0"], {1: forbidden}))
    assert [code for code, _, _ in told] == [0, 0], told
    assert {"last.keras", "history.svg", "confusion.csv"} <= {path.name for path in (folder / "first").iterdir()}


def test_a_worker_that_is_killed_ends_the_run_with_a_message_and_it_can_be_gone_on_with(folder, alone):
    began = time.monotonic()
    arguments = ["train", "together.yaml", "-o", "killed", "--save-every", "0"]
    [first, second] = ended(start(folder, 2, arguments, {1: DYING.format(number=10)}))
    assert time.monotonic() - began < 60
    assert second[0] == -9
    assert first[0] == 2
    lines = first[2].strip().splitlines()
    assert lines[-1].startswith(
        "Error: another worker is gone, or does not answer; the last good checkpoint is in killed/"
    )
    assert len(history(folder, "killed")) == 1
    told = ended(start(folder, 2, ["train", "--resume", "killed"], {}))
    assert [code for code, _, _ in told] == [0, 0], told
    for ours, one in zip(history(folder, "killed"), alone[0], strict=True):
        assert all(ours[key] == pytest.approx(one[key], abs=1e-5) for key in ours if key != "seconds")


def test_workers_of_this_machine(folder, alone, monkeypatch, capfd):
    monkeypatch.chdir(folder)
    assert run(["train", "together.yaml", "-o", "local", "--workers", "2"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert len(re.findall(r"^Epoch \d", out, re.MULTILINE)) == 3
    assert history(folder, "local")[-1]["loss"] == pytest.approx(alone[0][-1]["loss"], abs=1e-5)


@pytest.mark.long
def test_a_worker_of_this_machine_that_is_killed(folder, monkeypatch, tmp_path, capfd):
    """The process that started them says which one it was, and how to go on."""
    python = tmp_path / "python"
    (tmp_path / "dying.py").write_text(
        "import os, sys, json\nif json.loads(os.environ['TF_CONFIG'])['task']['index'] == 1:\n"
        + "".join(f"    {line}\n" for line in DYING.format(number=4).splitlines())
        + "from archspec.cli.main import main\nmain(sys.argv[3:])\n"
    )
    python.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path}/dying.py "$@"\n')
    python.chmod(0o755)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(workers.sys, "executable", str(python))
    assert run(["train", "together.yaml", "-o", "one", "--workers", "2", "--save-every", "0"]) == 2
    last = capfd.readouterr().err.strip().splitlines()[-1]
    assert last == (
        "worker 1 was ended by signal 9 (SIGKILL), and with it the run; go on with: archspec train --resume one"
    )


def test_all_stop_after_the_same_step(folder, alone):
    """Only the second is asked, and says so to the first."""
    asked = DYING.replace("signal.SIGKILL", "signal.SIGTERM").format(number=8)
    told = ended(start(folder, 2, ["train", "together.yaml", "-o", "asked"], {1: asked}))
    assert [code for code, _, _ in told] == [130, 130], told
    assert re.search(r"stopped after step [23] of epoch 2; go on with: archspec train --resume asked", told[0][2])
    assert [code for code, _, _ in ended(start(folder, 2, ["train", "--resume", "asked"], {}))] == [0, 0]
    assert history(folder, "asked")[-1]["loss"] == pytest.approx(alone[0][-1]["loss"], abs=1e-5)


def test_nothing_tells_which_machines(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    monkeypatch.delenv("TF_CONFIG", raising=False)
    assert run(["train", "together.yaml", "-o", "none", "--distribute", "multiworker"]) == 2
    assert "nothing tells which machines train together: set TF_CONFIG" in capsys.readouterr().err


def test_slurm_tells(monkeypatch):
    from archspec.training.cluster import find_cluster, is_chief

    monkeypatch.delenv("TF_CONFIG", raising=False)
    slurm = {"PROCID": "1", "STEP_NODELIST": "n[01-02]", "STEP_NUM_TASKS": "2", "STEP_TASKS_PER_NODE": "1(x2)"}
    for key, value in slurm.items():
        monkeypatch.setenv(f"SLURM_{key}", value)
    cluster = find_cluster("multiworker")
    assert cluster.cluster_spec().as_dict() == {"worker": ["n01:8888", "n02:8888"]}
    assert not is_chief(cluster)
    monkeypatch.setenv("SLURM_PROCID", "0")
    assert is_chief(find_cluster("multiworker"))


def test_all_devices_of_a_machine(folder, alone):
    """Three CPUs stand for three GPUs: shares of a batch of eight are of three, three and two."""
    normalized = SPEC.replace("  - Flatten", "  - BatchNormalization: {synchronized: true}\n  - Flatten")
    (folder / "normalized.yaml").write_text(normalized)
    devices = (
        "import os; os.environ['TF_ENABLE_ONEDNN_OPTS'] = '0'\n"
        "import tensorflow as tf\n"
        "[cpu] = tf.config.list_physical_devices('CPU')\n"
        "tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 3)\n"
    )
    done = call_in(folder, "train", "normalized.yaml", "-o", "spread", "--distribute", "mirrored", before=devices)
    assert done.returncode == 0, done.stderr
    begun = json.loads((folder / "spread" / "run.json").read_text())
    assert len(begun["told"]["devices"]) == 3
    assert call_in(folder, "train", "normalized.yaml", "-o", "single").returncode == 0
    for ours, one in zip(history(folder, "spread"), history(folder, "single"), strict=True):
        assert all(ours[key] == pytest.approx(one[key], abs=1e-5) for key in ours if key != "seconds")


def test_averages_are_the_same_on_all_devices(folder):
    """Each device normalizes by its own part of the batch, but all follow one average."""
    layers = "  - BatchNormalization\n  - Dropout: {rate: 0.1}\n  - Flatten"
    (folder / "apart.yaml").write_text(SPEC.replace("  - Flatten", layers))
    arguments = ["train", "apart.yaml", "-o", "apart", "--save-every", "0"]
    told = ended(start(folder, 2, arguments, {0: DYING.format(number=9)}))
    assert (told[0][0], told[1][0]) == (-9, 2)
    told = ended(start(folder, 2, ["train", "--resume", "apart"], {}))
    told += ended(start(folder, 2, ["train", "apart.yaml", "-o", "whole"], {}))
    assert [code for code, _, _ in told] == [0] * 4, told
    for ours, one in zip(history(folder, "apart"), history(folder, "whole"), strict=True):
        assert all(ours[key] == pytest.approx(one[key], abs=1e-6) for key in ours if key != "seconds")
