"""The warnings of a spec: each sort in a module of its own, all of them listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archspec.checks.activations import doubled_activations
from archspec.checks.biases import useless_biases
from archspec.checks.case import Case
from archspec.checks.idle_variants import idle_variants
from archspec.checks.lone_shares import lone_shares
from archspec.checks.repeated_constants import repeated_constants
from archspec.checks.unchecked_rows import unchecked_rows
from archspec.checks.unused_steps import unused_steps
from archspec.text.diagnostics import Diagnostic

_Doubts = tuple[Callable[[Case], Iterable[Diagnostic]], ...]

#: Each gives the warnings of one sort that a network deserves, one for each place in the text.
OF_NETWORKS: _Doubts = (unused_steps, useless_biases, doubled_activations)
#: Each gives those of one sort that the text deserves, whatever network is made of it.
OF_TEXTS: _Doubts = (idle_variants, lone_shares, repeated_constants, unchecked_rows)


def doubts(case: Case) -> list[Diagnostic]:
    """All warnings of a network; those of the text with the network that it gives as it is written."""
    found = [doubt for doubts_of_a_sort in OF_NETWORKS for doubt in doubts_of_a_sort(case)]
    if not case.as_written:
        return found
    found += [doubt for doubts_of_a_sort in OF_TEXTS for doubt in doubts_of_a_sort(case)]
    if case.program.unread:
        # Few specs name what nothing reads; the others need not wait for this.
        from archspec.checks.unread import unread_names

        found += unread_names(case)
    return found
