"""The `training` of a spec: what it is trained on, and how. Read only where a spec has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from pydantic import model_validator

from archspec.catalogue.objectives import ReduceLROnPlateau
from archspec.spec.chosen import (
    CallbackFields,
    Chosen,
    Count,
    DataField,
    LearningRate,
    LossField,
    MetricFields,
    OptimizerField,
    Policy,
    Seed,
    Truth,
)
from archspec.spec.leaves import mistakes
from archspec.spec.located import Located
from archspec.spec.reading import read_document
from archspec.spec.steps import Steps
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Source
from archspec.text.suggest import suggested
from archspec.text.tree import Mapping as MappingNode
from archspec.text.yaml import read_yaml


class Training(Located):
    """What a network is trained on, and how, where the command line says nothing else."""

    data: DataField = None
    """A data set by name, or a path: a .npz file, a folder of images by class, or one of TFRecord files."""
    epochs: Count = None
    """How often all examples are gone through; 10 where silent."""
    batch_size: Count = None
    """How many examples make a step, on all machines together; 32 where silent."""
    optimizer: OptimizerField = None
    """An optimizer of Keras, or {Name: {argument: value}}; Adam where silent."""
    learning_rate: LearningRate = None
    """A number, or a schedule of Keras with its arguments, in steps; the default of the optimizer where silent."""
    loss: LossField = None
    """A loss of Keras; sparse_categorical_crossentropy where silent."""
    metrics: MetricFields = None
    """What else is told of each epoch; accuracy of a classifier where silent."""
    augmentation: Steps = ()
    """Steps that each batch goes through in training alone, before the network; they keep its shape."""
    mixed_precision: Policy = None
    """The policy of numbers: float32, mixed_float16 or mixed_bfloat16; float32 where silent."""
    jit_compile: Truth = None
    """Whether XLA compiles the step; false where silent."""
    callbacks: CallbackFields = ()
    """What acts after an epoch: EarlyStopping, ReduceLROnPlateau, with their arguments."""
    seed: Seed = None
    """What all chance begins from: the first weights, the order of examples, dropout; 0 where silent."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        found = [*self._wrong_metrics(), *self._wrong_callbacks()]
        if found:
            raise mistakes(*found)
        return self

    def _wrong_metrics(self) -> Iterator[Diagnostic]:
        for_classes = self.loss.setting.of_classes if self.loss else True
        for metric in self.metrics or ():
            if metric.setting.of_classes != for_classes:
                labels = "classes" if for_classes else "values"
                loss = self.loss.name if self.loss else "the loss"
                yield Diagnostic(
                    "E0241", f"{metric.name} does not go with labels that are {labels}, as {loss} takes", metric.span
                )

    def _wrong_callbacks(self) -> Iterator[Diagnostic]:
        metrics = [metric.setting.column for metric in self.metrics or ()] if self.metrics is not None else ["accuracy"]
        columns = [prefix + name for prefix in ("", "test_") for name in ("loss", *metrics)]
        for callback in self.callbacks:
            monitor = callback.setting.monitor
            if monitor not in columns:
                unknown = f"the history has no column {monitor!r}; it has {', '.join(columns)}"
                # Keras calls the test data of a training its validation data.
                meant = monitor.replace("val_", "test_")
                mistake = Diagnostic("E0240", unknown, callback.span)
                yield suggested(mistake, meant, columns)._replace(fix=None)
            if isinstance(callback.setting, ReduceLROnPlateau) and isinstance(self.learning_rate, Chosen):
                clash = "ReduceLROnPlateau sets a learning rate that is a number; here it is a schedule"
                yield Diagnostic("E0241", clash, callback.span)


#: The keys that an option of the command line can set, each by the text that would stand in a spec.
OPTIONS = tuple(sorted(Training.keys().keys() - {"augmentation", "callbacks"}))


def with_options(written: Training | None, options: Mapping[str, str]) -> Training:
    """The training of a spec with what the command line says in its place.

    Args:
        written: what the spec has; None where it has none.
        options: texts by key, each read as YAML.

    Raises:
        SpecError: a text is not what its key takes.
    """
    nothing = Source("the command line", "").spot(1, 1)
    own: MappingNode = written.node if written else MappingNode({}, {}, nothing)
    given = {key: read_yaml(Source(f"--{key.replace('_', '-')}", text)) for key, text in options.items()}
    spans = {**own.key_spans, **{key: node.span for key, node in given.items()}}
    found: list[Diagnostic] = []
    return read_document(MappingNode({**own, **given}, spans, own.span), Training, found)
