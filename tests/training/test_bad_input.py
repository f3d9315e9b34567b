"""What can't be trained, or trained on: told in a sentence, before anything starts where that can be told."""

import resource
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from archspec.cli.main import run


@pytest.fixture
def told(place, capsys):
    """Runs a training in this process: the exit code, and the last line that it tells."""

    def train(*arguments, spec="small.yaml"):
        code = run(["train", spec, "-o", "run", *arguments])
        return code, capsys.readouterr().err.strip().splitlines()[-1]

    return train


def changed(arrays, **others):
    return {key: value for key, value in {**arrays, **others}.items() if value is not None}


CASES = {
    "NaN pixels": (
        lambda a: {"x_test": np.where(np.arange(21)[:, None, None] == 4, np.nan, a["x_test"])},
        "x_test of DATA holds NaN or infinity, first in example 4 (counted from 0)",
    ),
    "a shape": (
        lambda a: {"x_train": a["x_train"][:, 1:]},
        "x_train of DATA has examples of shape (7, 8); the network takes (8, 8, 1)",
    ),
    "a label too large": (
        lambda a: {"y_train": np.where(np.arange(45) == 7, 3, a["y_train"])},
        "y_train of DATA holds the class 3 (example 7); the network gives 0 to 2: classes count from 0",
    ),
    "a label below zero": (
        lambda a: {"y_test": np.where(np.arange(21) == 2, -1, a["y_test"])},
        "y_test of DATA holds the class -1 (example 2); the network gives 0 to 2: it tells 3 classes apart",
    ),
    "labels with a point": (
        lambda a: {"y_test": a["y_test"] + 0.5},
        "y_test of DATA holds numbers with a point; classes are whole numbers from 0 up",
    ),
    "codes for labels": (
        lambda a: {"y_test": np.eye(3, dtype=int)[a["y_test"]]},
        "y_test of DATA has labels of shape (3,); the network gives (3,)",
    ),
    "labels for other examples": (
        lambda a: {"y_test": a["y_test"][1:]},
        "x_test of DATA has 21 examples, y_test 20 labels",
    ),
    "no examples": (
        lambda a: {"x_train": a["x_train"][:0], "y_train": a["y_train"][:0]},
        "y_train of DATA is empty",
    ),
    "a missing array": (lambda a: {"y_test": None}, "DATA lacks y_test; it holds x_train, y_train, x_test"),
    "objects": (
        lambda a: {"x_train": np.array([{}] * 45)},
        "DATA can't be read as .npz: x_train.npy holds objects, not plain numbers",
    ),
    "texts": (lambda a: {"x_train": np.array(["a"] * 45)}, "x_train of DATA is no array of numbers"),
}


@pytest.mark.parametrize("case", CASES)
def test_arrays(told, arrays, case):
    change, message = CASES[case]
    np.savez("wrong.npz", **changed(arrays, **change(arrays)))
    data = str(Path.cwd() / "wrong.npz")
    assert told("--data", data) == (2, f"Error: {message.replace('DATA', data)}")
    assert not Path("run").exists()


def test_a_file_that_is_cut_short(told):
    content = Path("bars.npz").read_bytes()
    Path("cut.npz").write_bytes(content[: len(content) // 2])
    code, message = told("--data", "cut.npz")
    assert code == 2
    assert "can't be read as .npz" in message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("nowhere.npz", "nowhere.npz can't be read as .npz"),
        ("./nowhere", "is not there; data is one of mnist"),
        ("./small.yaml", "is no folder and no .npz file"),
        (".", "holds no folders of images"),
    ],
)
def test_places(told, data, message):
    code, line = told("--data", data)
    assert code == 2
    assert message in line


def test_a_name_that_is_none(told):
    assert told("--data", "digist") == (2, "  = help: did you mean 'digits'?")


def test_no_data_at_all(told, place):
    text = (place / "small.yaml").read_text()
    (place / "small.yaml").write_text(text.replace("  data: ./bars.npz\n", ""))
    code, line = told()
    assert (code, "what is it to be trained on? Name it with --data" in line) == (2, True)


def test_a_data_set_that_can_not_be_had(told, monkeypatch):
    import keras

    def fail():
        raise OSError("URL fetch failure")

    monkeypatch.setattr(keras.datasets.mnist, "load_data", fail)
    message = "Error: mnist can't be had: URL fetch failure; 'digits' needs no network"
    assert told("--data", "mnist") == (2, message)


def test_images_that_are_none(told, arrays):
    for name in ("a", "b", "c"):
        for number in range(6):
            path = Path("pictures") / name / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(tf.io.encode_png(arrays["x_train"][number][..., np.newaxis]).numpy())
    path.write_bytes(b"no image")
    path.with_name("5.png").write_bytes(b"no image")
    code, line = told("--data", "pictures")
    assert code == 2
    assert "pictures/c/5.png is no image that can be read" in line


def test_more_classes_than_the_network_tells_apart(told):
    for name in "abcd":
        path = Path("pictures") / name / "1.png"
        path.parent.mkdir(parents=True)
        path.touch()
    code, line = told("--data", "pictures")
    assert (code, "has 4 classes; the network tells 3 apart" in line) == (2, True)


def test_records_that_are_something_else(told):
    Path("records").mkdir()
    for part in ("train", "test"):
        with tf.io.TFRecordWriter(f"records/{part}.tfrecord") as file:
            example = tf.train.Example()
            example.features.feature["pixels"].int64_list.value.append(1)
            file.write(example.SerializeToString())
    code, line = told("--data", "records")
    assert (code, "records without 'image' and 'label'; their features are pixels" in line) == (2, True)


def test_several_outputs(told, place):
    (place / "two.yaml").write_text(
        "archspec: 1\nname: two\ninputs: [8, 8, 1]\noutputs: [a, b]\n"
        "layers: [{Flatten: , as: a}, {Dense: {units: 2}, as: b}]\ntraining: {data: ./bars.npz}\n"
    )
    code, line = told(spec="two.yaml")
    assert (code, "two has 1 inputs and 2 outputs" in line) == (2, True)


def test_a_loss_that_is_no_number_is_told_with_its_step_and_the_last_good_checkpoint_is_kept(told, place):
    text = (place / "small.yaml").read_text().replace(", activation: softmax", "")
    (place / "small.yaml").write_text(text)
    given = (
        "--loss",
        "{SparseCategoricalCrossentropy: {from_logits: true}}",
        "--optimizer",
        "SGD",
        "--save-every",
        "0",
    )
    code, line = told(*given, "--learning-rate", "1e12")
    assert code == 2
    assert line.startswith("Error: the ")
    assert "(NaN or infinity)" in line
    assert "of epoch 1" in line or "after step" in line
    for path in Path("run/checkpoints").glob("*.npz"):
        with np.load(path) as file:
            assert all(np.isfinite(file[key]).all() for key in file)


def test_a_run_that_is_there(told):
    assert run(["train", "small.yaml", "-o", "run", "--epochs", "1"]) == 0
    before = {path: path.read_bytes() for path in Path("run").rglob("*") if path.is_file()}
    hint = "go on with: archspec train --resume run; or name another one with -o"
    assert told("--epochs", "1") == (2, f"Error: there is a run in run: {hint}")
    assert {path: path.read_bytes() for path in Path("run").rglob("*") if path.is_file()} == before


def test_something_else_in_the_place_of_the_run(told):
    Path("run").mkdir()
    Path("run/mine.txt").write_text("mine")
    assert told() == (2, "Error: run is in the way: name another folder with -o")
    assert Path("run/mine.txt").read_text() == "mine"


def test_a_place_that_can_not_be_written(told):
    Path("run").write_text("a file")
    assert told() == (2, "Error: Invalid value for '-o' / '--output': Directory 'run' is a file.")


def test_no_room_is_told_and_what_was_saved_before_is_whole(call, place):
    """A limit on the size of files stands for a full disk: the model and checkpoints are larger than it allows."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))"
    done = call("train", "small.yaml", "-o", "run", before=limit)
    assert done.returncode == 2
    assert "run can't be written" in done.stderr
    assert "archspec train --resume run" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert list(Path("run").rglob("*.keras")) == []
    assert call("train", "--resume", "run").returncode == 0


def test_a_folder_that_is_no_run(place, capsys):
    Path("other").mkdir()
    assert run(["train", "--resume", "other"]) == 2
    assert "other is no folder of a run" in capsys.readouterr().err
    Path("other/run.json").write_text("{}")
    assert run(["train", "--resume", "other"]) == 2
    assert "is not what archspec train writes" in capsys.readouterr().err


def test_what_does_not_go_with_resume(place, capsys):
    Path("run").mkdir()
    assert run(["train", "--resume", "run", "--seed", "3"]) == 2
    assert "only --epochs" in capsys.readouterr().err
    assert run(["train"]) == 2
    assert "name a SPEC" in capsys.readouterr().err
