"""Values of a spec that may be formulas: read once, with their places, and computed where a step is run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import Evaluator
from archspec.formula.parser import parse
from archspec.formula.tree import Name, Term, free_names
from archspec.limits import DEFAULT_LIMITS
from archspec.text.diagnostics import SpecError
from archspec.text.source import Span
from archspec.text.tree import Mapping as MappingNode
from archspec.text.tree import Node, Scalar, Sequence, kind

_BRACES = re.compile(r"\{\{|\}\}|\{|\}")


class Formula(NamedTuple):
    """A formula, and where it stands."""

    text: str
    term: Term
    span: Span
    #: How far into the span the text begins, where both lie in one line letter by letter; None elsewhere.
    offset: int | None
    names: frozenset[str]

    def part(self, start: int, end: int) -> Span:
        """Where the characters `start` to `end` of the formula stand."""
        return _part(self.span, self.offset, start, end)


class Template(NamedTuple):
    """A text with `{formulas}` in it."""

    text: str
    parts: tuple[str | Formula, ...]
    span: Span
    names: frozenset[str]


class Items(NamedTuple):
    """A list in which at least one item is computed."""

    items: tuple[Value, ...]


class Record(NamedTuple):
    """A mapping in which at least one entry is computed."""

    entries: Mapping[str, Value]


#: A plain value (number, text, list, dict, ...) or one that is computed.
Value = Any
COMPUTED = (Formula, Template, Items, Record)


def read_value(node: Node) -> Value:
    """What a node of the document stands for; containers in which nothing is computed are plain data.

    Raises:
        SpecError: a formula in it can't be read.
    """
    if isinstance(node, Scalar):
        return _read_scalar(node) if isinstance(node.value, str) else node.value
    if isinstance(node, Sequence):
        items = [read_value(item) for item in node]
        return Items(tuple(items)) if any(isinstance(item, COMPUTED) for item in items) else items
    refuse_broken_formula(node)
    entries = {key: read_value(value) for key, value in node.items()}
    return Record(entries) if any(isinstance(entry, COMPUTED) for entry in entries.values()) else entries


def _read_scalar(node: Scalar) -> Value:
    if node.text.startswith("="):
        return read_formula(node, skip=1)
    template = read_template(node)
    return template.parts[0] if len(template.parts) == 1 and isinstance(template.parts[0], str) else template


def read_formula(node: Scalar, skip: int = 0) -> Formula:
    """The formula that a scalar holds after its first `skip` characters.

    Raises:
        SpecError: it is none.
    """
    return _formula(node.text[skip:], node.span, _offset(node, skip))


def _formula(text: str, span: Span, offset: int | None) -> Formula:
    try:
        term = parse(text, DEFAULT_LIMITS.formula_terms)
    except FormulaError as error:
        raise located(error, span, offset) from None
    names = frozenset(name.name for name in free_names(term))
    return Formula(text, term, span, offset, names)


def read_template(node: Scalar) -> Template:
    """The text of a scalar with the formulas in its braces; `{{` and `}}` are braces.

    Raises:
        SpecError: a brace is never closed, or holds no formula.
    """
    text, offset = node.text, _offset(node, 0)
    if "{" not in text and "}" not in text:
        return Template(text, (text,), node.span, frozenset())
    parts: list[str | Formula] = []
    literal, position = "", 0
    for brace in _BRACES.finditer(text):
        if brace.start() < position:
            continue
        literal += text[position : brace.start()]
        position = brace.end()
        if brace[0] in ("{{", "}}"):
            literal += brace[0][0]
        elif brace[0] == "}":
            raise SpecError.single(
                "E0310",
                "this '}' closes nothing",
                _part(node.span, offset, brace.start(), brace.end()),
                help="write '}}' for a brace",
            )
        else:
            end = text.find("}", position)
            if end < 0:
                raise SpecError.single(
                    "E0310",
                    "this '{' is never closed",
                    _part(node.span, offset, brace.start(), brace.end()),
                    help="write '{{' for a brace",
                )
            parts += [literal] if literal else []
            literal = ""
            parts.append(_formula(text[position:end], node.span, None if offset is None else offset + position))
            position = end + 1
    literal += text[position:]
    parts += [literal] if literal or not parts else []
    names = frozenset(name for part in parts if isinstance(part, Formula) for name in part.names)
    return Template(text, tuple(parts), node.span, names)


def _offset(node: Scalar, skip: int) -> int | None:
    """How far into its span a scalar's text begins, or None where escapes or folds part the two."""
    span = node.span
    if span.line != span.end_line:
        return None
    quotes = (span.end_column - span.column - len(node.text)) // 2
    return skip + quotes if span.end_column - span.column - 2 * quotes == len(node.text) else None


def _part(span: Span, offset: int | None, start: int, end: int) -> Span:
    return span if offset is None else span.part(offset + start, offset + end)


def located(error: FormulaError, span: Span, offset: int | None) -> SpecError:
    """A formula's error as an error of the spec."""
    return SpecError.single(error.code, error.message, _part(span, offset, error.start, error.end), help=error.help)


def refuse_broken_formula(node: MappingNode) -> None:
    """Finds `{filters: =max(a, b)}`, which YAML reads as the two keys `filters` and `b)`."""
    for key, value in node.items():
        if not (isinstance(value, Scalar) and value.plain and value.text.startswith("=")):
            continue
        if value.text.count("(") + value.text.count("[") > value.text.count(")") + value.text.count("]"):
            raise SpecError.single(
                "E0109",
                "a formula with a comma, bracket or brace must be quoted inside [...] or {...}",
                value.span,
                help=f'quote the whole formula: {key}: "{value.text}, ..."',
            )


def compute(value: Value, names: Mapping[str, Any], evaluator: Evaluator) -> Any:
    """A value with all its formulas computed.

    Raises:
        SpecError: one can't be.
    """
    match value:
        case Formula():
            try:
                return evaluator.value(value.term, names)
            except FormulaError as error:
                raise located(error, value.span, value.offset) from None
        case Template():
            return fill(value, names, evaluator)
        case Items():
            return [compute(item, names, evaluator) for item in value.items]
        case Record():
            return {key: compute(entry, names, evaluator) for key, entry in value.entries.items()}
    return value


def fill(template: Template, names: Mapping[str, Any], evaluator: Evaluator) -> str:
    """The text of a template with its formulas computed.

    Raises:
        SpecError: one can't be, or gives what is no text or number.
    """
    if not template.names and len(template.parts) == 1 and isinstance(template.parts[0], str):
        return template.parts[0]
    return "".join([part if isinstance(part, str) else _text(part, names, evaluator) for part in template.parts])


def _text(formula: Formula, names: Mapping[str, Any], evaluator: Evaluator) -> str:
    value = compute(formula, names, evaluator)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise SpecError.single(
            "E0310", "only a text or a number can stand in a name", formula.part(0, len(formula.text)), help=None
        )
    return str(value)


def formulas_in(value: Value) -> Iterator[Formula]:
    """Every formula of a value."""
    match value:
        case Formula():
            yield value
        case Template():
            yield from (part for part in value.parts if isinstance(part, Formula))
        case Items():
            for item in value.items:
                yield from formulas_in(item)
        case Record():
            for entry in value.entries.values():
                yield from formulas_in(entry)


def read_names(value: Value) -> Iterator[tuple[Formula, Name]]:
    """Every name that a value reads, with the formula it stands in."""
    for formula in formulas_in(value):
        for name in free_names(formula.term):
            yield formula, name


def describe_value(node: Node) -> str:
    """What a node is, in the words of messages; formulas are called so."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.text.startswith("="):
        return f"the formula {node.text!r}"
    return kind(node)
