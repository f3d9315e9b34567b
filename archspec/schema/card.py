"""All that there is to know of one layer or function: what its class says, and an example at work."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from itertools import takewhile
from math import prod
from typing import Any, NamedTuple

from archspec.catalogue import find_layer
from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Operation, Weight
from archspec.catalogue.ops.op import Op
from archspec.catalogue.shapes import Shape
from archspec.formula.values import read_value
from archspec.schema.example import example_spec
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
        outputs: the shapes that come out, mostly one.
        weights: the variables that the layer owns.
        multiply_adds: those of one call; None where a size is unknown.
    """

    spec: str
    outputs: tuple[Shape, ...]
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
    return _found(name).__module__.removeprefix("archspec.catalogue.").replace("_", " ")


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
    """What Keras, or else the shape rule, calls the tensors that a layer takes; letters where it takes a list."""
    if layer.arity is None:
        return tuple("abc")
    if issubclass(layer, Op):
        return layer.slots
    _, *names = inspect.signature(layer.output_shape).parameters
    return tuple(names)


def _arguments(layer: type[Operation]) -> tuple[Argument, ...]:
    docs, needed = argument_docs(layer), required(layer)
    return tuple(
        Argument(name, name in needed, told.get("default"), docs.get(name, ""), told["description"])
        for name, told in argument_schemas(layer).items()
    )


def _rule(layer: type[Operation], method: str) -> str:
    """What the nearest class says of one of its rules, where one has a rule of its own."""
    for kind in takewhile(lambda each: each not in (Layer, Operation), layer.__mro__):
        rule: Callable[..., Any] | None = vars(kind).get(method)
        if rule is not None and rule.__doc__:
            return _first_paragraph(rule.__doc__)
    return ""


def _example(name: str, layer: type[Operation]) -> Example:
    inputs = layer.example_inputs or (_INPUTS[getattr(layer, "rank", 2)],)
    made = layer.model_validate(_values(layer.example))
    outputs = made.results(*inputs)
    spec = example_spec(name, made, dict(zip(_tensors(layer), inputs, strict=False)), len(outputs))
    return Example(spec, outputs, made.weights(*inputs), made.multiply_adds(*inputs))


def _values(arguments: str) -> Any:
    return read_value(read_yaml(Source("example", arguments))) if arguments else {}
