"""Collects documents that cost as much as the default limits let them, one for each way that is known."""

from __future__ import annotations

from collections.abc import Callable

HEAD = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"
#: Bytes of a document, a little below the limit.
FULL = 1_950_000
#: Lines or items of a document, a little below the limit of values where each holds a few.
MANY = 60_000

WORST: dict[str, Callable[[], str]] = {}


def worst(make: Callable[[], str]) -> Callable[[], str]:
    """Adds a document."""
    WORST[make.__name__] = make
    return make


def steps(*lines: str) -> str:
    """A document of these steps."""
    return HEAD + "layers:\n" + "".join(f"  - {line}\n" for line in lines)
