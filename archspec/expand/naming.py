"""The names of layers: given ones joined with their prefixes, the others numbered within theirs."""

from __future__ import annotations

from archspec.catalogue.naming import layer_word
from archspec.spec.leaves import bad_layer_name
from archspec.text.diagnostics import Note, SpecError
from archspec.text.source import Span

#: Characters of a full name; every layer repeats those of the blocks around it.
_LONGEST = 1000


class LayerNames:
    """Gives every layer of a network a full name of its own."""

    def __init__(self) -> None:
        self._taken: dict[str, Span] = {}
        self._numbered: dict[str, int] = {}
        self._called: dict[str, int] = {}

    def unnamed(self, layer_type: str, prefix: str, span: Span) -> str:
        """The name of a layer that has none: its type in snake case, numbered within its prefix."""
        base = joined(prefix, layer_word(layer_type))
        number = self._numbered.get(base, 0) + 1
        self._numbered[base] = number
        return self.take(base if number == 1 else f"{base}_{number}", span)

    def take(self, name: str, span: Span) -> str:
        """The name, now taken.

        Raises:
            SpecError: another layer has it, or it is too long.
        """
        if len(name) > _LONGEST:
            raise SpecError.single("E0507", f"the full name of this layer has more than {_LONGEST} characters", span)
        if name in self._taken:
            raise self._twice(name, span)
        self._taken[name] = span
        return name

    def again(self, name: str) -> str:
        """The name of a further call of a layer: `head@2`, which no layer can have."""
        number = self._called[name] = self._called.get(name, 1) + 1
        return f"{name}@{number}"

    def _twice(self, name: str, span: Span) -> SpecError:
        first = self._taken[name]
        note = Note("this step makes both") if first == span else Note("the other one is here", first)
        hint = "put {index} into the name of a repeated step, or a name on the call of its block"
        return SpecError.single("E0506", f"two layers are called {name!r}", span, notes=[note], help=hint)


def joined(prefix: str, name: str) -> str:
    """A name within a prefix."""
    return f"{prefix}_{name}" if prefix else name


def check_layer_name(name: str, span: Span) -> str:
    """Lets only what Keras and file formats take for a layer's name pass.

    Raises:
        SpecError: it is none.
    """
    wrong = bad_layer_name(name, span)
    if wrong:
        raise SpecError([wrong])
    return name
