"""Compiles a graph into an ordinary functional `keras.Model`, and holds the two against each other."""

from __future__ import annotations

import os
from functools import reduce
from typing import TYPE_CHECKING, Any

from archspec.catalogue.naming import inner_name
from archspec.catalogue.operation import Operation as Definition
from archspec.catalogue.ops.op import Op
from archspec.catalogue.shapes import show
from archspec.graph.costs import layer_weights
from archspec.graph.graph import CallArgument, Graph, Layer, Node
from archspec.pause import collection_paused

if TYPE_CHECKING:
    import keras


class MissingKeras(Exception):
    """Keras, or the TensorFlow it runs on, is not installed."""


class CompilerFault(Exception):
    """Keras built something other than the graph says: a fault of archspec, never of the spec."""


#: How Keras says that it does not take an argument or an input; running out of memory is none of these.
_REFUSALS = (TypeError, ValueError, LookupError, ArithmeticError, NotImplementedError)


def build(graph: Graph) -> keras.Model:
    """The Keras model of a graph: it trains, saves and loads like any other, without archspec.

    Args:
        graph: the network; layers that no output depends on are left out.

    Raises:
        MissingKeras: Keras or TensorFlow can't be imported.
        CompilerFault: a shape or weight differs from the graph's, or Keras refuses a layer.
    """
    keras = import_keras()
    with collection_paused():
        return _model(graph, keras)


def _model(graph: Graph, keras: Any) -> keras.Model:
    layers: dict[str, Any] = {}
    results: dict[int, list[Any]] = {}
    for position, node in graph.built:
        if node.layer is None:
            results[position] = [keras.Input(node.output_shape, name=node.name, dtype=node.dtype)]
            continue
        definition = node.layer.definition
        if node.further:
            results[position] = [results[node.inputs[0]][node.further.index]]
            continue
        taken = [results[index][0] for index in node.inputs]
        try:
            if definition.is_layer:
                layer = layers.get(node.layer.name) or layers.setdefault(node.layer.name, _make(node.layer, keras))
                given = _called(layer, node, taken)
            else:
                given = _computed(node, taken, keras)
        except _REFUSALS as error:
            raise _fault(node, f"Keras refuses what the graph says it takes: {error}") from error
        results[position] = list(given) if isinstance(given, list | tuple) else [given]
        _verify_shape(node, results[position][0])
        if definition.is_layer:
            _verify_weights(node, layers[node.layer.name])
    inputs = [results[position][0] for position in graph.inputs]
    outputs = [results[position][0] for position in graph.outputs]
    return keras.Model(_arranged(inputs), _as_given(outputs, graph), name=graph.name)


def _called(layer: Any, node: Node, taken: list[Any]) -> Any:
    """What a layer gives: of the tensors, those that follow its own are arguments of the call."""
    assert node.layer is not None
    own = taken[: len(node.operand_shapes)]
    keywords = {argument.name: _call_value(argument, taken) for argument in node.call}
    return layer(own, **keywords) if node.layer.definition.takes_list() else layer(*own, **keywords)


def _call_value(argument: CallArgument, taken: list[Any]) -> Any:
    if not argument.tensors:
        return argument.value
    given = [taken[place] for place in argument.tensors]
    return given if argument.listed else given[0]


def _computed(node: Node, taken: list[Any], keras: Any) -> Any:
    """What a function of `keras.ops` gives; the operation is given the node's name, in place of a running number."""
    assert node.layer is not None
    definition = node.layer.definition
    assert isinstance(definition, Op)
    tensors = [taken] if definition.takes_list() else taken
    placed, named = definition.placed(tensors, definition.given())
    function = reduce(getattr, node.layer.type.split(".")[1:], keras.ops)
    given = function(*placed, **named)
    first = given[0] if isinstance(given, list | tuple) else given
    first._keras_history.operation.name = node.name
    return given


def import_keras() -> Any:
    """The `keras` module, running on TensorFlow unless the caller's environment says otherwise.

    Raises:
        MissingKeras: it can't be imported.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        import keras
    except ImportError as error:
        raise MissingKeras(
            f"building needs Keras and TensorFlow ({error}): pip install 'archspec-compiler[tensorflow]'"
        ) from error
    return keras


def _arranged(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else tensors


def _as_given(tensors: list[Any], graph: Graph) -> Any:
    if graph.output_names is not None:
        return dict(zip(graph.output_names, tensors, strict=True))
    return _arranged(tensors)


def _make(layer: Layer, keras: Any) -> Any:
    return _made(layer.definition, layer.name, keras)


def _made(definition: Definition, name: str, keras: Any) -> Any:
    """Keras's layer of a class of the catalogue."""
    fields = type(definition).model_fields
    arguments = {
        fields[name].alias or name: _argument(getattr(definition, name), keras) for name in definition.model_fields_set
    }
    # A user's own Keras configuration may have another default; a spec means the same everywhere.
    if getattr(definition, "data_format", "") is None:
        arguments["data_format"] = "channels_last"
    return getattr(keras.layers, definition.keras_name())(name=name, **arguments)


def _argument(value: Any, keras: Any) -> Any:
    """A layer's argument as Keras takes it: initializers, regularizers and constraints become objects."""
    if isinstance(value, Definition):
        return _made(value, inner_name(value.keras_name()), keras)
    if isinstance(value, tuple):
        items = [_argument(item, keras) for item in value]
        if value and isinstance(value[0], Definition):
            return keras.layers.StackedRNNCells(items, name=inner_name("StackedRNNCells"))
        return tuple(items)
    module = getattr(type(value), "module", None)
    if module is None:
        return value
    arguments = {name: getattr(value, name) for name in value.model_fields_set}
    return getattr(getattr(keras, module), type(value).__name__)(**arguments)


def _verify_shape(node: Node, tensor: Any) -> None:
    shape = tuple(tensor.shape[1:])
    if shape != node.output_shape:
        raise _fault(node, f"the graph says it gives {show(node.output_shape)}, Keras gives {show(shape)}")


def _verify_weights(node: Node, layer: Any) -> None:
    assert node.layer is not None
    expected = sorted((weight.shape, weight.trainable) for weight in layer_weights(node.layer))
    found = sorted((tuple(weight.shape), weight.trainable) for weight in layer.weights)
    if expected != found:
        raise _fault(node, f"the graph says its weights are {_listed(expected)}, Keras has {_listed(found)}")


def _listed(weights: list[tuple[Any, bool]]) -> str:
    """Weights as text, told apart by whether they are trained."""
    return ", ".join(f"{show(shape)}{'' if trainable else ' fixed'}" for shape, trainable in weights) or "none"


def _fault(node: Node, message: str) -> CompilerFault:
    return CompilerFault(
        f"{node.name} ({node.type}, {node.place}): {message}; this is a fault of archspec, please report it"
    )
