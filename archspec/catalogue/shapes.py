"""Shape arithmetic: pure functions on tuples, batch left out, None for a size unknown until run time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Shape = tuple[int | None, ...]
DataFormat = Literal["channels_last", "channels_first"]
Padding = Literal["valid", "same", "causal"]

_AXES = {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}


class ShapeError(ValueError):
    """An input of this shape can't go through this layer; the message says why in the words of the spec."""


class WindowError(ShapeError):
    """A window that does not fit: how far it reaches, along which axis, of inputs of which rank."""

    def __init__(self, message: str, extent: int, axis: int, rank: int) -> None:
        super().__init__(message)
        self.extent = extent
        self.axis = axis
        self.rank = rank


def axis_names(rank: int) -> tuple[str, ...]:
    """Names of `rank` spatial axes: `("height", "width")` for 2."""
    return _AXES.get(rank) or tuple(f"axis {axis}" for axis in range(1, rank + 1))


def show(shape: Iterable[object]) -> str:
    """A shape as documents print it: `(224, 224, 3)`, null for an unknown size."""
    sizes = ["null" if size is None else str(size) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def product(sizes: Iterable[int | None]) -> int | None:
    """The product, or None where a size is unknown."""
    found = 1
    for size in sizes:
        if size is None:
            return None
        found *= size
    return found


def total(numbers: Iterable[int | None]) -> int | None:
    """The sum, or None where a number is unknown."""
    known = list(numbers)
    return None if None in known else sum(filter(None, known))


def spread(value: int | Sequence[int], rank: int) -> tuple[int, ...]:
    """One number for each of `rank` axes, from one for all or from one for each."""
    return (value,) * rank if isinstance(value, int) else tuple(value)


def split_channels(shape: Shape, rank: int, data_format: DataFormat | None) -> tuple[Shape, int | None]:
    """Separates a shape of `rank` spatial axes into those and the number of channels.

    Raises:
        ShapeError: the shape has not `rank` spatial axes and one of channels.
    """
    if len(shape) != rank + 1:
        axes = axis_names(rank)
        names = ("channels", *axes) if data_format == "channels_first" else (*axes, "channels")
        raise ShapeError(f"needs an input of shape ({', '.join(names)}), found {show(shape)}")
    if data_format == "channels_first":
        return shape[1:], shape[0]
    return shape[:-1], shape[-1]


def join_channels(spatial: Shape, channels: int | None, data_format: DataFormat | None) -> Shape:
    """The opposite of `split_channels`."""
    return (channels, *spatial) if data_format == "channels_first" else (*spatial, channels)


def known_channels(channels: int | None) -> int:
    """The number of channels, which a layer with weights must know.

    Raises:
        ShapeError: it is unknown.
    """
    if channels is None:
        raise ShapeError("needs to know the number of channels of its input, which is null here")
    return channels


def known_sizes(spatial: Shape) -> tuple[int, ...]:
    """The sizes of spatial axes, where a layer can't be built without.

    Raises:
        ShapeError: one is unknown.
    """
    sizes = tuple(size for size in spatial if size is not None)
    if len(sizes) < len(spatial):
        raise ShapeError(
            f"needs to know the {' and '.join(axis_names(len(spatial)))} of its input: {show(spatial)} here"
        )
    return sizes


def window_size(size: int | None, extent: int, stride: int, padding: str) -> int | None:
    """The output size along one axis of a window of `extent` (dilation included) moved by `stride`.

    The rule is Keras's `compute_conv_output_shape`: "valid" floors, "same" and "causal" pad.
    A result below 1 means that the window does not fit.
    """
    if size is None:
        return None
    if padding == "valid":
        return (size - extent) // stride + 1
    return (size - 1) // stride + 1


def window_sizes(spatial: Shape, extents: Sequence[int], strides: Sequence[int], padding: str) -> Shape:
    """`window_size` along every axis.

    Raises:
        WindowError: the window is larger than the input.
    """
    sizes = tuple(map(window_size, spatial, extents, strides, (padding,) * len(extents)))
    for axis, size in enumerate(sizes):
        if size is not None and size < 1:
            name = axis_names(len(sizes))[axis]
            message = f"a window of {extents[axis]} does not fit into a {name} of {spatial[axis]}"
            raise WindowError(message, extents[axis], axis, len(sizes) + 1)
    return sizes


def dilated(kernel: Sequence[int], dilation: Sequence[int]) -> tuple[int, ...]:
    """How far a dilated kernel reaches along each axis."""
    return tuple(rate * (size - 1) + 1 for size, rate in zip(kernel, dilation, strict=True))


def broadcast(first: Shape, second: Shape) -> Shape:
    """The shape of two tensors merged element by element, by Keras's rule (`Merge`).

    Aligned at the last axis, a 1 fits every size, and what meets an unknown size is unknown.

    Raises:
        ShapeError: two sizes differ and neither is 1.
    """
    if len(first) < len(second):
        first, second = second, first
    offset = len(first) - len(second)
    for place, (left, right) in enumerate(zip(first[offset:], second, strict=True), start=offset):
        if left != right and not {left, right} & {None, 1}:
            raise ShapeError(f"can't merge {show(first)} and {show(second)}: {unlike(first, place, left, right)}")
    return first[:offset] + tuple(map(_broadcast_size, first[offset:], second))


def _broadcast_size(left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    return right if left == 1 else left


def stretched(first: Shape, second: Shape) -> Shape:
    """The shape of two tensors that a function of `keras.ops` lays over each other (`broadcast_shapes`).

    Other than in `broadcast`, what meets an unknown size is taken to be of that size.

    Raises:
        ShapeError: two sizes differ and neither is 1.
    """
    rank = max(len(first), len(second))
    first, second = ((1,) * (rank - len(shape)) + shape for shape in (first, second))
    broadcast(first, second)
    return tuple(_known_size(left, right) for left, right in zip(first, second, strict=True))


def _known_size(left: int | None, right: int | None) -> int | None:
    if left == 1:
        return right
    return left if right in (None, 1) else right


def unlike(shape: Shape, place: int, left: int | None, right: int | None) -> str:
    """How two sizes differ, by the name of their axis in a shape of that rank."""
    name = "channels" if place == len(shape) - 1 else axis_names(len(shape) - 1)[place]
    return f"{left} is not {right} ({name})"


def stretches(shape: Shape, over: Shape) -> bool:
    """Whether a tensor of `shape` can be laid over one of shape `over` without making that larger.

    An unknown size of `over` may be whatever it takes; one of `shape` fits no known size.
    """
    if len(shape) > len(over):
        return False
    pairs = zip(reversed(shape), reversed(over), strict=False)
    return all(size in (1, room) or room is None for size, room in pairs)


def normalized_axis(axis: int, rank: int) -> int:
    """An axis counted from 0 in a tensor of `rank` axes, batch included as Keras counts it.

    Raises:
        ShapeError: there is no such axis.
    """
    if not -rank <= axis < rank:
        raise ShapeError(f"has no axis {axis} in its input, which has {rank} axes, batch included")
    return axis % rank


def sizes_at(shape: Shape, axes: int | Sequence[int]) -> Shape:
    """The sizes along `axes`, in their order; the batch's is unknown.

    Raises:
        ShapeError: an axis does not exist or is given twice.
    """
    with_batch = (None, *shape)
    places = [normalized_axis(axis, len(with_batch)) for axis in spread(axes, 1)]
    if len(set(places)) < len(places):
        raise ShapeError(f"has an axis twice in {show(spread(axes, 1))}: its input is {show(shape)}, batch not counted")
    return tuple(with_batch[place] for place in places)


def size_at(shape: Shape, axis: int) -> int | None:
    """The size along one axis, batch included in the count; the batch's is unknown.

    Raises:
        ShapeError: there is no such axis.
    """
    return sizes_at(shape, axis)[0]


def ceil_divide(size: int, divisor: int) -> int:
    """`size / divisor`, rounded up."""
    return -(-size // divisor)
