"""Warnings that comments of the text allow, and comments that allow none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from archspec.checks.case import Case
from archspec.spec.allowances import Allowance
from archspec.text.diagnostics import Diagnostic
from archspec.text.suggest import suggested

#: What a caller's settings bring about, so that no text can tell whether it comes.
_OF_THE_CALLER = "W0701"


def without_allowed(
    found: list[Diagnostic], case: Case, doubts_of: Callable[[Case], Iterable[Diagnostic]]
) -> list[Diagnostic]:
    """What is found but for the warnings that the text allows, and doubts about what it allows.

    Args:
        found: mistakes and warnings of the case.
        case: what they were found in.
        doubts_of: finds the warnings of another network of the spec.
    """
    allowances = case.program.allowances
    kept = [each for each in found if not any(allowance.covers(each) for allowance in allowances)]
    if not case.as_written:
        return kept
    # What a library allows may be for another spec that uses it.
    own = [allowance for allowance in allowances if case.is_own(allowance.span)]
    return [*kept, *_misguided(own, found, case, doubts_of)]


def _misguided(
    allowances: list[Allowance],
    found: list[Diagnostic],
    case: Case,
    doubts_of: Callable[[Case], Iterable[Diagnostic]],
) -> Iterator[Diagnostic]:
    """Doubts about codes that there are not, and about those that allow what nothing warns of."""
    idle = [each for each in allowances if not any(each.covers(doubt) for doubt in found)]
    if not idle:
        return
    # Few comments are idle; the others need not wait for this.
    from archspec.spec.files import pages_folder

    known = [page.stem for page in sorted(pages_folder().glob("W*.md"))]
    for allowance in [each for each in idle if each.code not in known]:
        yield _unknown(allowance, known)
    idle = [each for each in idle if each.code in known and each.code != _OF_THE_CALLER]
    variants = case.of_variants() if idle else None
    if variants is None:
        return
    elsewhere = [doubt for variant in variants for doubt in doubts_of(variant)]
    for allowance in idle:
        if not any(allowance.covers(doubt) for doubt in elsewhere):
            message = f"nothing here gives the warning {allowance.code}"
            yield Diagnostic("W0610", message, allowance.span, help="leave it out", severity="warning")


def _unknown(allowance: Allowance, known: list[str]) -> Diagnostic:
    if not allowance.code:
        hint = "name the codes: '# archspec: allow W0607, W0608'"
        return Diagnostic("W0610", "this allows no warning", allowance.span, help=hint, severity="warning")
    message = f"{allowance.code!r} is the code of no warning"
    if allowance.code.startswith("E"):
        message = f"{allowance.code} is a mistake, which can't be allowed"
        return Diagnostic("W0610", message, allowance.span, severity="warning")
    return suggested(Diagnostic("W0610", message, allowance.span, severity="warning"), allowance.code, known)
