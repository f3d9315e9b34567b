"""Functions that multiply tensors and sum. Rules: Keras's `Matmul` and `Einsum`.

Keras's `dot` is none of them: it pairs each example of a batch with every other.
"""

import re
from typing import ClassVar, Self

from pydantic import model_validator

from archspec.catalogue.layer import whole
from archspec.catalogue.operation import Kind, Window, refuse_kinds
from archspec.catalogue.ops.op import Op, promoted
from archspec.catalogue.shapes import Shape, ShapeError, product, show, stretched

_FORM = re.compile(r"[a-zA-Z]+(,[a-zA-Z]+)*->[a-zA-Z]+")


class _Product(Op):
    """What sums over products: each output may depend on all of an input."""

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return promoted(kinds)

    def windows(self, *shapes: Shape) -> tuple[Window, ...]:
        return whole(max(shapes, key=len)[:-1])


class Matmul(_Product):
    """The matrix product over the last two axes: (n, k) and (k, m) give (n, m)."""

    arity: ClassVar[int | None] = 2
    slots: ClassVar[tuple[str, ...]] = ("x1", "x2")
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64), (64, 20))

    def output_shape(self, first: Shape, second: Shape) -> Shape:
        """The rows of the first and the columns of the second, behind axes that are alike or 1."""
        if len(first) < 2 or len(second) < 2:
            raise ShapeError(f"needs two axes beside the batch in both inputs, found {show(first)} and {show(second)}")
        rows, columns = first[-1], second[-2]
        if rows != columns and None not in (rows, columns):
            raise ShapeError(f"multiplies {show(first)} with {show(second)}: {rows} is not {columns}")
        if len(first) != len(second):
            raise ShapeError(f"needs inputs of as many axes, found {show(first)} and {show(second)}")
        return (*stretched(first[:-2], second[:-2]), first[-2], second[-1])

    def multiply_adds(self, first: Shape, second: Shape) -> int | None:
        """For each value that comes out, one for each column of the first."""
        return product((*self.output_shape(first, second), first[-1]))


class Einsum(_Product):
    """Products summed as an equation says: `bij,bkj->bik`; the batch is the first letter everywhere."""

    arity: ClassVar[int | None] = None
    slots: ClassVar[tuple[str, ...]] = ()
    leading: ClassVar[tuple[str, ...]] = ("subscripts",)
    example: ClassVar[str] = '{subscripts: "bij,bkj->bik"}'
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64), (20, 64))

    subscripts: str

    @classmethod
    def takes_list(cls) -> bool:
        return False

    @model_validator(mode="after")
    def _refuse_what_is_no_equation(self) -> Self:
        if not _FORM.fullmatch(self.subscripts):
            raise ValueError(f"subscripts must have the form bij,bkj->bik, found '{self.subscripts}'")
        operands, given = self._letters()
        for letters in (*operands, given):
            if len(set(letters)) < len(letters):
                raise ValueError(f"subscripts has a letter twice in '{letters}'")
            if letters[0] != given[0]:
                raise ValueError(f"subscripts must have the batch, '{given[0]}', as the first letter everywhere")
        unknown = [letter for letter in given if not any(letter in letters for letters in operands)]
        if unknown:
            raise ValueError(f"subscripts gives '{unknown[0]}', which no input has")
        return self

    def output_shape(self, *shapes: Shape) -> Shape:
        """The sizes of the letters behind the arrow, batch left out."""
        sizes = self._sizes(shapes)
        return tuple(sizes[letter] for letter in self._letters()[1][1:])

    def multiply_adds(self, *shapes: Shape) -> int | None:
        """One for each combination of the letters' positions."""
        return product(list(self._sizes(shapes).values())[1:]) if len(shapes) > 1 else 0

    def _letters(self) -> tuple[list[str], str]:
        operands, _, given = self.subscripts.partition("->")
        return operands.split(","), given

    def _sizes(self, shapes: tuple[Shape, ...]) -> dict[str, int | None]:
        """The size of each letter, that of the batch first."""
        operands, given = self._letters()
        if len(shapes) != len(operands):
            raise ShapeError(f"has {len(operands)} inputs in '{self.subscripts}', found {len(shapes)}")
        sizes: dict[str, int | None] = {given[0]: None}
        for letters, shape in zip(operands, shapes, strict=True):
            if len(letters) != len(shape) + 1:
                raise ShapeError(f"has '{letters}' for an input of {len(letters)} axes, batch included: {show(shape)}")
            for letter, size in zip(letters[1:], shape, strict=True):
                known = sizes.setdefault(letter, size)
                if known != size:
                    found = f"{'null' if known is None else known} and {'null' if size is None else size}"
                    raise ShapeError(f"gives '{letter}' two sizes in '{self.subscripts}': {found}")
        return sizes


LAYERS = (Matmul, Einsum)
