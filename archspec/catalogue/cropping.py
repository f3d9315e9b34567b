"""Cropping."""

from typing import ClassVar, Self

from pydantic import model_validator

from archspec.catalogue.arguments import Edges
from archspec.catalogue.layer import Integers, Layer, edges
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError, axis_names, join_channels, split_channels


class Cropping(Layer):
    """What cropping has in common."""

    integers: ClassVar[Integers] = "kept"

    rank: ClassVar[int]

    cropping: Edges = 1

    @model_validator(mode="after")
    def _check_edges(self) -> Self:
        edges(self.rank, cropping=self.cropping)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """Along each axis what is left."""
        data_format = getattr(self, "data_format", None)  # Keras's 1D layer has none
        spatial, channels = split_channels(shape, self.rank, data_format)
        left = []
        for axis, (before, after) in enumerate(edges(self.rank, cropping=self.cropping)):
            size = spatial[axis]
            if size is not None and before + after >= size:
                name = axis_names(self.rank)[axis]
                raise ShapeError(f"crops {before} and {after} from a {name} of {size}, which leaves nothing")
            left.append(None if size is None else size - before - after)
        return join_channels(tuple(left), channels, data_format)


class Cropping1D(Cropping):
    """Cuts off the ends of the length."""

    rank: ClassVar[int] = 1


class Cropping2D(Cropping):
    """Cuts off the edges of height and width."""

    rank: ClassVar[int] = 2
    cropping: Edges = 0
    data_format: DataFormat | None = None


class Cropping3D(Cropping):
    """Cuts off the edges of depth, height and width."""

    rank: ClassVar[int] = 3
    data_format: DataFormat | None = None


LAYERS = (Cropping1D, Cropping2D, Cropping3D)
