"""Layers that move an image's positions at random in training. Rules: Keras's layers of the same names."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from archspec.catalogue.images import (
    Augmentation,
    FillMode,
    Interpolation,
    Share,
    SignedShare,
    SizedAugmentation,
    ValueRange,
    Zoom,
)
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError, known_channels, show


class RandomFlip(Augmentation):
    """Flips images along the width, the height or both at random in training."""

    example: ClassVar[str] = "{mode: horizontal}"

    mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = "horizontal_and_vertical"
    """Along which axes."""
    seed: int | None = None
    data_format: DataFormat | None = None


class RandomRotation(Augmentation):
    """Rotates images at random in training, by up to `factor` of a turn."""

    example: ClassVar[str] = "{factor: 0.1}"

    factor: SignedShare
    """How far, as a share of a whole turn."""
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: int | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None


class RandomTranslation(Augmentation):
    """Shifts images at random in training, by up to a share of their height and width."""

    example: ClassVar[str] = "{height_factor: 0.1, width_factor: 0.1}"

    height_factor: SignedShare
    width_factor: SignedShare
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: int | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None


class RandomZoom(Augmentation):
    """Zooms images at random in training, in (negative) or out; without `width_factor` alike along both axes."""

    example: ClassVar[str] = "{height_factor: 0.2}"

    height_factor: Zoom
    width_factor: Zoom | None = None
    fill_mode: FillMode = "reflect"
    interpolation: Interpolation = "bilinear"
    seed: int | None = None
    fill_value: float = 0.0
    data_format: DataFormat | None = None


class RandomShear(Augmentation):
    """Shears images at random in training, by angles between two shares along each axis."""

    example: ClassVar[str] = "{x_factor: [0.0, 0.2]}"

    x_factor: Share = 0.0
    y_factor: Share = 0.0
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: float = 0.0
    data_format: DataFormat | None = None
    seed: int | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_can_not_load(self) -> Self:
        for name, factor in (("x_factor", self.x_factor), ("y_factor", self.y_factor)):
            if not isinstance(factor, tuple) and factor > 0:
                raise ValueError(
                    f"{name} must be a list [low, high]: one number is saved as [-{factor}, {factor}], "
                    "which Keras refuses to load again"
                )
        return self


class RandomPerspective(SizedAugmentation):
    """Looks at images from another side at random in training: at a share `factor` of them, by up to `scale`."""

    factor: Share = 1.0
    """The share of the images that is seen from another side."""
    scale: Annotated[float, Field(ge=0, le=1, description="a number from 0 to 1")] = 1.0
    """How far the corners move, as a share of the size."""
    interpolation: Interpolation = "bilinear"
    fill_value: float = 0.0
    seed: int | None = None
    data_format: DataFormat | None = None

    def output_shape(self, shape: Shape) -> Shape:
        output = super().output_shape(shape)
        spatial, _ = self.image(shape)
        if 1 in spatial:
            raise ShapeError(f"needs images of more than one position along each axis, found {show(spatial)}")
        return output


class RandomElasticTransform(SizedAugmentation):
    """Warps images elastically at random in training: a share `factor` of them, by up to `scale`."""

    factor: Share = 1.0
    """The share of the images that is warped."""
    scale: Share = 1.0
    """How far positions move."""
    interpolation: Interpolation = "bilinear"
    fill_mode: FillMode = "reflect"
    fill_value: float = 0.0
    value_range: ValueRange = (0, 255)
    seed: int | None = None
    data_format: DataFormat | None = None

    def output_shape(self, shape: Shape) -> Shape:
        _, channels = self.image(shape)
        known_channels(channels)
        return super().output_shape(shape)


LAYERS = (
    *(RandomFlip, RandomRotation, RandomTranslation, RandomZoom, RandomShear),
    *(RandomPerspective, RandomElasticTransform),
)
