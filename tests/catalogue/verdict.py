"""What archspec and what Keras say of a layer called on inputs of given shapes."""

import os
from dataclasses import dataclass
from math import prod
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from hypothesis import HealthCheck, settings
from pydantic import ValidationError

from archspec.catalogue import find_layer
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
    if not kind.takes(len(shapes)):
        return Refused(f"takes {kind.arity} tensors or more, found {len(shapes)}")
    try:
        layer = kind.model_validate(arguments)
    except ValidationError as error:
        return Refused("; ".join(item["msg"] for item in error.errors()))
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
    batched = [(None, *shape) for shape in shapes]
    asked_for = layer.compute_output_shape(*as_taken(name, batched))
    variables = tuple((weight.name, tuple(weight.shape), weight.trainable) for weight in layer.weights)
    return Accepted(tuple(output.shape[1:]), tuple(asked_for[1:]), variables, layer.count_params())


def keras_call(name: str, arguments: dict[str, Any], shapes: tuple[Shape, ...]) -> tuple[Any, Any]:
    """Keras's layer and what it gives for symbolic inputs of these shapes."""
    layer = keras_layer(name, arguments)
    tensors = [keras.KerasTensor((None, *shape), dtype=dtype_for(name)) for shape in shapes]
    return layer, layer(*as_taken(name, tensors))


def dtype_for(name: str) -> str:
    """What the inputs hold that the layer is called on."""
    return "int32" if name in ("Embedding", "ReversibleEmbedding") else "float32"


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
    if issubclass(getattr(keras.layers, name), IMAGE_LAYER):
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
        tensors = [tf.zeros((batch, *shape), dtype_for(name)) for shape in known]
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
    return tf.function(call, input_signature=[tf.TensorSpec((None, *shape), dtype_for(name)) for shape in shapes])


def _einsum(equation: str, tensor: Any, layer: Any) -> np.ndarray:
    """What the layer gives before its activation, by numpy: TensorFlow's einsum ends the process for some shapes.

    (`ab...,bc->ac...` on (7, 1, 3, 1) and (1, 2), in TensorFlow 2.21.)
    """
    output = np.einsum(equation, tensor.numpy(), layer.kernel.numpy())
    return output if layer.bias is None else output + layer.bias.numpy()


def as_taken(name: str, inputs: list[Any]) -> list[Any]:
    """The arguments of a call on these inputs: one list for the layers that take one, asked of Keras."""
    takes_list = issubclass(getattr(keras.layers, name), (keras.layers.Add.__base__, keras.layers.Attention))
    return [inputs] if takes_list else inputs


def _for_keras(key: str, value: Any) -> Any:
    if key.endswith(("_initializer", "_regularizer", "_constraint")) and isinstance(value, dict) and len(value) == 1:
        [(name, config)] = value.items()
        return {"class_name": name, "config": config}
    return value
