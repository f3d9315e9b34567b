"""The names of layers: given ones joined with their prefixes, the others numbered within theirs."""

from __future__ import annotations

import re

from archspec.catalogue.naming import snake_case
from archspec.text.diagnostics import Note, SpecError
from archspec.text.source import Span

_LAYER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")


class LayerNames:
    """Gives every layer of a network a full name of its own."""

    def __init__(self) -> None:
        self._taken: dict[str, Span] = {}
        self._numbered: dict[str, int] = {}

    def unnamed(self, layer_type: str, prefix: str, span: Span) -> str:
        """The name of a layer that has none: its type in snake case, numbered within its prefix."""
        base = joined(prefix, snake_case(layer_type))
        number = self._numbered.get(base, 0) + 1
        self._numbered[base] = number
        return self.take(base if number == 1 else f"{base}_{number}", span)

    def take(self, name: str, span: Span) -> str:
        """The name, now taken.

        Raises:
            SpecError: another layer has it.
        """
        if name in self._taken:
            raise SpecError.single(
                "E0506",
                f"two layers are called {name!r}",
                span,
                notes=[Note("the other one is here", self._taken[name])],
                help="put {index} into the name of a repeated step, or a name on the call of its block",
            )
        self._taken[name] = span
        return name


def joined(prefix: str, name: str) -> str:
    """A name within a prefix."""
    return f"{prefix}_{name}" if prefix else name


def check_layer_name(name: str, span: Span) -> str:
    """Lets only what Keras and file formats take for a layer's name pass.

    Raises:
        SpecError: it is none.
    """
    if not _LAYER_NAME.match(name):
        raise SpecError.single(
            "E0507", f"{name!r} is no name for a layer: it holds letters, digits, '_', '.' and '-'", span
        )
    return name
