"""The warnings of a spec: each sort in a module of its own, all of them listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archspec.checks.activations import doubled_activations
from archspec.checks.biases import useless_biases
from archspec.checks.case import Case
from archspec.checks.idle_variants import idle_variants
from archspec.checks.repeated_constants import repeated_constants
from archspec.checks.unchecked_rows import unchecked_rows
from archspec.checks.unread import unread_names
from archspec.checks.unused_steps import unused_steps
from archspec.text.diagnostics import Diagnostic

#: Each gives the warnings of one sort that a network of a spec deserves, one for each place in the text.
DOUBTS: tuple[Callable[[Case], Iterable[Diagnostic]], ...] = (
    unused_steps,
    unread_names,
    idle_variants,
    useless_biases,
    doubled_activations,
    repeated_constants,
    unchecked_rows,
)


def doubts(case: Case) -> list[Diagnostic]:
    """All warnings of a network."""
    return [doubt for doubts_of_a_sort in DOUBTS for doubt in doubts_of_a_sort(case)]
