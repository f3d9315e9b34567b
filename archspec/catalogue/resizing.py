"""Images brought to another size. Rules: Keras's `Resizing`, `CenterCrop` and the functions of resizing they call."""

from fractions import Fraction
from math import ceil
from typing import ClassVar, Literal, Self

from pydantic import PositiveInt, model_validator

from archspec.catalogue.images import ImageLayer
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import DataFormat, Shape, join_channels
from archspec.catalogue.upsampling import EXTENTS

ResizeInterpolation = Literal["bilinear", "nearest", "lanczos3", "lanczos5", "bicubic", "area"]


class _ToSize(ImageLayer):
    """Gives images of `height` and `width`."""

    example: ClassVar[str] = "{height: 24, width: 24}"

    height: PositiveInt
    width: PositiveInt

    def output_shape(self, shape: Shape) -> Shape:
        """(height, width, channels), with the channels of the input."""
        _, channels = self.image(shape)
        return join_channels((self.height, self.width), channels, getattr(self, "data_format", None))

    def _cropped(self, spatial: tuple[int, int]) -> tuple[int, int]:
        """The middle of an image of this size that has the proportions of the output."""
        height, width = spatial
        return (
            max(min(height, width * self.height // self.width), 1),
            max(min(width, height * self.width // self.height), 1),
        )

    def _padded(self, spatial: tuple[int, int]) -> tuple[int, int]:
        """An image of this size with what it lacks to the proportions of the output."""
        height, width = spatial
        return max(height, width * self.height // self.width), max(width, height * self.width // self.height)

    def _resized(self, taken: tuple[int, int], interpolation: str, antialias: bool) -> tuple[Window, ...]:
        steps = (Fraction(taken[0], self.height), Fraction(taken[1], self.width))
        return tuple(Window(_extent(step, interpolation, antialias), step) for step in steps)


def _extent(step: Fraction, interpolation: str, antialias: bool) -> int:
    """How many positions along an axis one output is made of at most (Keras samples at the centers of positions).

    An odd number of positions a step puts each sample on the center of one, where all other weights of a kernel are
    zero; antialiasing makes the kernel as wide as the step.
    """
    extent = EXTENTS[interpolation]
    if interpolation == "area":
        return ceil(step) if step.denominator == 1 else ceil(step) + 1
    centered = step.denominator == 1 and step.numerator % 2 == 1
    if antialias and extent > 1 and step > 1:
        return ceil(extent * step) - centered
    return 1 if centered else extent


class Resizing(_ToSize):
    """Resizes images to `height` and `width`."""

    interpolation: ResizeInterpolation = "bilinear"
    crop_to_aspect_ratio: bool = False
    pad_to_aspect_ratio: bool = False
    fill_mode: Literal["constant"] = "constant"
    fill_value: float = 0.0
    antialias: bool = False
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if self.crop_to_aspect_ratio and self.pad_to_aspect_ratio:
            raise ValueError("crop_to_aspect_ratio and pad_to_aspect_ratio can't both be true")
        return self

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        (height, width), _ = self.image(shape)
        if height is None or width is None:
            return (Window(None, None),) * 2
        taken = height, width
        if self.crop_to_aspect_ratio:
            taken = self._cropped(taken)
        if self.pad_to_aspect_ratio:
            taken = self._padded(taken)
        return self._resized(taken, self.interpolation, self.antialias)


class CenterCrop(_ToSize):
    """Cuts the middle out of images; of smaller ones it resizes the largest part of these proportions."""

    data_format: DataFormat | None = None

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        (height, width), _ = self.image(shape)
        if (height is None or height >= self.height) and (width is None or width >= self.width):
            return ()
        if height is None or width is None:
            return (Window(None, None),) * 2
        return self._resized(self._cropped((height, width)), "bilinear", False)


LAYERS = (Resizing, CenterCrop)
