"""The layers of one expansion: the same arguments make the same layer, the same layer and shapes the same output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archspec.catalogue.layer import Layer
from archspec.catalogue.shapes import Shape, ShapeError, show
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import compute
from archspec.spec.arguments import make_layer
from archspec.spec.calls import Call
from archspec.text.diagnostics import Note, SpecError


class LayerMaker:
    """Makes layers of calls and infers their output shapes, each distinct one once."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._layers: dict[Any, Layer] = {}
        self._shapes: dict[tuple[int, tuple[Shape, ...]], Shape] = {}

    def layer(self, call: Call, names: Mapping[str, Any]) -> Layer:
        """The layer that a call makes where formulas see these names.

        Raises:
            SpecError: an argument can't be computed, or Keras would refuse it.
        """
        if not call.computed:
            made = self._layers.get(id(call))
            if made is None:
                made = self._layers[id(call)] = make_layer(call, call.arguments)
            return made
        values = {name: compute(call.arguments[name], names, self.evaluator) for name in call.computed}
        key = (id(call), _frozen(list(values.values())))
        made = self._layers.get(key)
        if made is None:
            made = self._layers[key] = make_layer(call, {**call.arguments, **values})
        return made

    def output_shape(self, layer: Layer, shapes: tuple[Shape, ...], call: Call, name: str) -> Shape:
        """The shape that comes out of a layer for inputs of these shapes.

        Raises:
            SpecError: the layer can't take them.
        """
        # The layers live as long as this object, so their ids stay theirs.
        key = (id(layer), shapes)
        output = self._shapes.get(key)
        if output is None:
            output = self._shapes[key] = _infer(layer, shapes, call, name)
        return output


def _infer(layer: Layer, shapes: tuple[Shape, ...], call: Call, name: str) -> Shape:
    if layer.arity is not None and len(shapes) != layer.arity:
        tensors = "one tensor" if layer.arity == 1 else f"{layer.arity} tensors"
        raise SpecError.single("E0509", f"{call.name} takes {tensors}, found {len(shapes)}", call.span)
    try:
        return layer.output_shape(*shapes)
    except ShapeError as error:
        takes = f"this is the layer {name}, which takes {', '.join(map(show, shapes))}"
        raise SpecError.single("E0511", f"{call.name} {error}", call.span, notes=[Note(takes)]) from None


def _frozen(value: Any) -> Any:
    """A value that can be a key, told apart by type: 1, 1.0 and true are three."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return (type(value), value)
