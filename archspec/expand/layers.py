"""The layers of one expansion: the same arguments make the same layer, the same layer and shapes the same output."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, NamedTuple

from archspec.catalogue.operation import Kind, Operation
from archspec.catalogue.shapes import Shape, ShapeError, show
from archspec.formula.evaluate import Evaluator
from archspec.formula.values import compute
from archspec.limits import Limits
from archspec.spec.arguments import make_layer
from archspec.spec.calls import Call
from archspec.text.diagnostics import SpecError


class Given(NamedTuple):
    """What a layer gives for inputs of some shapes and kinds.

    Args:
        shapes: the shapes of all that comes out.
        kind: what that holds.
        weights: how many numbers the layer's weights hold.
    """

    shapes: tuple[Shape, ...]
    kind: Kind
    weights: int


class LayerMaker:
    """Makes layers of calls and infers their output shapes, each distinct one once."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._layers: dict[Any, Operation] = {}
        self._given: dict[Any, Given] = {}

    def layer(self, call: Call, names: Mapping[str, Any]) -> Operation:
        """The layer that a call makes where formulas see these names.

        Raises:
            SpecError: an argument can't be computed, or Keras would refuse it.
        """
        if not call.computed:
            return self._layers.get(id(call)) or self._make(id(call), call, call.arguments)
        values = {name: compute(call.arguments[name], names, self.evaluator) for name in call.computed}
        key = (id(call), _frozen(list(values.values())))
        return self._layers.get(key) or self._make(key, call, {**call.arguments, **values})

    def _make(self, key: Any, call: Call, values: Mapping[str, Any]) -> Operation:
        made = self._layers[key] = make_layer(call, values)
        return made

    def given(self, layer: Operation, shapes: tuple[Shape, ...], kinds: tuple[Kind, ...], call: Call) -> Given:
        """What a layer gives for inputs of these shapes and kinds.

        Raises:
            ShapeError: the layer can't take them.
            SpecError: the layer takes another number of tensors.
        """
        # The layers live as long as this object, so their ids stay theirs.
        key = (id(layer), shapes, kinds)
        given = self._given.get(key)
        if given is None:
            given = self._given[key] = self._infer(layer, shapes, kinds, call)
        return given

    def _infer(self, layer: Operation, shapes: tuple[Shape, ...], kinds: tuple[Kind, ...], call: Call) -> Given:
        if not layer.takes(len(shapes)):
            raise SpecError.single("E0509", f"{call.name} takes {layer.wanted()}, found {len(shapes)}", call.span)
        outputs = layer.results(*shapes)
        for output in outputs:
            excess = shape_excess(output, self.evaluator.limits)
            if excess:
                raise ShapeError(f"gives {excess}")
        kind = layer.result_kind(*kinds)
        # Of these, an input may leave a size open, or an argument not suit the shape.
        return Given(outputs, kind, sum(prod(weight.shape) for weight in layer.weights(*shapes)))


def shape_excess(shape: Shape, limits: Limits) -> str:
    """What of a shape is more than the limits allow; empty where nothing is."""
    if len(shape) > limits.axes:
        return f"a shape of {len(shape)} axes, where {limits.axes} are the most"
    if prod(size or 1 for size in shape) > limits.tensor_elements:
        return f"{show(shape)}, which is more than {limits.tensor_elements} elements"
    return ""


def _frozen(value: Any) -> Any:
    """A value that can be a key, told apart by type: 1, 1.0 and true are three."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    return (type(value), value)
