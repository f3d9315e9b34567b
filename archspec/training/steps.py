"""One step of training or testing, the same for one machine and for many.

The loop is our own because `keras.Model.fit` (Keras 3.15 on TensorFlow 2.21) fails under
`tf.distribute.MultiWorkerMirroredStrategy`. Each replica takes its part of the batch, weighs every example by one over
the number of examples in all parts, and Keras's optimizer sums the gradients of all replicas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import prod
from typing import Any, NamedTuple

import keras
import tensorflow as tf

from archspec.api import Architecture
from archspec.catalogue.objectives import (
    Accuracy,
    Loss,
    MeanSquaredErrorMetric,
    Metric,
    SparseCategoricalCrossentropy,
    SparseTopKCategoricalAccuracy,
)
from archspec.catalogue.optimizers import Optimizer, Schedule
from archspec.targets.keras import build
from archspec.training.errors import TrainingError
from archspec.training.settings import Settings


class Learner(NamedTuple):
    """What a training changes, and how.

    Args:
        model: the network.
        augmentation: what examples go through before it; None where nothing.
        optimizer: how gradients change its weights.
        settings: how it is trained.
        stopping: set to 1 by a process that wants all of them to stop.
    """

    model: keras.Model
    augmentation: keras.Model | None
    optimizer: keras.optimizers.Optimizer
    settings: Settings
    stopping: tf.Variable

    @property
    def variables(self) -> list[Any]:
        """All that a training must remember to go on: weights, the optimizer's averages, the states of chance."""
        augmentation = self.augmentation.variables if self.augmentation else []
        return [*self.model.variables, *augmentation, *self.optimizer.variables]


def make_learner(network: Architecture, settings: Settings) -> Learner:
    """A network ready to be trained, the same for the same seed; to be called in the scope of a strategy."""
    keras.utils.set_random_seed(settings.seed % 2**32)
    with _policy(settings.mixed_precision):
        model = network.build()
        augmentation = build(network.augmentation) if network.augmentation else None
    optimizer = make_optimizer(settings)
    optimizer.build(model.trainable_variables)
    return Learner(model, augmentation, optimizer, settings, tf.Variable(0.0, trainable=False))


@contextmanager
def _policy(name: str) -> Iterator[None]:
    """The policy of numbers that layers take as they are made."""
    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.mixed_precision.set_dtype_policy(before)


def make_optimizer(settings: Settings) -> keras.optimizers.Optimizer:
    """Keras's optimizer of these settings; with its scaling of the loss where numbers have 16 bits."""
    made = _made(keras.optimizers, settings.optimizer, learning_rate=_rate(settings.learning_rate))
    if settings.mixed_precision == "mixed_float16":
        return keras.optimizers.LossScaleOptimizer(made)
    return made


def _rate(rate: float | Schedule) -> Any:
    return _made(keras.optimizers.schedules, rate) if isinstance(rate, Schedule) else rate


def _made(module: Any, setting: Optimizer | Schedule | Loss, **others: Any) -> Any:
    given = {name: getattr(setting, name) for name in setting.model_fields_set}
    return getattr(module, type(setting).__name__)(**given, **others)


#: Of labels and outputs, one number for each example.
Measure = Callable[[Any, Any], Any]


def loss_of_examples(loss: Loss) -> Measure:
    """The loss of each example, as Keras computes it."""
    made = _made(keras.losses, loss, reduction=None)
    of_codes = loss.of_classes and not isinstance(loss, SparseCategoricalCrossentropy)

    def measure(labels: Any, outputs: Any) -> Any:
        told = tf.one_hot(labels, outputs.shape[-1]) if of_codes else labels
        return _by_example(made(told, outputs))

    return measure


def metric_of_examples(metric: Metric) -> Measure:
    """The metric of each example."""

    def measure(labels: Any, outputs: Any) -> Any:
        if isinstance(metric, Accuracy):
            return _by_example(tf.cast(tf.argmax(outputs, -1) == labels, tf.float32))
        if isinstance(metric, SparseTopKCategoricalAccuracy):
            flat = tf.reshape(outputs, (-1, outputs.shape[-1]))
            found = tf.math.in_top_k(tf.reshape(labels, (-1,)), flat, metric.k)
            return _by_example(tf.cast(tf.reshape(found, tf.shape(labels)), tf.float32))
        difference = tf.cast(labels, tf.float32) - outputs
        return _by_example(difference**2 if isinstance(metric, MeanSquaredErrorMetric) else tf.abs(difference))

    return measure


def _by_example(values: Any) -> Any:
    """The mean of what each example has several numbers of."""
    return values if values.shape.rank == 1 else tf.reduce_mean(values, axis=list(range(1, values.shape.rank)))


class Steps(NamedTuple):
    """The steps of a training, each taking the next part of the data.

    Args:
        train: changes the weights.
        test: does not.

    Both give the sums of the loss and the metrics over the examples of the step in all replicas, how many these are,
    and how many processes want to stop.
    """

    train: Callable[[Iterator[Any]], tf.Tensor]
    test: Callable[[Iterator[Any]], tf.Tensor]


def make_steps(learner: Learner, strategy: tf.distribute.Strategy) -> Steps:
    """The steps of a learner under a strategy.

    Raises:
        TrainingError: XLA is asked for, and there are several devices.
    """
    replica = _Replica(learner, strategy.num_replicas_in_sync)
    return Steps(_everywhere(replica.train, strategy), _everywhere(replica.judge, strategy))


class _Replica:
    """What one of the replicas does with its part of a batch."""

    def __init__(self, learner: Learner, replicas: int) -> None:
        self.learner = learner
        self.model = learner.model
        self.replicas = replicas
        settings = learner.settings
        self.measures = [loss_of_examples(settings.loss), *map(metric_of_examples, settings.metrics)]
        self.averages = [each for each in self.model.non_trainable_variables if "float" in each.dtype]
        if not settings.jit_compile:
            return
        if replicas > 1:
            raise TrainingError("jit_compile is for one device; XLA can't sum over several within a step")
        for name in ("learn", "judge"):
            setattr(self, name, tf.function(getattr(self, name), jit_compile=True, reduce_retracing=True))

    def train(self, examples: Any, labels: Any, weights: Any) -> Any:
        """Learns from examples, as augmentation changes them."""
        if self.learner.augmentation is not None:
            examples = self.learner.augmentation(examples, training=True)
        sums = self.learn(examples, labels, weights)
        if self.replicas > 1 and self.averages:
            _bring_together(self.averages)
        return sums

    def learn(self, examples: Any, labels: Any, weights: Any) -> Any:
        """Changes the weights by the gradients of all replicas."""
        optimizer, trained = self.learner.optimizer, self.model.trainable_variables
        with tf.GradientTape() as tape:
            penalty, values = self.judged(examples, labels, True)
            objective = tf.reduce_sum(values[0] * weights)
            if penalty is not None:
                objective += penalty / self.replicas
            objective = optimizer.scale_loss(objective)
        optimizer.apply(tape.gradient(objective, trained), trained)
        return self.told(values, penalty, weights)

    def judge(self, examples: Any, labels: Any, weights: Any) -> Any:
        """Changes nothing."""
        penalty, values = self.judged(examples, labels, False)
        return self.told(values, penalty, weights)

    def judged(self, examples: Any, labels: Any, training: bool) -> tuple[Any, list[Any]]:
        """What regularizers add to the loss, None where there are none; the loss and metrics of each example."""
        outputs = predictions(self.model, examples, labels, training)
        values = [tf.cast(measure(labels, outputs), tf.float32) for measure in self.measures]
        losses = self.model.losses
        return tf.add_n([tf.cast(each, tf.float32) for each in losses]) if losses else None, values

    def told(self, values: list[Any], penalty: Any, weights: Any) -> Any:
        """The sums of a step, as `Steps` has them."""
        real = tf.cast(weights > 0, tf.float32)
        count = tf.reduce_sum(real)
        sums = [tf.reduce_sum(value * real) for value in values]
        if penalty is not None:
            sums[0] += penalty * count
        return tf.stack([*sums, count, tf.identity(self.learner.stopping)])


def _bring_together(averages: list[Any]) -> None:
    """Gives all replicas the mean of what they follow, as the averages of batch normalization, each by itself.

    So all have the same, whichever of them writes and whenever.
    """
    replicas = tf.distribute.get_replica_context()
    flat = tf.concat([tf.reshape(tf.cast(each, tf.float32), [-1]) for each in averages], 0)
    mean = replicas.all_reduce(tf.distribute.ReduceOp.MEAN, flat)
    for each, part in zip(averages, tf.split(mean, [prod(each.shape) for each in averages]), strict=True):
        each.assign(tf.cast(tf.reshape(part, each.shape), each.dtype))


def predictions(model: Any, examples: Any, labels: Any, training: bool) -> Any:
    """What a network gives, in 32 bits; of a classifier one list of classes for each label."""
    outputs = model(examples, training=training)
    if outputs.dtype != tf.float32:
        outputs = tf.cast(outputs, tf.float32)
    if labels.shape.rank == 1 and outputs.shape.rank > 2 and prod(outputs.shape[1:-1]) == 1:
        outputs = tf.reshape(outputs, (-1, outputs.shape[-1]))
    return outputs


def _everywhere(step: Callable[..., Any], strategy: tf.distribute.Strategy) -> Callable[[Iterator[Any]], tf.Tensor]:
    """A step in all replicas, as one function of TensorFlow."""

    @tf.function(reduce_retracing=True)
    def run(iterator: Iterator[Any]) -> Any:
        sums = strategy.run(step, args=next(iterator))
        return strategy.reduce(tf.distribute.ReduceOp.SUM, sums, axis=None)

    return run
