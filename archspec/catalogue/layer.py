"""What every layer of the catalogue is: its Keras arguments, shape rule, weights and cost."""

from fractions import Fraction
from typing import Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

from archspec.catalogue.shapes import Shape, ShapeError, show

Dtype = Literal["float16", "bfloat16", "float32", "float64", "mixed_float16", "mixed_bfloat16"]


class Weight(NamedTuple):
    """One variable that a layer owns, under the name Keras gives it."""

    name: str
    shape: tuple[int, ...]
    trainable: bool = True


class Window(NamedTuple):
    """What one output position sees along one spatial axis of its input.

    `extent` is how many input positions it reaches over, `step` how far apart, in input positions, two neighbours
    are (a half after an upsampling by 2); None where the size is unknown until run time.
    """

    extent: int | None
    step: int | Fraction | None


class Layer(BaseModel):
    """The arguments of one Keras layer, and what follows from them.

    Fields are Keras's arguments, with Keras's names and defaults. Shapes leave the batch out; None in a shape is a
    size unknown until run time. A rule that an input breaks raises `archspec.catalogue.shapes.ShapeError`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False)

    #: How many tensors one call takes; None for merging layers, which take a list.
    arity: ClassVar[int | None] = 1
    #: How many it takes at most, where some beyond `arity` may be left out.
    most: ClassVar[int | None] = None
    #: Whether papers count this layer in the depth of a network (the 50 of ResNet-50).
    counts_depth: ClassVar[bool] = False
    #: Whether it does something else in training, and so takes `training` when it is called.
    has_training_mode: ClassVar[bool] = False

    trainable: bool = True
    dtype: Dtype | None = None

    def output_shape(self, *shapes: Shape) -> Shape:
        """The shape that comes out for inputs of these shapes."""
        return shapes[0]

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """The variables of the layer in the order Keras makes them, built on inputs of these shapes."""
        return ()

    def multiply_adds(self, *shapes: Shape) -> int | None:
        """Multiply-adds of one call on one example (one multiply-add is one); None where a size is unknown."""
        return 0

    def windows(self, *shapes: Shape) -> tuple[Window, ...]:
        """One window for each spatial axis of the input; empty where each position sees only itself."""
        return ()

    @classmethod
    def takes(cls, count: int) -> bool:
        """Whether one call can take so many tensors; of how many make a list, the shape rule decides."""
        return cls.arity is None or cls.arity <= count <= (cls.most or cls.arity)

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        """The layer's arguments under Keras's names; those that every layer takes come last, as in Keras.

        Other than `model_fields`, whose names are Python's: EinsumDense's argument `output_shape` can't be a field of
        that name, which its shape rule has.
        """
        own = {name: field for name, field in cls.model_fields.items() if name not in Layer.model_fields}
        return {field.alias or name: field for name, field in (own | Layer.model_fields).items()}

    def given(self) -> dict[str, Any]:
        """The arguments that were given, under Keras's names and in the order of `argument_fields`."""
        names = {field.alias or name: name for name, field in type(self).model_fields.items()}
        given = self.model_fields_set
        return {name: getattr(self, names[name]) for name in self.argument_fields() if names[name] in given}

    def arguments(self) -> dict[str, Any]:
        """The arguments that were given, as plain data in the spelling of a spec."""
        return {name: plain(value) for name, value in self.given().items()}

    def weight(self, role: str, shape: Shape, *, name: str = "", trainable: bool = True) -> Weight:
        """The variable that the arguments `<role>_initializer`, `<role>_regularizer` and `<role>_constraint` are for.

        Raises:
            ShapeError: a size is unknown, or one of these arguments can't serve a variable of this shape.
        """
        sizes = tuple(size for size in shape if size is not None)
        if len(sizes) < len(shape):
            raise ShapeError(f"can't make its {name or role} of shape {show(shape)}: the input leaves a size open")
        given = self.model_fields_set
        for argument in (f"{role}_initializer", f"{role}_regularizer", f"{role}_constraint"):
            setting = getattr(self, argument) if argument in given else None
            misfit = setting.misfit(len(shape)) if setting else None
            if misfit:
                raise ShapeError(f"has a {name or role} of shape {show(shape)}, but its {argument} {misfit}")
        return Weight(name or role, sizes, trainable)


class NeverTrained(Layer):
    """A layer whose call in Keras takes no `trainable`."""

    @model_validator(mode="after")
    def _refuse_trainable(self) -> Self:
        if "trainable" in self.model_fields_set:
            raise ValueError("trainable is no argument of this layer in Keras")
        return self

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        return {name: field for name, field in super().argument_fields().items() if name != "trainable"}


def plain(value: Any) -> Any:
    """A layer's argument as plain data: tuples become lists, settings `{Name: {argument: value}}`."""
    if hasattr(value, "spelled"):
        return value.spelled()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def check_sizes(rank: int, **sizes: int | tuple[int, ...]) -> None:
    """Refuses an argument that gives not one size for each of `rank` axes.

    Raises:
        ValueError: naming the argument and what it holds.
    """
    for name, value in sizes.items():
        if isinstance(value, tuple) and len(value) != rank:
            raise ValueError(f"{name} must be one number or a list of {rank}, found {list(value)}")


def edges(rank: int, **argument: int | tuple[Any, ...]) -> tuple[tuple[int, int], ...]:
    """What the one argument given by name adds or cuts (before, after) along each of `rank` axes.

    In 1D a list of two is (before, after); beyond, it holds one entry for each axis.

    Raises:
        ValueError: it is a list of another length.
    """
    [(name, value)] = argument.items()
    if isinstance(value, int):
        return ((value, value),) * rank
    entries = (value,) if rank == 1 else value
    if len(entries) != rank or (rank == 1 and [type(item) for item in value] != [int, int]):
        form = "[before, after]" if rank == 1 else f"a list of {rank}"
        raise ValueError(f"{name} must be one number or {form}, found {plain(value)}")
    return tuple((entry, entry) if isinstance(entry, int) else entry for entry in entries)


def regularized(output: Shape, regularizer: Any) -> Shape:
    """The shape `output`, which a layer's `activity_regularizer` must be able to take.

    Raises:
        ShapeError: it can't.
    """
    misfit = regularizer.misfit(len(output) + 1) if regularizer else None
    if misfit:
        raise ShapeError(f"gives {show(output)}, batch not counted, but its activity_regularizer {misfit}")
    return output


def whole(sizes: Shape) -> tuple[Window, ...]:
    """The windows of a layer each of whose outputs sees all positions of its input."""
    return tuple(Window(size, size) for size in sizes)


def shared(sizes: Shape) -> tuple[Window, ...]:
    """The windows of a layer with many outputs along these axes, all of which see all positions of its input."""
    return tuple(Window(size, 0) for size in sizes)
