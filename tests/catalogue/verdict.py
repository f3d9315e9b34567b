"""What archspec and what Keras say of a layer called on inputs of given shapes."""

import inspect
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain, repeat
from math import prod
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from hypothesis import HealthCheck, settings
from pydantic import ValidationError

from archspec.catalogue import find_layer
from archspec.catalogue.index import is_operation
from archspec.catalogue.naming import snake_case
from archspec.catalogue.shapes import Shape, ShapeError

#: Multiplies how many examples are drawn; above 1 they are drawn anew in each run.
EFFORT = int(os.environ.get("ARCHSPEC_EXAMPLES", "1"))


def examples(count: int) -> settings:
    """How a property is tried: the same examples each time, or `EFFORT` times as many and other ones."""
    return settings(
        max_examples=count * EFFORT,
        derandomize=EFFORT == 1,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


drawn = examples(60)

IMAGE_LAYER, POOLING_TO_A_SIZE = keras.layers.RandomFlip.__mro__[1], keras.layers.AdaptiveMaxPooling1D.__mro__[2]


@dataclass(frozen=True)
class Accepted:
    """What follows from a layer and its inputs, the batch left out.

    Keras infers the shape twice, when the layer is called and when it is asked for it; `weights` has the name, the
    shape and the trainable flag of each variable in order.
    """

    shape: Shape
    shape_asked_for: Shape
    weights: tuple[tuple[str, tuple[int, ...], bool], ...]
    parameters: int


@dataclass(frozen=True)
class Refused:
    """Why not."""

    reason: str


def archspec_says(name: str, arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> Accepted | Refused:
    """The catalogue's verdict; any error but the two it promises goes through and fails the test."""
    kind = find_layer(name)
    assert kind is not None
    try:
        layer = kind.model_validate(arguments)
    except ValidationError as error:
        return Refused("; ".join(item["msg"] for item in error.errors()))
    if not layer.takes(len(shapes)):
        return Refused(f"takes {layer.wanted()}, found {len(shapes)}")
    try:
        shape = layer.output_shape(*shapes)
        weights = layer.weights(*shapes)
    except ShapeError as error:
        return Refused(str(error))
    return Accepted(shape, shape, tuple(map(tuple, weights)), sum(prod(weight.shape) for weight in weights))


def keras_says(name: str, arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> Accepted | Refused:
    """Keras's verdict: the layer is made, then called on symbolic tensors."""
    try:
        layer, output = keras_call(name, arguments, shapes)
    # Keras refuses in many ways, TypeError, IndexError and OverflowError among them.
    except Exception as error:
        return Refused(f"{type(error).__name__}: {error}")
    if is_operation(name):
        if isinstance(output, list | tuple) and not output:
            return Refused("gives nothing")
        first, *_ = output if isinstance(output, list | tuple) else [output]
        return Accepted(tuple(first.shape[1:]), tuple(first.shape[1:]), (), 0)
    batched = [(None, *shape) for shape in shapes]
    asked_for = layer.compute_output_shape(*as_taken(name, batched))
    if isinstance(output, list | tuple):
        output, asked_for = output[0], asked_for[0]
    variables = tuple((weight.name, tuple(weight.shape), weight.trainable) for weight in layer.weights)
    return Accepted(tuple(output.shape[1:]), tuple(asked_for[1:]), variables, layer.count_params())


def keras_call(name: str, arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> tuple[Any, Any]:
    """Keras's layer or function, and what it gives for symbolic inputs of these shapes."""
    tensors = [keras.KerasTensor((None, *shape), dtype) for shape, dtype in zip(shapes, dtypes_for(name), strict=False)]
    if is_operation(name):
        return None, keras_function(name, arguments, tensors)
    layer = keras_layer(name, arguments)
    return layer, layer(*as_taken(name, tensors))


def dtypes_for(name: str) -> Iterator[str]:
    """What the inputs hold that the layer or function is called on."""
    if name == "ops.where":
        return chain(["bool"], repeat("float32"))
    if name in ("Embedding", "ReversibleEmbedding", "HashedCrossing", "ops.one_hot"):
        return repeat("int32")
    return repeat("bool" if name in ("ops.any", "ops.all") or "logical" in name else "float32")


def keras_function(name: str, arguments: dict[str, Any], tensors: list[Any]) -> Any:
    """What a function of `keras.ops` gives: the tensors fill its parameters in order, but for those that are given."""
    function = reduce(getattr, name.split(".")[1:], keras.ops)
    if name == "ops.einsum" and arguments.keys() == {"subscripts"}:
        return function(arguments["subscripts"], *tensors)
    if arguments.keys() - inspect.signature(function).parameters.keys():
        raise TypeError(f"{name} takes no {arguments}")
    parameters = [key for key in inspect.signature(function).parameters if key not in arguments]
    if name in ("ops.concatenate", "ops.stack"):
        tensors = [tensors]
    if len(tensors) > len(parameters):
        raise TypeError(f"{name} has {len(parameters)} parameters left")
    return function(**dict(zip(parameters, tensors, strict=False)), **arguments)


def keras_layer(name: str, arguments: dict[str, Any]) -> Any:
    """Keras's layer of this name; settings given as {Name: {argument: value}} are spelled as Keras does."""
    return getattr(keras.layers, name)(**{key: _for_keras(key, value) for key, value in arguments.items()})


def runs_as_inferred(name: str, arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> bool:
    """Whether Keras can train with the layer, and gets the shape that it inferred, for some choice of unknown sizes."""
    return any(
        _runs(name, arguments, tuple(_filled(shape, size) for shape in shapes), shapes)
        for size in _tried(name, arguments, shapes)
    )


def _tried(name: str, arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> list[int]:
    """What unknown sizes are tried as: for images, whose changes take long, a number of colors and a large size."""
    if not any(None in shape for shape in shapes):
        return [0]
    if not is_operation(name) and issubclass(getattr(keras.layers, name), IMAGE_LAYER):
        return [3, 9]
    return [*range(1, 10), *_whole(arguments, shapes)]


def _whole(arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> list[int]:
    """The unknown size that makes an input as large as the target shape of a Reshape."""
    if "target_shape" not in arguments:
        return []
    target = prod(size for size in arguments["target_shape"] if size and size > 0)
    return [target // prod(size for size in shapes[0] if size)]


def _filled(shape: Shape, size: int) -> tuple[int, ...]:
    return tuple(size if known is None else known for known in shape)


def _runs(name: str, arguments: dict[str, Any], known: tuple[tuple[int, ...], ...], shapes: tuple[Shape, ...]) -> bool:
    batch = 7  # a size that nothing else has
    try:
        # Where Keras would refuse these sizes, TensorFlow may end the process.
        keras_call(name, arguments, known)
        layer, inferred = keras_call(name, arguments, shapes)
        dtypes = dtypes_for(name)
        tensors = [tf.zeros((batch, *shape), dtype) for shape, dtype in zip(known, dtypes, strict=False)]
        if is_operation(name):
            output, inferred = (
                given[0] if isinstance(given, list | tuple) else given
                for given in (keras_function(name, arguments, tensors), inferred)
            )
            promised = (batch, *inferred.shape[1:])
            return all(found in (size, None) for found, size in zip(promised, output.shape, strict=True))
        if name == "EinsumDense":
            output = _einsum(arguments["equation"], tensors[0], layer)
        else:
            output = _as_in_fit(name, layer, shapes)(*tensors)
        float(sum(layer.losses, 0.0))
        for weight in layer.weights:
            if weight.constraint:
                weight.constraint(weight.value)
    except Exception:
        return False
    if isinstance(inferred, list | tuple):
        output, inferred = output[0], inferred[0]
    promised = (batch, *inferred.shape[1:])
    pairs = list(zip(promised, output.shape, strict=False))
    return len(output.shape) == len(promised) and all(found and size in (found, None) for size, found in pairs)


def _as_in_fit(name: str, layer: Any, shapes: tuple[Shape, ...]) -> Any:
    """A call of the layer in training, in a graph where it reads sizes that may be missing there."""

    def call(*tensors: Any) -> Any:
        return layer(*as_taken(name, list(tensors)), training=True)

    sizes = [*(size for shape in shapes for size in shape), *getattr(layer, "output_size", ())]
    if not (None in sizes and isinstance(layer, IMAGE_LAYER)) and not (
        {None, 1}.intersection(sizes) and isinstance(layer, POOLING_TO_A_SIZE)
    ):
        return call
    specs = [tf.TensorSpec((None, *shape), dtype) for shape, dtype in zip(shapes, dtypes_for(name), strict=False)]
    return tf.function(call, input_signature=specs)


def _einsum(equation: str, tensor: Any, layer: Any) -> np.ndarray:
    """What the layer gives before its activation, by numpy: TensorFlow's einsum ends the process for some shapes.

    (`ab...,bc->ac...` on (7, 1, 3, 1) and (1, 2), in TensorFlow 2.21.)
    """
    output = np.einsum(equation, tensor.numpy(), layer.kernel.numpy())
    return output if layer.bias is None else output + layer.bias.numpy()


def as_taken(name: str, inputs: list[Any]) -> list[Any]:
    """The arguments of a call on these inputs: one list for the layers that take one, asked of Keras."""
    lists = (keras.layers.Add.__base__, keras.layers.Attention, keras.layers.HashedCrossing)
    takes_list = issubclass(getattr(keras.layers, name), lists)
    return [inputs] if takes_list else inputs


def _for_keras(key: str, value: Any) -> Any:
    if key in ("layer", "backward_layer", "cell"):
        if isinstance(value, list):
            return keras.layers.StackedRNNCells([_for_keras(key, item) for item in value], name="stacked_rnn_cells")
        if isinstance(value, str):
            return keras_layer(value, {"name": snake_case(value)})
        if isinstance(value, dict) and len(value) == 1:
            [(name, arguments)] = value.items()
            return keras_layer(name, {**arguments, "name": snake_case(name)})
    if key.endswith(("_initializer", "_regularizer", "_constraint")) and isinstance(value, dict) and len(value) == 1:
        [(name, config)] = value.items()
        return {"class_name": name, "config": config}
    return value
