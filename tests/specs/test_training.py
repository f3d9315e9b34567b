"""The settings of training that shipped specs have."""

import pytest

import archspec
from archspec.training.settings import settle


@pytest.mark.parametrize("spec", ["resnet_mnist", "densenet_mnist"])
def test_the_small_networks_are_trained_as_in_the_notebook(spec):
    """Typed from its code: EPOCHS, batch, Adam(), SparseCategoricalCrossentropy(), its metrics, Keras's MNIST."""
    settings = settle(archspec.load(spec).program.document.training)
    assert settings.as_data() == {
        "data": "mnist",
        "epochs": 10,
        "batch_size": 32,
        "optimizer": "Adam",
        "learning_rate": 0.001,
        "loss": "SparseCategoricalCrossentropy",
        "metrics": ["accuracy"],
        "mixed_precision": "float32",
        "jit_compile": False,
        "callbacks": [],
        "seed": 0,
    }
