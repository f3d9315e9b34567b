"""The rows of the documented table, with what the graph makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import Formula, Value, compute, fill
from archspec.spec.leaves import DocumentedShape, bad_size
from archspec.spec.steps import Step
from archspec.text.diagnostics import SpecError

#: A documented shape with its formulas computed: sizes, None for unknown, "any" for one that is not printed.
Printed = tuple[Any, ...]


class Row(NamedTuple):
    """One row: what the document prints beside what comes out.

    Args:
        label: what the document calls the row.
        step: where it is written.
        printed_in: the documented shape going in; None where the row gives none.
        printed_out: the documented shape coming out.
        true_in: what the row's erratum says instead.
        true_out: what the row's erratum says instead.
        inputs: the shapes that reach the step; empty where it is left out.
        output: the shape that leaves it; None where it is left out.
        first: positions of the nodes of its first turn, from and up to.
        turns: how often it is repeated; None where it has no `repeat`.
        nested: whether it stands in a block.
        taken: positions of the nodes that its first turn takes.
        given: position of the node whose output leaves it; None where it is left out.
    """

    label: str
    step: Step
    printed_in: Printed | None
    printed_out: Printed | None
    true_in: Printed | None
    true_out: Printed | None
    inputs: tuple[Shape, ...]
    output: Shape | None
    first: tuple[int, int]
    turns: int | None
    nested: bool
    taken: tuple[int, ...] = ()
    given: int | None = None

    @property
    def left_out(self) -> bool:
        """Whether no layer came of it: `repeat: 0`, an empty `each`, a false `when`."""
        return self.output is None


def read_row(
    step: Step,
    names: Mapping[str, Any],
    evaluator: Evaluator,
    *,
    inputs: tuple[Shape, ...],
    output: Shape | None,
    first: tuple[int, int],
    turns: int | None,
    nested: bool,
    taken: tuple[int, ...],
    given: int | None,
) -> Row:
    """The row that a step documents, its formulas computed where they see `names`.

    Raises:
        SpecError: a formula can't be computed, or gives no size.
    """
    erratum = step.erratum
    left_out = output is None

    def printed(shape: DocumentedShape | None) -> Printed | None:
        return None if shape is None else _printed(shape, names, evaluator, left_out)

    return Row(
        label=_label(step, names, evaluator, left_out),
        step=step,
        printed_in=printed(step.in_),
        printed_out=printed(step.out),
        true_in=printed(erratum.in_) if erratum else None,
        true_out=printed(erratum.out) if erratum else None,
        inputs=inputs,
        output=output,
        first=first,
        turns=turns,
        nested=nested,
        taken=taken,
        given=given,
    )


def printed_shape(shape: DocumentedShape, names: Mapping[str, Any], evaluator: Evaluator) -> Shape | None:
    """A documented shape, where it leaves nothing open.

    Raises:
        SpecError: a formula can't be computed, or gives no size.
    """
    printed = _printed(shape, names, evaluator, False)
    return printed if all(size is None or type(size) is int for size in printed) else None


def _label(step: Step, names: Mapping[str, Any], evaluator: Evaluator, left_out: bool) -> str:
    template = step.row or step.name
    if template is None:
        return step.operation.name if step.operation else "group"
    try:
        return fill(template, names, evaluator)
    except SpecError:
        if left_out:
            # A row that is left out has no turn, and its name no index to compute with.
            return template.text
        raise


def _printed(shape: DocumentedShape, names: Mapping[str, Any], evaluator: Evaluator, left_out: bool) -> Printed:
    return tuple(
        _printed(size, names, evaluator, left_out)
        if isinstance(size, DocumentedShape)
        else _size(size, names, evaluator, left_out)
        for size in shape.sizes
    )


def _size(size: Value, names: Mapping[str, Any], evaluator: Evaluator, left_out: bool) -> Any:
    if not isinstance(size, Formula):
        return size
    try:
        value = compute(size, names, evaluator)
    except SpecError:
        if left_out:
            # There is no turn here either.
            return f"={size.text}"
        raise
    wrong = bad_size(value, size.span)
    if wrong:
        raise SpecError([wrong])
    return value
