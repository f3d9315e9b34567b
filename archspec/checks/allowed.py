"""Warnings that comments of the text allow, and comments that allow none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from archspec.checks.case import Case
from archspec.spec.allowances import Allowance, idle, not_allowed
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
    kept = not_allowed(found, case.program.allowances)
    if not case.as_written or case.strict:
        return kept
    # What a library allows may be for another spec that uses it.
    own = [allowance for allowance in case.program.allowances if case.is_own(allowance.span)]
    return [*kept, *_misguided(idle(own, found), case, doubts_of)]


def _misguided(
    unneeded: list[Allowance], case: Case, doubts_of: Callable[[Case], Iterable[Diagnostic]]
) -> Iterator[Diagnostic]:
    """Doubts about codes that there are not, and about those that allow what no network of the spec is warned of."""
    if not unneeded:
        return
    # Few comments are idle; the others need not wait for this.
    from archspec.spec.files import pages_folder

    known = [page.stem for page in sorted(pages_folder().glob("W*.md"))]
    for allowance in unneeded:
        if allowance.code not in known:
            yield _unknown(allowance, known)
    unneeded = [each for each in unneeded if each.code in known and each.code != _OF_THE_CALLER]
    if not unneeded or case.variants is None:
        return
    for allowance in idle(unneeded, [doubt for variant in case.variants for doubt in doubts_of(variant)]):
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
