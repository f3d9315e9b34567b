"""The last bound of all: how long a check may compute, should a document be found that no other limit holds."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TimeIsUp(BaseException):
    """The work has taken as long as it may; no part of it is to go on."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stops work that takes longer; only time of computing counts, and only where the system can tell it.

    Args:
        seconds: how long; 0 for any time.

    Raises:
        TimeIsUp: it takes longer.
    """
    if not (seconds and hasattr(signal, "setitimer")):
        yield
        return

    def stop(*_: Any) -> None:
        raise TimeIsUp

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
