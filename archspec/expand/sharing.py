"""Layers that several steps share: what the first of them made, and how the later ones call it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from archspec.catalogue.operation import Operation, Weight
from archspec.catalogue.shapes import Shape, show
from archspec.graph.costs import layer_weights
from archspec.graph.graph import Layer
from archspec.spec.calls import Call
from archspec.text.diagnostics import Note, SpecError
from archspec.text.source import Span


class Named(NamedTuple):
    """The name of one node, and of the layer that it calls."""

    node: str
    layer: str


@dataclass(slots=True)
class Shared:
    """What the first step with a key of `share` made.

    Args:
        key: the key.
        call: what that step calls.
        prefix: what the names of its layers begin with, the step's own name left out.
        name: the step's own name, where it has one.
        layers: the layers by name.
        unnamed: the names of those that were given none, in order, by the prefix and type they are made of.
        complete: whether nothing was wrong with it.
    """

    key: str
    call: Call
    prefix: str
    name: str | None
    layers: dict[str, Layer] = field(default_factory=dict)
    unnamed: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    complete: bool = False

    def again(self, name: str, call: Call, definition: Operation, shapes: tuple[Shape, ...]) -> Layer:
        """The layer of this name, called once more.

        Raises:
            SpecError: there is none, it has other arguments, or inputs of these shapes need other weights.
        """
        made = self.layers.get(name)
        if made is None:
            raise self.misfit(f"the first step with this key makes no layer called {name!r}", call.span)
        if made.definition is not definition and made.definition != definition:
            raise self.misfit(f"{name} is called with {_difference(made.definition, definition)}", call.span)
        given = layer_weights(Layer(name, definition, shapes))
        if given != layer_weights(made):
            raise self.misfit(f"{name} is called on {_shapes(shapes)}, {_weights(made, given)}", call.span)
        return made

    def misfit(self, message: str, span: Span) -> SpecError:
        """The error of a step that can't call what the first step with its key made."""
        notes = [Note("the first step with this key is here", self.call.span)]
        hint = "what is shared has the same layers, arguments and weights; give what differs a key of its own, or none"
        return SpecError.single("E0513", f"share {self.key}: {message}", span, notes=notes, help=hint)


def _difference(first: Operation, second: Operation) -> str:
    """The first argument in which two layers differ."""
    if type(first) is not type(second):
        return f"the layer {second.keras_name()}, where the first is {first.keras_name()}"
    before, after = first.arguments(), second.arguments()
    name = next(name for name in {**before, **after} if before.get(name) != after.get(name))
    was, now = (f"{name} {given[name]}" if name in given else f"no {name}" for given in (before, after))
    return f"{now}, where the first has {was}"


def _shapes(shapes: tuple[Shape, ...]) -> str:
    return " and ".join(map(show, shapes))


def _weights(made: Layer, given: tuple[Weight, ...]) -> str:
    """How the weights for some inputs differ from those that a layer has."""
    known = layer_weights(made)
    for weight, other in zip(given, known, strict=False):
        if weight != other:
            return f"which needs a {weight.name} of {show(weight.shape)}, where it has {show(other.shape)}"
    return f"which needs {len(given)} weights, where it has {len(known)}"


class Replay:
    """Gives the layers of a shared step the names that they have, as `LayerNames` gives new ones.

    Args:
        shared: what the first step made.
    """

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._used: dict[tuple[str, str], int] = {}

    def unnamed(self, layer_type: str, prefix: str, span: Span) -> str:
        """The name of the next layer that has none.

        Raises:
            SpecError: the first step makes no further one.
        """
        key = (prefix, layer_type)
        used = self._used.get(key, 0)
        known = self.shared.unnamed.get(key, [])
        if used == len(known):
            message = f"the first step with this key makes no further {layer_type} without a name"
            raise self.shared.misfit(message, span)
        self._used[key] = used + 1
        return known[used]

    def take(self, name: str, span: Span) -> str:
        """The name of a layer that has one.

        Raises:
            SpecError: the first step makes none of this name.
        """
        if name not in self.shared.layers:
            raise self.shared.misfit(f"the first step with this key makes no layer called {name!r}", span)
        return name
