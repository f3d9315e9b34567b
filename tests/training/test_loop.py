"""The training loop against Keras's own, on the same batches."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

import archspec
from archspec.spec.training import with_options
from archspec.training.data.splits import Order, Share, batches, steps_in
from archspec.training.folder import Folder
from archspec.training.running import make_ready, train
from archspec.training.settings import settle

LAYERS = """\
archspec: 1
name: net
inputs: [8, 8, 1]
layers:
  - Conv2D: {filters: 4, kernel_size: 3, activation: relu, kernel_regularizer: {L2: {l2: 0.01}}}
  - BatchNormalization
  - Flatten
  - Dense: {units: 3, activation: softmax}
training:
"""


class Quiet:
    def began(self, epoch, steps):
        pass

    def went(self, step, sums, rate):
        pass

    def ended(self, row):
        pass

    def said(self, text):
        pass


def ready(**options):
    network = archspec.loads(LAYERS + "  data: ./bars.npz\n  epochs: 2\n  batch_size: 8\n")
    written = network.program.document.training
    return make_ready(network, settle(with_options(written, options)), tf.distribute.get_strategy())


@pytest.mark.parametrize(
    ("options", "optimizer", "loss", "metrics"),
    [
        ({}, keras.optimizers.Adam(), keras.losses.SparseCategoricalCrossentropy(), ["accuracy"]),
        (
            {
                "optimizer": "{SGD: {momentum: 0.9, nesterov: true}}",
                "learning_rate": "{CosineDecay: {initial_learning_rate: 0.05, decay_steps: 9, alpha: 0.1}}",
                "metrics": "[accuracy, {SparseTopKCategoricalAccuracy: {k: 2}}]",
            },
            keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.05, 9, 0.1), momentum=0.9, nesterov=True),
            keras.losses.SparseCategoricalCrossentropy(),
            ["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(2, name="top_2_accuracy")],
        ),
        (
            {"optimizer": "{AdamW: {clipnorm: 0.5}}", "learning_rate": "0.01", "jit_compile": "true"},
            keras.optimizers.AdamW(0.01, clipnorm=0.5),
            keras.losses.SparseCategoricalCrossentropy(),
            ["accuracy"],
        ),
        (
            {"loss": "{CategoricalCrossentropy: {label_smoothing: 0.1}}", "optimizer": "RMSprop"},
            keras.optimizers.RMSprop(),
            keras.losses.CategoricalCrossentropy(label_smoothing=0.1),
            ["accuracy"],
        ),
    ],
    ids=["the notebook's", "momentum and a schedule", "clipping, compiled", "smoothed labels"],
)
def test_it_is_what_keras_fit_makes_of_the_same_batches(place, options, optimizer, loss, metrics):
    mine = ready(**options)
    theirs = keras.models.clone_model(mine.learner.model)
    theirs.set_weights(mine.learner.model.get_weights())
    theirs.compile(optimizer, loss, metrics=metrics, jit_compile=options.get("jit_compile") == "true")
    codes = isinstance(loss, keras.losses.CategoricalCrossentropy)

    def as_keras_takes(split, order, first, last):
        some = batches(split, split.keys(8, order, first, last), [Share(0, 1)])
        return some.map(lambda x, y, _: (x, tf.one_hot(y, 3) if codes else y))

    rows = train(mine, Folder(Path("run")), Quiet(), lambda: False).history
    steps = steps_in(45, 8)
    for epoch, row in enumerate(rows):
        told = theirs.fit(
            as_keras_takes(mine.data.train, Order(0), epoch * steps, (epoch + 1) * steps),
            validation_data=as_keras_takes(mine.data.test, None, 0, 3),
            verbose=0,
        ).history
        for key, [value] in told.items():
            assert row[key.replace("val_", "test_")] == pytest.approx(value, abs=2e-5), (epoch, key)
    for ours, keras_own in zip(mine.learner.model.get_weights(), theirs.get_weights(), strict=True):
        assert np.allclose(ours, keras_own, atol=1e-5)


def test_values_as_labels(place, arrays):
    values = {key: (array / 2).astype(np.float32) if key[0] == "y" else array for key, array in arrays.items()}
    np.savez("bars.npz", **values)
    network = archspec.loads(
        LAYERS.replace("units: 3, activation: softmax", "units: 1")
        + "  data: ./bars.npz\n  epochs: 12\n  optimizer: SGD\n"
        + "  loss: mean_squared_error\n  metrics: [mean_absolute_error]\n"
    )
    plan = make_ready(network, settle(network.program.document.training), tf.distribute.get_strategy())
    rows = train(plan, Folder(Path("run")), Quiet(), lambda: False).history
    assert rows[-1]["mean_absolute_error"] < rows[0]["mean_absolute_error"]
    outputs = plan.learner.model.predict(arrays["x_test"][..., np.newaxis] / 255, verbose=0)[:, 0]
    assert rows[-1]["test_mean_absolute_error"] == pytest.approx(np.abs(outputs - values["y_test"]).mean(), abs=1e-5)


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_mixed_precision_learns_and_keeps_its_weights_in_32_bits(place, policy):
    before = keras.mixed_precision.dtype_policy().name
    plan = ready(mixed_precision=policy, epochs="8", learning_rate="0.01")
    rows = train(plan, Folder(Path("run")), Quiet(), lambda: False).history
    assert rows[-1]["accuracy"] > 0.9
    assert plan.learner.model.layers[1].compute_dtype == policy.removeprefix("mixed_")
    assert {weight.dtype for weight in plan.learner.model.weights} == {"float32"}
    assert keras.mixed_precision.dtype_policy().name == before
