import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

SPEC = """\
archspec: 1
name: small
inputs: [8, 8, 1]
layers:
  - Conv2D: {filters: 4, kernel_size: 3, activation: relu}
  - BatchNormalization
  - Flatten
  - Dropout: {rate: 0.2}
  - Dense: {units: 3, activation: softmax}
training:
  data: ./bars.npz
  epochs: 3
  batch_size: 8
  augmentation:
    - RandomTranslation: {height_factor: 0.1, width_factor: 0.1}
"""


def bars(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Images of noise with a bright bar, whose height is the class."""
    chance = np.random.default_rng(seed)
    labels = chance.integers(0, 3, count)
    images = chance.integers(0, 60, (count, 8, 8), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[label * 3 : label * 3 + 2] += 180
    return images, labels


def write_example(folder: Path) -> dict[str, np.ndarray]:
    """Writes small.yaml and its data, of three classes; the last batch of eight is of five."""
    x_train, y_train = bars(45, 1)
    x_test, y_test = bars(21, 2)
    arrays = {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}
    (folder / "small.yaml").write_text(SPEC)
    np.savez(folder / "bars.npz", **arrays)
    return arrays


def call_in(folder: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess:
    """Runs the command line in a process of its own, after some Python."""
    code = f"import sys\n{before}\nfrom archspec.cli.main import main\nmain(sys.argv[1:])"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture
def arrays(tmp_path: Path) -> dict[str, np.ndarray]:
    """The arrays of the data."""
    return write_example(tmp_path)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arrays: dict[str, np.ndarray]) -> Path:
    """A working folder with small.yaml and its data."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def call(place: Path):
    """Runs the command line in a process of its own, in the working folder."""
    return partial(call_in, place)
