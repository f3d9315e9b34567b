"""Functions that take a tensor apart, rearrange it or join several. Rules: Keras's `compute_output_spec` of each."""

from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, NonNegativeInt, PositiveInt, Strict, StrictInt, model_validator

from archspec.catalogue.joining import join
from archspec.catalogue.layer import reordered, reshaped
from archspec.catalogue.operation import Kind, Window, refuse_kinds
from archspec.catalogue.ops.op import Axis, Op, own_axis, promoted
from archspec.catalogue.shapes import Shape, ShapeError, product, show

Numbers = Annotated[tuple[StrictInt, ...], Strict(False)]


def _begins_with_the_batch(sizes: tuple[int, ...]) -> tuple[int, ...]:
    if sizes[:1] != (-1,):
        raise ValueError(f"begins with -1, which stands for the batch, found {show(sizes)}")
    if any(size < 1 for size in sizes[1:]):
        raise ValueError(f"has -1 in the place of the batch alone, and sizes from 1 up after it, found {show(sizes)}")
    return sizes


class Reshape(Op):
    """Reads the same values in another shape."""

    positional: ClassVar[tuple[str, ...]] = ("newshape",)
    example: ClassVar[str] = "{newshape: [-1, 1024, 3]}"

    newshape: Annotated[
        Numbers,
        AfterValidator(_begins_with_the_batch),
        Field(description="a list of sizes, the first of which is -1 for the batch"),
    ]

    def output_shape(self, shape: Shape) -> Shape:
        """`newshape` without its first, the batch."""
        target = self.newshape[1:]
        if None in shape:
            raise ShapeError(f"needs to know all sizes of its input, found {show(shape)}")
        if product(shape) != product(target):
            message = f"can't make {show(target)} of {show(shape)}: {product(shape):,} values are not"
            raise ShapeError(f"{message} {product(target):,}, batch not counted")
        return target

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return reshaped(shape, self.newshape[1:])


def _keeps_the_batch(axes: tuple[int, ...]) -> tuple[int, ...]:
    if axes[:1] != (0,) or sorted(axes) != list(range(len(axes))):
        raise ValueError(f"begins with 0, the batch, and holds each axis once, found {show(axes)}")
    return axes


class Transpose(Op):
    """Puts the axes into another order."""

    example: ClassVar[str] = "{axes: [0, 3, 1, 2]}"

    axes: Annotated[
        Numbers,
        AfterValidator(_keeps_the_batch),
        Field(description="a list that holds each axis once, the batch first as 0"),
    ]
    """The axes in their new order."""

    def output_shape(self, shape: Shape) -> Shape:
        """The same sizes in the new order."""
        if len(self.axes) != len(shape) + 1:
            raise ShapeError(f"orders {len(self.axes)} axes, batch included, found an input of {show(shape)}")
        return tuple(shape[axis - 1] for axis in self.axes[1:])

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return reordered(shape, [axis - 1 for axis in self.axes[1:]])


class Swapaxes(Op):
    """Puts two axes each in the other's place."""

    positional: ClassVar[tuple[str, ...]] = ("axis1", "axis2")
    example: ClassVar[str] = "{axis1: 1, axis2: 3}"

    axis1: Axis
    axis2: Axis

    def output_shape(self, shape: Shape) -> Shape:
        """The same sizes, two of them in each other's place."""
        return tuple(shape[axis] for axis in self.order(shape))

    def order(self, shape: Shape) -> list[int]:
        """The axes in their new order, counted from 0."""
        first, second = own_axis(self.axis1, shape), own_axis(self.axis2, shape)
        axes = list(range(len(shape)))
        axes[first], axes[second] = second, first
        return axes

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return reordered(shape, self.order(shape))


class Moveaxis(Op):
    """Puts one axis in another place, the others keeping their order."""

    positional: ClassVar[tuple[str, ...]] = ("source", "destination")
    example: ClassVar[str] = "{source: 3, destination: 1}"

    source: Axis
    destination: Axis

    def output_shape(self, shape: Shape) -> Shape:
        """The same sizes, one of them in another place."""
        return tuple(shape[axis] for axis in self.order(shape))

    def order(self, shape: Shape) -> list[int]:
        """The axes in their new order, counted from 0."""
        axes = list(range(len(shape)))
        axes.insert(own_axis(self.destination, shape), axes.pop(own_axis(self.source, shape)))
        return axes

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return reordered(shape, self.order(shape))


class ExpandDims(Op):
    """A further axis of size 1."""

    positional: ClassVar[tuple[str, ...]] = ("axis",)
    example: ClassVar[str] = "{axis: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((64,),)

    axis: Axis
    """Where the new axis stands."""

    def output_shape(self, shape: Shape) -> Shape:
        """The same sizes and a 1 at `axis`."""
        place = own_axis(self.axis, (*shape, 1))
        return (*shape[:place], 1, *shape[place:])


class Squeeze(Op):
    """Without an axis of size 1."""

    positional: ClassVar[tuple[str, ...]] = ("axis",)
    example: ClassVar[str] = "{axis: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((1, 64),)

    axis: Axis
    """The axis that is taken away."""

    def output_shape(self, shape: Shape) -> Shape:
        """The same sizes without the 1 at `axis`."""
        place = own_axis(self.axis, shape)
        if shape[place] != 1:
            found = "null" if shape[place] is None else shape[place]
            raise ShapeError(f"takes axis {self.axis} away, which must be of size 1, found {found} in {show(shape)}")
        return (*shape[:place], *shape[place + 1 :])


class Slice(Op):
    """A part of a tensor: from `start_indices`, as large as `shape`; both begin with the batch, as 0 and -1."""

    slots: ClassVar[tuple[str, ...]] = ("inputs",)
    positional: ClassVar[tuple[str, ...]] = ("start_indices", "sizes")
    example: ClassVar[str] = "{start_indices: [0, 8, 8, 0], shape: [-1, 16, 16, -1]}"

    start_indices: Annotated[
        tuple[NonNegativeInt, ...], Strict(False), Field(description="a list of whole numbers, 0 for the batch first")
    ]
    # Named as what it is: `shape` would read as that of the input in this class.
    sizes: Annotated[
        Numbers, Field(alias="shape", description="a list of sizes, the first of which is -1 for the batch")
    ]

    @model_validator(mode="after")
    def _keep_the_batch(self) -> Self:
        if self.start_indices[:1] != (0,) or self.sizes[:1] != (-1,):
            raise ValueError("start_indices begins with 0 and shape with -1, which keep the batch")
        if len(self.start_indices) != len(self.sizes) or any(size == 0 or size < -1 for size in self.sizes):
            raise ValueError("shape holds as many sizes as start_indices, each from 1 up, or -1 for all that is left")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """`shape` without its first, the batch; what is left in the place of -1."""
        if len(self.sizes) != len(shape) + 1:
            raise ShapeError(f"cuts {len(self.sizes)} axes, batch included, found an input of {show(shape)}")
        return tuple(map(_cut, shape, self.start_indices[1:], self.sizes[1:]))


def _cut(size: int | None, start: int, length: int) -> int | None:
    if size is None:
        if length == -1:
            return None
        raise ShapeError("can't cut so many of an axis whose size is null: write -1 for all that is left")
    left = size - start
    if left < max(length, 1):
        raise ShapeError(f"takes {max(length, 1)} from {start} on, where the axis has {size}")
    return left if length == -1 else length


class Take(Op):
    """The values at some places along an axis, or at one, whose axis is then gone."""

    positional: ClassVar[tuple[str, ...]] = ("indices",)
    example: ClassVar[str] = "{indices: 0, axis: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64),)

    indices: Annotated[
        NonNegativeInt | Annotated[tuple[NonNegativeInt, ...], Strict(False)],
        Field(description="a whole number counted from 0, or a list of them"),
    ]
    axis: Axis

    def output_shape(self, shape: Shape) -> Shape:
        """As many along `axis` as there are `indices`; without that axis where it is one."""
        place = own_axis(self.axis, shape)
        size = shape[place]
        indices = (self.indices,) if isinstance(self.indices, int) else self.indices
        if size is not None and max(indices, default=0) >= size:
            raise ShapeError(f"takes index {max(indices)} of axis {self.axis}, which has {size}: they count from 0")
        taken = () if isinstance(self.indices, int) else (len(indices),)
        return (*shape[:place], *taken, *shape[place + 1 :])


class Tile(Op):
    """The whole tensor laid beside itself along each axis, the batch once."""

    positional: ClassVar[tuple[str, ...]] = ("repeats",)
    example: ClassVar[str] = "{repeats: [1, 2, 1]}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64),)

    repeats: Annotated[
        tuple[PositiveInt, ...], Strict(False), Field(description="a list of numbers from 1 up, 1 for the batch first")
    ]

    def output_shape(self, shape: Shape) -> Shape:
        """Along each axis the size times its repeats."""
        if len(self.repeats) != len(shape) + 1 or self.repeats[0] != 1:
            raise ShapeError(
                f"needs {len(shape) + 1} repeats, 1 for the batch first, found {show(self.repeats)} for {show(shape)}"
            )
        pairs = zip(shape, self.repeats[1:], strict=True)
        return tuple(None if size is None else size * repeats for size, repeats in pairs)


class Pad(Op):
    """Zeros, or another value, around a tensor: [before, after] for each axis, [0, 0] for the batch."""

    positional: ClassVar[tuple[str, ...]] = ("pad_width",)
    example: ClassVar[str] = "{pad_width: [[0, 0], [1, 1], [1, 1], [0, 0]]}"

    pad_width: Annotated[
        tuple[Annotated[tuple[NonNegativeInt, NonNegativeInt], Strict(False)], ...],
        Strict(False),
        Field(description="a list of [before, after] for each axis, [0, 0] for the batch first"),
    ]
    constant_values: int | float | None = None

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return promoted(kinds)

    def output_shape(self, shape: Shape) -> Shape:
        """Along each axis the size and what is added."""
        if len(self.pad_width) != len(shape) + 1 or self.pad_width[0] != (0, 0):
            found = f"found {len(self.pad_width)} for {show(shape)}"
            raise ShapeError(f"needs {len(shape) + 1} pairs, [0, 0] for the batch first, {found}")
        pairs = zip(shape, self.pad_width[1:], strict=True)
        return tuple(None if size is None else size + sum(width) for size, width in pairs)


class _Joining(Op):
    """What makes one tensor of a list of them."""

    arity: ClassVar[int | None] = None
    slots: ClassVar[tuple[str, ...]] = ()

    axis: Axis
    """The axis along which they are joined."""


class Concatenate(_Joining):
    """Joins tensors along an axis."""

    example: ClassVar[str] = "{axis: -1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64), (10, 32))

    def output_shape(self, *shapes: Shape) -> Shape:
        """The sum of the sizes along `axis`; all others must be alike."""
        return join(shapes, self.axis)


class Stack(_Joining):
    """Joins tensors of one shape along a further axis."""

    example: ClassVar[str] = "{axis: 1}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((64,), (64,))

    def output_shape(self, *shapes: Shape) -> Shape:
        """That of one input, and at `axis` how many there are."""
        if not shapes:
            raise ShapeError("needs at least one input")
        unlike = next((shape for shape in shapes if shape != shapes[0]), None)
        if unlike is not None:
            found = f"{show(shapes[0])} and {show(unlike)}"
            raise ShapeError(f"needs inputs of one shape, found {found}: null is no size here")
        place = own_axis(self.axis, (*shapes[0], 1))
        return (*shapes[0][:place], len(shapes), *shapes[0][place:])


LAYERS = (
    *(Reshape, Transpose, Swapaxes, Moveaxis, ExpandDims, Squeeze),
    *(Slice, Take, Tile, Pad, Concatenate, Stack),
)
