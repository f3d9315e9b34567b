"""Layers that act in training only: dropout and noise."""

from typing import Annotated, ClassVar, Self

from pydantic import PositiveInt, Strict, model_validator
from pydantic.fields import FieldInfo

from archspec.catalogue.arguments import Rate
from archspec.catalogue.layer import Layer
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError, show, split_channels, stretches


class Dropout(Layer):
    """Sets a share of the values to zero in training."""

    has_training_mode: ClassVar[bool] = True

    rate: Rate
    noise_shape: Annotated[tuple[PositiveInt | None, ...], Strict(False)] | None = None
    seed: int | None = None

    def output_shape(self, shape: Shape) -> Shape:
        # Keras draws no mask where all or nothing is dropped.
        if self.noise_shape is not None and 0 < self.rate < 1 and not _fits(self.noise_shape, (None, *shape)):
            raise ShapeError(f"has a noise_shape of {show(self.noise_shape)}, batch included, for {show(shape)}")
        return shape


def _fits(noise: Shape, shape: Shape) -> bool:
    if len(noise) > len(shape):
        return False
    mask = tuple(size if kept is None else kept for kept, size in zip(noise, shape, strict=False))
    return stretches(mask, shape)


class SpatialDropout(Layer):
    """What SpatialDropout1D, 2D and 3D have in common."""

    has_training_mode: ClassVar[bool] = True
    rank: ClassVar[int]

    rate: Rate
    seed: int | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if "trainable" in self.model_fields_set:
            raise ValueError("trainable is no argument of this layer in Keras")
        return self

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        return {name: field for name, field in super().argument_fields().items() if name != "trainable"}

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

    stddev: Rate
    seed: int | None = None


LAYERS = (Dropout, SpatialDropout1D, SpatialDropout2D, SpatialDropout3D, GaussianNoise)
