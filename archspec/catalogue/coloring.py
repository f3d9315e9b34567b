"""Layers that change an image's colors, most of them at random in training. Rules: Keras's layers of the same names."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, PositiveInt, Strict, model_validator

from archspec.catalogue.images import Augmentation, ImageLayer, Share, SignedShare, ValueRange, check_colors
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError, axis_names, ceil_divide, known_sizes

_Bits = Annotated[int, Field(ge=1, le=8)]


class RandomBrightness(Augmentation):
    """Adds one number to all values of an image at random in training, up to a share of `value_range`."""

    example: ClassVar[str] = "{factor: 0.2}"

    factor: SignedShare
    value_range: ValueRange = (0, 255)
    seed: int | None = None
    data_format: DataFormat | None = None


class RandomContrast(Augmentation):
    """Draws the values of each channel away from their mean, or to it, at random in training."""

    example: ClassVar[str] = "{factor: 0.2}"

    factor: Share
    value_range: ValueRange = (0, 255)
    seed: int | None = None
    data_format: DataFormat | None = None


class RandomColorDegeneration(Augmentation):
    """Mixes images with their gray version at random in training."""

    example: ClassVar[str] = "{factor: 0.5}"

    factor: Share
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: int | None = None

    def output_shape(self, shape: Shape) -> Shape:
        _, channels = self.image(shape)
        check_colors(channels, 3)
        return shape


class RandomGrayscale(Augmentation):
    """Turns a share `factor` of the images gray at random in training."""

    factor: Annotated[float, Field(ge=0, le=1, description="a number from 0 to 1")] = 0.5
    """The share of the images that is made gray."""
    data_format: DataFormat | None = None
    seed: int | None = None

    def output_shape(self, shape: Shape) -> Shape:
        _, channels = self.image(shape)
        check_colors(channels, 1, 3)
        return shape


class _Hsv(Augmentation):
    """Changes one of hue, saturation and value."""

    def output_shape(self, shape: Shape) -> Shape:
        _, channels = self.image(shape)
        if channels is not None:
            check_colors(channels, 3)
        return shape


class RandomHue(_Hsv):
    """Turns the hues of images at random in training."""

    example: ClassVar[str] = "{factor: 0.1}"

    factor: Share
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: int | None = None


class RandomSaturation(_Hsv):
    """Multiplies the saturation of images at random in training."""

    example: ClassVar[str] = "{factor: 0.2}"

    factor: SignedShare
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: int | None = None


class RandomColorJitter(_Hsv):
    """Changes brightness, contrast, saturation and hue at random in training, those whose factor is given."""

    example: ClassVar[str] = "{brightness_factor: 0.2, hue_factor: 0.1}"

    value_range: ValueRange = (0, 255)
    brightness_factor: SignedShare | None = None
    contrast_factor: Share | None = None
    saturation_factor: SignedShare | None = None
    hue_factor: Share | None = None
    seed: int | None = None
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_gets_wrong(self) -> Self:
        if self.data_format == "channels_first":
            raise ValueError(
                "data_format can't be channels_first: Keras hands it on to none of the layers it is made of"
            )
        return self

    def output_shape(self, shape: Shape) -> Shape:
        if self.saturation_factor is None and self.hue_factor is None:
            self.image(shape)
            return shape
        return super().output_shape(shape)


class RandomSharpness(Augmentation):
    """Blurs or sharpens images at random in training."""

    example: ClassVar[str] = "{factor: 0.5}"

    factor: Share
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: int | None = None


class RandomGaussianBlur(Augmentation):
    """Blurs a share `factor` of the images at random in training, with a kernel of odd size."""

    factor: Share = 1.0
    """The share of the images that is blurred."""
    kernel_size: PositiveInt | Annotated[tuple[PositiveInt, PositiveInt], Strict(False)] = 3
    sigma: Share = 1.0
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: int | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        sizes = self.kernel_size if isinstance(self.kernel_size, tuple) else (self.kernel_size,)
        if not all(size % 2 for size in sizes):
            raise ValueError(f"kernel_size must be odd, found {next(size for size in sizes if size % 2 == 0)}")
        return self


class RandomInvert(Augmentation):
    """Inverts the values of a share `factor` of the images at random in training."""

    factor: Share = 1.0
    """The share of the images that is inverted."""
    value_range: ValueRange = (0, 255)
    seed: int | None = None
    data_format: DataFormat | None = None


class RandomPosterization(Augmentation):
    """Keeps the first bits of each value in training: `factor` of them, from 1 to 8."""

    example: ClassVar[str] = "{factor: 4}"

    factor: Annotated[
        _Bits | Annotated[tuple[_Bits, _Bits], Strict(False)],
        Field(description="a whole number from 1 to 8, or a list [low, high] of two"),
    ]
    """How many bits are kept."""
    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None
    seed: int | None = None


class Solarization(Augmentation):
    """Adds to the values of images, and inverts those above a threshold, both at random in training."""

    addition_factor: Share = 0.0
    threshold_factor: Share = 0.0
    value_range: ValueRange = (0, 255)
    seed: int | None = None
    data_format: DataFormat | None = None


class AutoContrast(ImageLayer):
    """Stretches the values of each channel over all of `value_range`."""

    value_range: ValueRange = (0, 255)
    data_format: DataFormat | None = None


class ContrastLimitedAdaptiveHistogramEqualization(ImageLayer):
    """Spreads the values of each channel evenly, tile by tile and with a limit to contrast (Pizer et al. 1987)."""

    value_range: ValueRange = (0, 255)
    clip_limit: float = 4.0
    tile_grid_size: Annotated[
        tuple[PositiveInt, PositiveInt], Strict(False), Field(description="a list of two positive whole numbers")
    ] = (8, 8)
    data_format: DataFormat | None = None

    def output_shape(self, shape: Shape) -> Shape:
        spatial, _ = self.image(shape)
        for size, tiles, name in zip(known_sizes(spatial), self.tile_grid_size, axis_names(2), strict=True):
            if ceil_divide(size, tiles) * tiles > 2 * size:
                raise ShapeError(f"can't lay {tiles} tiles over a {name} of {size}")
        return shape


LAYERS = (
    *(RandomBrightness, RandomContrast, RandomColorDegeneration, RandomGrayscale, RandomHue, RandomSaturation),
    *(RandomColorJitter, RandomSharpness, RandomGaussianBlur, RandomInvert, RandomPosterization, Solarization),
    *(AutoContrast, ContrastLimitedAdaptiveHistogramEqualization),
)
