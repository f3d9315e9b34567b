"""The words, shapes and values that a document's models are made of; each is read from a node of the located tree."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Annotated, Any, NamedTuple, TypeVar, get_args

from pydantic_core import PydanticCustomError, core_schema

from archspec.catalogue.operation import TensorDtype
from archspec.formula.functions import FUNCTIONS
from archspec.formula.values import (
    Formula,
    Items,
    Template,
    Value,
    describe_value,
    read_formula,
    read_template,
    read_value,
)
from archspec.spec.figures import Figure, read_figure
from archspec.spec.meant import with_meaning
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.suggest import exchange, suggested
from archspec.text.tree import Mapping, Node, Scalar, Sequence, describe

RESERVED = frozenset({"in", "input", "index", "null", "true", "false", *FUNCTIONS, *keyword.kwlist})
_LAYER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\Z")
Part = TypeVar("Part")


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
#: The name in `as` of a result that nothing needs: it binds nothing.
UNNEEDED = "_"


def mistakes(*diagnostics: Diagnostic) -> PydanticCustomError:
    """Diagnostics in the form in which pydantic collects them."""
    return PydanticCustomError("mistakes", "the spec is wrong", {"diagnostics": diagnostics})


def mistake(code: str, message: str, span: Span, help: str | None = None) -> PydanticCustomError:
    """One diagnostic in the form in which pydantic collects them."""
    return mistakes(Diagnostic(code, message, span, help=help))


def each_of(nodes: Iterable[Part], read: Callable[[Part], Any]) -> list[Any]:
    """What `read` makes of every node.

    Raises:
        PydanticCustomError: with the mistakes of all of them.
    """
    values: list[Any] = []
    found: list[Diagnostic] = []
    for node in nodes:
        try:
            values.append(read(node))
        except SpecError as error:
            found += error.diagnostics
        except PydanticCustomError as error:
            found += (error.context or {})["diagnostics"]
    if found:
        raise mistakes(*found)
    return values


class Leaf:
    """Reads a field from a node of the located tree, and all that is in it: pydantic need not know what that is.

    Args:
        read: makes the field's value of the node; what it raises says what is wrong there.
    """

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


def leaf(read: Callable[[Node], Any]) -> Any:
    """The type of a field that `read` makes of its node."""
    return Annotated[Any, Leaf(read)]


def wrong_type(wanted: str, node: Node, help: str | None = None) -> PydanticCustomError:
    """The mistake of a node of the wrong sort."""
    return mistakes(Diagnostic("E0201", f"expected {wanted}, found {describe_value(node)}", node.span, help=help))


def _text(node: Node) -> Word:
    if not isinstance(node, Scalar) or node.value is None:
        raise wrong_type("a text", node)
    return Word(node.text, node.span)


def _identifier(node: Node) -> Word:
    word = _text(node)
    refuse(bad_identifier(word.text, word.span))
    return word


def _binding(node: Node) -> Word:
    word = _text(node)
    refuse(bad_binding(word.text, word.span))
    return word


def bad_identifier(text: str, span: Span) -> Diagnostic | None:
    """What is wrong with a text that is to be a name: Python's identifiers are, its keywords are not."""
    if keyword.iskeyword(text):
        return Diagnostic("E0202", f"{text!r} is a word of Python and no name", span)
    # Python reads an identifier in this form; where another one is written, two spellings would be one name.
    normal = unicodedata.normalize("NFKC", text)
    if not text.isidentifier() or normal != text:
        mistake = Diagnostic("E0202", f"{text!r} is no name: letters, digits and _ make one, a letter or _ first", span)
        if not normal.isidentifier():
            return mistake
        return mistake._replace(help=f"write {normal!r}", fix=exchange(span, text, normal))
    return None


def bad_binding(text: str, span: Span) -> Diagnostic | None:
    """What is wrong with a text that is to be a name which formulas read."""
    if text in RESERVED:
        return Diagnostic("E0203", f"{text!r} has a meaning of its own in formulas and can't be bound", span)
    return bad_identifier(text, span)


def bad_layer_name(text: str, span: Span) -> Diagnostic | None:
    """What is wrong with a text that is to be a layer's name: Keras and file formats take less than YAML does."""
    if _LAYER_NAME.match(text):
        return None
    message = f"{text!r} is no name for a layer: letters, digits, '_', '.' and '-' make one, a letter or digit first"
    return Diagnostic("E0507", message, span)


def refuse(found: Diagnostic | None) -> None:
    """Stops a reading where something is wrong.

    Raises:
        PydanticCustomError: something is.
    """
    if found is not None:
        raise mistakes(found)


def _template(node: Node) -> Template:
    if not isinstance(node, Scalar) or node.value is None:
        raise wrong_type("a text", node, _as_template(node))
    return read_template(node)


def _as_template(node: Node) -> str | None:
    """The help for `{index}`, which YAML reads as a mapping where it is not quoted."""
    if not isinstance(node, Mapping) or len(node) != 1:
        return None
    [(key, value)] = node.items()
    return f'quote the text: "{{{key}}}"' if isinstance(value, Scalar) and value.text == "" else None


def _layer_name(node: Node) -> Template:
    name = _template(node)
    if name.constant is not None:
        refuse(bad_layer_name(name.constant, node.span))
    return name


def _condition(node: Node) -> Formula:
    if not isinstance(node, Scalar):
        raise wrong_type("a condition", node)
    if node.text.startswith("="):
        bare = node.text[1:].lstrip()
        fix = exchange(node.span, node.text, bare) if node.plain else None
        found = Diagnostic("E0204", "'when' holds a bare formula", node.span, help=f"leave out the '=': when: {bare}")
        raise mistakes(found._replace(fix=fix))
    return read_formula(node)


def _names(node: Node) -> tuple[Template, ...]:
    return tuple(each_of(node if isinstance(node, Sequence) else [node], _name))


def _name(node: Node) -> Template:
    name = _template(node)
    if name.constant is not None:
        refuse(bad_binding(name.constant, node.span))
    return name


def _references(node: Node) -> tuple[Reference, ...]:
    nodes = node if isinstance(node, Sequence) else [node]
    if not nodes:
        raise wrong_type("at least one tensor", node)
    return tuple(each_of(nodes, read_reference))


def read_reference(node: Node) -> Reference:
    """The tensor a word or a negative number calls."""
    value = node.value if isinstance(node, Scalar) else None
    if type(value) is int and value < 0:
        return Position(value, node.span)
    if isinstance(value, int | float) and not isinstance(value, bool):
        message = f"a tensor is called by its name or from the last (-1) back, not by {value}"
        raise mistake("E0205", message, node.span)
    return _template(node)


def _shape(node: Node) -> DocumentedShape:
    if isinstance(node, Sequence) and node and all(isinstance(item, Sequence) for item in node):
        return DocumentedShape(tuple(each_of(node, _one_shape)), node.span)
    return _one_shape(node)


def _one_shape(node: Node) -> DocumentedShape:
    if not isinstance(node, Sequence):
        raise wrong_type("a shape such as [224, 224, 3]", node)
    return DocumentedShape(tuple(each_of(node, _documented_size)), node.span)


def is_size(value: Any) -> bool:
    """Whether a value is a size: a positive whole number, or None where it is unknown until run time."""
    return value is None or (type(value) is int and value > 0)


def bad_size(value: Any, span: Span) -> Diagnostic | None:
    """What is wrong with the computed value of a size."""
    if is_size(value):
        return None
    return Diagnostic("E0505", f"a size is a positive whole number or null, found {describe(value)}", span)


def _documented_size(node: Node) -> Any:
    value = read_value(node)
    if is_size(value) or value == ANY or isinstance(value, Formula):
        return value
    wanted = "a size (a positive whole number, null, any or a formula)"
    found = Diagnostic("E0201", f"expected {wanted}, found {describe_value(node)}", node.span)
    raise mistakes(with_meaning(found, value, wanted, None))


class InputTensor(NamedTuple):
    """An input of a network: its sizes without the batch, and its type where one is given."""

    sizes: tuple[Value, ...]
    dtype: str | None = None


def _input(node: Node) -> InputTensor:
    if not isinstance(node, Mapping):
        return InputTensor(_input_shape(node))
    unknown = [key for key in node if key not in ("shape", "dtype")]
    if unknown:
        wrong = Diagnostic("E0206", f"an input has no key {unknown[0]!r}", node.key_spans[unknown[0]])
        raise mistakes(suggested(wrong, unknown[0], ("shape", "dtype")))
    if "shape" not in node:
        raise mistake("E0208", "an input needs a 'shape'", node.span)
    return InputTensor(_input_shape(node["shape"]), _dtype(node["dtype"]) if "dtype" in node else None)


def _dtype(node: Node) -> str:
    text = node.text if isinstance(node, Scalar) else ""
    if text in get_args(TensorDtype):
        return text
    wrong = Diagnostic("E0201", f"expected the type of a tensor, found {describe_value(node)}", node.span)
    raise mistakes(suggested(wrong, text, get_args(TensorDtype)))


def _input_shape(node: Node) -> tuple[Value, ...]:
    if not isinstance(node, Sequence):
        raise wrong_type("a shape such as [224, 224, 3]", node)
    return tuple(each_of(node, _input_size))


def _input_size(node: Node) -> Value:
    size = _documented_size(node)
    if size == ANY:
        raise wrong_type("a size (a positive whole number, null or a formula)", node)
    return size


def _bound(node: Node) -> Value:
    value = read_value(node)
    if isinstance(value, bool) or not isinstance(value, int | float | Formula):
        raise wrong_type("a number or a formula", node)
    return value


def _choices(node: Node) -> Value:
    value = read_value(node)
    if not isinstance(value, list | Items | Formula):
        raise wrong_type("a list of values", node)
    return value


def _figure(node: Node) -> Documented:
    figure = read_figure(node.text) if isinstance(node, Scalar) else None
    if figure is None:
        raise wrong_type("a figure such as 50, 25.6M or 3.8G", node)
    return Documented(figure, node.span)


Text = leaf(_text)
Identifier = leaf(_identifier)
Binding = leaf(_binding)
TemplateText = leaf(_template)
LayerName = leaf(_layer_name)
Condition = leaf(_condition)
AnyValue = leaf(read_value)
Bound = leaf(_bound)
Choices = leaf(_choices)
Names = leaf(_names)
References = leaf(_references)
ReferenceField = leaf(read_reference)
Shape = leaf(_shape)
Input = leaf(_input)
FigureField = leaf(_figure)
