"""What layers that take images have in common. Rules: Keras's `BaseImagePreprocessingLayer`.

Those that augment act in training alone, so that a trained network's positions see themselves and no more.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from archspec.catalogue.layer import Layer
from archspec.catalogue.shapes import Shape, ShapeError, known_sizes, split_channels

_FromZero = Annotated[float, Field(ge=0, le=1)]
_AboutZero = Annotated[float, Field(ge=-1, le=1)]
_AboveMinusOne = Annotated[float, Field(gt=-1, le=1)]

#: How much, drawn anew for each image: up to one number, or between two.
Share = Annotated[
    _FromZero | Annotated[tuple[_FromZero, _FromZero], Strict(False)],
    Field(description="a number from 0 to 1, or a list [low, high] of two"),
]
#: The same to both sides of nothing.
SignedShare = Annotated[
    _AboutZero | Annotated[tuple[_AboutZero, _AboutZero], Strict(False)],
    Field(description="a number from -1 to 1, or a list [low, high] of two"),
]
Zoom = Annotated[
    _AboveMinusOne | Annotated[tuple[_AboveMinusOne, _AboveMinusOne], Strict(False)],
    Field(description="a number above -1 up to 1, or a list [low, high] of two"),
]
ValueRange = Annotated[
    tuple[float, float], Strict(False), Field(description="a list [low, high] of what a value may be")
]
Interpolation = Literal["nearest", "bilinear"]
FillMode = Literal["reflect", "wrap", "constant", "nearest"]


class ImageLayer(Layer):
    """A layer that takes one image and gives one of the same shape."""

    def image(self, shape: Shape) -> tuple[Shape, int | None]:
        """Height and width, and the number of channels."""
        return split_channels(shape, 2, getattr(self, "data_format", None))

    def output_shape(self, shape: Shape) -> Shape:
        self.image(shape)
        return shape


class Augmentation(ImageLayer):
    """Changes images at random in training."""

    has_training_mode: ClassVar[bool] = True


class SizedAugmentation(Augmentation):
    """One that Keras can't put in a graph, as `fit` does, before height and width are known."""

    def output_shape(self, shape: Shape) -> Shape:
        spatial, _ = self.image(shape)
        known_sizes(spatial)
        return super().output_shape(shape)


def check_colors(channels: int | None, *counts: int) -> None:
    """Refuses images that have not one of so many channels.

    Raises:
        ShapeError: they have another number, or an unknown one.
    """
    if channels not in counts:
        wanted = " or ".join(map(str, counts))
        raise ShapeError(f"needs images of {wanted} channels, found {'null' if channels is None else channels}")
