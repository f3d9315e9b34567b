"""The models of a document as JSON Schema: their keys, the types of these, and their docs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, ForwardRef, Union, get_args, get_origin

from archspec.catalogue.layer import Layer
from archspec.catalogue.naming import snake_case
from archspec.schema.docs import key_docs
from archspec.schema.layers import layers
from archspec.schema.pieces import FORMULA, Json, one_of, ref
from archspec.schema.words import find_word
from archspec.spec.chosen import DATA_SETS, POLICIES
from archspec.spec.document import TYPES, Document, Let, Library, OneOrMore, Param, Twin
from archspec.spec.extending import Edit
from archspec.spec.located import Located
from archspec.spec.steps import Step
from archspec.spec.training import Training
from archspec.spec.twins import FUNCTIONS

#: What reads a mapping whose keys are names that formulas read.
_BINDINGS = get_args(Let)[1]
_STEPS = ref("steps")


def definition_name(model: type[Located]) -> str:
    """What the definition of a model is called."""
    return snake_case(model.__name__)


def _version(_: Json) -> Json:
    return {"const": 1}


def _inputs(named: Json) -> Json:
    several = {**named, "type": "object", "minProperties": 1, "propertyNames": ref("binding")}
    return {"anyOf": [ref("input"), several]}


def _outputs(named: Json) -> Json:
    one = ref("reference")
    return {"anyOf": [one, {"type": "array", "items": one}, {**named, "type": "object"}]}


def _branches(named: Json) -> Json:
    fan = {"type": "object", "anyOf": one_of("each", "repeat"), "$ref": "#/$defs/step_mapping"}
    return {**named, "type": "object", "additionalProperties": {"anyOf": [ref("steps"), fan]}}


def _each(_: Json) -> Json:
    items = {"description": "The list.", "anyOf": [{"type": "array"}, FORMULA]}
    one = {"minProperties": 1, "maxProperties": 1}
    return {"type": "object", **one, "propertyNames": ref("binding"), "additionalProperties": items}


def _call(_: Json) -> Json:
    """What the calls of any layer take: which of it one layer's does is told by `archspec check`."""
    fields = {
        name: field for layer in layers() if issubclass(layer, Layer) for name, field in layer.call_fields().items()
    }
    flag = {"anyOf": [{"type": "boolean"}, FORMULA]}
    return {
        "type": "object",
        "properties": {
            name: {"description": field.doc, **(flag if field.takes == "flag" else ref("references"))}
            for name, field in fields.items()
        },
        "additionalProperties": False,
    }


def _some(name: str) -> Callable[[Json], Json]:
    return lambda _: {"type": "array", "items": ref(name)}


def _form(schema: Json) -> Callable[[Json], Json]:
    return lambda _: schema


def _whole(least: int) -> Json:
    return {"type": "integer", "minimum": least, "exclusiveMaximum": 2**31}


_DATA = {"anyOf": [{"enum": list(DATA_SETS)}, {"type": "string", "pattern": "[/.]"}]}
_RATE = {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, ref("schedule")]}


def _edit(doc: str) -> Callable[[Json], Json]:
    return lambda _: {"description": doc, "type": "array", "items": ref("step")}


#: The keys whose type does not tell how they are written: from what it does tell, what they are.
_FORMS: dict[tuple[type[Located], str], Callable[[Json], Json]] = {
    (Document, "archspec"): _version,
    (Library, "archspec"): _version,
    (Document, "inputs"): _inputs,
    (Document, "outputs"): _outputs,
    (Param, "type"): lambda _: {"enum": list(TYPES)},
    (Twin, "function"): lambda _: {"enum": list(FUNCTIONS)},
    (Step, "branches"): _branches,
    (Step, "merge"): lambda _: ref("merge"),
    (Step, "repeat"): lambda _: {"anyOf": [{"type": "integer", "minimum": 0}, FORMULA]},
    (Step, "each"): _each,
    (Step, "call"): _call,
    (Document, "training"): _form(ref(definition_name(Training))),
    (Training, "data"): _form(_DATA),
    (Training, "epochs"): _form(_whole(1)),
    (Training, "batch_size"): _form(_whole(1)),
    (Training, "optimizer"): _form(ref("optimizer")),
    (Training, "learning_rate"): _form(_RATE),
    (Training, "loss"): _form(ref("loss")),
    (Training, "metrics"): _some("metric"),
    (Training, "mixed_precision"): _form({"enum": list(POLICIES)}),
    (Training, "jit_compile"): _form({"type": "boolean"}),
    (Training, "callbacks"): _some("callback"),
    (Training, "seed"): _form(_whole(0)),
    (Edit, "at"): lambda text: {
        "description": "The 'name' or 'row' of one step, or BLOCK/NAME for one in a block.",
        **text,
    },
    (Edit, "before"): _edit("Steps to put before it."),
    (Edit, "after"): _edit("Steps to put after it."),
    (Edit, "replace"): _edit("Steps to put in its place."),
    (Edit, "remove"): lambda _: {"description": "true: take it out.", "enum": [True, None]},
}


def as_schema(model: type[Located]) -> Json:
    """A part of a document: a mapping with the keys of its model, and no other."""
    required = [key for key, name in model.keys().items() if model.model_fields[name].is_required()]
    return {
        "description": (model.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties(model, model.keys()),
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def properties(model: type[Located], keys: Iterable[str]) -> dict[str, Json]:
    """These keys of a part of a document, with their docs."""
    docs = key_docs(model)
    names = model.keys()
    found = {}
    for key in keys:
        name = names[key]
        doc = {"description": docs[name]} if name in docs else {}
        found[key] = doc | _key(model, key, name)
    return found


def parts(model: type[Located]) -> Iterator[type[Located]]:
    """The models that the keys of a part hold."""
    for field in model.model_fields.values():
        yield from _models_in(field.annotation)


def _models_in(kind: Any) -> Iterator[type[Located]]:
    if isinstance(kind, type) and issubclass(kind, Located):
        yield kind
    for inner in get_args(kind):
        yield from _models_in(inner)


def _key(model: type[Located], key: str, name: str) -> Json:
    field = model.model_fields[name]
    form = _FORMS.get((model, key))
    told = _of_type(field.annotation, tuple(field.metadata))
    if form is None and told is None:
        raise TypeError(f"{model.__name__}.{name}: say in {__name__} how it is written")
    return form(told or {}) if form else told or {}


def _of_type(kind: Any, metadata: tuple[Any, ...] = ()) -> Json | None:
    """What a field's type tells; None where it tells nothing."""
    leaf = find_word(metadata)
    if leaf is not None:
        return ref(leaf.name)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _of_type(inner[0], kind.__metadata__)
    if origin in (Union, UnionType):
        [one] = [member for member in inner if member is not NoneType]
        return _of_type(one)
    if origin is tuple:
        return _list(inner[0], metadata)
    if origin is dict:
        names = ref("binding" if _BINDINGS in metadata else "identifier")
        return {"type": ["object", "null"], "propertyNames": names, "additionalProperties": _of_type(inner[1])}
    if isinstance(kind, type) and issubclass(kind, Located):
        return ref(definition_name(kind))
    return None


def _list(item: Any, metadata: tuple[Any, ...]) -> Json:
    if item is Step or item == ForwardRef("Step"):
        return _STEPS
    one = _of_type(item)
    several = {"type": "array", "items": one}
    return {"anyOf": [one, several]} if OneOrMore in metadata else several
