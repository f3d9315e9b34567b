"""What a spec documents, as comments: rows with their shapes, errata and notes."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.formula.values import Formula
from archspec.spec.leaves import DocumentedShape
from archspec.spec.steps import Step
from archspec.targets.python.code import Comment


def remarks(step: Step, *, spaced: bool) -> Iterator[Comment]:
    """The comments that belong before a step; the first may be set off by a blank line."""
    lines = [line for line in (_row(step), _erratum(step), step.note.text if step.note else None) if line]
    if lines:
        yield Comment("\n".join(lines), spaced)


def _row(step: Step) -> str | None:
    shapes = " -> ".join(filter(None, (_shape(step.in_), _shape(step.out))))
    if step.out is not None and step.in_ is None:
        shapes = f"-> {shapes}"
    if step.row is None:
        return shapes or None
    return f"{step.row.text}: {shapes}" if shapes else step.row.text


def _erratum(step: Step) -> str | None:
    if step.erratum is None:
        return None
    true = " -> ".join(filter(None, (_shape(step.erratum.in_), _shape(step.erratum.out))))
    return f"Erratum: {true}. {step.erratum.why.text if step.erratum.why else ''}"


def _shape(shape: DocumentedShape | None) -> str | None:
    return _sizes(shape.sizes) if shape is not None else None


def _sizes(sizes: tuple[object, ...]) -> str:
    texts = [_size(size) for size in sizes]
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _size(size: object) -> str:
    if isinstance(size, DocumentedShape):
        return _sizes(size.sizes)
    return size.text if isinstance(size, Formula) else str(size)
