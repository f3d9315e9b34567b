"""Embedding."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import NonNegativeInt, PositiveInt, model_validator

from archspec.catalogue.arguments import Constraint, Initializer, Regularizer
from archspec.catalogue.calling import REVERSE, CallField
from archspec.catalogue.layer import Dtype, Integers, Layer
from archspec.catalogue.lora import check_lora, with_lora
from archspec.catalogue.operation import Weight
from archspec.catalogue.shapes import Shape, ShapeError, product, show


class Embedding(Layer):
    """Turns whole numbers from 0 to input_dim - 1 into vectors."""

    integers: ClassVar[Integers] = "made fractions"
    example: ClassVar[str] = "{input_dim: 1000, output_dim: 64}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20,),)

    input_dim: PositiveInt
    output_dim: PositiveInt
    embeddings_initializer: Initializer = "uniform"
    embeddings_regularizer: Regularizer = None
    embeddings_constraint: Constraint = None
    mask_zero: bool = False
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        check_lora(self.lora_rank, embeddings_constraint=self.embeddings_constraint)
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """That of the input, and a last axis of `output_dim`."""
        return (*shape, self.output_dim)

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A table (input_dim, output_dim)."""
        return with_lora((self.weight("embeddings", (self.input_dim, self.output_dim)),), self.lora_rank)


class ReversibleEmbedding(Embedding):
    """Turns whole numbers from 0 to input_dim - 1 into vectors, by a table that a call in reverse makes scores with."""

    tie_weights: bool = True
    reverse_dtype: Dtype | None = None
    logit_soft_cap: float | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_can_not_build(self) -> Self:
        if self.lora_rank and not self.tie_weights:
            raise ValueError("lora_rank needs tie_weights: with it Keras makes no variables after the table's")
        return self

    @classmethod
    def call_fields(cls) -> dict[str, CallField]:
        return super().call_fields() | REVERSE

    def call_results(self, flags: Mapping[str, Any], *shapes: Shape) -> tuple[Shape, ...]:
        if not flags.get("reverse"):
            return self.results(*shapes)
        [shape] = shapes
        if shape[-1:] != (self.output_dim,):
            raise ShapeError(f"takes vectors of output_dim {self.output_dim} in reverse, found {show(shape)}")
        return ((*shape[:-1], self.input_dim),)

    def call_multiply_adds(self, flags: Mapping[str, Any], *shapes: Shape) -> int | None:
        [shape] = shapes
        return product((*shape, self.input_dim)) if flags.get("reverse") else 0

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """A table (input_dim, output_dim); without `tie_weights` a second one for calls in reverse."""
        tables = super().weights(shape)
        if self.tie_weights:
            return tables
        return (*tables, self.weight("embeddings", (self.output_dim, self.input_dim), name="reverse_embeddings"))


LAYERS = (Embedding, ReversibleEmbedding)
