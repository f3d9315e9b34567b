"""Layers that call another one: along time, in both directions, with a normed kernel. Rules: Keras's `Wrapper`s."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from pydantic import PositiveInt, model_validator

from archspec.catalogue.calling import INITIAL_STATE, CallField, Given, check_state
from archspec.catalogue.inner import InnerLayer, Wrapping
from archspec.catalogue.operation import Kind, Weight, Window
from archspec.catalogue.recurrent import AlongTime
from archspec.catalogue.shapes import Shape, ShapeError, product, show, total


class Bidirectional(Wrapping):
    """A recurrent layer that goes along time in both directions, by Schuster and Paliwal (1997)."""

    has_training_mode: ClassVar[bool] = True
    inner_arguments: ClassVar[tuple[str, ...]] = ("layer", "backward_layer")
    example: ClassVar[str] = "{layer: {LSTM: {units: 64}}}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20, 32),)

    layer: InnerLayer
    """The layer that goes forwards; its copy goes backwards."""
    merge_mode: Literal["sum", "mul", "concat", "ave"] | None = "concat"
    """How the two are joined; null for two results."""
    backward_layer: InnerLayer | None = None
    """The layer that goes backwards, where it is no copy."""

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        pair = (self.layer, self.backward_layer) if self.backward_layer else (self.layer,)
        for inner in pair:
            if not isinstance(inner, AlongTime):
                raise ValueError(f"layer must be a recurrent one, found {inner.keras_name()}")
        if self.layer.go_backwards or pair[-1].go_backwards is not (self.backward_layer is not None):
            raise ValueError("layer goes forwards, and a backward_layer backwards (go_backwards: true)")
        for name in ("return_sequences", "return_state"):
            if getattr(self.layer, name) != getattr(pair[-1], name):
                raise ValueError(f"layer and backward_layer must have the same {name}")
        return self

    @classmethod
    def call_fields(cls) -> dict[str, CallField]:
        return super().call_fields() | INITIAL_STATE

    @classmethod
    def gives_several(cls, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> bool:  # noqa: ARG003
        inner = arguments.get("layer")
        given = next(iter(inner.values()), None) if isinstance(inner, Mapping) else None
        returns_state = isinstance(given, Mapping) and given.get("return_state") is True
        return returns_state or arguments.get("merge_mode", "concat") is None

    def check_call(self, given: Given, *shapes: Shape) -> None:
        check_state(given, tuple(state for layer in self._both() for state in layer.states(*shapes)))

    def output_shape(self, shape: Shape) -> Shape:
        """That of the layer; with `concat` as many channels as both have."""
        forward, backward = (layer.output_shape(shape) for layer in self._both())
        if forward != backward:
            raise ShapeError(f"joins {show(forward)} and {show(backward)}, which must be alike")
        return (*forward[:-1], 2 * forward[-1]) if self.merge_mode == "concat" else forward

    def results(self, *shapes: Shape) -> tuple[Shape, ...]:
        output = (self.output_shape(*shapes),) * (2 if self.merge_mode is None else 1)
        states = [state for layer in self._both() for state in layer.states(*shapes)] if self.layer.return_state else []
        return (*output, *states)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """Those of the layer that goes forwards, then those of the other."""
        return tuple(weight for layer in self._both() for weight in layer.weights(shape))

    def multiply_adds(self, shape: Shape) -> int | None:
        """Those of both layers."""
        return total([layer.multiply_adds(shape) for layer in self._both()])

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return self.layer.windows(shape)

    def _both(self) -> tuple[Any, Any]:
        return self.layer, self.backward_layer or self.layer


class TimeDistributed(Wrapping):
    """A layer that is called on each position along the first axis: (length, ...)."""

    has_training_mode: ClassVar[bool] = True
    example: ClassVar[str] = "{layer: {Dense: {units: 8}}}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20, 32),)

    layer: InnerLayer
    """The layer that is called on each position."""

    @model_validator(mode="after")
    def _refuse_what_takes_several(self) -> Self:
        if self.layer.arity != 1:
            raise ValueError(f"layer must take one tensor, which {self.layer.keras_name()} does not")
        if self.layer.gives_several(self.layer.arguments(), {}):
            raise ValueError(f"layer must give one tensor, which this {self.layer.keras_name()} does not")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """(length, ...), the rest as the layer gives it."""
        one = self._one(shape)
        return (shape[0], *self.layer.output_shape(one))

    def result_kind(self, *kinds: Kind) -> Kind:
        return self.layer.result_kind(*kinds)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """Those of the layer."""
        return self.layer.weights(self._one(shape))

    def multiply_adds(self, shape: Shape) -> int | None:
        """Those of the layer at every position."""
        return product((shape[0], self.layer.multiply_adds(self._one(shape))))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        inner = self.layer.windows(self._one(shape))
        return (Window(1, 1), *inner) if inner else ()

    def _one(self, shape: Shape) -> Shape:
        if len(shape) < 2:
            raise ShapeError(f"needs an input of shape (length, ...), found {show(shape)}")
        return shape[1:]


class SpectralNormalization(Wrapping):
    """A layer whose kernel is divided by its largest singular value, by Miyato et al. (2018)."""

    has_training_mode: ClassVar[bool] = True
    example: ClassVar[str] = "{layer: {Conv2D: {filters: 8, kernel_size: 3}}}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((32, 32, 3),)

    layer: InnerLayer
    """The layer whose kernel it is."""
    power_iterations: PositiveInt = 1
    """How often, in each step of training, the singular value is brought nearer to the true one."""

    def output_shape(self, shape: Shape) -> Shape:
        """That of the layer."""
        self._kernel(shape)
        return self.layer.output_shape(shape)

    def result_kind(self, *kinds: Kind) -> Kind:
        return self.layer.result_kind(*kinds)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """The kernel of the layer, a vector for its singular value, and what else the layer has."""
        kernel = self._kernel(shape)
        vector = Weight("vector_u", (1, kernel.shape[-1]), trainable=False)
        return (kernel, vector, *(weight for weight in self.layer.weights(shape) if weight != kernel))

    def multiply_adds(self, shape: Shape) -> int | None:
        """Those of the layer; what the kernel takes is done in training."""
        return self.layer.multiply_adds(shape)

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        return self.layer.windows(shape)

    def _kernel(self, shape: Shape) -> Weight:
        self.layer.output_shape(shape)
        wrapped = isinstance(self.layer, AlongTime | Wrapping)
        kernels = [] if wrapped else [w for w in self.layer.weights(shape) if w.name in ("kernel", "embeddings")]
        if self.layer.arity != 1 or not kernels:
            raise ShapeError(f"needs a layer with a kernel, which {self.layer.keras_name()} has not")
        return kernels[0]


LAYERS = (Bidirectional, TimeDistributed, SpectralNormalization)
