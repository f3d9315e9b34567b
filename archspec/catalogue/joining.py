"""Merges that make new axes or longer ones: concatenation and the dot product."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, Strict

from archspec.catalogue.arguments import Axis
from archspec.catalogue.layer import Integers, Layer, whole
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import Shape, ShapeError, normalized_axis, product, show, unlike


class Concatenate(Layer):
    """Joins its inputs along an axis, the channels where silent."""

    integers: ClassVar[Integers] = "kept"

    arity: ClassVar[int | None] = None
    example_inputs: ClassVar[tuple[Shape, ...]] = ((32, 32, 64), (32, 32, 32))

    axis: Axis = -1
    """The axis along which they are joined."""

    def output_shape(self, *shapes: Shape) -> Shape:
        """The sum of the sizes along `axis`; all others must be alike."""
        return join(shapes, self.axis)


def join(shapes: Sequence[Shape], axis: int) -> Shape:
    """The shape of tensors laid end to end along an axis that counts the batch.

    Raises:
        ShapeError: they differ along another axis, or the axis is none or the batch.
    """
    if not shapes:
        raise ShapeError("needs at least one input")
    first = shapes[0]
    place = normalized_axis(axis, len(first) + 1) - 1
    if place < 0:
        raise ShapeError("can't join along the batch, which is axis 0")
    for other in shapes[1:]:
        if not _alike_but(place, first, other):
            message = f"can't join {show(first)} and {show(other)} along axis {axis}"
            raise ShapeError(f"{message}: {_difference(place, first, other)}")
    along = [shape[place] for shape in shapes]
    size = None if None in along else sum(filter(None, along))
    return (*first[:place], size, *first[place + 1 :])


def _alike_but(place: int, first: Shape, other: Shape) -> bool:
    return len(first) == len(other) and all(
        axis == place or None in sizes or sizes[0] == sizes[1]
        for axis, sizes in enumerate(zip(first, other, strict=True))
    )


class Dot(Layer):
    """Multiplies two inputs and sums over one axis of each."""

    arity: ClassVar[int | None] = None
    example: ClassVar[str] = "{axes: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((64,), (64,))

    axes: Annotated[
        int | Annotated[tuple[int, int], Strict(False)],
        Field(description="a whole number that counts axes, batch included, or one for each of the two inputs"),
    ]
    normalize: bool = False

    def output_shape(self, *shapes: Shape) -> Shape:
        """The axes that are not summed over, those of the first input first; (1,) where none is left."""
        first, second, places = self._operands(shapes)
        rest = _without(first, places[0]) + _without(second, places[1])
        return rest or (1,)

    def multiply_adds(self, *shapes: Shape) -> int | None:
        """For each value that comes out, one for each position that is summed over."""
        first, _, places = self._operands(shapes)
        return product((*self.output_shape(*shapes), first[places[0]]))

    def windows(self, *shapes: Shape) -> tuple[Window, ...]:
        """At most the whole input: each position of one input meets all of the other."""
        return whole(max(shapes, key=len)[:-1])

    def _operands(self, shapes: tuple[Shape, ...]) -> tuple[Shape, Shape, list[int]]:
        if len(shapes) != 2:
            raise ShapeError(f"needs 2 inputs, found {len(shapes)}")
        axes = (self.axes, self.axes) if isinstance(self.axes, int) else self.axes
        places = [normalized_axis(axis, len(shape) + 1) - 1 for axis, shape in zip(axes, shapes, strict=True)]
        if -1 in places:
            raise ShapeError("can't sum over the batch, which is axis 0")
        first, second = shapes
        summed = first[places[0]], second[places[1]]
        if summed[0] != summed[1]:
            raise ShapeError(f"can't sum over axes of {show(summed)}: its inputs are {show(first)} and {show(second)}")
        return first, second, places


def _difference(place: int, first: Shape, other: Shape) -> str:
    if len(first) != len(other):
        return f"one has {len(first)} axes, the other {len(other)}"
    pairs = enumerate(zip(first, other, strict=True))
    axis = next(axis for axis, sizes in pairs if axis != place and None not in sizes and sizes[0] != sizes[1])
    return unlike(first, axis, first[axis], other[axis])


def _without(shape: Shape, place: int) -> Shape:
    return shape[:place] + shape[place + 1 :]


LAYERS = (Concatenate, Dot)
