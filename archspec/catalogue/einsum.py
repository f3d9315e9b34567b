"""A dense layer over any axes. Rules: Keras's `_analyze_einsum_string`."""

import re
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import Field, NonNegativeInt, PositiveInt, Strict, model_validator

from archspec.catalogue.arguments import Activation, Constraint, Initializer, Regularizer
from archspec.catalogue.layer import Integers, Layer
from archspec.catalogue.lora import check_lora, with_lora
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import Shape, ShapeError, product, show

_FORMS = re.compile(
    r"(?P<left>\.\.\.)?(?P<taken>[a-zA-Z]+)(?P<right>\.\.\.)?,(?P<kernel>[a-zA-Z]+)->"
    r"(?(left)\.\.\.)(?P<given>[a-zA-Z]+)(?(right)\.\.\.)"
)


_Sizes = dict[str, int | None]


class _Equation(NamedTuple):
    """The letters of an equation's input, kernel and output, and the side at which `...` stands for further axes."""

    taken: str
    kernel: str
    given: str
    elided: str


def _read(equation: str) -> _Equation:
    match = _FORMS.fullmatch(equation)
    if match is None or (match["left"] and match["right"]) or (match["right"] and len(match["taken"]) < 2):
        raise ValueError(f"equation must have the form ab,bc->ac, ...b,bc->...c or ab...,bc->ac..., found '{equation}'")
    taken, kernel, given = match["taken"], match["kernel"], match["given"]
    for letters in (taken, kernel, given):
        if len(set(letters)) < len(letters):
            raise ValueError(f"equation has a letter twice in '{letters}'")
    for letter in given:
        if letter not in taken and letter not in kernel:
            raise ValueError(f"equation gives '{letter}', which neither its input '{taken}' nor its kernel has")
    for letter in kernel:
        if letter not in taken and letter not in given:
            raise ValueError(f"equation has '{letter}' in its kernel alone")
    side = "left" if match["left"] else "right" if match["right"] else ""
    if side != "left" and (taken[0] in kernel or taken[0] != given[0]):
        raise ValueError(f"equation must keep the batch, '{taken[0]}', as the first letter of its output")
    return _Equation(taken, kernel, given, side)


class EinsumDense(Layer):
    """Multiplies with a kernel as an einsum equation says: `abc,cd->abd` is a Dense layer."""

    integers: ClassVar[Integers] = "made fractions"

    counts_depth: ClassVar[bool] = True
    example: ClassVar[str] = '{equation: "abc,cd->abd", output_shape: [10, 64]}'
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 32),)

    equation: str
    # Named as Keras's attribute is: `output_shape` is the shape rule's name.
    partial_output_shape: Annotated[
        PositiveInt | Annotated[tuple[PositiveInt | None, ...], Strict(False)],
        Field(alias="output_shape", description="the sizes that follow the batch, null for those of the input"),
    ]
    activation: Activation | None = None
    bias_axes: str | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        given = _read(self.equation).given
        if self.bias_axes is not None and not (self.bias_axes and set(self.bias_axes) <= set(given)):
            raise ValueError(f"bias_axes must be letters of the output '{given}', found '{self.bias_axes}'")
        check_lora(self.lora_rank, kernel_constraint=self.kernel_constraint)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """The sizes of `output_shape`, null where one is left open; axes under ... keep theirs."""
        _, given = self._sizes(shape)
        return tuple(given.values())[1:]

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A kernel with the letters of the equation's second term, and a bias along `bias_axes`."""
        taken, given = self._sizes(shape)
        equation = _read(self.equation)
        # A size left open in output_shape stays open in the kernel, even where the input would tell it.
        sizes = taken | given
        made = (self.weight("kernel", tuple(sizes[letter] for letter in equation.kernel)),)
        if self.bias_axes is not None:
            first = min(map(equation.given.index, self.bias_axes))
            bias = (sizes[letter] if letter in self.bias_axes else 1 for letter in equation.given[first:])
            rest = (1,) * (len(taken) - len(equation.taken)) if equation.elided == "right" else ()
            made += (self.weight("bias", (*bias, *rest)),)
        return with_lora(made, self.lora_rank)

    def multiply_adds(self, shape: Shape) -> int | None:
        """One for each combination of positions along the axes of input and output."""
        taken, given = self._sizes(shape)
        return product((*shape, *(size for label, size in given.items() if label not in taken)))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """One position of each axis that stays in its place, the whole of each that is summed over or moves."""
        taken, given = self._sizes(shape)
        stays = {label for place, label in enumerate(taken) if [label] == list(given)[place : place + 1]}
        spatial = list(taken.items())[1:-1]
        return tuple(Window(1, 1) if label in stays else Window(size, 0) for label, size in spatial)

    def _sizes(self, shape: Shape) -> tuple[_Sizes, _Sizes]:
        """The sizes of input and output by letter, batch included; axes under `...` are called `.0`, `.1` and so on."""
        equation = _read(self.equation)
        count = len(shape) + 1 - len(equation.taken)
        if count < 0 or (count and not equation.elided):
            raise ShapeError(f"needs an input of {len(equation.taken)} axes, batch included, found {show(shape)}")
        elided = [f".{axis}" for axis in range(count)]
        left, right = (elided, []) if equation.elided == "left" else ([], elided)
        taken = dict(zip((*left, *equation.taken, *right), (None, *shape), strict=True))
        given = dict.fromkeys((*left, *equation.given, *right))
        partial = self.partial_output_shape
        partial = (partial,) if isinstance(partial, int) else partial
        sizes = (None, *(taken[label] for label in left[1:]), *partial, *(taken[label] for label in right))
        if len(given) != len(sizes):
            missing = len(given) - len(sizes)
            raise ShapeError(f"needs {missing + len(partial)} sizes in output_shape, found {show(partial)}")
        given = dict(zip(given, sizes, strict=True))
        _refuse_misfits(taken, given)
        return taken, given


def _refuse_misfits(taken: _Sizes, given: _Sizes) -> None:
    for letter, size in taken.items():
        if given.get(letter) not in (None, size):
            found = "null" if size is None else size
            raise ShapeError(f"gives '{letter}' a size of {given[letter]} in output_shape, but its input has {found}")
    batch = next(iter(taken))
    if batch != next(iter(given)):
        raise ShapeError(f"must keep the batch, '{batch}', as the first letter of its output")
    between = [size for label, size in taken.items() if label.startswith(".") and label != batch]
    if batch.startswith(".") and between != between[::-1]:
        raise ShapeError(
            f"needs letters in the place of ..., whose axes Keras would put in another order: {show(between)}"
        )


LAYERS = (EinsumDense,)
