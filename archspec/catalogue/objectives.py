"""What a training strives for and is judged by: losses, metrics and callbacks, under Keras's names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from archspec.catalogue.naming import snake_case
from archspec.catalogue.settings import Setting

Smoothing = Annotated[float, Field(ge=0, le=1, description="a number from 0 to 1")]


class Loss(Setting):
    """What a training makes small."""

    module: ClassVar[str] = "losses"
    #: Whether the labels are classes, told as whole numbers; values of the output's shape else.
    of_classes: ClassVar[bool] = True


class SparseCategoricalCrossentropy(Loss):
    """The negative logarithm of the probability given to the right class."""

    from_logits: bool = False


class CategoricalCrossentropy(Loss):
    """The same, with the right class told as a code of ones and zeros, which can be smoothed."""

    from_logits: bool = False
    label_smoothing: Smoothing = 0.0


class CategoricalFocalCrossentropy(Loss):
    """Cross-entropy that thinks less of what is easy (Lin et al. 2017)."""

    alpha: NonNegativeFloat = 0.25
    gamma: NonNegativeFloat = 2.0
    from_logits: bool = False
    label_smoothing: Smoothing = 0.0


class BinaryCrossentropy(Loss):
    """Cross-entropy of outputs that are each a probability of their own."""

    of_classes: ClassVar[bool] = False

    from_logits: bool = False
    label_smoothing: Smoothing = 0.0


class MeanSquaredError(Loss):
    """The mean of squared differences."""

    of_classes: ClassVar[bool] = False


class MeanAbsoluteError(Loss):
    """The mean of absolute differences."""

    of_classes: ClassVar[bool] = False


class Huber(Loss):
    """Squared differences up to `delta`, absolute ones beyond."""

    of_classes: ClassVar[bool] = False

    delta: PositiveFloat = 1.0


class Metric(Setting):
    """A number by which a network is judged."""

    module: ClassVar[str] = "metrics"
    #: Whether the labels are classes, as for a loss.
    of_classes: ClassVar[bool] = True
    #: Whether more is better.
    grows: ClassVar[bool] = True

    @property
    def column(self) -> str:
        """What the history calls it."""
        raise NotImplementedError


class Accuracy(Metric):
    """The share of examples whose most probable class is the right one."""

    @property
    def column(self) -> str:
        return "accuracy"

    def spelled(self) -> str | dict[str, Any]:
        return self.column


class SparseTopKCategoricalAccuracy(Metric):
    """The share of examples whose right class is among the `k` most probable ones."""

    k: PositiveInt = 5

    @property
    def column(self) -> str:
        return f"top_{self.k}_accuracy"


class MeanSquaredErrorMetric(Metric):
    """The mean of squared differences."""

    of_classes: ClassVar[bool] = False
    grows: ClassVar[bool] = False

    @property
    def column(self) -> str:
        return "mean_squared_error"

    def spelled(self) -> str | dict[str, Any]:
        return self.column


class MeanAbsoluteErrorMetric(Metric):
    """The mean of absolute differences."""

    of_classes: ClassVar[bool] = False
    grows: ClassVar[bool] = False

    @property
    def column(self) -> str:
        return "mean_absolute_error"

    def spelled(self) -> str | dict[str, Any]:
        return self.column


class Callback(Setting):
    """Something that looks at each epoch's line and acts."""

    module: ClassVar[str] = "callbacks"

    monitor: str = Field("test_loss", description="a column of the history, such as test_loss or test_accuracy")


class EarlyStopping(Callback):
    """Ends the training where the monitored number has not become better for more than `patience` epochs."""

    min_delta: NonNegativeFloat = 0
    patience: NonNegativeInt = 0


class ReduceLROnPlateau(Callback):
    """Multiplies the learning rate by `factor` after `patience` epochs without a better number."""

    factor: Annotated[float, Field(gt=0, lt=1, description="a number between 0 and 1")] = 0.1
    patience: NonNegativeInt = 10
    min_delta: NonNegativeFloat = 0.0001
    cooldown: NonNegativeInt = 0
    min_lr: NonNegativeFloat = 0.0


_LOSSES = (
    *(SparseCategoricalCrossentropy, CategoricalCrossentropy, CategoricalFocalCrossentropy, BinaryCrossentropy),
    *(MeanSquaredError, MeanAbsoluteError, Huber),
)
LOSSES: Mapping[str, type[Loss]] = MappingProxyType(
    {spelling: each for each in _LOSSES for spelling in (each.__name__, snake_case(each.__name__))}
)
METRICS: Mapping[str, type[Metric]] = MappingProxyType(
    {
        "accuracy": Accuracy,
        "SparseTopKCategoricalAccuracy": SparseTopKCategoricalAccuracy,
        "sparse_top_k_categorical_accuracy": SparseTopKCategoricalAccuracy,
        "MeanSquaredError": MeanSquaredErrorMetric,
        "mean_squared_error": MeanSquaredErrorMetric,
        "MeanAbsoluteError": MeanAbsoluteErrorMetric,
        "mean_absolute_error": MeanAbsoluteErrorMetric,
    }
)
CALLBACKS: Mapping[str, type[Callback]] = MappingProxyType(
    {each.__name__: each for each in (EarlyStopping, ReduceLROnPlateau)}
)
