"""How the words, shapes and values of a document are written: one definition for each leaf of `spec/leaves.py`."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

from archspec.catalogue.operation import TensorDtype
from archspec.schema.pieces import BINDING, FORMULA, IDENTIFIER, TEMPLATE, Json, ref
from archspec.spec import leaves

_TEXT = ["string", "number", "boolean"]
_SIZE = [{"type": "integer", "exclusiveMinimum": 0}, {"type": "null"}]
_SIZES = {"type": "array", "items": {"anyOf": [*_SIZE, {"const": leaves.ANY}, FORMULA]}}
_INPUT_SIZES = {"type": "array", "items": {"anyOf": [*_SIZE, FORMULA]}}
_TYPED_INPUT = {
    "type": "object",
    "properties": {
        "shape": {"description": "The sizes without the batch, null for one unknown until run time.", **_INPUT_SIZES},
        "dtype": {"description": "The type, float32 where silent.", "enum": list(get_args(TensorDtype))},
    },
    "required": ["shape"],
    "additionalProperties": False,
}
_NAME = {"type": "string", "pattern": f"^(?:{BINDING}|{TEMPLATE})$"}
_LAYER = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_FIGURE = r"^[0-9][0-9, ]*(?:(?:\.[0-9, ]+)?[kKMGBT])?$"


class Word(NamedTuple):
    """A leaf: its type in the models, the name of its definition, and that."""

    type: Any
    name: str
    definition: Json

    @property
    def reader(self) -> Any:
        """What reads it, as fields of this type carry it."""
        return get_args(self.type)[1]


WORDS = (
    Word(leaves.Text, "text", {"type": _TEXT}),
    Word(leaves.Identifier, "identifier", {"type": ["string", "boolean"], "pattern": f"^{IDENTIFIER}$"}),
    Word(leaves.Binding, "binding", {"type": "string", "pattern": f"^{BINDING}$"}),
    Word(leaves.TemplateText, "template_text", {"type": _TEXT}),
    Word(leaves.LayerName, "layer_name", {"type": _TEXT, "minimum": 0, "pattern": f"^(?:{_LAYER}|{TEMPLATE})$"}),
    Word(leaves.Condition, "condition", {"type": _TEXT, "pattern": "^[^=]"}),
    Word(leaves.AnyValue, "value", {"description": "Any value; texts may be formulas or templates."}),
    Word(leaves.Bound, "bound", {"anyOf": [{"type": "number"}, FORMULA]}),
    Word(leaves.Choices, "choices", {"anyOf": [{"type": "array"}, FORMULA]}),
    Word(leaves.Names, "names", {"anyOf": [_NAME, {"type": "array", "items": _NAME}]}),
    Word(leaves.ReferenceField, "reference", {"type": ["string", "integer"], "exclusiveMaximum": 0}),
    Word(
        leaves.References,
        "references",
        {"anyOf": [ref("reference"), {"type": "array", "minItems": 1, "items": ref("reference")}]},
    ),
    Word(leaves.Shape, "shape", {"anyOf": [_SIZES, {"type": "array", "items": _SIZES}]}),
    Word(leaves.Input, "input", {"anyOf": [_INPUT_SIZES, _TYPED_INPUT]}),
    Word(
        leaves.FigureField,
        "figure",
        {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": _FIGURE}]},
    ),
)
_BY_READER = {id(word.reader): word for word in WORDS}


def find_word(metadata: tuple[Any, ...]) -> Word | None:
    """The leaf that a field of this metadata is; None where it is none."""
    return next((_BY_READER[id(item)] for item in metadata if id(item) in _BY_READER), None)
