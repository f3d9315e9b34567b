"""Functions of two tensors, or a tensor and a number, value by value. Rule: Keras's `broadcast_shapes`."""

from typing import ClassVar, Self

from pydantic import model_validator

from archspec.catalogue.operation import Kind, refuse_kinds
from archspec.catalogue.ops.op import Constant, Op, kind_of, promoted
from archspec.catalogue.shapes import Shape, stretched


class _Binary(Op):
    """What two-sided functions have in common; sizes of 1 are stretched, as in numpy."""

    arity: ClassVar[int | None] = 2
    slots: ClassVar[tuple[str, ...]] = ("x1", "x2")
    example_inputs: ClassVar[tuple[Shape, ...]] = ((32, 32, 3), (32, 32, 3))

    x1: Constant | None = None
    x2: Constant | None = None

    @model_validator(mode="after")
    def _needs_a_tensor(self) -> Self:
        if len(self.constants()) == len(self.slots):
            raise ValueError(f"{' and '.join(self.slots)} can't all be numbers")
        return self

    def result_kind(self, *kinds: Kind) -> Kind:
        taken = self._kinds(kinds)
        refuse_kinds(taken, "boolean")
        return promoted(taken)

    def _kinds(self, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
        return (*kinds, *(kind_of(getattr(self, slot)) for slot in self.constants()))

    def output_shape(self, *shapes: Shape) -> Shape:
        """Along each axis the larger size; they must be alike, or 1."""
        return stretched(*shapes) if len(shapes) == 2 else shapes[0]


class Add(_Binary):
    """x1 + x2."""


class Subtract(_Binary):
    """x1 - x2."""


class Multiply(_Binary):
    """x1 * x2."""


class Divide(_Binary):
    """x1 / x2."""

    def result_kind(self, *kinds: Kind) -> Kind:
        super().result_kind(*kinds)
        return "float"


class FloorDivide(_Binary):
    """x1 // x2, the whole part of the quotient."""


class Mod(_Binary):
    """x1 % x2, what the whole part of the quotient leaves."""


class Power(_Binary):
    """x1 ** x2."""


class Maximum(_Binary):
    """The larger one."""


class Minimum(_Binary):
    """The smaller one."""


class _Comparison(_Binary):
    """What tells whether something holds."""

    def result_kind(self, *kinds: Kind) -> Kind:
        super().result_kind(*kinds)
        return "boolean"


class Equal(_Comparison):
    """Whether x1 == x2."""


class NotEqual(_Comparison):
    """Whether x1 != x2."""


class Greater(_Comparison):
    """Whether x1 > x2."""


class GreaterEqual(_Comparison):
    """Whether x1 >= x2."""


class Less(_Comparison):
    """Whether x1 < x2."""


class LessEqual(_Comparison):
    """Whether x1 <= x2."""


class _Logical(_Binary):
    """What joins truth values."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(self._kinds(kinds), "float", "integer")
        return "boolean"


class LogicalAnd(_Logical):
    """Whether both hold."""


class LogicalOr(_Logical):
    """Whether one holds."""


class LogicalXor(_Logical):
    """Whether one holds and the other does not."""


class Where(Op):
    """x1 where the condition holds, else x2."""

    arity: ClassVar[int | None] = 3
    slots: ClassVar[tuple[str, ...]] = ("condition", "x1", "x2")
    example_inputs: ClassVar[tuple[Shape, ...]] = ((32, 32, 3), (32, 32, 3), (32, 32, 3))

    x1: Constant | None = None
    x2: Constant | None = None

    def result_kind(self, *kinds: Kind) -> Kind:
        condition, *chosen = kinds
        refuse_kinds((condition,), "float", "integer")
        return promoted((*chosen, *(kind_of(getattr(self, slot)) for slot in self.constants())))

    def output_shape(self, condition: Shape, *shapes: Shape) -> Shape:
        """Along each axis the larger size; they must be alike, or 1."""
        for shape in shapes:
            condition = stretched(condition, shape)
        return condition


LAYERS = (
    *(Add, Subtract, Multiply, Divide, FloorDivide, Mod, Power, Maximum, Minimum),
    *(Equal, NotEqual, Greater, GreaterEqual, Less, LessEqual, LogicalAnd, LogicalOr, LogicalXor, Where),
)
