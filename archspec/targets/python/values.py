"""Values of a spec as Python expressions: arguments, texts with formulas in them, layers' names and settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archspec.catalogue.index import find_layer
from archspec.catalogue.inner import Wrapping, find_inner
from archspec.catalogue.naming import inner_name
from archspec.catalogue.operation import Operation
from archspec.catalogue.ops.op import Op
from archspec.formula.values import Formula, Items, Record, Template, Value
from archspec.spec.calls import Call
from archspec.targets.python import code
from archspec.targets.python.code import Argument, Atom, Entries, Expression, call
from archspec.targets.python.formulas import Bindings, Formulas
from archspec.targets.python.layout import flat
from archspec.targets.python.literals import escaped, literal, quoted

#: A text in parts: what is always the same, and what is computed.
Pieces = tuple[str | Expression, ...]
#: The modules of Keras that hold what an argument with such a name is made of.
_SETTINGS = {"initializer": "initializers", "regularizer": "regularizers", "constraint": "constraints"}


def value_expression(value: Value, names: Bindings, formulas: Formulas) -> Expression:
    """Any value of a spec."""
    match value:
        case Formula():
            return formulas.expression(value.term, names)
        case Template():
            return text_expression(template_pieces(value, names, formulas))
        case Items():
            return code.Items(tuple(value_expression(item, names, formulas) for item in value.items))
        case Record():
            entries = value.entries.items()
            return Entries(tuple((literal(key), value_expression(each, names, formulas)) for key, each in entries))
    return literal(value)


def template_pieces(template: Template, names: Bindings, formulas: Formulas) -> Pieces:
    """The parts of a text with formulas in it."""
    return tuple(
        formulas.expression(part.term, names) if isinstance(part, Formula) else part for part in template.parts
    )


def text_expression(pieces: Iterable[str | Expression]) -> Expression:
    """A text in parts as one literal, with what is computed in braces."""
    parts = _merged(pieces)
    if all(isinstance(part, str) for part in parts):
        return Atom(quoted("".join(part for part in parts if isinstance(part, str))))
    if any(_hinders(flat(part)) for part in parts if not isinstance(part, str)):
        return _formatted(parts)
    text = "".join(
        escaped(part).replace('"', '\\"').replace("{", "{{").replace("}", "}}")
        if isinstance(part, str)
        else "{" + flat(part).replace('"', "'") + "}"
        for part in parts
    )
    return Atom(f'f"{text}"')


def _hinders(text: str) -> bool:
    """Whether an expression can't stand in an f-string once its double quotes have become single ones."""
    return "\\" in text or "'" in text


def _formatted(parts: list[str | Expression]) -> Expression:
    """A text whose computed parts hold quotes that an f-string of Python 3.11 can't."""
    text = "".join(part.replace("{", "{{").replace("}", "}}") if isinstance(part, str) else "{}" for part in parts)
    return call(code.Member(Atom(quoted(text)), "format"), *(part for part in parts if not isinstance(part, str)))


def _merged(pieces: Iterable[str | Expression]) -> list[str | Expression]:
    """Parts with neighbouring texts joined."""
    parts: list[str | Expression] = []
    for piece in pieces:
        if isinstance(piece, str) and parts and isinstance(parts[-1], str):
            parts[-1] += piece
        elif piece != "":
            parts.append(piece)
    return parts


def layer_expression(layer: Call, name: Expression, names: Bindings, formulas: Formulas) -> code.Call:
    """The making of a layer: what it can't do without by position, the rest by name, as the spec gives it."""
    found = find_layer(layer.name)
    assert found is not None
    return _made(found, layer.arguments, name, names, formulas)


def _made(
    found: type[Operation], arguments: Mapping[str, Value], name: Expression, names: Bindings, formulas: Formulas
) -> code.Call:
    needed = [key for key, argument in found.argument_fields().items() if argument.is_required()]
    inner = found.inner_arguments if issubclass(found, Wrapping) else ()
    given = {
        key: _inner(value, names, formulas) if key in inner else _argument(key, value, names, formulas)
        for key, value in arguments.items()
    }
    positional = [Argument(given.pop(key)) for key in needed]
    keywords = [Argument(value, key) for key, value in given.items()]
    return code.Call(Atom(f"layers.{found.keras_name()}"), (*positional, *keywords, Argument(name, "name")))


def _inner(value: Value, names: Bindings, formulas: Formulas) -> Expression:
    """A layer, or a list of cells, that is an argument."""
    if isinstance(value, list | Items):
        items = value.items if isinstance(value, Items) else value
        return stacked(code.Items(tuple(_inner(item, names, formulas) for item in items), "[]"))
    entries = value.entries if isinstance(value, Record) else value
    if entries is None:
        return Atom("None")
    [(name, arguments)] = entries.items() if isinstance(entries, Mapping) else [(str(entries), None)]
    found = find_inner(name)
    assert found is not None
    given = arguments.entries if isinstance(arguments, Record) else arguments or {}
    return _made(found, given, Atom(quoted(inner_name(name))), names, formulas)


def stacked(cells: Expression) -> Expression:
    """A list of cells as the one that Keras makes of it."""
    return call("layers.StackedRNNCells", cells, name=Atom(quoted(inner_name("StackedRNNCells"))))


def operation_call(
    operation: Op | type[Op], tensors: Sequence[Expression], given: Mapping[str, Expression]
) -> code.Call:
    """The call of a function of `keras.ops`, as Keras takes it."""
    placed, named = operation.placed([code.listing(tensors)] if operation.takes_list() else tensors, given)
    keywords = tuple(Argument(value, key) for key, value in named.items())
    return code.Call(Atom(operation.keras_name()), (*map(Argument, placed), *keywords))


def _argument(key: str, value: Value, names: Bindings, formulas: Formulas) -> Expression:
    kind = key.rpartition("_")[2]
    entries = value.entries if isinstance(value, Record) else value
    if kind in _SETTINGS and isinstance(entries, Mapping):
        [(name, arguments)] = entries.items()
        return _setting(kind, name, arguments, names, formulas)
    return value_expression(value, names, formulas)


def _setting(kind: str, name: str, arguments: Any, names: Bindings, formulas: Formulas) -> Expression:
    """An initializer, regularizer or constraint with arguments of its own."""
    from archspec.catalogue.settings import SETTINGS

    given = arguments.entries if isinstance(arguments, Record) else arguments or {}
    keywords = {key: value_expression(value, names, formulas) for key, value in given.items()}
    made = call(f"keras.{_SETTINGS[kind]}.{SETTINGS[kind][name].__name__}", **keywords)
    # Type checkers take these arguments for texts, because their defaults are.
    return formulas.untyped(made) if kind == "initializer" else made
