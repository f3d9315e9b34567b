"""What can go wrong with a training: never a fault of archspec, and told in a sentence."""

from __future__ import annotations


class TrainingError(Exception):
    """The training can't begin or go on; the message says why, and what to do about it."""


class Stopped(Exception):
    """The training was asked to stop, and has saved what it needs to go on."""

    def __init__(self, epoch: int, step: int) -> None:
        super().__init__(f"stopped after step {step} of epoch {epoch}")
        self.epoch = epoch
        self.step = step
