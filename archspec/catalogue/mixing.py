"""Layers that mix, erase or chain changes of images in training. Rules: Keras's layers of the same names."""

from typing import Annotated

from pydantic import Field, PositiveFloat, PositiveInt, Strict

from archspec.catalogue.images import Augmentation, Interpolation, Share, SizedAugmentation, ValueRange, check_colors
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError


class MixUp(Augmentation):
    """Mixes each image of a batch with another one at random in training (Zhang et al. 2018)."""

    alpha: PositiveFloat = 0.2
    """How evenly two images are mixed: both parameters of a beta distribution."""
    data_format: DataFormat | None = None
    seed: int | None = None


class CutMix(SizedAugmentation):
    """Puts a piece of another image of the batch into each at random in training (Yun et al. 2019)."""

    factor: Share = 1.0
    """How evenly two images are put together."""
    seed: int | None = None
    data_format: DataFormat | None = None


class RandomErasing(SizedAugmentation):
    """Fills a rectangle in a share `factor` of the images at random in training, with noise where silent."""

    factor: Share = 1.0
    """The share of the images in which something is filled."""
    scale: Share = (0.02, 0.33)
    """The share of an image that is filled."""
    fill_value: Annotated[
        float | Annotated[tuple[float, float, float], Strict(False)] | None,
        Field(description="a number, or a list of three, one for each color"),
    ] = None
    """What it is filled with; noise where null."""
    value_range: ValueRange = (0, 255)
    seed: int | None = None
    data_format: DataFormat | None = None

    def output_shape(self, shape: Shape) -> Shape:
        output = super().output_shape(shape)
        if isinstance(self.fill_value, tuple) and shape[-1] not in (3, None):
            raise ShapeError(f"lays three numbers as fill_value over the last axis of its input, which has {shape[-1]}")
        return output


class _Chain(Augmentation):
    """Applies other layers, of which some are for gray images or those with three colors."""

    def output_shape(self, shape: Shape) -> Shape:
        _, channels = self.image(shape)
        check_colors(channels, 1, 3)
        return shape


class RandAugment(_Chain):
    """Applies `num_ops` changes drawn from eleven at random in training (Cubuk et al. 2020)."""

    value_range: ValueRange = (0, 255)
    num_ops: PositiveInt = 2
    factor: Share = 0.5
    interpolation: Interpolation = "bilinear"
    seed: int | None = None
    data_format: DataFormat | None = None


class AugMix(_Chain):
    """Mixes images with what several chains of random changes make of them in training (Hendrycks et al. 2020)."""

    value_range: ValueRange = (0, 255)
    num_chains: PositiveInt = 3
    chain_depth: PositiveInt = 3
    factor: Share = 0.3
    alpha: PositiveFloat = 1.0
    """How evenly the chains are mixed: the parameters of a Dirichlet and a beta distribution."""
    all_ops: bool = True
    interpolation: Interpolation = "bilinear"
    seed: int | None = None
    data_format: DataFormat | None = None


LAYERS = (MixUp, CutMix, RandomErasing, RandAugment, AugMix)
