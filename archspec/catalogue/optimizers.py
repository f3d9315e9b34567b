"""Optimizers and schedules of learning rates, under Keras's names and with Keras's arguments.

An optimizer's `learning_rate` is a key of its own in a spec: whatever the optimizer, it stands in one place.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Self

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt, Strict, model_validator

from archspec.catalogue.settings import Setting

Share = Annotated[float, Field(ge=0, lt=1, description="a number from 0 up, less than 1")]


class Optimizer(Setting):
    """How the gradients of a step change the weights."""

    module: ClassVar[str] = "optimizers"
    #: What Keras takes where no learning rate is given.
    learning_rate: ClassVar[float] = 0.001

    weight_decay: NonNegativeFloat | None = None
    clipnorm: PositiveFloat | None = None
    clipvalue: PositiveFloat | None = None
    global_clipnorm: PositiveFloat | None = None

    @model_validator(mode="after")
    def _one_sort_of_clipping(self) -> Self:
        given = [name for name in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"{given[1]} and {given[0]} clip the same gradients; give one of them")
        return self


class SGD(Optimizer):
    """Gradient descent, with momentum where it is given."""

    learning_rate: ClassVar[float] = 0.01

    momentum: Share = 0.0
    nesterov: bool = False


class RMSprop(Optimizer):
    """Steps divided by a running average of the gradients' size."""

    rho: Share = 0.9
    momentum: Share = 0.0
    epsilon: PositiveFloat = 1e-07
    centered: bool = False


class Adam(Optimizer):
    """Running averages of gradients and of their squares (Kingma and Ba 2014)."""

    beta_1: Share = 0.9
    beta_2: Share = 0.999
    epsilon: PositiveFloat = 1e-07
    amsgrad: bool = False


class AdamW(Adam):
    """Adam with the decay of weights apart from the gradients (Loshchilov and Hutter 2017)."""

    weight_decay: NonNegativeFloat | None = 0.004


class Adamax(Optimizer):
    """Adam with the largest gradient in place of the squares."""

    beta_1: Share = 0.9
    beta_2: Share = 0.999
    epsilon: PositiveFloat = 1e-07


class Nadam(Adamax):
    """Adam with Nesterov's momentum (Dozat 2015)."""


class Lamb(Adamax):
    """Adam with steps as large as each layer's weights allow, for large batches (You et al. 2019)."""


class Adagrad(Optimizer):
    """Steps divided by the sum of the gradients' squares."""

    initial_accumulator_value: NonNegativeFloat = 0.1
    epsilon: PositiveFloat = 1e-07


class Adadelta(Optimizer):
    """Adagrad over a window (Zeiler 2012)."""

    rho: Share = 0.95
    epsilon: PositiveFloat = 1e-07


class Lion(Optimizer):
    """The sign of a running average of gradients (Chen et al. 2023)."""

    beta_1: Annotated[float, Field(gt=0, le=1)] = 0.9
    beta_2: Share = 0.99


class Schedule(Setting):
    """A learning rate that changes with the number of steps taken."""

    module: ClassVar[str] = "optimizers.schedules"


class CosineDecay(Schedule):
    """Half a wave down, after a rise where `warmup_target` and `warmup_steps` are given."""

    initial_learning_rate: NonNegativeFloat
    decay_steps: PositiveInt
    alpha: NonNegativeFloat = 0.0
    warmup_target: PositiveFloat | None = None
    warmup_steps: Annotated[int, Field(ge=0)] = 0


class CosineDecayRestarts(Schedule):
    """Half a wave down, again and again (Loshchilov and Hutter 2016)."""

    initial_learning_rate: PositiveFloat
    first_decay_steps: PositiveInt
    t_mul: PositiveFloat = 2.0
    m_mul: PositiveFloat = 1.0
    alpha: NonNegativeFloat = 0.0


class ExponentialDecay(Schedule):
    """Times `decay_rate` every `decay_steps`."""

    initial_learning_rate: PositiveFloat
    decay_steps: PositiveInt
    decay_rate: PositiveFloat
    staircase: bool = False


class InverseTimeDecay(Schedule):
    """Divided by a number that grows by `decay_rate` every `decay_steps`."""

    initial_learning_rate: PositiveFloat
    decay_steps: PositiveInt
    decay_rate: PositiveFloat
    staircase: bool = False


class PolynomialDecay(Schedule):
    """Down to `end_learning_rate` within `decay_steps`."""

    initial_learning_rate: PositiveFloat
    decay_steps: PositiveInt
    end_learning_rate: NonNegativeFloat = 0.0001
    power: PositiveFloat = 1.0
    cycle: bool = False


class PiecewiseConstantDecay(Schedule):
    """One value up to each boundary, and one beyond the last."""

    boundaries: Annotated[tuple[PositiveInt, ...], Strict(False), Field(description="a list of numbers of steps")]
    values: Annotated[tuple[PositiveFloat, ...], Strict(False), Field(description="a list of learning rates")]

    @model_validator(mode="after")
    def _one_more_value(self) -> Self:
        if list(self.boundaries) != sorted(set(self.boundaries)):
            raise ValueError("boundaries must grow")
        if len(self.values) != len(self.boundaries) + 1:
            raise ValueError(f"values must be one more than the boundaries, which are {len(self.boundaries)}")
        return self


#: As Keras spells them too: `adam` is Adam.
OPTIMIZERS: Mapping[str, type[Optimizer]] = MappingProxyType(
    {
        spelling: each
        for each in (SGD, RMSprop, Adam, AdamW, Adamax, Nadam, Lamb, Adagrad, Adadelta, Lion)
        for spelling in (each.__name__, each.__name__.lower())
    }
)
SCHEDULES: Mapping[str, type[Schedule]] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(CosineDecay, CosineDecayRestarts, ExponentialDecay),
            *(InverseTimeDecay, PolynomialDecay, PiecewiseConstantDecay),
        )
    }
)
