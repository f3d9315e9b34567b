"""What every `keras.ops` function of the catalogue is: an operation without weights or state."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, ClassVar, TypeVar

from pydantic import Field, StrictBool, StrictFloat, StrictInt

from archspec.catalogue.naming import operation_name
from archspec.catalogue.operation import Kind, Operation
from archspec.catalogue.shapes import Shape, ShapeError, normalized_axis, show

Part = TypeVar("Part")
#: A number or truth value in the place of a tensor.
Constant = Annotated[StrictBool | StrictInt | StrictFloat, Field(description="a number, in the place of a tensor")]
#: An axis counted with the batch, as Keras counts; never the batch itself.
Axis = Annotated[StrictInt, Field(description="a whole number that counts axes, batch included")]


class Op(Operation):
    """The arguments of one `keras.ops` function, beside the tensors it is called on.

    Axes count the batch, as Keras counts them, and none of these functions touches it: what one example gives never
    depends on another.
    """

    #: The parameters that take tensors, in Keras's order; one that is given as an argument holds a constant instead.
    slots: ClassVar[tuple[str, ...]] = ("x",)
    #: The arguments that are written before the tensors, and those that follow them, without their names.
    leading: ClassVar[tuple[str, ...]] = ()
    positional: ClassVar[tuple[str, ...]] = ()
    #: What Keras saves of arguments that a spec can't give.
    fixed: ClassVar[Mapping[str, object]] = MappingProxyType({})

    @classmethod
    def keras_name(cls) -> str:
        return operation_name(cls.__name__, cls.__module__.rpartition(".")[2])

    @classmethod
    def placed(cls, tensors: Sequence[Part], given: Mapping[str, Part]) -> tuple[list[Part], dict[str, Part]]:
        """How Keras takes a call: what stands in order, and what by name.

        Args:
            tensors: the tensors in order; one list of them where it takes a list.
            given: the arguments.
        """
        waiting, named = list(tensors), dict(given)
        placed = [named.pop(key) for key in cls.leading]
        for slot in cls.slots:
            if slot in named:
                placed.append(named.pop(slot))
            elif waiting:
                placed.append(waiting.pop(0))
        return [*placed, *waiting, *(named.pop(key) for key in cls.positional)], named

    def result_kind(self, *kinds: Kind) -> Kind:
        return promoted(kinds)

    def constants(self) -> tuple[str, ...]:
        """The parameters for tensors that hold a constant."""
        return tuple(slot for slot in self.slots if getattr(self, slot, None) is not None)

    def takes(self, count: int) -> bool:
        return self.arity is None or count == len(self.slots) - len(self.constants())

    def wanted(self) -> str:
        if self.constants() or self.arity is None or len(self.slots) < 2:
            return super().wanted()
        return f"{super().wanted()}, of which one may be a number ({' or '.join(self.slots[-2:])})"


def own_axis(axis: int, shape: Shape) -> int:
    """The place in `shape` of an axis that counts the batch.

    Raises:
        ShapeError: there is no such axis, or it is the batch.
    """
    place = normalized_axis(axis, len(shape) + 1)
    if place == 0:
        raise ShapeError(f"names axis {axis}, which is the batch: its input is {show(shape)} without it")
    return place - 1


def own_axes(axes: int | Sequence[int], shape: Shape) -> tuple[int, ...]:
    """The places of several axes, each once.

    Raises:
        ShapeError: one is none, is the batch or is there twice.
    """
    places = tuple(own_axis(axis, shape) for axis in ((axes,) if isinstance(axes, int) else axes))
    if len(set(places)) < len(places):
        raise ShapeError(f"names an axis twice in {show(axes if not isinstance(axes, int) else (axes,))}")
    return places


def promoted(kinds: Sequence[Kind]) -> Kind:
    """What comes of values of these kinds together: a fraction where one is, else whole numbers."""
    order: tuple[Kind, ...] = ("boolean", "integer", "float")
    return max(kinds, key=order.index)


def kind_of(constant: bool | int | float) -> Kind:
    """What a constant is."""
    return "boolean" if isinstance(constant, bool) else "integer" if isinstance(constant, int) else "float"
