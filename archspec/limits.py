"""How much a spec may ask for. A spec is data from strangers: only the caller can raise these."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Bounds on reading and expanding a spec; reaching one is an ordinary mistake of the spec."""

    #: Size of one document in bytes.
    document_bytes: int = 2_000_000
    #: How deep mappings and lists may nest in a document.
    nesting: int = 64
    #: How many values a document may have once its aliases are followed.
    values: int = 200_000
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
    #: How many layers the network may have.
    layers: int = 20_000
    #: How many turns of `repeat` and `each` may be run in all.
    turns: int = 100_000


DEFAULT_LIMITS = Limits()
