"""Functions that take a tensor apart into several. Rules: Keras's `Split` and `Unstack`."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Self

from pydantic import Field, PositiveInt, Strict, model_validator

from archspec.catalogue.ops.op import Axis, Op, own_axis
from archspec.catalogue.shapes import Shape, ShapeError, show


class _Splitting(Op):
    """What gives several tensors."""

    @classmethod
    def gives_several(cls, arguments: Mapping[str, object], call: Mapping[str, object]) -> bool:  # noqa: ARG003
        return True

    def output_shape(self, shape: Shape) -> Shape:
        """Those of the parts, of which the first goes on."""
        return self.results(shape)[0]


class Split(_Splitting):
    """Parts along an axis: so many alike, or cut at some places."""

    positional: ClassVar[tuple[str, ...]] = ("indices_or_sections",)
    example: ClassVar[str] = "{indices_or_sections: 2, axis: -1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64),)

    indices_or_sections: Annotated[
        PositiveInt | Annotated[tuple[PositiveInt, ...], Strict(False)],
        Field(description="how many parts, or a list of the places to cut at, counted from 0"),
    ]
    axis: Axis

    @model_validator(mode="after")
    def _refuse_what_gives_empty_parts(self) -> Self:
        places = self.indices_or_sections
        if isinstance(places, tuple) and (not places or list(places) != sorted(set(places))):
            raise ValueError(f"indices_or_sections must hold places in order, each once, found {show(places)}")
        return self

    def results(self, *shapes: Shape) -> tuple[Shape, ...]:
        [shape] = shapes
        place, size = _measured(self.axis, shape)
        return tuple((*shape[:place], part, *shape[place + 1 :]) for part in self._parts(size))

    def _parts(self, size: int) -> list[int]:
        cuts = self.indices_or_sections
        if isinstance(cuts, int):
            if size % cuts:
                raise ShapeError(f"can't make {cuts} equal parts of {size}")
            return [size // cuts] * cuts
        if cuts[-1] >= size:
            raise ShapeError(f"cuts at {cuts[-1]}, where the axis has {size}, which leaves an empty part")
        return [end - start for start, end in zip((0, *cuts), (*cuts, size), strict=True)]


class Unstack(_Splitting):
    """The slices along an axis, one by one, without it."""

    example: ClassVar[str] = "{axis: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((3, 64),)

    axis: Axis

    def results(self, *shapes: Shape) -> tuple[Shape, ...]:
        [shape] = shapes
        place, size = _measured(self.axis, shape)
        return ((*shape[:place], *shape[place + 1 :]),) * size


def _measured(axis: int, shape: Shape) -> tuple[int, int]:
    """The place of an axis and its size, which must be known: how many parts there are follows from it."""
    place = own_axis(axis, shape)
    size = shape[place]
    if size is None:
        raise ShapeError(f"needs to know the size of axis {axis} of its input, found {show(shape)}")
    return place, size


LAYERS = (Split, Unstack)
