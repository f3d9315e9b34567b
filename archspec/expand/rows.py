"""The rows of the documented table, with what the graph makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import compute, fill
from archspec.spec.leaves import DocumentedShape
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
) -> Row:
    """The row that a step documents, its formulas computed where they see `names`."""
    erratum = step.erratum
    return Row(
        label=_label(step, names, evaluator),
        step=step,
        printed_in=_printed(step.in_, names, evaluator),
        printed_out=_printed(step.out, names, evaluator),
        true_in=_printed(erratum.in_, names, evaluator) if erratum else None,
        true_out=_printed(erratum.out, names, evaluator) if erratum else None,
        inputs=inputs,
        output=output,
        first=first,
        turns=turns,
        nested=nested,
    )


def _label(step: Step, names: Mapping[str, Any], evaluator: Evaluator) -> str:
    template = step.row or step.name
    if template is not None:
        try:
            return fill(template, names, evaluator)
        except SpecError:
            # A row that is left out has no turn, and its name no index to compute with.
            return template.text
    return step.operation.name if step.operation else "group"


def _printed(shape: DocumentedShape | None, names: Mapping[str, Any], evaluator: Evaluator) -> Printed | None:
    if shape is None:
        return None
    return tuple(
        _printed(size, names, evaluator) if isinstance(size, DocumentedShape) else compute(size, names, evaluator)
        for size in shape.sizes
    )
