"""Initializers, regularizers and constraints: given by name, or by name and arguments, as Keras gives them.

`glorot_uniform`, `GlorotUniform` and `{VarianceScaling: {scale: 2.0}}` are the three spellings.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, PositiveFloat, Strict
from pydantic.fields import FieldInfo

from archspec.catalogue.naming import snake_case

Axes = int | Annotated[tuple[int, ...], Strict(False)]


class Setting(BaseModel):
    """The arguments of one initializer, regularizer or constraint."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False)

    #: The module of Keras that holds the class of this name.
    module: ClassVar[str]

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        """Its arguments by name, as a layer tells them."""
        return cls.model_fields

    def misfit(self, rank: int) -> str | None:
        """Why it can't serve a variable of `rank` axes, in words that follow its name; None where it can."""
        return None

    def spelled(self) -> str | dict[str, Any]:
        """As a spec writes it: the name alone, or the name and the given arguments."""
        name = type(self).__name__
        given = {key: _plain(getattr(self, key)) for key in type(self).model_fields if key in self.model_fields_set}
        return {name: given} if given else name


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


class InitializerSetting(Setting):
    """What a variable holds before training."""

    module: ClassVar[str] = "initializers"


class Zeros(InitializerSetting):
    """All zeros."""


class Ones(InitializerSetting):
    """All ones."""


class Constant(InitializerSetting):
    """One value everywhere."""

    value: float = 0.0


class Identity(InitializerSetting):
    """The identity matrix times `gain`."""

    gain: float = 1.0

    def misfit(self, rank: int) -> str | None:
        return None if rank == 2 else "makes a matrix, which has 2 axes"


class _Random(InitializerSetting):
    """Drawn anew for each variable, or the same each time with `seed`."""

    seed: int | None = None


class Orthogonal(_Random):
    """A random orthogonal matrix times `gain`."""

    gain: float = 1.0

    def misfit(self, rank: int) -> str | None:
        return None if rank >= 2 else "needs at least 2 axes"


class RandomNormal(_Random):
    """Normally distributed."""

    mean: float = 0.0
    stddev: float = 0.05


class TruncatedNormal(RandomNormal):
    """Normally distributed, drawn again beyond two standard deviations."""


class RandomUniform(_Random):
    """Spread evenly between two bounds."""

    minval: float = -0.05
    maxval: float = 0.05


class _Scaled(_Random):
    """With a variance that depends on how many values meet in one output, counted along the given axes."""

    input_axes: Annotated[tuple[int, ...], Strict(False)] | None = None
    output_axes: Annotated[tuple[int, ...], Strict(False)] | None = None

    def misfit(self, rank: int) -> str | None:
        if self.input_axes is None or self.output_axes is None:
            return None
        return _missing_axis((*self.input_axes, *self.output_axes), rank)


class VarianceScaling(_Scaled):
    """Random with variance `scale` / n, n as `mode` says."""

    scale: PositiveFloat = 1.0
    mode: Literal["fan_in", "fan_out", "fan_avg"] = "fan_in"
    distribution: Literal["normal", "truncated_normal", "untruncated_normal", "uniform"] = "truncated_normal"


class GlorotUniform(_Scaled):
    """Uniform, by Glorot and Bengio (2010)."""


class GlorotNormal(_Scaled):
    """Normal, by Glorot and Bengio (2010)."""


class HeUniform(_Scaled):
    """Uniform, by He et al. (2015)."""


class HeNormal(_Scaled):
    """Normal, by He et al. (2015)."""


class LecunUniform(_Scaled):
    """Uniform, by LeCun et al. (1998)."""


class LecunNormal(_Scaled):
    """Normal, by LeCun et al. (1998)."""


class RegularizerSetting(Setting):
    """What is added to the loss for the size of a variable."""

    module: ClassVar[str] = "regularizers"


class L1(RegularizerSetting):
    """The sum of absolute values times `l1`."""

    l1: NonNegativeFloat = 0.01


class L2(RegularizerSetting):
    """The sum of squares times `l2`."""

    l2: NonNegativeFloat = 0.01


class L1L2(RegularizerSetting):
    """Both sums."""

    l1: NonNegativeFloat = 0.0
    l2: NonNegativeFloat = 0.0


class OrthogonalRegularizer(RegularizerSetting):
    """How far rows or columns are from being orthogonal."""

    factor: NonNegativeFloat = 0.01
    mode: Literal["rows", "columns"] = "rows"

    def misfit(self, rank: int) -> str | None:
        return None if rank == 2 else "is for matrices, which have 2 axes"


class ConstraintSetting(Setting):
    """What a variable is brought back to after each step of training."""

    module: ClassVar[str] = "constraints"


class NonNeg(ConstraintSetting):
    """No negative values."""


class _Norm(ConstraintSetting):
    """On the norm along `axis`."""

    axis: Axes = 0

    def misfit(self, rank: int) -> str | None:
        return _missing_axis((self.axis,) if isinstance(self.axis, int) else self.axis, rank)


class MaxNorm(_Norm):
    """Norms of at most `max_value`."""

    max_value: float = 2


class UnitNorm(_Norm):
    """Norms of 1."""


class MinMaxNorm(_Norm):
    """Norms between two bounds."""

    min_value: float = 0.0
    max_value: float = 1.0
    rate: float = 1.0


def _missing_axis(axes: tuple[int, ...], rank: int) -> str | None:
    missing = [axis for axis in axes if not -rank <= axis < rank]
    return f"names axis {missing[0]}, which is not one of its {rank}" if missing else None


_INITIALIZERS = (
    *(Zeros, Ones, Constant, Identity, Orthogonal, RandomNormal, TruncatedNormal, RandomUniform, VarianceScaling),
    *(GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal),
)
_REGULARIZERS = (L1, L2, L1L2, OrthogonalRegularizer)
_CONSTRAINTS = (NonNeg, MaxNorm, UnitNorm, MinMaxNorm)

_ALIASES = {
    "zero": Zeros,
    "one": Ones,
    "normal": RandomNormal,
    "uniform": RandomUniform,
    "IdentityInitializer": Identity,
    "OrthogonalInitializer": Orthogonal,
}


def _by_name(settings: tuple[type[Setting], ...], aliases: Mapping[str, type[Setting]]) -> Mapping[str, type[Setting]]:
    names = {setting.__name__: setting for setting in settings}
    return MappingProxyType({**names, **{snake_case(name): names[name] for name in names}, **aliases})


#: What each kind of setting may be called.
SETTINGS: Mapping[str, Mapping[str, type[Setting]]] = MappingProxyType(
    {
        "initializer": _by_name(_INITIALIZERS, _ALIASES),
        "regularizer": _by_name(_REGULARIZERS, {}),
        "constraint": _by_name(_CONSTRAINTS, {}),
    }
)
