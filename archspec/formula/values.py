"""Values of a spec that may be formulas: read once, with their places, and computed where a step is run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import Evaluator
from archspec.formula.parser import parse
from archspec.formula.tree import Name, Term, free_names
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.suggest import exchange
from archspec.text.tree import Node, Scalar, Sequence, describe, kind

_BRACES = re.compile(r"\{\{|\}\}|\{|\}")


class Formula(NamedTuple):
    """A formula, and where it stands.

    Args:
        text: the formula, without sign or braces.
        term: its tree.
        span: where the scalar stands that it is in.
        scalar: the text of that scalar.
        offset: how many characters of it come before the formula.
        names: the names that the formula reads.
    """

    text: str
    term: Term
    span: Span
    scalar: str
    offset: int
    names: frozenset[str]

    def part(self, start: int, end: int) -> Span:
        """Where the characters `start` to `end` of the formula stand."""
        return self.span.part(self.scalar, self.offset + start, self.offset + end)

    def mistake(self, error: FormulaError) -> Diagnostic:
        """What is wrong with the formula, at its place."""
        return _located(error, self.span, self.scalar, self.offset)


class Template(NamedTuple):
    """A text with `{formulas}` in it."""

    text: str
    parts: tuple[str | Formula, ...]
    span: Span
    names: frozenset[str]

    @property
    def constant(self) -> str | None:
        """The text that it always gives; None where that is computed."""
        [first, *others] = self.parts
        return first if isinstance(first, str) and not others else None


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
    entries = {key: read_value(value) for key, value in node.items()}
    return Record(entries) if any(isinstance(entry, COMPUTED) for entry in entries.values()) else entries


def _read_scalar(node: Scalar) -> Value:
    if node.text.startswith("="):
        return read_formula(node, skip=1)
    template = read_template(node)
    return template if template.constant is None else template.constant


def read_formula(node: Scalar, skip: int = 0) -> Formula:
    """The formula that a scalar holds after its first `skip` characters.

    Raises:
        SpecError: it is none.
    """
    return _formula(node, skip, len(node.text))


def _formula(node: Scalar, start: int, end: int) -> Formula:
    text = node.text[start:end]
    try:
        term = parse(text)
    except FormulaError as error:
        raise SpecError([_located(error, node.span, node.text, start)]) from None
    names = frozenset(name.name for name in free_names(term))
    return Formula(text, term, node.span, node.text, start, names)


def _located(error: FormulaError, span: Span, scalar: str, offset: int) -> Diagnostic:
    """A formula's error as a mistake of the spec."""
    place = span.part(scalar, offset + error.start, offset + error.end)
    fix = None
    if error.instead is not None:
        word, text = error.instead
        fix = exchange(span.part(scalar, offset + error.end - len(word), offset + error.end), word, text)
    return Diagnostic(error.code, error.message, place, help=error.help, fix=fix)


def read_template(node: Scalar) -> Template:
    """The text of a scalar with the formulas in its braces; `{{` and `}}` are braces.

    Raises:
        SpecError: a brace is never closed, or holds no formula.
    """
    text = node.text
    if "{" not in text and "}" not in text:
        return Template(text, (text,), node.span, frozenset())
    parts: list[str | Formula] = []
    literal, position = "", 0
    while brace := _BRACES.search(text, position):
        literal += text[position : brace.start()]
        position = brace.end()
        if len(brace[0]) == 2:
            literal += brace[0][0]
            continue
        if brace[0] == "}":
            raise _lone_brace(node, brace.start(), "this '}' closes nothing", "write '}}' for a brace")
        end = text.find("}", position)
        if end < 0:
            raise _lone_brace(node, brace.start(), "this '{' is never closed", "write '{{' for a brace")
        parts += [literal] if literal else []
        literal = ""
        parts.append(_formula(node, position, end))
        position = end + 1
    literal += text[position:]
    parts += [literal] if literal or not parts else []
    names = frozenset(name for part in parts if isinstance(part, Formula) for name in part.names)
    return Template(text, tuple(parts), node.span, names)


def _lone_brace(node: Scalar, position: int, message: str, help: str) -> SpecError:
    return SpecError.single("E0310", message, node.span.part(node.text, position, position + 1), help=help)


def compute(value: Value, names: Mapping[str, Any], evaluator: Evaluator) -> Any:
    """A value as plain data, with all its formulas computed.

    Raises:
        SpecError: one can't be.
    """
    computed = compute_bound(value, names, evaluator)
    return computed if isinstance(computed, int | float) else evaluator.plain(computed)


def compute_known(value: Value, names: Mapping[str, Any], evaluator: Evaluator) -> Any:
    """A value that something is decided by: like `compute_bound`, but it may be no unknown size itself.

    Raises:
        SpecError: it is one, or a formula can't be computed.
    """
    if isinstance(value, Formula):
        return _of_formula(value, evaluator.known, names)
    return compute_bound(value, names, evaluator)


def _of_formula(
    formula: Formula, compute_term: Callable[[Term, Mapping[str, Any]], Any], names: Mapping[str, Any]
) -> Any:
    try:
        return compute_term(formula.term, names)
    except FormulaError as error:
        raise SpecError([formula.mistake(error)]) from None


def compute_bound(value: Value, names: Mapping[str, Any], evaluator: Evaluator) -> Any:
    """A value for a name that formulas read: like `compute`, but sizes that are unknown stay what they are.

    Raises:
        SpecError: a formula can't be computed.
    """
    match value:
        case Formula():
            return _of_formula(value, evaluator.term, names)
        case Template():
            return fill(value, names, evaluator)
        case Items():
            return _made([compute_bound(item, names, evaluator) for item in value.items], value, evaluator)
        case Record():
            entries = {key: compute_bound(entry, names, evaluator) for key, entry in value.entries.items()}
            return _made(entries, value, evaluator)
    return value


def _made(container: Any, value: Value, evaluator: Evaluator) -> Any:
    """A computed list or record, unless it is too large."""
    excess = evaluator.excess(container)
    if excess:
        raise SpecError.single("E0308", f"this gives {excess}", next(formulas_in(value)).span)
    return container


def fill(template: Template, names: Mapping[str, Any], evaluator: Evaluator) -> str:
    """The text of a template with its formulas computed.

    Raises:
        SpecError: one can't be, or gives what is no text or number.
    """
    first = template.parts[0]
    if len(template.parts) == 1 and isinstance(first, str):
        return first
    text = "".join([part if isinstance(part, str) else _text(part, names, evaluator) for part in template.parts])
    excess = evaluator.excess(text)
    if excess:
        raise SpecError.single("E0308", f"this gives {excess}", template.span)
    return text


def _text(formula: Formula, names: Mapping[str, Any], evaluator: Evaluator) -> str:
    value = compute_known(formula, names, evaluator)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        message = f"only a text or a number can stand here, found {describe(value)}"
        raise SpecError.single("E0310", message, formula.part(0, len(formula.text)))
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


def entries_of(value: Value) -> Any:
    """A value as it is written: records as mappings, whatever their entries hold."""
    if isinstance(value, Record):
        return {key: entries_of(each) for key, each in value.entries.items()}
    return value
