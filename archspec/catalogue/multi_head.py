"""Attention of several heads, each with projections of its own. Rules: Keras's `MultiHeadAttention`.

A call takes two or three tensors: query, value and, where it is not the value, the key.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import Field, PositiveInt, Strict, model_validator

from archspec.catalogue.arguments import Axes, Constraint, Initializer, Rate, Regularizer
from archspec.catalogue.calling import ATTENDING, ATTENTION_MASK, CallField, Given, check_attention_mask
from archspec.catalogue.layer import Layer, regularized
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.shapes import Shape, ShapeError, normalized_axis, product, show, total


class _Heads(NamedTuple):
    """How many heads each projection has and how large they are; `given` is what the heads have found."""

    query: tuple[int, int]
    key: tuple[int, int]
    value: tuple[int, int]
    given: tuple[int, int]


class _MultiHead(Layer):
    """What the two layers have in common."""

    arity: ClassVar[int | None] = 2
    most: ClassVar[int | None] = 3
    counts_depth: ClassVar[bool] = True
    has_training_mode: ClassVar[bool] = True
    decides_results: ClassVar[tuple[str, ...]] = ("return_attention_scores",)
    example_inputs: ClassVar[tuple[Shape, ...]] = ((10, 64), (20, 64))

    dropout: Rate = 0.0
    """The share of the attention that is dropped in training."""
    use_bias: bool = True
    """Whether learned numbers are added by the projections."""
    sliding_window: PositiveInt | None = None
    flash_attention: bool | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer = None
    bias_regularizer: Regularizer = None
    activity_regularizer: Regularizer = None
    kernel_constraint: Constraint = None
    bias_constraint: Constraint = None
    use_gate: bool = False
    seed: int | None = None

    @classmethod
    def call_fields(cls) -> dict[str, CallField]:
        return super().call_fields() | ATTENDING | ATTENTION_MASK

    @classmethod
    def gives_several(cls, arguments: Mapping[str, Any], call: Mapping[str, Any]) -> bool:  # noqa: ARG003
        return call.get("return_attention_scores") is True

    def check_call(self, given: Given, *shapes: Shape) -> None:
        check_attention_mask(given, self._scores(*shapes[:2]))

    def call_results(self, flags: Mapping[str, Any], *shapes: Shape) -> tuple[Shape, ...]:
        if not flags.get("return_attention_scores"):
            return self.results(*shapes)
        return (*self.results(*shapes), (self._heads().query[0], *self._scores(*shapes[:2])))

    def _scores(self, query: Shape, value: Shape) -> Shape:
        """The shape of the scores of one head: how much each query attends to each key."""
        places = [axis - 1 for axis in self._attended(value)]
        return (*(query[place] for place in places), *(value[place] for place in places))

    @model_validator(mode="after")
    def _refuse_what_keras_cannot_run(self) -> Self:
        for role in ("kernel", "bias"):
            if getattr(self, f"{role}_initializer") is None:
                raise ValueError(f"{role}_initializer can't be null: each projection takes a copy of it")
        if self.flash_attention:
            raise ValueError("flash_attention can't be true: Keras has none on TensorFlow")
        return self

    def weights(self, query: Shape, value: Shape, key: Shape | None = None) -> tuple[Weight, ...]:
        """Projections of query, key and value and of what the heads have found, each with a bias."""
        heads = self._heads()
        given = self._given(query)
        made = [
            self._projection(query[-1:], heads.query),
            self._projection((key or value)[-1:], heads.key),
            self._projection(query[-1:], heads.given) if self.use_gate else (),
            self._projection(value[-1:], heads.value),
            self._projection(heads.given, given),
        ]
        return tuple(weight for weights in made for weight in weights)

    def _projection(self, taken: Shape, given: Shape) -> tuple[Weight, ...]:
        kernel = self.weight("kernel", (*taken, *given))
        return (kernel, self.weight("bias", given)) if self.use_bias else (kernel,)

    def multiply_adds(self, query: Shape, value: Shape, key: Shape | None = None) -> int | None:
        """The projections, the scores of each query with each key, the weighted sums of values, the last projection.

        Vaswani et al. (2017), 3.2; a mask or a sliding window hides scores that are computed all the same.
        """
        heads = self._heads()
        pairs = (*query[:-1], *(value[axis - 1] for axis in self._attended(value)))
        parts = (
            product((*query, *heads.query)),
            product((*(key or value), *heads.key)),
            product((*query, *heads.given)) if self.use_gate else 0,
            product((*value, *heads.value)),
            product((*pairs, *heads.query)),
            product((*pairs, *heads.given)),
            product((*query[:-1], *heads.given, *self._given(query))),
        )
        return total(parts)

    def windows(self, query: Shape, value: Shape, key: Shape | None = None) -> tuple[Window, ...]:
        """All positions of the value along the axes of attention, or those in the sliding window around each."""
        if self.sliding_window is not None:
            return (Window(2 * self.sliding_window - 1, 1), *(Window(1, 1) for _ in value[1:-1]))
        attended = self._attended(value)
        sizes = enumerate(value[:-1], start=1)
        return tuple(Window(size, 0) if axis in attended else Window(1, 1) for axis, size in sizes)

    def _heads(self) -> _Heads:
        raise NotImplementedError

    def _given(self, query: Shape) -> Shape:
        """The sizes that take the place of the channels."""
        return query[-1:]

    def _attended(self, value: Shape) -> tuple[int, ...]:
        """The axes of attention, batch included in the count."""
        return tuple(range(1, len(value)))


class MultiHeadAttention(_MultiHead):
    """Attention of several heads, by Vaswani et al. (2017)."""

    example: ClassVar[str] = "{num_heads: 4, key_dim: 16}"

    num_heads: PositiveInt
    key_dim: PositiveInt
    value_dim: PositiveInt | None = None
    # Named as the shape rule is in Keras alone.
    given_shape: Annotated[
        PositiveInt | Annotated[tuple[PositiveInt, ...], Strict(False), Field(min_length=1)] | None,
        Field(alias="output_shape", description="a positive whole number, or a list of them"),
    ] = None
    attention_axes: Axes | None = None

    def call_results(self, flags: Mapping[str, Any], *shapes: Shape) -> tuple[Shape, ...]:
        results = super().call_results(flags, *shapes)
        query = shapes[0]
        if len(results) > 1 and results[1][1:] != (query[0], query[0]):
            # Keras's `compute_output_spec` takes them to be so, whatever they are.
            square = f"scores of shape {show((query[0], query[0]))} for each head"
            raise ShapeError(f"can return {square} alone, and these are {show(results[1][1:])}")
        return results

    def output_shape(self, query: Shape, value: Shape, key: Shape | None = None) -> Shape:
        """That of the query, its channels replaced by `output_shape` where given."""
        key = key or value
        if len(query) < 2 or len({len(query), len(value), len(key)}) > 1:
            found = ", ".join(map(show, (query, value, key)))
            raise ShapeError(f"needs inputs of as many axes each, (length, channels) or more, found {found}")
        _check_keys(value, key)
        attended = self._attended(value)
        for axis, (size, other) in enumerate(zip(query[:-1], value[:-1], strict=True), start=1):
            if axis not in attended and size != other and None not in (size, other):
                raise ShapeError(f"has a query of {show(query)} and a value of {show(value)}, unlike along axis {axis}")
        regularized((*query[:-1], *self._heads().query), self.activity_regularizer)
        return (*query[:-1], *self._given(query))

    def _heads(self) -> _Heads:
        keys = (self.num_heads, self.key_dim)
        values = (self.num_heads, self.value_dim or self.key_dim)
        return _Heads(keys, keys, values, values)

    def _given(self, query: Shape) -> Shape:
        given = self.given_shape
        return query[-1:] if given is None else (given,) if isinstance(given, int) else given

    def _attended(self, value: Shape) -> tuple[int, ...]:
        given = self.attention_axes
        if given is None:
            axes = super()._attended(value)
        else:
            axes = tuple(
                normalized_axis(axis, len(value) + 1) for axis in ((given,) if isinstance(given, int) else given)
            )
            if not axes or len(set(axes)) < len(axes) or {0, len(value)} & set(axes):
                raise ShapeError(f"needs axes between batch and channels, each once, found attention_axes {given}")
        if self.sliding_window is not None and axes != (1,):
            raise ShapeError("has a sliding_window, which is for attention along axis 1 alone")
        return axes


class GroupQueryAttention(_MultiHead):
    """Attention of several heads that share keys and values in groups, by Ainslie et al. (2023)."""

    example: ClassVar[str] = "{head_dim: 16, num_query_heads: 4, num_key_value_heads: 2}"

    head_dim: PositiveInt
    num_query_heads: PositiveInt
    num_key_value_heads: PositiveInt

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        if self.num_query_heads % self.num_key_value_heads:
            heads = f"{self.num_query_heads}) must be a multiple of num_key_value_heads ({self.num_key_value_heads})"
            raise ValueError(f"num_query_heads ({heads}")
        return self

    def output_shape(self, query: Shape, value: Shape, key: Shape | None = None) -> Shape:
        """That of the query."""
        key = key or value
        if {len(query), len(value), len(key)} != {2}:
            found = ", ".join(map(show, (query, value, key)))
            raise ShapeError(f"needs inputs of shape (length, channels), found {found}")
        _check_keys(value, key)
        if query[-1] != value[-1]:
            raise ShapeError(f"needs as many channels in query and value, found {show(query)} and {show(value)}")
        regularized((*query[:-1], *self._heads().query), self.activity_regularizer)
        return query

    def _heads(self) -> _Heads:
        queries = (self.num_query_heads, self.head_dim)
        shared = (self.num_key_value_heads, self.head_dim)
        return _Heads(queries, shared, shared, queries)


def _check_keys(value: Shape, key: Shape) -> None:
    if value[:-1] != key[:-1]:
        raise ShapeError(f"needs a key for each value, found {show(key)} and {show(value)}")


LAYERS = (MultiHeadAttention, GroupQueryAttention)
