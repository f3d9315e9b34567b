"""How much a spec may ask for. A spec is data from strangers: only the caller can raise these."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Limits(NamedTuple):
    """Bounds on reading, expanding and checking a spec; reaching one is an ordinary mistake of the spec."""

    #: Size in bytes of a document and all that it extends and uses.
    document_bytes: int = 2_000_000
    #: How many files these may name in `use`.
    files: int = 200
    #: How deep mappings and lists may nest in a document.
    nesting: int = 64
    #: How many values these documents may have once their aliases are followed.
    values: int = 200_000
    #: Words of one formula.
    formula_nodes: int = 500
    #: Words of all formulas together.
    all_formula_nodes: int = 200_000
    #: How many terms may be evaluated in all; items of computed lists count.
    evaluation_steps: int = 2_000_000
    #: Bits of an integer that a formula computes.
    integer_bits: int = 256
    #: Characters of a text that a formula computes.
    text_length: int = 10_000
    #: Items of a list that a formula computes.
    list_length: int = 10_000
    #: How deep steps may nest: block calls, groups and branches counted together.
    depth: int = 64
    #: How many turns of `repeat` and `each` may be run, in all networks that are checked together.
    turns: int = 50_000
    #: How many layers a network may have.
    layers: int = 20_000
    #: How many networks may be checked together: the spec as written and its variants.
    networks: int = 1_000
    #: How many numbers the weights of a network may hold.
    weights: int = 10**12
    #: How many elements a tensor of one example may have.
    tensor_elements: int = 2**40
    #: How many axes a tensor may have, batch left out.
    axes: int = 32
    #: How many mistakes are told.
    mistakes: int = 200


DEFAULT_LIMITS = Limits()


class Work:
    """What reading a spec has cost so far, where that can't be seen from any one of its parts.

    Args:
        limits: what it may cost.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        #: Words of formulas that were read.
        self.formula_nodes = 0
        #: Pairs of letters that were compared in the search for what unknown words were meant to be.
        self.compared = 0


_work: ContextVar[Work | None] = ContextVar("_work", default=None)


def work() -> Work:
    """The work under way."""
    return _work.get() or Work(DEFAULT_LIMITS)


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Counts what is read within as one piece of work; a part of another one where that is under way already."""
    if _work.get() is not None:
        yield
        return
    token = _work.set(Work(limits))
    try:
        yield
    finally:
        _work.reset(token)
