"""Layers that prepare, augment and encode data, in models that Keras runs, saves and loads."""

import subprocess
import sys

import numpy as np
import pytest

import archspec

from ..catalogue.data_cases import DATA
from ..catalogue.image_cases import IMAGES
from ..catalogue.networks import NETWORKS


def examples(model):
    """Input for three examples."""
    [tensor] = model.inputs
    return np.random.default_rng(0).uniform(size=(3, *tensor.shape[1:])).astype("float32")


@pytest.fixture(scope="module", name="models")
def _models():
    return {name: archspec.loads(text).build() for name, text in NETWORKS.items()}


def test_all_of_them_are_in_the_networks(models):
    found = {type(layer).__name__ for model in models.values() for layer in model.layers}

    assert {case.layer for case in (*IMAGES, *DATA)} <= found


def test_they_act_in_training(models):
    given = examples(models["photos"])
    found = models["photos"](given, training=True)

    assert found.shape == (3, 4, 2)
    assert np.isfinite(found).all()
    assert np.isfinite(sum(models["photos"].losses))


def test_they_are_saved_and_load_where_archspec_is_not_installed(models, tmp_path):
    for name, model in models.items():
        model.save(tmp_path / f"{name}.keras")
        np.save(tmp_path / f"{name}.npy", examples(model))
    code = """
import sys
sys.modules["archspec"] = None
import keras, numpy
for name in sys.argv[1:]:
    found = keras.models.load_model(f"{name}.keras").predict(numpy.load(f"{name}.npy"), verbose=0)
    numpy.savez(f"{name}.npz", *keras.tree.flatten(found))
"""
    subprocess.run([sys.executable, "-I", "-c", code, *models], cwd=tmp_path, check=True, capture_output=True)
    for name, model in models.items():
        expected = model.predict(examples(model), verbose=0)
        outputs = [expected[key] for key in sorted(expected)] if isinstance(expected, dict) else expected
        outputs = outputs if isinstance(outputs, list) else [outputs]
        found = np.load(tmp_path / f"{name}.npz")
        assert len(found.files) == len(outputs)
        for one, other in zip(found.values(), outputs, strict=True):
            np.testing.assert_array_equal(one, other)
