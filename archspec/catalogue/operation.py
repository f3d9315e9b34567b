"""What every class of the catalogue is: the arguments of a Keras operation, its shape rule, weights and cost."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from archspec.catalogue.shapes import Shape, ShapeError

#: The types of the tensors that a spec can name.
TensorDtype = Literal["float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool"]
#: What a tensor holds.
Kind = Literal["float", "integer", "boolean"]


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


class Operation(BaseModel):
    """The arguments of one call of Keras, and what follows from them.

    Fields are Keras's arguments, with Keras's names and defaults. Shapes leave the batch out; None in a shape is a
    size unknown until run time. A rule that an input breaks raises `archspec.catalogue.shapes.ShapeError`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True, allow_inf_nan=False)

    #: Whether it is a Keras layer, which has a name and may own weights.
    is_layer: ClassVar[bool] = False
    #: How many tensors one call takes; None for what takes a list of them.
    arity: ClassVar[int | None] = 1
    #: How many it takes at most, where some beyond `arity` may be left out.
    most: ClassVar[int | None] = None
    #: Whether papers count it in the depth of a network (the 50 of ResNet-50).
    counts_depth: ClassVar[bool] = False
    #: Whether it does something else in training, and so takes `training` when it is called.
    has_training_mode: ClassVar[bool] = False
    #: The arguments of its example, as a spec writes them.
    example: ClassVar[str] = ""
    #: The shapes of the tensors that the example takes; where silent, one with as many axes as it is for.
    example_inputs: ClassVar[tuple[Shape, ...]] = ()

    #: The arguments, of the layer or its call, on which it depends how many tensors come out.
    decides_results: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def keras_name(cls) -> str:
        """What a spec calls it: Keras's own name, such as `Conv2D` or `ops.mean`."""
        return cls.__name__

    def output_shape(self, *shapes: Shape) -> Shape:
        """The shape that comes out for inputs of these shapes."""
        return shapes[0]

    def results(self, *shapes: Shape) -> tuple[Shape, ...]:
        """The shapes of all tensors that come out; one, but for what says otherwise."""
        return (self.output_shape(*shapes),)

    @classmethod
    def gives_several(cls, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> bool:  # noqa: ARG003
        """Whether it gives a list of tensors, made and called with these arguments as they are written."""
        return False

    def result_kind(self, *kinds: Kind) -> Kind:
        """What comes out of tensors that hold this.

        Raises:
            ShapeError: it can't take them.
        """
        refuse_kinds(kinds, "integer", "boolean")
        return "float"

    def weights(self, *shapes: Shape) -> tuple[Weight, ...]:
        """The variables that it owns in the order Keras makes them, built on inputs of these shapes."""
        return ()

    def multiply_adds(self, *shapes: Shape) -> int | None:
        """Multiply-adds of one call on one example (one multiply-add is one); None where a size is unknown."""
        return 0

    def call_results(self, flags: Mapping[str, Any], *shapes: Shape) -> tuple[Shape, ...]:
        """The shapes of all that comes out of a call with these arguments."""
        return self.results(*shapes)

    def call_multiply_adds(self, flags: Mapping[str, Any], *shapes: Shape) -> int | None:
        """Multiply-adds of a call with these arguments."""
        return self.multiply_adds(*shapes)

    def windows(self, *shapes: Shape) -> tuple[Window, ...]:
        """One window for each spatial axis of the input; empty where each position sees only itself."""
        return ()

    def takes(self, count: int) -> bool:
        """Whether one call can take so many tensors; of how many make a list, the shape rule decides."""
        return self.arity is None or self.arity <= count <= (self.most or self.arity)

    @classmethod
    def takes_list(cls) -> bool:
        """Whether Keras takes the tensors as one list."""
        return cls.arity is None

    def wanted(self) -> str:
        """How many tensors one call takes, in words."""
        most = f" to {self.most}" if self.most else ""
        return "one tensor" if self.arity == 1 else f"{self.arity}{most} tensors"

    @classmethod
    def argument_fields(cls) -> dict[str, FieldInfo]:
        """The arguments under Keras's names.

        Other than `model_fields`, whose names are Python's: EinsumDense's argument `output_shape` can't be a field of
        that name, which its shape rule has.
        """
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    def given(self) -> dict[str, Any]:
        """The arguments that were given, under Keras's names and in the order of `argument_fields`."""
        names = {field.alias or name: name for name, field in type(self).model_fields.items()}
        given = self.model_fields_set
        return {name: getattr(self, names[name]) for name in self.argument_fields() if names[name] in given}

    def arguments(self) -> dict[str, Any]:
        """The arguments that were given, as plain data in the spelling of a spec."""
        return {name: plain(value) for name, value in self.given().items()}

    def spelled(self) -> str | dict[str, Any]:
        """As a spec writes it as an argument of another layer: the name alone, or the name and the arguments."""
        given = self.arguments()
        return {self.keras_name(): given} if given else self.keras_name()


_HELD = {"float": "numbers with a fraction", "integer": "whole numbers", "boolean": "truth values"}


def refuse_kinds(kinds: Sequence[Kind], *refused: Kind) -> None:
    """Refuses tensors that hold something else than can be taken.

    Raises:
        ShapeError: one of them does; it says how to make something else of it.
    """
    found = next((kind for kind in kinds if kind in refused), None)
    if found:
        needed = next(kind for kind in ("float", "integer", "boolean") if kind not in refused)
        raise ShapeError(f"takes {_HELD[needed]}, found {_HELD[found]}: ops.cast changes them")


def kind_of_dtype(dtype: str) -> Kind:
    """What a tensor of this type holds."""
    return "boolean" if dtype == "bool" else "integer" if "int" in dtype else "float"


def plain(value: Any) -> Any:
    """An argument as plain data: tuples become lists, settings `{Name: {argument: value}}`."""
    if hasattr(value, "spelled"):
        return value.spelled()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
