"""Functions of `keras.ops.image`. Rules: Keras's `compute_output_spec` of each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PositiveInt, Strict

from archspec.catalogue.operation import Kind, Window, refuse_kinds
from archspec.catalogue.ops.op import Op
from archspec.catalogue.resizing import ResizeInterpolation, Resizing
from archspec.catalogue.shapes import Shape, split_channels


class Resize(Op):
    """Images of another size: (height, width, channels)."""

    slots: ClassVar[tuple[str, ...]] = ("images",)
    positional: ClassVar[tuple[str, ...]] = ("size",)
    fixed: ClassVar[Mapping[str, object]] = MappingProxyType({"fill_mode": "constant", "fill_value": 0.0})
    example: ClassVar[str] = "{size: [64, 64]}"

    size: Annotated[
        tuple[PositiveInt, PositiveInt], Strict(False), Field(description="a list [height, width] of numbers from 1 up")
    ]
    """Height and width that come out."""
    interpolation: ResizeInterpolation = "bilinear"
    antialias: bool = False
    data_format: Literal["channels_last"] | None = None

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "integer", "boolean")
        return "float"

    def output_shape(self, shape: Shape) -> Shape:
        """(height, width, channels), with the channels of the input."""
        _, channels = split_channels(shape, 2, None)
        return (*self.size, channels)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        height, width = self.size
        same = Resizing(height=height, width=width, interpolation=self.interpolation, antialias=self.antialias)
        return same.windows(shape)


LAYERS = (Resize,)
