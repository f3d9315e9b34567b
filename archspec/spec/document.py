"""What a file may hold: pydantic models of a spec and of a library of blocks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationInfo, model_validator

from archspec.spec.leaves import (
    LATER,
    AnyValue,
    Binding,
    Bound,
    Choices,
    FigureField,
    Identifier,
    InputShape,
    ReferenceField,
    Text,
    bad_binding,
    bad_identifier,
    mistake,
    wrong_type,
)
from archspec.spec.located import Located, found_in
from archspec.spec.steps import Steps
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Span
from archspec.text.suggest import did_you_mean
from archspec.text.tree import Mapping, Node, Scalar, Sequence


def _named(bad_name: Callable[[str, Span], Diagnostic | None]) -> Any:
    """Reads a mapping by names, each of which `bad_name` may object to."""

    def read(node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Scalar) and node.value is None:
            return {}
        if not isinstance(node, Mapping):
            raise wrong_type("a mapping", node)
        wrong = (bad_name(name, span) for name, span in node.key_spans.items())
        found_in(info).extend(diagnostic for diagnostic in wrong if diagnostic)
        return dict(node)

    return read


#: Names that the language must be able to tell apart from its own words.
_entries = _named(bad_identifier)
#: Names that formulas read, too.
_bindings = _named(bad_binding)


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
    min: Bound = None
    max: Bound = None
    choices: Choices = None
    required: bool = False

    @model_validator(mode="before")
    @classmethod
    def _locate(cls, node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Mapping) and node.keys() & {"default", "type"}:
            fields = cls._fields(node, info)
            return {**fields, "required": "default" not in fields}
        if isinstance(node, Scalar) and node.value is None:
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

    @property
    def kind(self) -> str | None:
        """The type that the long form gives."""
        return self.type.text if self.type else None

    @property
    def is_free(self) -> bool:
        """Whether nothing is said of its values."""
        return self.type is None and self.min is None and self.max is None and self.choices is None

    @property
    def default_span(self) -> Span:
        """Where the default stands; the param itself where it has none."""
        long = isinstance(self.node, Mapping) and "default" in self.node
        return self.value_span("default") if long else self.node.span


TYPES = ("int", "float", "str", "bool", "list", "record")


Params = Annotated[dict[str, Param], BeforeValidator(_bindings)]


class Block(Located):
    """A block: steps with params of their own."""

    params: Params = {}
    let: Let = {}
    inputs: Annotated[tuple[Binding, ...], OneOrMore] = ()
    layers: Steps
    title: Text = None
    note: Text = None

    @cached_property
    def bound(self) -> frozenset[str]:
        """The names that the block binds as it is entered."""
        return frozenset((*self.params, *self.let, *(word.text for word in self.inputs)))

    @classmethod
    def _fields(cls, node: Mapping, info: ValidationInfo) -> dict[str, Any]:
        if "outputs" in node:
            found_in(info).append(
                Diagnostic("E0299", f"a block with several outputs {LATER}", node.key_spans["outputs"])
            )
            node = Mapping({key: node[key] for key in node if key != "outputs"}, node.key_spans, node.span)
        return super()._fields(node, info)


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
    if not isinstance(node, Scalar) or type(node.value) is not int or node.value != 1:
        raise mistake("E0211", "this archspec reads version 1 of the language", node.span, "write 'archspec: 1'")
    return 1


Version = Annotated[int, BeforeValidator(_version)]


def _inputs(node: Node, info: ValidationInfo) -> Any:
    if isinstance(node, Mapping) and not node.keys() & {"shape", "dtype"}:
        if not node:
            raise wrong_type("at least one input", node)
        return _bindings(node, info)
    return {"": node}


def _outputs(node: Node, info: ValidationInfo) -> Any:
    if isinstance(node, Mapping):
        return _entries(node, info)
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
