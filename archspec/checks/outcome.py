"""What came of checking the networks of a spec, or a library of blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archspec.checks.report import Report
from archspec.text.diagnostics import Diagnostic, in_order
from archspec.text.source import Span


class Outcome(NamedTuple):
    """What the check of one network gave.

    Args:
        name: the network's; None where the spec can't be read.
        report: None where there is no network, because of what is wrong.
        diagnostics: everything to tell, in the order of the text.
    """

    name: str | None
    report: Report | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; warnings are no mistakes."""
        return self.report is not None and self.report.ok


class LibraryOutcome(NamedTuple):
    """What the check of a library of blocks gave.

    Args:
        name: what messages call the file.
        blocks: the names of its blocks; none where it can't be read.
        diagnostics: everything to tell, in the order of the text.
    """

    name: str
    blocks: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; warnings are no mistakes."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)


def everything_told(outcomes: Iterable[Outcome | LibraryOutcome]) -> list[Diagnostic]:
    """What is to be told, in the order of the text; of what several networks have at one place, what the first has."""
    found: dict[tuple[str, Span | None], Diagnostic] = {}
    for outcome in outcomes:
        for diagnostic in outcome.diagnostics:
            found.setdefault((diagnostic.code, diagnostic.span), diagnostic)
    return in_order(found.values())
