"""Layers that rearrange values and compute nothing."""

import math
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, PositiveInt, Strict

from archspec.catalogue.layer import Integers, Layer, reordered, reshaped, whole
from archspec.catalogue.operation import Window
from archspec.catalogue.shapes import DataFormat, Shape, ShapeError, product, show


class Flatten(Layer):
    """Makes one axis of all."""

    integers: ClassVar[Integers] = "kept"

    data_format: DataFormat | None = None

    def output_shape(self, shape: Shape) -> Shape:
        """One axis, of the product of all sizes."""
        return (product(shape),)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return whole(shape[1:] if self.data_format == "channels_first" else shape[:-1])


def _check_target(target: tuple[int | None, ...]) -> tuple[int | None, ...]:
    open_sizes = [size for size in target if size is None or size == -1]
    if len(open_sizes) > 1:
        raise ValueError(f"only one size may be left open (-1 or null), found {show(target)}")
    if any(size is not None and (size < -1 or size == 0) for size in target):
        raise ValueError(f"sizes must be positive, or -1 for what is left, found {show(target)}")
    return target


class Reshape(Layer):
    """Reads the same values in another shape; one size may be -1, for what is left."""

    integers: ClassVar[Integers] = "kept"
    example: ClassVar[str] = "{target_shape: [-1, 3]}"

    target_shape: Annotated[
        tuple[int | None, ...],
        Strict(False),
        AfterValidator(_check_target),
        Field(description="a list of sizes without the batch; one may be -1, for what is left"),
    ]

    def output_shape(self, shape: Shape) -> Shape:
        """`target_shape`, with what is left in the place of -1."""
        target, size = self.target_shape, product(shape)
        known = math.prod(size for size in target if size is not None and size > 0)
        found = math.prod(size for size in shape if size is not None)
        open_ended = -1 in target or None in target
        if size is not None:
            fits = size % known == 0 if open_ended else size == known
        else:
            fits = open_ended or known % found == 0
        if not fits:
            raise ShapeError(f"can't make {show(target)} of {show(shape)}: {_counts(target, shape, known, found)}")
        # As in Keras (`compute_reshape_output_shape`), which leaves a null open even where it could be told.
        rest = None if size is None else size // known
        return tuple(rest if size == -1 else size for size in target)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """At most the whole of each axis, but for leading ones that keep their size."""
        return reshaped(shape, self.target_shape)


def _counts(target: Shape, shape: Shape, known: int, found: int) -> str:
    """The two products that a reshape compares."""
    verb = "is no multiple of" if {-1, None} & {*target, *shape} else "is not"
    return f"{_product(shape, found)} {verb} {_product(target, known)}"


def _product(shape: Shape, value: int) -> str:
    """A product as it is computed and what it is; one of a single factor is that."""
    factors = [str(size) for size in shape if size is not None and size > 0]
    return f"{' * '.join(factors)} = {value:,}" if len(factors) > 1 else f"{value:,}"


def _check_permutation(dims: tuple[int, ...]) -> tuple[int, ...]:
    if sorted(dims) != list(range(1, len(dims) + 1)):
        raise ValueError(f"must hold each axis from 1 to {len(dims)} once, found {show(dims)}")
    return dims


class Permute(Layer):
    """Puts the axes, counted from 1, into another order."""

    integers: ClassVar[Integers] = "kept"
    example: ClassVar[str] = "{dims: [2, 1]}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64),)

    dims: Annotated[
        tuple[int, ...],
        Strict(False),
        AfterValidator(_check_permutation),
        Field(description="a list that holds each axis once, counted from 1"),
    ]

    def output_shape(self, shape: Shape) -> Shape:
        """The same sizes in the new order."""
        if len(shape) != len(self.dims):
            raise ShapeError(f"orders {len(self.dims)} axes, found an input of {show(shape)}")
        return tuple(shape[axis - 1] for axis in self.dims)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """At most the whole of each axis that moves."""
        return reordered(shape, [axis - 1 for axis in self.dims])


class RepeatVector(Layer):
    """Repeats a vector n times: (channels,) becomes (n, channels)."""

    integers: ClassVar[Integers] = "kept"
    example: ClassVar[str] = "{n: 5}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((64,),)

    n: PositiveInt

    def output_shape(self, shape: Shape) -> Shape:
        """(n, channels)."""
        if len(shape) != 1:
            raise ShapeError(f"needs an input of shape (channels,), found {show(shape)}")
        return (self.n, *shape)


LAYERS = (Flatten, Reshape, Permute, RepeatVector)
