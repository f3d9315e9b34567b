"""Differences: 2,000 layers against 2,000 in under a second, and near-equal networks in no worse than n log n."""

import math
from collections.abc import Iterator

from benchmarks.growth import CHAIN
from benchmarks.measure import Result, alternating, at_most, below

_FLAT = "archspec: 1\nname: long\ninputs: [8]\nlayers:\n"


def flat(layers: int, every: int = 0, name: str = "layer") -> str:
    """A spec that writes every layer out; of each `every` layers one is left out and another one changed."""
    steps = [
        f"  - Dense: {{units: {8 + (every > 0 and number % every == every // 2)}}}\n    name: {name}{number}\n"
        for number in range(layers)
        if not every or number % every
    ]
    return _FLAT + "".join(steps)


def run(short: bool) -> Iterator[Result]:
    """Reading and expanding the specs is not counted; the effect on parameters, multiply-adds and memory is."""
    import archspec
    from archspec.diff.compare import Side, compare

    limits = archspec.Limits(layers=200_000, turns=1_000_000, values=10_000_000, document_bytes=50_000_000)

    def side(text: str, **params: int) -> Side:
        network = archspec.loads(text, limits=limits, **params)
        return Side("", network.graph, network.expansion.rows)

    rounds = 3 if short else 9
    pairs = {
        "the same": (side(flat(2_000)), side(flat(2_000))),
        "20 edits": (side(flat(2_000)), side(flat(2_000, 200))),
        "200 edits, every layer renamed": (side(flat(2_000)), side(flat(2_000, 20, "other"))),
        "nothing in common": (
            side(flat(2_000)),
            side(flat(2_000).replace("Dense: {units: 8}", "Dropout: {rate: 0.1}")),
        ),
    }
    for title, (before, after) in pairs.items():
        [took] = alternating(rounds, lambda before=before, after=after: compare(before, after))
        yield below(f"2,000 layers against 2,000: {title}", took, 1, "s")
    near = (side(flat(2_000)), side(flat(2_000, 500))), (side(flat(20_000)), side(flat(20_000, 500)))
    alternating(1, *(lambda pair=pair: compare(*pair) for pair in near))
    small, large = alternating(rounds, *(lambda pair=pair: compare(*pair) for pair in near))
    bound = 10 * math.log(20_000) / math.log(2_000)
    yield at_most("near-equal: 20,000 layers against 2,000", large, small, round(bound, 1))
    blocks = tuple((side(CHAIN, turns=turns), side(CHAIN, turns=turns + 3)) for turns in (400, 4_000))
    small, large = alternating(rounds, *(lambda pair=pair: compare(*pair) for pair in blocks))
    yield at_most("near-equal blocks: 20,000 layers against 2,000", large, small, round(bound, 1))
