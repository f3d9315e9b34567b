"""The types that layers' arguments have in common, each with the words in which a message asks for it."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, NonNegativeInt, PositiveInt, Strict
from pydantic_core import PydanticCustomError, core_schema

#: A size for all spatial axes, or one for each.
Sizes = Annotated[
    PositiveInt | Annotated[tuple[PositiveInt, ...], Strict(False)],
    Field(description="a positive whole number, or a list of one for each axis"),
]
#: What is added to or cut off the edges: one number for all, one for each axis, or (before, after) for each axis.
Edges = Annotated[
    NonNegativeInt
    | Annotated[
        tuple[NonNegativeInt | Annotated[tuple[NonNegativeInt, NonNegativeInt], Strict(False)], ...], Strict(False)
    ],
    Field(description="a whole number, one for each axis, or a list [before, after] for each axis"),
]
Axis = Annotated[int, Field(description="a whole number that counts axes, batch included")]
Axes = Annotated[
    int | Annotated[tuple[int, ...], Strict(False)],
    Field(description="a whole number that counts axes, batch included, or a list of them"),
]
Rate = Annotated[float, Field(ge=0, le=1, description="a number from 0 to 1")]


def _refuse_glu(value: object) -> object:
    if value == "glu":
        raise PydanticCustomError(
            "glu",
            "'glu' halves the axis it works on, but Keras infers the shape as if it did not: what follows would fail",
        )
    return value


#: Every name that `keras.activations.get` takes, but for `glu`.
Activation = Annotated[
    Literal[
        "celu",
        "elu",
        "exponential",
        "gelu",
        "hard_shrink",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "hard_tanh",
        "leaky_relu",
        "linear",
        "log_sigmoid",
        "log_softmax",
        "mish",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "silu",
        "soft_shrink",
        "softmax",
        "softplus",
        "softsign",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "swish",
        "tanh",
        "tanh_shrink",
        "threshold",
    ],
    BeforeValidator(_refuse_glu),
    Field(description="the name of an activation of Keras"),
]


class _Setting:
    """Reads an initializer, regularizer or constraint: its name, or its name and arguments."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """What pydantic asks a type for; a plain function keeps the many fields of this type cheap to build."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, value: object) -> object:
        """The setting that a spec's value means."""
        # The classes are many and seldom named: loading them with every layer would be felt at each start.
        from archspec.catalogue.settings import SETTINGS, Setting

        if value is None or isinstance(value, Setting):
            return value
        known = SETTINGS[self._kind]
        name: object = value
        arguments: object = {}
        if isinstance(value, dict) and len(value) == 1:
            [(name, arguments)] = value.items()
        if not isinstance(name, str) or not isinstance(arguments or {}, dict):
            words: dict[str, Any] = {"kind": self._kind}
            raise PydanticCustomError("setting", "expected the name of the {kind}, or {Name: {argument: value}}", words)
        if name not in known:
            words = {"found": name, "kind": self._kind, "known": list(known)}
            raise PydanticCustomError("unknown_setting", "'{found}' is no {kind} of Keras", words)
        return known[name].model_validate(arguments or {})


Initializer = Annotated[
    Any,
    _Setting("initializer"),
    Field(description="an initializer by name, or {Name: {argument: value}}"),
]
Regularizer = Annotated[
    Any,
    _Setting("regularizer"),
    Field(description="a regularizer by name, or {Name: {argument: value}}"),
]
Constraint = Annotated[
    Any,
    _Setting("constraint"),
    Field(description="a constraint by name, or {Name: {argument: value}}"),
]
