"""TensorFlow as trainings use it: loaded with its settings made, or told what is missing."""

from __future__ import annotations

import os
from importlib.util import find_spec

from archspec.targets.keras import MissingKeras


def prepare() -> None:
    """Makes the settings that hold before TensorFlow is loaded; the caller's environment goes before them.

    oneDNN's kernels are left out on the CPU: with TensorFlow 2.21, the gradient of a 1x1 convolution with stride 2 and
    few channels can end the process there.

    Raises:
        MissingKeras: Keras or TensorFlow is not installed, or Keras would run on something else.
    """
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    for package in ("keras", "tensorflow"):
        if find_spec(package) is None:
            raise MissingKeras(f"training needs {package}: pip install 'archspec-compiler[train]'")
    if os.environ.setdefault("KERAS_BACKEND", "tensorflow") != "tensorflow":
        raise MissingKeras("training runs on TensorFlow; KERAS_BACKEND says otherwise")
