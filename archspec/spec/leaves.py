"""The words, shapes and values that a document's models are made of; each is read from a node of the located tree."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from pydantic_core import PydanticCustomError, core_schema

from archspec.formula.functions import FUNCTIONS
from archspec.formula.values import Formula, Template, Value, describe_value, read_formula, read_template, read_value
from archspec.spec.figures import Figure, read_figure
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.tree import Mapping, Node, Scalar, Sequence

RESERVED = frozenset({"in", "input", "index", "null", "true", "false", *FUNCTIONS, *keyword.kwlist})
_IDENTIFIER = re.compile(r"[^\W\d]\w*\Z", re.ASCII)


class Word(NamedTuple):
    """A piece of text, and where it stands."""

    text: str
    span: Span

    def __str__(self) -> str:
        return self.text


class DocumentedShape(NamedTuple):
    """A shape as the document prints it: sizes, None for unknown, `any` for one that is not printed, or formulas.

    For a step that takes several tensors it may hold one shape for each.
    """

    sizes: tuple[Any, ...]
    span: Span


class Documented(NamedTuple):
    """A documented figure, and where it stands."""

    figure: Figure
    span: Span


class Position(NamedTuple):
    """A tensor called by how far back it is: -1 is the last output."""

    back: int
    span: Span


Reference = Template | Position
ANY = "any"
LATER = "is not supported yet"


def mistakes(*diagnostics: Diagnostic) -> PydanticCustomError:
    """Diagnostics in the form in which pydantic collects them."""
    return PydanticCustomError("mistakes", "the spec is wrong", {"diagnostics": diagnostics})


def mistake(code: str, message: str, span: Span, help: str | None = None) -> PydanticCustomError:
    """One diagnostic in the form in which pydantic collects them."""
    return mistakes(Diagnostic(code, message, span, help=help))


class _Leaf:
    """Reads a field from a node of the located tree."""

    def __init__(self, read: Callable[[Node], Any]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """What pydantic asks a type for; a plain function keeps the many fields of this sort cheap to build."""
        return core_schema.no_info_plain_validator_function(self.validate)

    def validate(self, node: Node) -> Any:
        """The field's value; mistakes in the form in which pydantic collects them."""
        try:
            return self._read(node)
        except SpecError as error:
            raise mistakes(*error.diagnostics) from None


def _leaf(read: Callable[[Node], Any]) -> Any:
    return Annotated[Any, _Leaf(read)]


def wrong_type(wanted: str, node: Node, help: str | None = None) -> PydanticCustomError:
    """The mistake of a node of the wrong sort."""
    return mistake("E0201", f"expected {wanted}, found {describe_value(node)}", node.span, help)


def _text(node: Node) -> Word:
    if not isinstance(node, Scalar) or node.value is None:
        raise wrong_type("a text", node)
    return Word(node.text, node.span)


def _identifier(node: Node) -> Word:
    word = _text(node)
    refuse_bad_identifier(word.text, word.span)
    return word


def refuse_bad_identifier(text: str, span: Span) -> None:
    """Lets only Python identifiers that are no keywords pass.

    Raises:
        PydanticCustomError: it is none.
    """
    if not _IDENTIFIER.match(text) or keyword.iskeyword(text):
        raise mistake(
            "E0202", f"{text!r} is no name: letters, digits and _ make one, and it is no word of Python", span
        )


def refuse_reserved(text: str, span: Span) -> None:
    """Lets only names pass that formulas can read.

    Raises:
        PydanticCustomError: the language uses the name itself.
    """
    if text in RESERVED:
        raise mistake("E0203", f"{text!r} has a meaning of its own in formulas and can't be bound", span)
    refuse_bad_identifier(text, span)


def _template(node: Node) -> Template:
    if not isinstance(node, Scalar) or node.value is None:
        raise wrong_type("a text", node)
    return read_template(node)


def _condition(node: Node) -> Formula:
    if not isinstance(node, Scalar):
        raise wrong_type("a condition", node)
    if node.text.startswith("="):
        raise mistake(
            "E0204", "'when' holds a bare formula", node.span, help=f"leave out the '=': when: {node.text[1:]}"
        )
    return read_formula(node)


def _names(node: Node) -> tuple[Template, ...]:
    nodes = node if isinstance(node, Sequence) else [node]
    return tuple(_template(item) for item in nodes)


def _references(node: Node) -> tuple[Reference, ...]:
    nodes = node if isinstance(node, Sequence) else [node]
    if not nodes:
        raise wrong_type("at least one tensor", node)
    return tuple(map(read_reference, nodes))


def read_reference(node: Node) -> Reference:
    """The tensor a word or a negative number calls."""
    if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
        if node.value >= 0:
            raise mistake(
                "E0205", f"a tensor is called by its name or from the last (-1) back, not by {node.value}", node.span
            )
        return Position(node.value, node.span)
    return _template(node)


def _shape(node: Node) -> DocumentedShape:
    if not isinstance(node, Sequence):
        raise wrong_type("a shape such as [224, 224, 3]", node)
    if node and all(isinstance(item, Sequence) for item in node):
        return DocumentedShape(tuple(_shape(item) for item in node), node.span)
    return DocumentedShape(tuple(map(_documented_size, node)), node.span)


def _documented_size(node: Node) -> Any:
    value = read_value(node)
    whole = isinstance(value, int) and not isinstance(value, bool) and value > 0
    if value is None or value == ANY or whole or isinstance(value, Formula):
        return value
    raise wrong_type("a size (a positive whole number, null, any or a formula)", node)


def _input_shape(node: Node) -> tuple[Value, ...]:
    if isinstance(node, Mapping) and "shape" in node:
        raise mistake("E0299", "typed inputs are not supported yet", node.span, "write the shape alone")
    if not isinstance(node, Sequence):
        raise wrong_type("a shape such as [224, 224, 3]", node)
    sizes = tuple(map(_documented_size, node))
    for size, item in zip(sizes, node, strict=True):
        if size == ANY:
            raise wrong_type("a size (a positive whole number, null or a formula)", item)
    return sizes


def _figure(node: Node) -> Documented:
    figure = read_figure(node.text) if isinstance(node, Scalar) else None
    if figure is None:
        raise wrong_type("a figure such as 50, 25.6M or 3.8G", node)
    return Documented(figure, node.span)


Text = _leaf(_text)
Identifier = _leaf(_identifier)
TemplateText = _leaf(_template)
Condition = _leaf(_condition)
AnyValue = _leaf(read_value)
Names = _leaf(_names)
References = _leaf(_references)
ReferenceField = _leaf(read_reference)
Shape = _leaf(_shape)
InputShape = _leaf(_input_shape)
FigureField = _leaf(_figure)
