import signal
import time

import pytest

from archspec.cli import check
from archspec.cli.clock import TimeIsUp, time_limit


def compute_for_ever():
    while True:
        pass


def test_what_takes_too_long_is_stopped():
    before = time.process_time()
    with pytest.raises(TimeIsUp), time_limit(0.05):
        compute_for_ever()
    assert time.process_time() - before < 2
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_what_is_done_in_time_is_left_alone():
    handler = signal.getsignal(signal.SIGPROF)
    with time_limit(60):
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 50
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is handler
    with time_limit(0):
        assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_a_check_that_takes_too_long_is_a_mistake_of_the_spec(archspec, folder, monkeypatch):
    monkeypatch.setattr(check, "examine", lambda *_, **__: compute_for_ever())
    result = archspec("check", "tiny.yaml", "--time-limit", "0.05")
    assert result.code == 1
    assert result.err.startswith("tiny.yaml:1:1: error[E0309]: checking this takes more than 0.05 seconds\n")
