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
from archspec.text.diagnostics import SpecError

#: What the names of the arguments end with that must suit the shape of a weight.
_SETTINGS = ("_initializer", "_regularizer", "_constraint")


class LayerMaker:
    """Makes layers of calls and infers their output shapes, each distinct one once."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._layers: dict[Any, Layer] = {}
        self._shapes: dict[tuple[int, tuple[Shape, ...]], Shape] = {}
        #: The layers with arguments that must suit the shape of a weight.
        self._particular: set[int] = set()

    def layer(self, call: Call, names: Mapping[str, Any]) -> Layer:
        """The layer that a call makes where formulas see these names.

        Raises:
            SpecError: an argument can't be computed, or Keras would refuse it.
        """
        if not call.computed:
            return self._layers.get(id(call)) or self._make(id(call), call, call.arguments)
        values = {name: compute(call.arguments[name], names, self.evaluator) for name in call.computed}
        key = (id(call), _frozen(list(values.values())))
        return self._layers.get(key) or self._make(key, call, {**call.arguments, **values})

    def _make(self, key: Any, call: Call, values: Mapping[str, Any]) -> Layer:
        made = self._layers[key] = make_layer(call, values)
        if any(name.endswith(_SETTINGS) for name in made.model_fields_set):
            self._particular.add(id(made))
        return made

    def output_shape(self, layer: Layer, shapes: tuple[Shape, ...], call: Call) -> Shape:
        """The shape that comes out of a layer for inputs of these shapes.

        Raises:
            ShapeError: the layer can't take them.
            SpecError: the layer takes another number of tensors.
        """
        # The layers live as long as this object, so their ids stay theirs.
        key = (id(layer), shapes)
        output = self._shapes.get(key)
        if output is None:
            output = self._shapes[key] = self._infer(layer, shapes, call)
        return output

    def _infer(self, layer: Layer, shapes: tuple[Shape, ...], call: Call) -> Shape:
        if not layer.takes(len(shapes)):
            most = f" to {layer.most}" if layer.most else ""
            tensors = "one tensor" if layer.arity == 1 else f"{layer.arity}{most} tensors"
            raise SpecError.single("E0509", f"{call.name} takes {tensors}, found {len(shapes)}", call.span)
        output = layer.output_shape(*shapes)
        if id(layer) in self._particular or any(None in shape for shape in shapes):
            # An input may leave a size of a weight open, or an argument not suit its shape.
            layer.weights(*shapes)
        if not can_exist(output):
            raise ShapeError(f"gives {show(output)}, more elements than a tensor can have")
        return output


def can_exist(shape: Shape) -> bool:
    """Whether a tensor of this shape can be had; its number of elements is counted in 64 bits."""
    elements = 1
    for size in shape:
        elements *= size or 1
    return elements < 2**63


def _frozen(value: Any) -> Any:
    """A value that can be a key, told apart by type: 1, 1.0 and true are three."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return (type(value), value)
