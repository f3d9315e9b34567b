"""How things are timed."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

#: Bytecode is cached, as it is for whoever has installed the package.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Result(NamedTuple):
    """What was measured beside what is promised.

    Args:
        name: what is measured.
        ours: seconds, or what else `unit` says.
        yardstick: the same of what it is compared with; None where a bound is promised.
        ratio: the figure the promise is about.
        promise: the promise in words.
        kept: whether it is kept.
    """

    name: str
    ours: float
    yardstick: float | None
    ratio: float
    promise: str
    kept: bool
    unit: str = "s"


def at_most(name: str, ours: float, yardstick: float, bound: float) -> Result:
    """We may take `bound` times as long as the yardstick."""
    ratio = ours / yardstick
    return Result(name, ours, yardstick, ratio, f"at most {bound:g} times", ratio <= bound)


def faster(name: str, ours: float, yardstick: float, factor: float) -> Result:
    """We must be `factor` times as fast as the yardstick."""
    ratio = yardstick / ours
    return Result(name, ours, yardstick, ratio, f"at least {factor:g} times faster", ratio >= factor)


def below(name: str, ours: float, bound: float, unit: str) -> Result:
    """We must stay below a bound."""
    return Result(name, ours, None, ours / bound, f"below {bound:g} {unit}", ours < bound, unit)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternating(rounds: int, *works: Callable[[], object], before: Callable[[], object] = lambda: None) -> list[float]:
    """The median of each work's times, run in turn, back and forth, so that a change of the machine's speed meets all.

    Args:
        rounds: how often each is run.
        works: what is timed.
        before: run before each work, and not timed.
    """
    times: list[list[float]] = [[] for _ in works]
    turn = list(zip(times, works, strict=True))
    for _ in range(rounds):
        for found, work in turn:
            before()
            found.append(seconds(work))
        turn.reverse()
    return [statistics.median(found) for found in times]


def keras_forgets() -> None:
    """Frees what Keras built before, so that every build begins alike."""
    import gc

    import keras

    keras.backend.clear_session()
    gc.collect()


def process(*arguments: str) -> None:
    """Runs Python in a process of its own."""
    subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT
    )
