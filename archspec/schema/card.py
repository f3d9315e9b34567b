"""All that there is to know of one layer, for whoever writes a spec: what its class says, and an example at work."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

from archspec.catalogue import find_layer
from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Operation, Weight
from archspec.catalogue.shapes import Shape
from archspec.formula.values import read_value
from archspec.schema.layers import argument_docs, argument_schemas, required
from archspec.schema.pages import page
from archspec.text.source import Source
from archspec.text.yaml import read_yaml

#: What an example takes where the layer's class does not say: by how many spatial axes it is for.
_INPUTS = {1: (100, 16), 2: (32, 32, 3), 3: (16, 16, 16, 3)}


class Argument(NamedTuple):
    """An argument of a layer.

    Args:
        name: Keras's name of it.
        required: whether every call must give it.
        default: what it is where none is given; None where it is required, too.
        doc: what it is for; empty where its name says all.
        kind: what it may be.
    """

    name: str
    required: bool
    default: Any
    doc: str
    kind: str


class Example(NamedTuple):
    """A spec of one layer, and what comes of it.

    Args:
        spec: its text.
        output: the shape that comes out.
        weights: the variables that the layer owns.
        multiply_adds: those of one call; None where a size is unknown.
    """

    spec: str
    output: Shape
    weights: tuple[Weight, ...]
    multiply_adds: int | None

    @property
    def parameters(self) -> int:
        """How many numbers the weights hold."""
        return sum(prod(weight.shape) for weight in self.weights)


class Card(NamedTuple):
    """What is told of a layer; the rules are sentences, empty where there is nothing to tell."""

    name: str
    doc: str
    page: str
    takes: str
    arguments: tuple[Argument, ...]
    shape: str
    weights: str
    multiply_adds: str
    counts_depth: bool
    example: Example


def summary(name: str) -> str:
    """What a layer does, in a line."""
    return _first_paragraph(_found(name).__doc__)


def family(name: str) -> str:
    """What the layers defined beside a layer are: `convolution`."""
    return _found(name).__module__.rpartition(".")[2].replace("_", " ")


def make_card(name: str) -> Card:
    """The card of the layer of this name, which the catalogue has."""
    layer = _found(name)
    return Card(
        name,
        summary(name),
        page(name),
        _takes(layer),
        _arguments(layer),
        _rule(layer, "output_shape"),
        _rule(layer, "weights"),
        _rule(layer, "multiply_adds"),
        layer.counts_depth,
        _example(name, layer),
    )


def _found(name: str) -> type[Operation]:
    layer = find_layer(name)
    assert layer is not None
    return layer


def _first_paragraph(doc: str | None) -> str:
    return " ".join(inspect.cleandoc(doc or "").partition("\n\n")[0].split())


def _takes(layer: type[Operation]) -> str:
    if layer.arity is None:
        return "A list of tensors."
    if layer.arity == 1:
        return "One tensor."
    number = f"{layer.arity} or {layer.most}" if layer.most else str(layer.arity)
    return f"{number} tensors: {', '.join(_tensors(layer))}."


def _tensors(layer: type[Operation]) -> tuple[str, ...]:
    """What the shape rule calls the tensors that a layer takes; letters where it takes a list."""
    _, *names = inspect.signature(layer.output_shape).parameters
    return tuple(names) if layer.arity is not None else tuple("abc")


def _arguments(layer: type[Operation]) -> tuple[Argument, ...]:
    docs, needed = argument_docs(layer), required(layer)
    return tuple(
        Argument(name, name in needed, told.get("default"), docs.get(name, ""), told["description"])
        for name, told in argument_schemas(layer).items()
    )


def _rule(layer: type[Operation], method: str) -> str:
    """What the nearest class says of one of its rules, where one has a rule of its own."""
    for kind in layer.__mro__[: layer.__mro__.index(Layer)]:
        rule: Callable[..., Any] | None = vars(kind).get(method)
        if rule is not None and rule.__doc__:
            return _first_paragraph(rule.__doc__)
    return ""


def _example(name: str, layer: type[Operation]) -> Example:
    inputs = layer.example_inputs or (_INPUTS[getattr(layer, "rank", 2)],)
    made = layer.model_validate(_values(layer.example))
    return Example(
        _spec(name, layer, inputs),
        made.output_shape(*inputs),
        made.weights(*inputs),
        made.multiply_adds(*inputs),
    )


def _values(arguments: str) -> Any:
    return read_value(read_yaml(Source("example", arguments))) if arguments else {}


def _spec(name: str, layer: type[Operation], inputs: tuple[Shape, ...]) -> str:
    """A spec whose one step calls a layer, in the layout."""
    head = "archspec: 1\nname: example\n\ninputs"
    if len(inputs) == 1:
        call = f"{name}: {layer.example}" if layer.example else name
        return f"{head}: {list(inputs[0])}\n\nlayers:\n  - {call}\n"
    tensors = _tensors(layer)[: len(inputs)]
    shapes = ", ".join(f"{tensor}: {list(shape)}" for tensor, shape in zip(tensors, inputs, strict=True))
    call = f"{name}: {layer.example}".rstrip()
    return f"{head}: {{{shapes}}}\n\nlayers:\n  - {call}\n    from: [{', '.join(tensors)}]\n"
