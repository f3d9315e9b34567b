"""Compares what a document claims in numbers with what the graph counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from archspec.checks.rows import Status, differs
from archspec.graph.costs import Totals
from archspec.spec.document import FIGURES, Document, Expect
from archspec.spec.leaves import Documented
from archspec.text.diagnostics import Diagnostic

_WORDS = {"multiply_adds": "multiply-adds (a multiply-add is one)"}


class FigureVerdict(NamedTuple):
    """What became of one documented figure.

    Args:
        name: one of `parameters`, `trainable_parameters`, `multiply_adds`, `depth`.
        documented: the figure as it is printed.
        inferred: the graph's; None where a size is unknown until run time.
        status: whether it holds.
        diagnostic: what is wrong with it.
    """

    name: str
    documented: str
    inferred: int | None
    status: Status
    diagnostic: Diagnostic | None = None


def check_figures(
    document: Document, totals: Totals, variant: str | None, may_depart: Callable[[Expect], bool]
) -> list[FigureVerdict]:
    """A verdict on every figure that speaks of this variant (of the spec as written, where it is None)."""
    found: list[FigureVerdict] = []
    for expect in document.expect:
        if (expect.variant.text if expect.variant else None) == variant:
            given = [name for name in FIGURES if getattr(expect, name) is not None]
            found += [_check(expect, name, getattr(totals, name), may_depart(expect)) for name in given]
            found += _without_figure(expect)
    return found


def _check(expect: Expect, name: str, inferred: int | None, departs: bool) -> FigureVerdict:
    documented: Documented = getattr(expect, name)
    printed = documented.figure
    true: Documented | None = getattr(expect.erratum, name) if expect.erratum else None
    holds = inferred is not None and printed.holds(inferred)
    words = _WORDS.get(name, name.replace("_", " "))
    counted = "unknown, as a size is" if inferred is None else f"{inferred:,}"
    if true is None:
        if holds:
            return FigureVerdict(name, printed.text, inferred, "holds")
        mistake = Diagnostic("E0711", f"documented {words} {printed.text}, inferred {counted}", documented.span)
    elif holds:
        message = f"the erratum is not needed: the documented {words} {printed.text} are right, inferred {counted}"
        mistake = Diagnostic("E0703", message, true.span, help="remove the erratum")
    elif inferred is None or not true.figure.holds(inferred):
        message = f"the erratum gives {words} {true.figure.text}, inferred {counted}"
        mistake = Diagnostic("E0704", message, true.span)
    else:
        return FigureVerdict(name, printed.text, inferred, "erratum")
    return FigureVerdict(name, printed.text, inferred, *differs(mistake, departs))


def _without_figure(expect: Expect) -> list[FigureVerdict]:
    """Errata for figures that the entry does not give."""
    if expect.erratum is None:
        return []
    names = [name for name in FIGURES if getattr(expect.erratum, name) is not None and getattr(expect, name) is None]
    found = []
    for name in names:
        message = f"the erratum corrects {name!r}, which this entry does not have"
        span = expect.erratum.key_span(name)
        found.append(FigureVerdict(name, "", None, "fails", Diagnostic("E0208", message, span)))
    return found
