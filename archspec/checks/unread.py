"""Params, names of `let`, blocks and tensors' names that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.checks.case import Case
from archspec.checks.repeated_constants import in_place_of
from archspec.spec.loading import Unread
from archspec.spec.steps import all_steps
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Place


def unread_names(case: Case) -> Iterator[Diagnostic]:
    """Warns of each of them; what a spec inherits from the one it extends is that one's."""
    for unread in case.program.unread:
        if (case.is_own(unread.span) or _is_of_library(unread, case)) and not _is_unused(unread, case):
            yield doubt(unread, _meant(unread, case))


def _is_of_library(unread: Unread, case: Case) -> bool:
    """Whether a name stands in a block from `use`: libraries are checked with the specs that use them."""
    own = case.program.blocks.get(unread.block or "")
    return unread.block is not None and not (own is not None and own.sees_spec)


def _is_unused(unread: Unread, case: Case) -> bool:
    """Whether a tensor is not read because its step's layer is not, which is told by itself."""
    if unread.kind != "as":
        return False
    places = {node.place for position, node in enumerate(case.graph.nodes) if position not in case.graph.live}
    if not places:
        return False
    definition = case.program.blocks.get(unread.block or "")
    owner = definition.block if definition else case.program.document
    return any(
        step.operation is not None and Place.of(step.operation.span) in places
        for step in all_steps(owner.layers)
        if any(template.span is unread.span for template in step.as_)
    )


def doubt(unread: Unread, hint: str | None = None) -> Diagnostic:
    """The warning of a name that nothing reads.

    Args:
        unread: the name.
        hint: where it may be meant.
    """
    name, span = unread.name, unread.span
    if unread.kind == "block":
        return Diagnostic("W0604", f"no step calls the block {name!r}", span, severity="warning")
    if unread.kind == "as":
        hint = f"take it with 'from: {name}', or leave out the 'as'"
        return Diagnostic("W0605", f"no step takes the tensor {name!r}", span, help=hint, severity="warning")
    what = "param" if unread.kind == "param" else "value"
    by = f"the block {unread.block!r} does not read its" if unread.block else "nothing reads the"
    return Diagnostic("W0603", f"{by} {what} {name!r}", span, help=hint, severity="warning")


def _meant(unread: Unread, case: Case) -> str | None:
    """Where the value of a param that nothing reads stands as a number."""
    if unread.kind != "param" or unread.block is not None:
        return None
    return next((f"{place}: '={unread.name}' may be meant there" for place in in_place_of(unread.name, case)), None)
