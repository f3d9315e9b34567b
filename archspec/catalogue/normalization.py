"""Normalization over the batch, over the channels and over groups of channels."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, PositiveInt, model_validator

from archspec.catalogue.arguments import Axes, Axis, Constraint, Initializer, Regularizer
from archspec.catalogue.layer import Integers, Layer
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape, ShapeError, known_channels, show, size_at, sizes_at, stretches


class _Normalization(Layer):
    """A layer that, after normalizing, scales by `gamma` and shifts by `beta`."""

    integers: ClassVar[Integers] = "made fractions"

    axis: Axis = -1
    """The axis of the channels."""
    epsilon: float = 0.001
    center: bool = True
    scale: bool = True
    beta_initializer: Initializer = "zeros"
    gamma_initializer: Initializer = "ones"
    beta_regularizer: Regularizer = None
    gamma_regularizer: Regularizer = None
    beta_constraint: Constraint = None
    gamma_constraint: Constraint = None

    def _scale_and_shift(self, shape: Shape) -> tuple[Weight, ...]:
        gamma = (self.weight("gamma", shape),) if self.scale else ()
        return (*gamma, self.weight("beta", shape)) if self.center else gamma


def _check_clipping(limits: dict[str, float]) -> dict[str, float]:
    if "rmin" in limits and "rmax" in limits and limits["rmax"] < limits["rmin"]:
        raise ValueError(f"rmax ({limits['rmax']}) must not be below rmin ({limits['rmin']})")
    if limits.get("dmax", 0) < 0:
        raise ValueError(f"dmax ({limits['dmax']}) must not be negative")
    return limits


class BatchNormalization(_Normalization):
    """Normalizes each channel with statistics of the batch, and with their moving averages once trained."""

    has_training_mode: ClassVar[bool] = True

    momentum: float = 0.99
    moving_mean_initializer: Initializer = "zeros"
    moving_variance_initializer: Initializer = "ones"
    renorm: bool = False
    renorm_clipping: Annotated[dict[Literal["rmax", "rmin", "dmax"], float], AfterValidator(_check_clipping)] | None = (
        None
    )
    renorm_momentum: float = 0.99
    synchronized: bool = False

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if self.renorm and self.moving_variance_initializer is None:
            raise ValueError("renorm needs a moving_variance_initializer, found null")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        known_channels(size_at(shape, self.axis))
        return shape

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """`gamma` and `beta`, and moving averages that are not trained: a number for each channel."""
        channels = (size_at(shape, self.axis),)
        statistics = (
            self.weight("moving_mean", channels, trainable=False),
            self.weight("moving_variance", channels, trainable=False),
        )
        if self.renorm:
            names = ("moving_stddev", "renorm_mean", "renorm_stddev")
            statistics += tuple(Weight(name, statistics[0].shape, trainable=False) for name in names)
        return (*self._scale_and_shift(channels), *statistics)


class LayerNormalization(_Normalization):
    """Normalizes each example over the given axes, the channels where silent."""

    axis: Axes = -1
    """The axes that are normalized over."""

    def output_shape(self, shape: Shape) -> Shape:
        # An axis may be the batch's, whose size no weight can have.
        self.weights(shape)
        return shape

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """`gamma` and `beta`, a number for each position along `axis`."""
        return self._scale_and_shift(sizes_at(shape, _sorted(self.axis)))


class GroupNormalization(_Normalization):
    """Normalizes each example over groups of channels; -1 groups are as many as channels."""

    example: ClassVar[str] = "{groups: 8}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((32, 32, 64),)

    groups: PositiveInt | Literal[-1] = 32
    """Into how many groups the channels are divided; -1 for as many as there are."""

    def output_shape(self, shape: Shape) -> Shape:
        channels = known_channels(size_at(shape, self.axis))
        if self.groups > 0 and channels % self.groups:
            raise ShapeError(f"has {self.groups} groups, which do not divide the {channels} channels of its input")
        return shape

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """`gamma` and `beta`, a number for each channel."""
        return self._scale_and_shift((size_at(shape, self.axis),))


class RMSNormalization(Layer):
    """Divides by the root mean square over the given axes, the channels where silent (Zhang and Sennrich 2019)."""

    axis: Axes = -1
    """The axes that are normalized over."""
    epsilon: float = 1e-6

    def output_shape(self, shape: Shape) -> Shape:
        [scale] = self.weights(shape)
        if not stretches(scale.shape, shape):
            # Keras does not bring the scale to the axes it is for.
            raise ShapeError(f"lays its scale of shape {show(scale.shape)} over the last axes of {show(shape)}")
        return shape

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """`scale`, a number for each position along `axis`."""
        return (self.weight("scale", sizes_at(shape, _sorted(self.axis))),)


class UnitNormalization(Layer):
    """Scales each example to a norm of 1 over the given axes, the channels where silent."""

    axis: Axes = -1
    """The axes that are normalized over."""

    def output_shape(self, shape: Shape) -> Shape:
        sizes_at(shape, self.axis)
        return shape


def _sorted(axes: int | tuple[int, ...]) -> int | tuple[int, ...]:
    # Keras sorts the axes as they are written, so -1 comes before 1.
    return axes if isinstance(axes, int) else tuple(sorted(axes))


LAYERS = (BatchNormalization, LayerNormalization, GroupNormalization, RMSNormalization, UnitNormalization)
