"""Small networks of the showcase, carried by all that carries a spec: sources of every style, and saved models."""

import keras
import numpy as np
import pytest

from archspec.diff.compare import Side, compare
from archspec.diff.keras_file import read_model
from archspec.targets.python.marks import STYLES
from tests.generate.executed import assert_source_makes, input_values, outputs

from .twins import load

SMALL = {
    "vit_b16": {"image": 48, "width": 24, "depth": 2, "hidden": 40, "heads": 3, "classes": 7},
    "swin_t": {"image": 32, "window": 4, "width": 8, "depths": [2, 2], "heads": [2, 4], "classes": 7},
    "gpt2_small": {"context": 9, "vocabulary": 11, "depth": 2, "d_model": 128},
    "transformer_base": {"vocabulary": 11, "depth": 2, "d_model": 24, "d_ff": 40, "heads": 3},
    "siamese": {},
    "wavenet": {"cycles": 2, "doublings": 2, "residual": 8, "skip": 16},
    "shufflenet_v2": {"width": 28, "last": 40, "classes": 6},
    "retinanet": {"size": 64, "depths": [1, 1, 1, 1], "filters": 8, "classes": 3},
    "hrnet_w18": {"width": 4, "modules": [1, 1, 1], "units": 1, "classes": 7},
}
EACH = pytest.mark.parametrize("name", SMALL)


@EACH
@pytest.mark.parametrize("style", STYLES)
def test_the_source_makes_it(name, style):
    assert_source_makes(load(name, **SMALL[name]), style)


@EACH
def test_keras_loads_what_it_saves_and_it_is_the_same_network(name, tmp_path):
    network = load(name, **SMALL[name])
    built = network.build()
    built.save(tmp_path / "saved.keras")
    loaded = keras.models.load_model(tmp_path / "saved.keras")
    inputs = [input_values(tensor, np.random.default_rng(0)) for tensor in built.inputs]
    for one, other in zip(outputs(built, inputs), outputs(loaded, inputs), strict=True):
        np.testing.assert_array_equal(one, other)
    with (tmp_path / "saved.keras").open("rb") as file:
        saved = read_model(file, "saved.keras")
    assert compare(Side("spec", network.graph, network.expansion.rows), Side("saved", saved)).same
