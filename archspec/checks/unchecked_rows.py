"""Rows of the documented table that nothing is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archspec.checks.case import Case
from archspec.expand.rows import Row
from archspec.spec.steps import Step, all_steps
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Span


def unchecked_rows(case: Case) -> Iterator[Diagnostic]:
    """Warns of rows without a shape, and of rows that neither the spec as written nor a variant of it reaches."""
    claiming: list[Step] = []
    for step in _own_steps(case):
        if step.in_ is not None or step.out is not None:
            claiming.append(step)
        elif step.row is not None:
            hint = "give it 'in' or 'out' as the document prints them, or make it a note"
            message = f"the row {_label(step)} has no 'in' and no 'out': nothing of it is checked"
            yield Diagnostic("W0702", message, _span(step), help=hint, severity="warning")
    # Strictly, a row left out is a mistake.
    if not case.strict:
        for step in _never_reached(claiming, case):
            message = f"the row {_label(step)} is never checked: no variant of the spec runs its step"
            yield Diagnostic("W0702", message, _span(step), severity="warning")


def _own_steps(case: Case) -> Iterator[Step]:
    """The steps of the spec itself and of its blocks, those that nothing calls left out."""
    uncalled = {unread.name for unread in case.program.unread if unread.kind == "block"}
    sequences = [case.program.document.layers]
    sequences += [definition.block.layers for definition in case.own_blocks() if definition.name not in uncalled]
    for steps in sequences:
        yield from (step for step in all_steps(steps) if case.is_own(step.node.span))


def _never_reached(steps: list[Step], case: Case) -> list[Step]:
    """The steps that are in no network of the spec; none where that can't be told."""
    missing = _without(steps, case.expansion.rows)
    if not missing or case.variants is None:
        return []
    for variant in case.variants:
        missing = _without(missing, variant.expansion.rows)
    return missing


def _without(steps: list[Step], rows: Iterable[Row]) -> list[Step]:
    reached = {id(row.step) for row in rows if not row.left_out}
    return [step for step in steps if id(step) not in reached]


def _span(step: Step) -> Span:
    return step.value_span(next(key for key in ("row", "out", "in") if key in step.node))


def _label(step: Step) -> str:
    template = step.row or step.name
    return repr(template.text if template else step.operation.name if step.operation else "group")
