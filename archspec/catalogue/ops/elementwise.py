"""Functions of one tensor, value by value. Rules: Keras's `compute_output_spec` of each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field, PositiveInt, StrictFloat, StrictInt

from archspec.catalogue.operation import Kind, TensorDtype, kind_of_dtype, refuse_kinds
from archspec.catalogue.ops.op import Axis, Op, own_axis, promoted
from archspec.catalogue.shapes import Shape

Number = Annotated[StrictInt | StrictFloat, Field(description="a number")]


class _Number(Op):
    """What is defined on all numbers, and keeps their kind."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return promoted(kinds)


class _Fraction(Op):
    """What gives numbers with a fraction."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return "float"


class Negative(_Number):
    """The value with the other sign."""


class Abs(_Number):
    """The value without its sign."""


class Sign(_Number):
    """-1, 0 or 1."""


class Square(_Number):
    """The value times itself."""


class Floor(_Fraction):
    """The next whole number below."""


class Ceil(_Fraction):
    """The next whole number above."""


class Round(_Number):
    """The nearest whole number, or with so many decimals."""

    decimals: StrictInt = 0


class StopGradient(Op):
    """The value, as a constant to training."""


class LogicalNot(Op):
    """The opposite of a truth value."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "float", "integer")
        return "boolean"


class _Activation(Op):
    """What is defined on numbers with a fraction alone."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "integer", "boolean")
        return "float"


class Sqrt(_Fraction):
    """The square root."""


class Rsqrt(_Activation):
    """One by the square root."""


class Reciprocal(_Activation):
    """One by the value."""


class Exp(_Fraction):
    """e to the power of the value."""


class Expm1(_Fraction):
    """e to the power of the value, less 1."""


class Log(_Fraction):
    """The natural logarithm."""


class Log1p(_Fraction):
    """The natural logarithm of 1 and the value."""


class Sin(_Fraction):
    """The sine."""


class Cos(_Fraction):
    """The cosine."""


class Tanh(_Fraction):
    """The hyperbolic tangent."""


class Sigmoid(_Activation):
    """Between 0 and 1: 1 / (1 + exp(-x))."""


class Relu(_Activation):
    """The value where it is positive, else 0."""


class Relu6(_Activation):
    """The value between 0 and 6."""


class LeakyRelu(_Activation):
    """The value where it is positive, else a part of it."""

    negative_slope: Number = 0.2


class Elu(_Activation):
    """The value where it is positive, else alpha * (exp(x) - 1)."""

    alpha: Number = 1.0


class Silu(_Activation):
    """The value times its sigmoid, by Elfwing et al. (2018)."""


class Gelu(_Activation):
    """The value times the chance that a normal variable is below it, by Hendrycks and Gimpel (2016)."""

    approximate: bool = True


class Softplus(_Activation):
    """log(1 + exp(x))."""


class _AlongAxis(_Activation):
    """An activation whose values along an axis depend on one another."""

    axis: Axis = -1

    def output_shape(self, shape: Shape) -> Shape:
        own_axis(self.axis, shape)
        return shape


class Softmax(_AlongAxis):
    """Exponentials that sum to 1 along an axis."""


class LogSoftmax(_AlongAxis):
    """The logarithm of the softmax along an axis."""


class Clip(_Number):
    """The value within two bounds."""

    positional: ClassVar[tuple[str, ...]] = ("x_min", "x_max")
    example: ClassVar[str] = "{x_min: 0.0, x_max: 6.0}"

    x_min: Number
    x_max: Number


class Cast(Op):
    """The value as another type."""

    positional: ClassVar[tuple[str, ...]] = ("dtype",)
    example: ClassVar[str] = "{dtype: int32}"

    dtype: TensorDtype
    """The type that comes out."""

    def result_kind(self, *kinds: Kind) -> Kind:
        return kind_of_dtype(self.dtype)


class _Filled(Op):
    """What has the shape of a tensor and nothing of its values."""

    dtype: TensorDtype | None = None
    """The type that comes out; that of the tensor where null."""

    def result_kind(self, *kinds: Kind) -> Kind:
        return kind_of_dtype(self.dtype) if self.dtype else promoted(kinds)


class ZerosLike(_Filled):
    """Zeros in the shape of a tensor."""


class OnesLike(_Filled):
    """Ones in the shape of a tensor."""


class OneHot(Op):
    """Whole numbers as vectors that hold one 1 each: (length,) becomes (length, num_classes)."""

    positional: ClassVar[tuple[str, ...]] = ("num_classes",)
    fixed: ClassVar[Mapping[str, object]] = MappingProxyType({"axis": -1, "dtype": "float32"})
    example: ClassVar[str] = "{num_classes: 10}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((5,),)

    num_classes: PositiveInt

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "float", "boolean")
        return "float"

    def output_shape(self, shape: Shape) -> Shape:
        """That of the input, and a last axis of `num_classes`."""
        return (*shape, self.num_classes)


LAYERS = (
    *(Negative, Abs, Sign, Square, Floor, Ceil, Round, StopGradient, LogicalNot),
    *(Sqrt, Rsqrt, Reciprocal, Exp, Expm1, Log, Log1p, Sin, Cos, Tanh),
    *(Sigmoid, Relu, Relu6, LeakyRelu, Elu, Silu, Gelu, Softplus, Softmax, LogSoftmax),
    *(Clip, Cast, ZerosLike, OnesLike, OneHot),
)
