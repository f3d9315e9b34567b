"""Keys of `share` that call no layer again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from archspec.checks.case import Case
from archspec.spec.leaves import Word
from archspec.spec.steps import Step
from archspec.text.diagnostics import Diagnostic
from archspec.text.suggest import suggested


def lone_shares(case: Case) -> Iterator[Diagnostic]:
    """Warns of each key that only one step has, which no loop runs again: mostly it is misspelt there."""
    # A key is one of its block.
    for steps in (case.program.document.layers, *(definition.block.layers for definition in case.own_blocks())):
        keys = list(_keys(steps, looped=False))
        counted = Counter(key.text for key, _ in keys)
        for key, looped in keys:
            if not looped and counted[key.text] == 1 and case.is_own(key.span):
                yield _doubt(key, counted)


def _doubt(key: Word, known: Iterable[str]) -> Diagnostic:
    message = f"no other step shares {key.text!r}, so that the layers of this one are called once"
    doubt = suggested(
        Diagnostic("W0612", message, key.span, severity="warning"),
        key.text,
        (other for other in known if other != key.text),
    )
    # The spec has a meaning as it is: which one is meant is not for us to decide.
    return doubt._replace(fix=None)


def _keys(steps: Iterable[Step], looped: bool) -> Iterator[tuple[Word, bool]]:
    """The keys of steps, each with whether a loop may run its step again."""
    for step in steps:
        again = looped or step.each is not None or step.repeat is not None
        if step.share is not None:
            yield step.share, again
        for inner in step.inner():
            yield from _keys(inner, again)
