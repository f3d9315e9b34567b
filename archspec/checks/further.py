"""What else is wrong with a spec that is wrong already."""

from __future__ import annotations

from collections.abc import Iterable

from archspec.checks.report import check, inherited
from archspec.checks.rows import check_rows
from archspec.expand.expander import Unfinished, expand
from archspec.formula.evaluate import Evaluator
from archspec.limits import Limits
from archspec.spec.loading import Program
from archspec.spec.params import bind_params
from archspec.text.diagnostics import Diagnostic, SpecError


def what_else(program: Program, found: Iterable[Diagnostic], limits: Limits) -> list[Diagnostic]:
    """The mistakes that running a program's steps shows, but for those that follow from what is told already.

    Args:
        program: with mistakes in its form or its names.
        found: these.
        limits: bounds on the expansion.
    """
    told = list(found)
    if any(map(_leaves_out, program.remarks)):
        return []
    places = {_place(diagnostic) for diagnostic in told}
    bound_twice = {diagnostic.message for diagnostic in told if diagnostic.code == "E0410"}
    misnamed = any(diagnostic.code in ("E0202", "E0203", "E0507") for diagnostic in told)
    try:
        evaluator = Evaluator(limits)
        params = bind_params(program.document, None, {}, evaluator)
    except SpecError:
        return []
    try:
        expansion = expand(program, params, limits=limits, evaluator=evaluator)
        more = check(program, expansion, variant=None, changed=False).errors
    except Unfinished as error:
        more = [*error.diagnostics, *wrong_rows(error, program, False)]

    def repeats(mistake: Diagnostic) -> bool:
        """Whether a mistake says of a name, at another place, what is told already."""
        if mistake.code in ("E0507", "E0506"):
            return misnamed
        return mistake.code == "E0410" and mistake.message in bound_twice

    return [each for each in more if _place(each) not in places and not repeats(each)]


def _leaves_out(remark: Diagnostic) -> bool:
    """Whether a mistake of form leaves something out of the program, so that it is another one."""
    return remark.code == "E0206" and remark.help is None


def _place(diagnostic: Diagnostic) -> object:
    span = diagnostic.span
    return (span.source.name, span.line, span.column) if span else None


def wrong_rows(unfinished: Unfinished, program: Program, changed: bool) -> list[Diagnostic]:
    """The mistakes of the rows before or beside the steps that can't be run.

    Args:
        unfinished: what was reached.
        program: the spec.
        changed: whether the caller set params, so that no row binds.
    """
    rows = [row for row in unfinished.rows if not (changed or inherited(row.step, program))]
    verdicts = check_rows(rows, [False] * len(rows), unfinished.nodes)
    return [mistake for verdict in verdicts for mistake in verdict.diagnostics]
