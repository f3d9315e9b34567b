"""The commands of training, from a spec to its comparison with others."""

import csv
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from archspec.cli.main import run

from ..training.conftest import write_example

FILES = {
    *("spec.yaml", "run.json", "history.json", "history.csv", "history.svg", "history.png"),
    *("confusion.csv", "confusion.svg", "classes.csv", "best.keras", "last.keras"),
}
KEYS = ["epoch", "loss", "accuracy", "test_loss", "test_accuracy", "seconds"]
LINE = re.compile(
    r"Epoch (\d), Loss: (\d\.\d{4}), Accuracy: (\d+\.\d\d), Test Loss: (\d\.\d{4}), Test Accuracy: (\d+\.\d\d) \(.* s\)"
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder in which a network has been trained on images in folders; what that printed."""
    folder = tmp_path_factory.mktemp("trained")
    arrays = write_example(folder)
    for part in ("train", "test"):
        for number, (image, label) in enumerate(zip(arrays[f"x_{part}"], arrays[f"y_{part}"], strict=True)):
            path = folder / "images" / part / ("high", "low", "middle")[label] / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(tf.io.encode_png(image[..., np.newaxis]).numpy())
    command = [sys.executable, "-m", "archspec", "train", "small.yaml", "--data", "images", "--epochs", "8"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return folder, done


def history(folder):
    return json.loads((folder / "runs" / "small" / "history.json").read_text())


def test_it_prints_the_notebooks_line_for_each_epoch(trained):
    folder, done = trained
    assert done.stderr == ""
    *lines, last = done.stdout.splitlines()
    assert last == "wrote runs/small: last.keras, best.keras, history.json, history.svg"
    for line, row in zip(lines, history(folder), strict=True):
        number, *values = LINE.fullmatch(line).groups()
        assert int(number) == row["epoch"]
        told = [float(values[0]), float(values[1]) / 100, float(values[2]), float(values[3]) / 100]
        assert told == pytest.approx([row[key] for key in KEYS[1:5]], abs=6e-5)


def test_the_folder_of_a_run(trained):
    folder, _ = trained
    place = folder / "runs" / "small"
    assert {path.name for path in place.iterdir()} == FILES | {"checkpoints", "logs"}
    assert [list(row) for row in history(folder)] == [KEYS] * 8
    with (place / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [{key: float(value) for key, value in row.items()} for row in rows] == history(folder)
    begun = json.loads((place / "run.json").read_text())
    assert begun["told"]["training"]["optimizer"] == "Adam"
    assert begun["told"]["packages"]["tensorflow"] == tf.__version__
    assert begun["told"]["classes"] == ["high", "low", "middle"]


def test_the_spec_of_a_run_is_the_same_network(trained, monkeypatch):
    monkeypatch.chdir(trained[0])
    assert run(["diff", "small.yaml", "runs/small/spec.yaml"]) == 0


def test_the_logs_are_those_that_tensorboard_reads(trained):
    folder, _ = trained
    for part, prefix in (("train", ""), ("test", "test_")):
        [path] = (folder / "runs" / "small" / "logs" / part).iterdir()
        found = {}
        for record in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            event = tf.compat.v1.Event.FromString(record)
            for value in event.summary.value:
                assert value.metadata.plugin_data.plugin_name in ("scalars", "")
                found.setdefault(value.tag, []).append((event.step, float(tf.make_ndarray(value.tensor))))
        for column in ("loss", "accuracy"):
            expected = [(row["epoch"] - 1, row[prefix + column]) for row in history(folder)]
            assert found[f"epoch_{column}"] == [pytest.approx(pair, abs=1e-6) for pair in expected]


def test_the_confusion_is_that_of_the_last_model(trained):
    import keras

    folder, _ = trained
    place = folder / "runs" / "small"
    arrays = np.load(folder / "bars.npz")
    model = keras.models.load_model(place / "last.keras")
    said = model.predict(arrays["x_test"][..., np.newaxis] / 255, verbose=0).argmax(-1)
    expected = np.zeros((3, 3), int)
    for label, guess in zip(arrays["y_test"], said, strict=True):
        expected[label, guess] += 1
    header, *lines = (place / "confusion.csv").read_text().splitlines()
    assert header == "class,high,low,middle"
    assert [list(map(int, line.split(",")[1:])) for line in lines] == expected.tolist()
    assert (said == arrays["y_test"]).mean() == pytest.approx(history(folder)[-1]["test_accuracy"])


@pytest.mark.parametrize("which", ["best", "last"])
def test_evaluate_gives_what_the_history_says(trained, monkeypatch, capsys, which):
    folder, _ = trained
    monkeypatch.chdir(folder)
    assert run(["evaluate", "runs/small", "--model", which, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    rows = history(folder)
    row = rows[-1] if which == "last" else max(rows, key=lambda row: row["test_accuracy"])
    assert (found["loss"], found["accuracy"]) == pytest.approx((row["test_loss"], row["test_accuracy"]), abs=1e-5)
    assert [each["class"] for each in found["classes"]] == ["high", "low", "middle"]


def test_evaluate_a_model_on_other_data(trained, monkeypatch, capsys):
    monkeypatch.chdir(trained[0])
    assert run(["evaluate", "runs/small/last.keras", "--data", "bars.npz"]) == 0
    out = capsys.readouterr().out
    assert f"accuracy: {history(trained[0])[-1]['test_accuracy']:.4f}\n" in out
    assert re.search(r"^Class +Examples +Accuracy +Precision$", out, re.MULTILINE)
    assert run(["evaluate", "runs/small/last.keras"]) == 2
    assert "name it with --data" in capsys.readouterr().err
    (trained[0] / "no.keras").write_text("no model")
    assert run(["evaluate", "no.keras", "--data", "bars.npz"]) == 2
    assert "no.keras can't be read as a Keras model" in capsys.readouterr().err


def test_predict_tells_the_most_probable_classes_by_name(trained, monkeypatch, capsys):
    import keras

    folder, _ = trained
    monkeypatch.chdir(folder)
    image = sorted(map(str, Path("images/test/low").iterdir()))[0]
    assert run(["predict", "runs/small", image, "--top", "2", "--json"]) == 0
    guesses = json.loads(capsys.readouterr().out)[image]
    pixels = tf.io.decode_png(tf.io.read_file(image)).numpy()[np.newaxis] / 255
    expected = keras.models.load_model("runs/small/best.keras").predict(pixels, verbose=0)[0]
    order = np.argsort(-expected)[:2]
    assert [guess["name"] for guess in guesses] == [("high", "low", "middle")[number] for number in order]
    assert [guess["probability"] for guess in guesses] == pytest.approx(list(expected[order]), abs=1e-6)
    assert run(["predict", "runs/small", "nowhere.png"]) == 2
    assert "there is no image nowhere.png" in capsys.readouterr().err
    assert run(["predict", "runs/small", "bars.npz"]) == 2
    assert "bars.npz is no image" in capsys.readouterr().err


def test_compare_draws_and_tells(trained, monkeypatch, capsys, tmp_path):
    folder, _ = trained
    monkeypatch.chdir(folder)
    picture = tmp_path / "curves.svg"
    assert run(["compare", "runs/small", "runs/small", "--json", "-o", str(picture)]) == 0
    rows = json.loads(capsys.readouterr().out)
    last = history(folder)[-1]
    assert [row["test_accuracy"] for row in rows] == [last["test_accuracy"]] * 2
    assert rows[0]["best_test_accuracy"] == max(row["test_accuracy"] for row in history(folder))
    assert picture.read_text().count("<polyline") == 8
    assert run(["compare", "runs/small"]) == 0
    assert "runs/small       8" in capsys.readouterr().out
    assert run(["compare", "images"]) == 2
    assert "images holds no history.json" in capsys.readouterr().err


def test_json_is_all_that_goes_to_standard_output(trained, monkeypatch, capfd):
    monkeypatch.chdir(trained[0])
    assert run(["train", "small.yaml", "--epochs", "1", "-o", "json", "--json"]) == 0
    out, err = capfd.readouterr()
    found = json.loads(out)
    assert found["run"] == "json"
    assert list(found["history"][0]) == KEYS
    assert err.startswith("Epoch 1, Loss: ")


def test_on_a_terminal_a_bar_goes_before_each_line(trained):
    terminal, other = pty.openpty()
    environment = {**os.environ, "COLUMNS": "120", "TERM": "xterm"}
    command = [sys.executable, "-m", "archspec", "train", "small.yaml", "--epochs", "1", "-o", "bar"]
    done = subprocess.Popen(command, cwd=trained[0], stderr=other, stdout=subprocess.PIPE, env=environment)
    os.close(other)
    told = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        told += part
    assert done.wait() == 0
    text = told.decode()
    assert re.search(r"Epoch 1.*\d+/6.*loss \d\.\d{4}, accuracy \d\.\d{4}, \d+ images/s", text)
    assert LINE.match(done.stdout.read().decode())


def test_a_network_that_its_table_contradicts_is_not_trained(trained, monkeypatch, capsys):
    monkeypatch.chdir(trained[0])
    text = Path("small.yaml").read_text()
    Path("wrong.yaml").write_text(text.replace("  - BatchNormalization", "    row: conv\n    out: [7, 7, 4]"))
    assert run(["train", "wrong.yaml"]) == 1
    assert "error[E0702]" in capsys.readouterr().err
    assert not Path("runs/small2").exists()


def test_other_commands_load_nothing_of_it():
    code = (
        "import sys; from archspec.cli.main import run;"
        "assert run(['check', 'resnet_mnist']) == 0;"
        "loaded = [name for name in sys.modules if name.startswith(('archspec.training', 'tensorflow', 'numpy'))];"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_experiment_trains_networks_of_both_sorts_and_goes_on(trained, monkeypatch, capsys):
    monkeypatch.chdir(trained[0])
    chance = np.random.default_rng(0)
    images, labels = chance.integers(0, 255, (16, 32, 32, 3), dtype=np.uint8), np.arange(16) % 10
    np.savez("noise.npz", x_train=images, y_train=labels, x_test=images, y_test=labels)
    call = ["experiment", "degradation", "--depth", "8", "--epochs", "1", "--data", "noise.npz", "-o", "curves"]
    assert run(call) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.endswith("layers:")] == [
        "plain, 8 layers:",
        "residual, 8 layers:",
    ]
    assert Path("curves/curves.svg").read_text().count("<polyline") == 8
    names = {
        part: json.loads(Path(f"curves/{part}8/run.json").read_text())["settings"] for part in ("plain", "residual")
    }
    assert names == {"plain": ["n=1", "shortcut=none"], "residual": ["n=1", "shortcut=A"]}
    first = Path("curves/plain8/history.json").read_text()
    assert run(call) == 0
    assert Path("curves/plain8/history.json").read_text() == first
    assert run([*call, "--depth", "9"]) == 2
    assert "9 is not 6n + 2" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["keras", "tensorflow"])
def test_without_tensorflow_it_says_what_to_install(trained, monkeypatch, capsys, package):
    from archspec.training import engine

    monkeypatch.chdir(trained[0])
    monkeypatch.setattr(engine, "find_spec", lambda name: None if name == package else name)
    for call in (["train", "small.yaml", "-o", "none"], ["evaluate", "runs/small"], ["predict", "runs/small", "x.png"]):
        assert run(call) == 2
        assert f"training needs {package}: pip install 'archspec-compiler[train]'" in capsys.readouterr().err
    assert not Path("none").exists()
