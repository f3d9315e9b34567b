"""What a file may hold: pydantic models of a spec and of a library of blocks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationInfo, model_validator

from archspec.spec.leaves import (
    AnyValue,
    Binding,
    Bound,
    Choices,
    FigureField,
    Identifier,
    Input,
    ReferenceField,
    Text,
    bad_binding,
    bad_identifier,
    mistake,
    mistakes,
    wrong_type,
)
from archspec.spec.located import Located, found_in
from archspec.spec.reading import read_document
from archspec.spec.steps import Steps
from archspec.spec.twins import FUNCTIONS
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.suggest import slip_of, suggested
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


def _several(node: Node) -> Any:
    if isinstance(node, Sequence) and not node:
        raise wrong_type("at least one tensor", node)
    return tuple(node) if isinstance(node, Sequence) else (node,)


OneOrMore = BeforeValidator(lambda node: tuple(node) if isinstance(node, Sequence) else (node,))


class Param(Located):
    """What a variant, or a block's caller, may set: short (`stride: 1`) or long (`{default: 1, doc: ...}`)."""

    default: AnyValue = None
    """The value where none is given; without it, the param is required."""
    type: Text = None
    """What its values are, where the default does not tell."""
    doc: Text = None
    """What the param is, in a line for those who set it."""
    min: Bound = None
    """The least that the number, or each number of the list, may be."""
    max: Bound = None
    """The most that the number, or each number of the list, may be."""
    choices: Choices = None
    """A list of all the values that it may have."""
    required: bool = False

    @model_validator(mode="before")
    @classmethod
    def _locate(cls, node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Mapping) and cls._is_long(node):
            fields = cls._fields(node, info)
            return {**fields, "required": "default" not in fields}
        if isinstance(node, Mapping) and ("choices" in node or node.keys() in ({"min"}, {"max"})):
            found_in(info).append(_record(node))
        if isinstance(node, Scalar) and node.value is None:
            return {"required": True, "@": node}
        return {"default": node, "@": node}

    @classmethod
    def _is_long(cls, node: Mapping) -> bool:
        """Whether a mapping is the long form, be it with a slip in `default`, rather than a record."""
        if node.keys() & set(LONG):
            return True
        unknown = node.keys() - cls.keys().keys()
        return len(unknown) == 1 and slip_of(unknown.pop(), ("default",)) is not None

    @classmethod
    def keys(cls) -> dict[str, str]:
        """The keys of the long form."""
        fields = super().keys()
        del fields["required"]
        return fields

    @model_validator(mode="after")
    def _known_type(self) -> Self:
        if self.type is not None and self.type.text not in TYPES:
            message = f"there is no type {self.type.text!r}; a param is one of {', '.join(TYPES)}"
            raise mistakes(suggested(Diagnostic("E0210", message, self.type.span), self.type.text, TYPES))
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


#: The keys of which one at least is in the long form of a param, and so in none of its defaults.
LONG = ("default", "type", "doc")


def _record(node: Mapping) -> Diagnostic:
    """The doubt about a param that has keys of the long form, but none of those that make it one."""
    known = Param.keys()
    key = next(key for key in node if key in known)
    message = f"with none of {', '.join(map(repr, LONG))}, this is a record that has an entry {key!r}"
    hint = "give it a 'default' or a 'type'; one that is meant as a record goes into 'default' itself"
    return Diagnostic("W0611", message, node.key_spans[key], help=hint, severity="warning")


TYPES = ("int", "float", "str", "bool", "list", "record")


Params = Annotated[dict[str, Param], BeforeValidator(_bindings)]


class Block(Located):
    """A block: steps with params of their own."""

    params: Params = {}
    """What a call of the block may give, each with its default; one without is required."""
    let: Let = {}
    """Names for values, computed once, in order, when the block is entered."""
    inputs: Annotated[tuple[Binding, ...], OneOrMore] = ()
    """Names for the tensors that the block takes; where silent, one, called 'input'."""
    outputs: Annotated[tuple[ReferenceField, ...], BeforeValidator(_several)] = ()
    """The tensors that the block gives, where not its last output alone; the first is what the next step takes."""
    layers: Steps
    """The steps of the block, run in order."""
    title: Text = None
    """The block's name for readers."""
    note: Text = None
    """A comment for readers."""

    @cached_property
    def bound(self) -> frozenset[str]:
        """The names that the block binds as it is entered."""
        return frozenset((*self.params, *self.let, *(word.text for word in self.inputs)))

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The params that every call must give."""
        return tuple(name for name, param in self.params.items() if param.required)


Blocks = Annotated[dict[str, Block], BeforeValidator(_entries)]


class FigureErratum(Located):
    """The true figure where the document misprints one."""

    parameters: FigureField = None
    """All weights, as they really are."""
    trainable_parameters: FigureField = None
    """Trainable weights, as they really are."""
    multiply_adds: FigureField = None
    """Multiply-adds, as they really are."""
    depth: FigureField = None
    """Depth, as it really is."""
    why: Text
    """Why the printed figure can't be right."""


class Expect(Located):
    """What the document claims in numbers, of the defaults or of one variant."""

    variant: Identifier = None
    """The variant that this speaks of; where silent, the defaults."""
    parameters: FigureField = None
    """All weights, as Keras counts them."""
    trainable_parameters: FigureField = None
    """Trainable weights, which papers mostly print."""
    multiply_adds: FigureField = None
    """Multiply-adds on one example; a multiply-add is one."""
    depth: FigureField = None
    """The most convolutions and dense layers on a path from input to output."""
    erratum: FigureErratum | None = None
    """The true figure where the document misprints one, and why; checked as well."""
    note: Text = None
    """A comment for readers."""


class Twin(Located):
    """The network of keras.applications that this one, or a variant, is weight for weight."""

    variant: Identifier = None
    """The variant that this speaks of; where silent, the defaults."""
    function: Text
    """The function of keras.applications that makes it; params with names of its arguments are given to it."""
    params: Annotated[dict[str, AnyValue], BeforeValidator(_entries)] = {}
    """Values of params with which it takes the weights from ImageNet, where others are the default."""

    @model_validator(mode="after")
    def _known_function(self) -> Self:
        if self.function.text not in FUNCTIONS:
            message = f"there is no network {self.function.text!r} in keras.applications"
            raise mistakes(suggested(Diagnostic("E0214", message, self.function.span), self.function.text, FUNCTIONS))
        return self


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


def _training(node: Node, info: ValidationInfo) -> Any:
    # Few specs say how they are trained; the others need not wait for this.
    from archspec.spec.training import Training

    try:
        return read_document(node, Training, found_in(info))
    except SpecError as error:
        raise mistakes(*error.diagnostics) from None


#: The keys that tell a spec from a library of blocks.
OF_SPECS = ("name", "inputs", "layers", "extends", "edits")


class Library(Located):
    """A file of blocks for other specs to `use`."""

    archspec: Version
    """The version of the language: 1."""
    title: Text = None
    """The library's name for readers."""
    source: Text = None
    """Where the blocks are documented."""
    note: Text = None
    """A comment for readers."""
    use: Annotated[tuple[Text, ...], BeforeValidator(_words)] = ()
    """Libraries whose blocks these call: paths relative to this file, or shipped names."""
    blocks: Blocks
    """The blocks by name."""


class Document(Located):
    """A spec as it is written."""

    archspec: Version
    """The version of the language: 1."""
    name: Identifier
    """The network's name, which the model bears."""
    title: Text = None
    """The network's name for readers."""
    source: Text = None
    """Where the network is documented."""
    note: Text = None
    """A comment for readers."""
    use: Annotated[tuple[Text, ...], BeforeValidator(_words)] = ()
    """Libraries of blocks: paths relative to this file, or shipped names."""
    inputs: Annotated[dict[str, Input], BeforeValidator(_inputs)]
    """The input's shape without the batch, null for a size unknown until run time; or several by name.

    With a type it is {shape: [null], dtype: int32}.
    """
    outputs: Annotated[dict[str, ReferenceField], BeforeValidator(_outputs)] = {}
    """The tensors that the network gives: one, a list, or several by name; where silent, the last."""
    params: Params = {}
    """What a variant, or --set, may change, each with its default; one without is required."""
    let: Let = {}
    """Names for values, computed once, in order."""
    variants: Annotated[
        dict[str, Annotated[dict[str, AnyValue], BeforeValidator(_entries)]], BeforeValidator(_entries)
    ] = {}
    """Named settings of params, for --variant."""
    blocks: Blocks = {}
    """Blocks by name: steps with params of their own."""
    layers: Steps
    """The steps of the network, run in order."""
    expect: Annotated[tuple[Expect, ...], OneOrMore] = ()
    """What the document claims in numbers, checked at the precision it prints; a list with variants."""
    twin: Annotated[tuple[Twin, ...], OneOrMore] = ()
    """The network of keras.applications that this one is weight for weight; a list with variants."""
    training: Annotated[Any, BeforeValidator(_training)] = None
    """What the network is trained on, and how, by `archspec train`."""

    @property
    def outputs_by_name(self) -> bool:
        """Whether the model's outputs are a mapping."""
        return isinstance(self.node.get("outputs"), Mapping)
