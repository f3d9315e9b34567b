"""Layers that act in training only: dropout, noise and what activations cost."""

from typing import Annotated, ClassVar

from pydantic import Field, NonNegativeFloat, PositiveInt, Strict

from archspec.catalogue.arguments import Rate
from archspec.catalogue.layer import Layer, NeverTrained
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError, show, split_channels, stretches

#: The mask that is drawn, batch included; null for a size of the input.
NoiseShape = Annotated[tuple[PositiveInt | None, ...], Strict(False)]
#: Where all is dropped, nothing is left to scale.
RateBelowOne = Annotated[float, Field(ge=0, lt=1, description="a number from 0 up to, but not including, 1")]


class Dropout(Layer):
    """Sets a share of the values to zero in training."""

    has_training_mode: ClassVar[bool] = True
    example: ClassVar[str] = "{rate: 0.5}"

    rate: Rate
    noise_shape: NoiseShape | None = None
    seed: int | None = None

    def output_shape(self, shape: Shape) -> Shape:
        # Keras draws no mask where all or nothing is dropped.
        if 0 < self.rate < 1:
            _check_noise(self.noise_shape, shape)
        return shape


class AlphaDropout(Layer):
    """Drops values to where SELU saturates in training, so that mean and variance stay (Klambauer et al. 2017)."""

    has_training_mode: ClassVar[bool] = True
    example: ClassVar[str] = "{rate: 0.1}"

    rate: RateBelowOne
    noise_shape: NoiseShape | None = None
    seed: int | None = None

    def output_shape(self, shape: Shape) -> Shape:
        if self.rate > 0:
            _check_noise(self.noise_shape, shape)
        return shape


def _check_noise(noise: NoiseShape | None, shape: Shape) -> None:
    """Refuses a mask that can't be laid over an input.

    Raises:
        ShapeError: it can't.
    """
    if noise is not None and not _fits(noise, (None, *shape)):
        raise ShapeError(f"has a noise_shape of {show(noise)}, batch included, for {show(shape)}")


def _fits(noise: Shape, shape: Shape) -> bool:
    if len(noise) > len(shape):
        return False
    mask = tuple(size if kept is None else kept for kept, size in zip(noise, shape, strict=False))
    return stretches(mask, shape)


class SpatialDropout(NeverTrained):
    """What SpatialDropout1D, 2D and 3D have in common."""

    has_training_mode: ClassVar[bool] = True
    rank: ClassVar[int]
    example: ClassVar[str] = "{rate: 0.2}"

    rate: Rate
    seed: int | None = None

    def output_shape(self, shape: Shape) -> Shape:
        split_channels(shape, self.rank, getattr(self, "data_format", None))  # Keras's 1D layer has none
        return shape


class SpatialDropout1D(SpatialDropout):
    """Sets a share of the channels of (length, channels) to zero in training."""

    rank: ClassVar[int] = 1


class SpatialDropout2D(SpatialDropout):
    """Sets a share of the channels of (height, width, channels) to zero in training."""

    rank: ClassVar[int] = 2
    data_format: DataFormat | None = None


class SpatialDropout3D(SpatialDropout):
    """Sets a share of the channels of (depth, height, width, channels) to zero in training."""

    rank: ClassVar[int] = 3
    data_format: DataFormat | None = None


class GaussianNoise(Layer):
    """Adds noise with this standard deviation in training."""

    has_training_mode: ClassVar[bool] = True
    example: ClassVar[str] = "{stddev: 0.1}"

    stddev: Rate
    seed: int | None = None


class GaussianDropout(Layer):
    """Multiplies with noise around 1 in training (Srivastava et al. 2014)."""

    has_training_mode: ClassVar[bool] = True
    example: ClassVar[str] = "{rate: 0.1}"

    rate: RateBelowOne
    """The noise has the standard deviation sqrt(rate / (1 - rate))."""
    seed: int | None = None


class ActivityRegularization(Layer):
    """Passes its input on, and adds `l1` times its absolute values and `l2` times its squares to the loss."""

    example: ClassVar[str] = "{l2: 0.001}"

    l1: NonNegativeFloat = 0.0
    l2: NonNegativeFloat = 0.0


LAYERS = (
    *(Dropout, AlphaDropout, SpatialDropout1D, SpatialDropout2D, SpatialDropout3D),
    *(GaussianNoise, GaussianDropout, ActivityRegularization),
)
