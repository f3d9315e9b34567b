"""The mistakes of an expansion: each once, with the calls that meet it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from archspec.spec.calls import Call
from archspec.text.diagnostics import Diagnostic, Note, SpecError
from archspec.text.source import Span

#: Limits, which every later step would reach as well.
_LAST = frozenset({"E0309", "E0508", "E0512"})
#: Notes of a mistake, those of a deep chain of calls among them.
_MOST_NOTES = 7
_MOST_CALLS = 3


class Called(NamedTuple):
    """A block call that is being expanded: the prefix it gives to names, and the turn of its step (0: no loop)."""

    call: Call
    prefix: str
    number: int


class Meeting(NamedTuple):
    """The layer at which shapes meet: its full name, the nodes it takes, and the turn of the loop around it."""

    name: str
    positions: tuple[int, ...]
    turn: int | None


class Stopped(SpecError):
    """A limit is reached, which is told already: nothing can go on."""


class _Told(NamedTuple):
    diagnostic: Diagnostic
    calls: tuple[Called, ...]
    others: list[Called]


class Mistakes:
    """Collects what is wrong while an expansion goes on."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.calls: list[Called] = []
        self.found: dict[Any, _Told] = {}
        #: Whether anything is unknown because of a mistake, of which not all are told here.
        self.any = False

    def tell(self, error: SpecError) -> None:
        """Takes the mistakes of a step; one that is told already only gains the call that meets it, too.

        Raises:
            Stopped: a limit is reached, or more is wrong than is told: nothing goes on.
        """
        if isinstance(error, Stopped):
            raise error
        self.any = True
        for diagnostic in error.diagnostics:
            key = self._key(diagnostic)
            told = self.found.get(key)
            if told is None:
                noted = self._noted(diagnostic)
                self.found[key] = _Told(noted, tuple(self.calls), [])
            elif self.calls and self.calls[-1] != (told.calls or (None,))[-1]:
                told.others.append(self.calls[-1])
        if len(self.found) > self.most or any(diagnostic.code in _LAST for diagnostic in error.diagnostics):
            raise Stopped(())

    @contextmanager
    def collected(self) -> Iterator[None]:
        """Goes on after what is done here, whatever is wrong with it."""
        try:
            yield
        except SpecError as error:
            self.tell(error)

    def all(self) -> Iterator[Diagnostic]:
        """Every mistake, with the other calls that meet it."""
        for diagnostic, _, others in self.found.values():
            note = _others(others)
            yield diagnostic._replace(notes=(*diagnostic.notes, note)) if note else diagnostic

    def _key(self, diagnostic: Diagnostic) -> Any:
        """What makes two mistakes one: in the many layers of a block called twice by one name, all the clashes."""
        if diagnostic.code == "E0506" and self.calls and _is_made_twice(diagnostic):
            return (diagnostic.code, id(self.calls[-1].call))
        return (diagnostic.code, diagnostic.span)

    def _noted(self, diagnostic: Diagnostic) -> Diagnostic:
        """The mistake with a note for each call it came through; of a deep chain only the innermost ones."""
        if diagnostic.code == "E0512":
            return diagnostic
        room = max(0, _MOST_NOTES - len(diagnostic.notes))
        notes = [_call_note(called) for called in reversed(self.calls)][:room]
        return diagnostic._replace(notes=(*diagnostic.notes, *notes))


def _is_made_twice(diagnostic: Diagnostic) -> bool:
    return all(note.span is None for note in diagnostic.notes)


def _call_note(called: Called) -> Note:
    call, prefix, number = called
    as_name = f" as {prefix}" if prefix else ""
    turn = f", with index {number}" if number else ""
    return Note(f"in {call.name}, called{as_name} here{turn}", call.span)


def _others(calls: Sequence[Called]) -> Note | None:
    """A note of further calls that meet a mistake; repeats of one call by their names."""
    words = (f"{called.prefix or called.call.name} (line {called.call.span.line})" for called in calls)
    shown = list(dict.fromkeys(words))
    if not shown:
        return None
    more = f" and {len(shown) - _MOST_CALLS} more" if len(shown) > _MOST_CALLS else ""
    return Note(f"the same in {', '.join(shown[:_MOST_CALLS])}{more}")


def too_deep(calls: Sequence[Called], limit: int, span: Span) -> SpecError:
    """The error of steps that nest without end: names the circle of blocks, where it is entered and goes round."""
    names = [called.call.name for called in calls]
    last = names[-1] if names else ""
    if last not in names[:-1]:
        return SpecError.single("E0512", f"steps nest more than {limit} deep", span)
    length = names[-2::-1].index(last) + 1
    start = next(index for index, name in enumerate(names) if name in names[-length:])
    circle = " -> ".join(names[start : start + length + 1])
    again = calls[start + length].call.span
    notes = [Note("it goes round here; a 'when' must end it", again)]
    return SpecError.single("E0512", f"a circle of blocks never ends: {circle}", calls[start].call.span, notes=notes)
