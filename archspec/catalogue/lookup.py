"""Looking up whole numbers in a vocabulary. Rules: Keras's `IndexLookup`."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, NonNegativeInt, Strict, model_validator

from archspec.catalogue.categories import Salt, encoded, refuse_sparse
from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Kind, refuse_kinds
from archspec.catalogue.shapes import Shape

_Int64 = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Vocabulary = Annotated[
    tuple[_Int64, ...], Strict(False), Field(min_length=1, description="a list of whole numbers, each once")
]


class IntegerLookup(Layer):
    """Turns whole numbers into their places in a vocabulary, or into codes; the other way round with `invert`."""

    example: ClassVar[str] = "{vocabulary: [2, 3, 5, 7]}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((5,),)

    max_tokens: Annotated[int, Field(gt=1)] | None = None
    num_oov_indices: NonNegativeInt = 1
    mask_token: _Int64 | None = None
    oov_token: _Int64 = -1
    vocabulary: Vocabulary | None = None
    vocabulary_dtype: Literal["int64"] = "int64"
    idf_weights: Annotated[tuple[float, ...], Strict(False)] | None = None
    invert: bool = False
    """Whether places go in and numbers of the vocabulary come out."""
    output_mode: Literal["int", "one_hot", "multi_hot", "count", "tf_idf"] = "int"
    sparse: bool = False
    pad_to_max_tokens: bool = False
    oov_method: Literal["floormod", "farmhash"] = "floormod"
    salt: Salt | None = None

    @model_validator(mode="after")
    def _refuse_what_keras_refuses(self) -> Self:
        refuse_sparse(self.sparse)
        if self.vocabulary is None:
            raise ValueError("needs a vocabulary: without, it would be found in data, which a spec has none of")
        if self.pad_to_max_tokens and self.max_tokens is None:
            raise ValueError("pad_to_max_tokens needs max_tokens")
        if self.salt is not None and self.oov_method != "farmhash":
            raise ValueError("salt is for oov_method: farmhash")
        if self.invert and self.output_mode != "int":
            raise ValueError(f"invert gives whole numbers, so output_mode can't be {self.output_mode}")
        self._check_weights(self.vocabulary)
        self._check_tokens(self.vocabulary)
        return self

    def _check_weights(self, vocabulary: tuple[int, ...]) -> None:
        if (self.idf_weights is None) == (self.output_mode == "tf_idf"):
            raise ValueError("idf_weights and output_mode: tf_idf go together")
        if self.idf_weights is not None and len(self.idf_weights) != len(vocabulary):
            raise ValueError(f"idf_weights must be as many as the vocabulary has entries, {len(vocabulary)}")

    def _check_tokens(self, vocabulary: tuple[int, ...]) -> None:
        tokens = self._tokens(vocabulary)
        reserved = (self.mask_token, self.oov_token if self.invert else None)
        found = next((token for token in tokens if token in reserved), None)
        if found is not None:
            raise ValueError(f"vocabulary holds {found}, which is mask_token or oov_token")
        if len(set(tokens)) < len(tokens):
            raise ValueError(f"vocabulary must hold each number once, found {list(vocabulary)}")
        if self.max_tokens is not None and self._size() > self.max_tokens:
            raise ValueError(f"vocabulary has {self._size()} entries with those reserved, more than max_tokens")

    def _special(self) -> tuple[int | None, ...]:
        """What comes before the vocabulary: the mask, where places are told, and places for what is not in it."""
        mask = (self.mask_token,) if self.mask_token is not None and self.output_mode == "int" else ()
        return (*mask, *(self.oov_token,) * self.num_oov_indices)

    def _tokens(self, vocabulary: tuple[int, ...]) -> tuple[int, ...]:
        special = self._special()
        return vocabulary[len(special) :] if vocabulary[: len(special)] == special else vocabulary

    def _size(self) -> int:
        assert self.vocabulary is not None
        return len(self._special()) + len(self._tokens(self.vocabulary))

    def result_kind(self, *kinds: Kind) -> Kind:
        refuse_kinds(kinds, "boolean")
        return "integer" if self.output_mode == "int" else "float"

    def output_shape(self, shape: Shape) -> Shape:
        """That of the input; a code has an entry for each of the vocabulary and those reserved."""
        depth = self.max_tokens if self.pad_to_max_tokens and self.max_tokens else self._size()
        return encoded(shape, self.output_mode, depth)


LAYERS = (IntegerLookup,)
