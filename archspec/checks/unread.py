"""Params, names of `let`, blocks and tensors' names that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from archspec.checks.case import Case
from archspec.checks.repeated_constants import constants
from archspec.spec.loading import Unread
from archspec.spec.steps import Step, all_steps
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Place


def unread_names(case: Case) -> Iterator[Diagnostic]:
    """Warns of each of them; what a spec inherits from the one it extends is that one's."""
    unused = _of_unused_steps(case)
    hints = _hints(case)
    for unread in case.program.unread:
        if (case.is_own(unread.span) or _is_of_library(unread, case)) and Place.of(unread.span) not in unused:
            yield doubt(unread, hints.get(unread.name) if unread.kind == "param" and unread.block is None else None)


def _is_of_library(unread: Unread, case: Case) -> bool:
    """Whether a name stands in a block from `use`: libraries are checked with the specs that use them."""
    own = case.program.blocks.get(unread.block or "")
    return unread.block is not None and not (own is not None and own.sees_spec)


def _of_unused_steps(case: Case) -> set[Place]:
    """Where tensors are named that are not read because no output depends on the layer, which is told by itself."""
    live = case.graph.live
    places = {node.place for position, node in enumerate(case.graph.nodes) if position not in live}
    if not places:
        return set()
    return {
        Place.of(template.span)
        for step in _steps(case)
        if step.operation is not None and Place.of(step.operation.span) in places
        for template in step.as_
    }


def _steps(case: Case) -> Iterator[Step]:
    yield from all_steps(case.program.document.layers)
    for definition in case.program.blocks.values():
        yield from all_steps(definition.block.layers)


def _hints(case: Case) -> dict[str, str]:
    """Where the value of a param of the spec stands as a number."""
    found: dict[str, str] = {}
    for constant in constants(case):
        if constant.block is None:
            line = constant.call.argument_span(constant.argument).line
            written = f"{constant.argument}: {constant.call.arguments[constant.argument]}"
            hint = f"line {line} has '{written}' in {constant.call.name}: '={constant.name}' may be meant there"
            found.setdefault(constant.name, hint)
    return found


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
