"""Tries many documents by hand: `python -m tests.fuzz --tries 20000 --seed 0 --build 100`."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from archspec.api import Architecture

from .documents import BYTES, calm, structured
from .judging import build, judge
from .mutations import mutated

#: Of ten documents, how many are of each sort.
SORTS = {
    "calm": (calm(), 2),
    "structured": (structured(), 3),
    "mutated": (st.integers(0, 2**32).map(mutated), 3),
    "bytes": (BYTES, 2),
}


class Tries:
    """Judges documents, and keeps those of which something does not hold."""

    def __init__(self, builds: int) -> None:
        self.builds = builds
        self.counts: Counter[str] = Counter()
        self.failures: dict[str, bytes] = {}
        self.slowest = 0.0

    def one(self, sort: str, content: bytes) -> None:
        begin = time.process_time()
        try:
            networks = judge(content).networks
            self.counts[f"{sort}: {'accepted' if networks else 'refused'}"] += 1
            self.slowest = max(self.slowest, time.process_time() - begin)
            self.build(networks)
        except Exception as error:
            self.counts[f"{sort}: failed"] += 1
            frame = traceback.extract_tb(error.__traceback__)[-1]
            self.failures.setdefault(f"{frame.filename}:{frame.lineno}: {type(error).__name__}: {error}"[:300], content)

    def build(self, networks: list[Architecture]) -> None:
        for network in networks[:1]:
            if self.builds and build(network):
                self.builds -= 1
                self.counts["built in Keras"] += 1


def run(strategy: st.SearchStrategy[bytes], count: int, number: int, judged: Callable[[bytes], None]) -> None:
    """Hands documents of one sort to `judged`."""

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def tried(content: bytes) -> None:
        judged(content)

    tried()


def main() -> int:
    """Tries, and tells what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--tries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--build", type=int, default=0, metavar="COUNT", help="how many accepted specs to build in Keras"
    )
    arguments = parser.parse_args()
    tries = Tries(arguments.build)
    for sort, (strategy, share) in SORTS.items():
        run(
            strategy, arguments.tries * share // 10, arguments.seed, lambda content, sort=sort: tries.one(sort, content)
        )
    for what, count in sorted(tries.counts.items()):
        print(f"{count:7} {what}")
    print(f"slowest: {tries.slowest:.1f} s")
    for where, content in tries.failures.items():
        print(f"\n{where}\n{content.decode(errors='replace')}")
    return 1 if tries.failures else 0


if __name__ == "__main__":
    sys.exit(main())
