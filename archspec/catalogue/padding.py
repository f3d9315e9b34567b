"""Zero padding."""

from typing import ClassVar, Self

from pydantic import model_validator

from archspec.catalogue.arguments import Edges
from archspec.catalogue.layer import Integers, Layer, edges
from archspec.catalogue.shapes import DataFormat, Shape, join_channels, split_channels


class ZeroPadding(Layer):
    """What zero padding has in common."""

    integers: ClassVar[Integers] = "kept"

    rank: ClassVar[int]

    padding: Edges = 1
    """How many zeros are added at the edges."""
    data_format: DataFormat | None = None

    @model_validator(mode="after")
    def _check_edges(self) -> Self:
        edges(self.rank, padding=self.padding)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """Along each axis the size and what is added."""
        spatial, channels = split_channels(shape, self.rank, self.data_format)
        added = [before + after for before, after in edges(self.rank, padding=self.padding)]
        sizes = tuple(None if size is None else size + extra for size, extra in zip(spatial, added, strict=True))
        return join_channels(sizes, channels, self.data_format)


class ZeroPadding1D(ZeroPadding):
    """Adds zeros before and after the length."""

    rank: ClassVar[int] = 1


class ZeroPadding2D(ZeroPadding):
    """Adds zeros around height and width."""

    rank: ClassVar[int] = 2


class ZeroPadding3D(ZeroPadding):
    """Adds zeros around depth, height and width."""

    rank: ClassVar[int] = 3


LAYERS = (ZeroPadding1D, ZeroPadding2D, ZeroPadding3D)
