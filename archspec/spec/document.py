"""What a file may hold: pydantic models of a spec and of a library of blocks."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationInfo, model_validator

from archspec.spec.leaves import (
    LATER,
    AnyValue,
    FigureField,
    Identifier,
    InputShape,
    ReferenceField,
    Text,
    mistake,
    refuse_bad_identifier,
    refuse_reserved,
    wrong_type,
)
from archspec.spec.located import Located, found_in
from archspec.spec.steps import Steps
from archspec.text.diagnostics import Diagnostic
from archspec.text.suggest import did_you_mean
from archspec.text.tree import Mapping, Node, Scalar, Sequence


def _entries(node: Node) -> Any:
    """A mapping by names that the language must be able to tell apart from its own words."""
    if isinstance(node, Scalar) and node.value is None:
        return {}
    if not isinstance(node, Mapping):
        raise wrong_type("a mapping", node)
    for name in node:
        refuse_bad_identifier(name, node.key_spans[name])
    return dict(node)


def _bindings(node: Node) -> Any:
    for name, span in node.key_spans.items() if isinstance(node, Mapping) else ():
        refuse_reserved(name, span)
    return _entries(node)


def _words(node: Node) -> Any:
    if not isinstance(node, Sequence):
        raise wrong_type("a list", node)
    return tuple(node)


Let = Annotated[dict[str, AnyValue], BeforeValidator(_bindings)]
OneOrMore = BeforeValidator(lambda node: tuple(node) if isinstance(node, Sequence) else (node,))


class Param(Located):
    """What a variant, or a block's caller, may set: short (`stride: 1`) or long (`{default: 1, doc: ...}`)."""

    default: AnyValue = None
    type: Text = None
    doc: Text = None
    min: AnyValue = None
    max: AnyValue = None
    choices: AnyValue = None
    required: bool = False

    @model_validator(mode="before")
    @classmethod
    def _locate(cls, node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Mapping) and node.keys() & {"default", "type"}:
            fields = cls._fields(node, info)
            return {**fields, "required": _is_bare_null(node.get("default"))}
        if _is_bare_null(node):
            return {"required": True, "@": node}
        return {"default": node, "@": node}

    @classmethod
    def keys(cls) -> dict[str, str]:
        """The keys of the long form."""
        fields = super().keys()
        del fields["required"]
        return fields

    @model_validator(mode="after")
    def _known_type(self) -> Self:
        if self.type is not None and self.type.text not in TYPES:
            raise mistake(
                "E0210",
                f"there is no type {self.type.text!r}; a param is one of {', '.join(TYPES)}",
                self.type.span,
                did_you_mean(self.type.text, TYPES),
            )
        return self


TYPES = ("int", "float", "str", "bool", "list", "record")


def _is_bare_null(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and node.value is None)


Params = Annotated[dict[str, Param], BeforeValidator(_bindings)]


class Block(Located):
    """A block: steps with params of their own."""

    params: Params = {}
    let: Let = {}
    inputs: Annotated[tuple[Identifier, ...], OneOrMore] = ()
    layers: Steps
    title: Text = None
    note: Text = None

    @classmethod
    def _fields(cls, node: Mapping, info: ValidationInfo) -> dict[str, Any]:
        if "outputs" in node:
            found_in(info).append(
                Diagnostic("E0299", f"a block with several outputs {LATER}", node.key_spans["outputs"])
            )
            node = Mapping({key: node[key] for key in node if key != "outputs"}, node.key_spans, node.span)
        return super()._fields(node, info)

    @model_validator(mode="after")
    def _bindable_inputs(self) -> Self:
        for word in self.inputs:
            refuse_reserved(word.text, word.span)
        return self


Blocks = Annotated[dict[str, Block], BeforeValidator(_entries)]


class FigureErratum(Located):
    """The true figure where the document misprints one."""

    parameters: FigureField = None
    trainable_parameters: FigureField = None
    multiply_adds: FigureField = None
    depth: FigureField = None
    why: Text


class Expect(Located):
    """What the document claims in numbers, of the defaults or of one variant."""

    variant: Identifier = None
    parameters: FigureField = None
    trainable_parameters: FigureField = None
    multiply_adds: FigureField = None
    depth: FigureField = None
    erratum: FigureErratum | None = None
    note: Text = None


FIGURES = ("parameters", "trainable_parameters", "multiply_adds", "depth")


def _version(node: Node) -> int:
    if not isinstance(node, Scalar) or node.value != 1 or isinstance(node.value, bool):
        raise mistake("E0211", "this archspec reads version 1 of the language", node.span, "write 'archspec: 1'")
    return 1


Version = Annotated[int, BeforeValidator(_version)]


def _inputs(node: Node) -> Any:
    if isinstance(node, Mapping) and not node.keys() & {"shape", "dtype"}:
        if not node:
            raise wrong_type("at least one input", node)
        return _bindings(node)
    return {"": node}


def _outputs(node: Node) -> Any:
    if isinstance(node, Mapping):
        return _entries(node)
    return {str(index): item for index, item in enumerate(node if isinstance(node, Sequence) else [node])}


class Library(Located):
    """A file of blocks for other specs to `use`."""

    archspec: Version
    title: Text = None
    source: Text = None
    note: Text = None
    use: Annotated[tuple[Text, ...], BeforeValidator(_words)] = ()
    blocks: Blocks


class Document(Located):
    """A spec as it is written."""

    archspec: Version
    name: Identifier
    title: Text = None
    source: Text = None
    note: Text = None
    use: Annotated[tuple[Text, ...], BeforeValidator(_words)] = ()
    inputs: Annotated[dict[str, InputShape], BeforeValidator(_inputs)]
    outputs: Annotated[dict[str, ReferenceField], BeforeValidator(_outputs)] = {}
    params: Params = {}
    let: Let = {}
    variants: Annotated[
        dict[str, Annotated[dict[str, AnyValue], BeforeValidator(_entries)]], BeforeValidator(_entries)
    ] = {}
    blocks: Blocks = {}
    layers: Steps
    expect: Annotated[tuple[Expect, ...], OneOrMore] = ()

    @property
    def outputs_by_name(self) -> bool:
        """Whether the model's outputs are a mapping."""
        return isinstance(self.node.get("outputs"), Mapping)
