"""Layers that turn numbers into categories, and categories into codes. Rules: Keras's layers of the same names.

What comes out, unless it is a code, is whole numbers. A code is a vector with an entry for each category: for each
number its own (`one_hot`), or one for all numbers of an example, with ones (`multi_hot`) or counts (`count`).
"""

from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, PositiveInt, Strict, model_validator

from archspec.catalogue.layer import Integers, Layer, NeverTrained
from archspec.catalogue.operation import Kind, refuse_kinds
from archspec.catalogue.shapes import Shape, ShapeError, show

OutputMode = Literal["int", "one_hot", "multi_hot", "count"]


def _check_ascending(numbers: tuple[float, ...]) -> tuple[float, ...]:
    if any(after < before for before, after in pairwise(numbers)):
        raise ValueError(f"must be in ascending order, found {list(numbers)}")
    return numbers


Boundaries = Annotated[
    tuple[float, ...],
    Strict(False),
    Field(min_length=1, description="a list of numbers in ascending order"),
    AfterValidator(_check_ascending),
]
Salt = Annotated[int | Annotated[tuple[int, int], Strict(False)], Field(description="a whole number, or a list of two")]


def encoded(shape: Shape, mode: str, depth: int) -> Shape:
    """The shape of categories of `shape` once they are encoded (Keras's `encode_categorical_inputs`).

    Raises:
        ShapeError: Keras infers another shape than it computes.
    """
    if mode == "int":
        return shape
    if mode == "one_hot":
        return (*shape[:-1], depth) if shape[-1:] == (1,) else (*shape, depth)
    if len(shape) != 1:
        raise ShapeError(f"makes one code of the numbers of an input of shape (length,), found {show(shape)}")
    return (depth,)


def refuse_sparse(sparse: bool) -> None:
    """Refuses tensors that hold only what is not zero, which other layers do not take.

    Raises:
        ValueError: they are asked for.
    """
    if sparse:
        raise ValueError("sparse can't be true: what follows takes dense tensors")


class Discretization(NeverTrained):
    """Turns numbers into the number of the bin they fall into, or into its code."""

    example: ClassVar[str] = "{bin_boundaries: [0.0, 0.5, 1.0]}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((5,),)

    bin_boundaries: Boundaries | None = None
    num_bins: PositiveInt | None = None
    epsilon: float = 0.01
    """How exactly num_bins would be found."""
    output_mode: OutputMode = "int"
    sparse: bool = False

    @model_validator(mode="after")
    def _refuse_what_no_spec_can_say(self) -> Self:
        refuse_sparse(self.sparse)
        if self.bin_boundaries is None or self.num_bins is not None:
            raise ValueError("needs bin_boundaries: num_bins would find them in data, which a spec has none of")
        return self

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return "integer" if self.output_mode == "int" else "float"

    def output_shape(self, shape: Shape) -> Shape:
        """That of the input; a code has an entry for each bin, one more than there are boundaries."""
        assert self.bin_boundaries is not None
        depth = len(self.bin_boundaries) + 1
        if self.output_mode in ("multi_hot", "count") and len(shape) > 1:
            return (*shape[1:], depth)  # Keras makes a code of the numbers along the first axis, and here infers so
        return encoded(shape, self.output_mode, depth)


class CategoryEncoding(Layer):
    """Turns whole numbers from 0 to num_tokens - 1 into codes."""

    integers: ClassVar[Integers] = "made fractions"
    example: ClassVar[str] = "{num_tokens: 10}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((5,),)

    num_tokens: PositiveInt | None = None
    output_mode: Literal["multi_hot", "one_hot", "count"] = "multi_hot"
    sparse: bool = False

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_sparse(self.sparse)
        if self.num_tokens is None:
            raise ValueError("needs num_tokens")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """A code of `num_tokens` entries, for each number (one_hot) or for all of them."""
        assert self.num_tokens is not None
        return encoded(shape, self.output_mode, self.num_tokens)


class Hashing(Layer):
    """Turns numbers into one of `num_bins` by a hash, or into its code."""

    example: ClassVar[str] = "{num_bins: 16}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((5,),)

    num_bins: PositiveInt
    mask_value: int | None = None
    salt: Salt | None = None
    output_mode: OutputMode = "int"
    sparse: bool = False

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_sparse(self.sparse)
        if self.output_mode == "int" and self.dtype is not None:
            raise ValueError(f"dtype can't be {self.dtype} where whole numbers come out (output_mode: int)")
        return self

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return "integer" if self.output_mode == "int" else "float"

    def output_shape(self, shape: Shape) -> Shape:
        """That of the input; a code has an entry for each of `num_bins`."""
        if self.output_mode == "one_hot" and shape[-1:] != (1,):
            raise ShapeError(f"makes one code of one number, in an input of shape (..., 1), found {show(shape)}")
        if self.output_mode == "one_hot" and shape[-2:] == (1, 1):
            raise ShapeError(f"drops two axes of an input of {show(shape)}, where Keras infers that it drops one")
        return encoded(shape, self.output_mode, self.num_bins)


class HashedCrossing(Layer):
    """Turns two whole numbers together into one of `num_bins` by a hash, or into its code."""

    arity: ClassVar[int | None] = None
    example: ClassVar[str] = "{num_bins: 16}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((1,), (1,))

    num_bins: PositiveInt
    output_mode: Literal["int", "one_hot"] = "int"
    sparse: bool = False

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_sparse(self.sparse)
        return self

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "float", "boolean")
        return "integer" if self.output_mode == "int" and self.dtype is None else "float"

    def output_shape(self, *shapes: Shape) -> Shape:
        """That of the inputs, each one number an example; a code has an entry for each of `num_bins`."""
        if len(shapes) != 2 or shapes[0] != shapes[1] or shapes[0] not in ((), (1,)):
            found = " and ".join(map(show, shapes)) or "none"
            raise ShapeError(f"needs two inputs of one whole number each, of shape (1,), found {found}")
        return shapes[0] if self.output_mode == "int" else (self.num_bins,)


LAYERS = (Discretization, CategoryEncoding, Hashing, HashedCrossing)
