"""Writes a tree of Python code as text, laid out as `ruff format` lays it out at its defaults."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from archspec.targets.python.code import (
    AND,
    COMPARISON,
    OR,
    POWER,
    TERNARY,
    Argument,
    Assign,
    Atom,
    Call,
    Class,
    Comment,
    Comprehension,
    Entries,
    Evaluate,
    Expression,
    For,
    Function,
    If,
    Item,
    Items,
    Member,
    Operation,
    Parameter,
    Prefixed,
    Return,
    Statement,
    Ternary,
)
from archspec.targets.python.literals import comment_text, docstring
from archspec.targets.python.printing import Break, Group, IfBroken, Indented, Part, lay_out

WIDTH = 88
_BRACKETED = Call | Item | Items | Entries | Comprehension


def flat(expression: Expression) -> str:
    """An expression on one line."""
    return lay_out((Group(_parts(expression)),), 10**9, 0)


def _parts(expression: Expression) -> tuple[Part, ...]:
    return _WRITERS[type(expression)](expression)


def _atom(expression: Atom) -> tuple[Part, ...]:
    return (expression.text,)


def _prefixed(expression: Prefixed) -> tuple[Part, ...]:
    # The formatter makes it plain that a power is taken before a sign is.
    is_power = isinstance(expression.operand, Operation) and expression.operand.level == POWER
    return (expression.operator, *_operand(expression.operand, POWER + 1 if is_power else expression.level))


def _ternary(expression: Ternary) -> tuple[Part, ...]:
    then = _operand(expression.then, TERNARY + 1)
    test = _operand(expression.test, TERNARY + 1)
    return (Group((*then, Break(" "), "if ", *test, Break(" "), "else ", *_alternative(expression.otherwise))),)


def _alternative(expression: Expression) -> tuple[Part, ...]:
    """What stands after `else`; a further condition there breaks together with the one before it."""
    parts = _parts(expression)
    if isinstance(expression, Ternary) and isinstance(parts[0], Group):
        return parts[0].parts
    return parts


def _call(expression: Call) -> tuple[Part, ...]:
    return (*_head(expression.function), *_called(expression.arguments))


def _member(expression: Member) -> tuple[Part, ...]:
    return (*_head(expression.value), f".{expression.name}")


def _item(expression: Item) -> tuple[Part, ...]:
    return (*_head(expression.value), *_bracketed("[]", _parts(expression.position)))


def _entries(expression: Entries) -> tuple[Part, ...]:
    entries: list[tuple[Part, ...]] = [(*_parts(key), ": ", *_parts(value)) for key, value in expression.entries]
    return _bracketed("{}", _listed(entries)) if entries else ("{}",)


def _head(expression: Expression) -> tuple[Part, ...]:
    return _operand(expression, POWER + 1)


def _operand(expression: Expression, level: int) -> tuple[Part, ...]:
    """An operand, in brackets where it binds less tightly than what it stands in."""
    parts = _parts(expression)
    return parts if expression.level >= level else _bracketed("()", parts)


def _operation(expression: Operation) -> tuple[Part, ...]:
    return (Group(_operands(expression)),)


def _operands(expression: Operation) -> tuple[Part, ...]:
    level = expression.level
    if level == POWER:
        return _power(*expression.operands)
    first, *others = expression.operands
    parts = list(_joined(first, level + 1 if level == COMPARISON else level))
    for operator, operand in zip(expression.operators, others, strict=True):
        parts += [Break(" "), f"{operator} ", *_joined(operand, level + 1)]
    return tuple(parts)


def _joined(operand: Expression, level: int) -> tuple[Part, ...]:
    """An operand; the parts of an `and` within an `or` break together with it."""
    if isinstance(operand, Operation) and level <= operand.level == AND:
        return _operands(operand)
    return _operand(operand, level)


def _power(base: Expression, exponent: Expression) -> tuple[Part, ...]:
    # A power binds its right side less tightly than a sign there: 2 ** -x.
    right = _operand(exponent, POWER - 1)
    is_power = isinstance(exponent, Operation) and exponent.level == POWER
    beside = exponent.operands[0] if is_power and isinstance(exponent, Operation) else exponent
    sign: tuple[Part, ...] = ("**",) if _is_simple(base) and _is_simple(beside) else (Break(" "), "** ")
    return (*_operand(base, POWER + 1), *sign, *right)


def _is_simple(expression: Expression) -> bool:
    """Whether the formatter leaves the spaces around `**` out beside an expression."""
    match expression:
        case Atom(text=text):
            return not text.startswith(("'", '"', "f"))
        case Prefixed(operator=operator, operand=operand):
            return operator == "-" and not isinstance(operand, Operation) and _is_simple(operand)
        case Member(value=value):
            return _is_simple(value)
    return False


def _called(arguments: Sequence[Argument]) -> tuple[Part, ...]:
    if len(arguments) == 1 and isinstance(arguments[0].value, Comprehension) and not arguments[0].value.brackets:
        return _bracketed("()", _parts(arguments[0].value))
    return _arguments([_argument(each) for each in arguments])


def _argument(argument: Argument) -> tuple[Part, ...]:
    parts = _parts(argument.value)
    return (f"{argument.keyword}=", *parts) if argument.keyword else parts


def _arguments(arguments: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """What a call or a definition has in its brackets: on the line, on the next, or each on its own."""
    return _bracketed("()", (Group(_listed(arguments)),)) if arguments else ("()",)


def _items(expression: Items) -> tuple[Part, ...]:
    opening, closing = expression.brackets[0], expression.brackets[1]
    items = list(map(_parts, expression.items))
    if not items:
        return (opening + closing,)
    if len(items) == 1 and opening == "(":
        only: tuple[Part, ...] = (*items[0], ",")
        return _bracketed("()", only)
    return _bracketed(expression.brackets, _listed(items))


def _listed(items: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    separator: tuple[Part, ...] = (",", Break(" "))
    first, *others = items
    return (*first, *(part for item in others for part in (*separator, *item)), IfBroken(","))


def _bracketed(brackets: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    opening, closing = brackets[0], brackets[1]
    return (Group((opening, Indented((Break(), *parts)), Break(), closing)),)


def _comprehension(expression: Comprehension) -> tuple[Part, ...]:
    element, items = _parts(expression.element), _operand(expression.items, TERNARY + 1)
    parts: tuple[Part, ...] = (*element, Break(" "), f"for {expression.variable} in ", *items)
    if expression.condition is not None:
        parts = (*parts, Break(" "), "if ", *_operand(expression.condition, TERNARY + 1))
    parts = (Group(parts),)
    return _bracketed(expression.brackets, parts) if expression.brackets else parts


_WRITERS: dict[type[Expression], Callable[[Any], tuple[Part, ...]]] = {
    Atom: _atom,
    Operation: _operation,
    Prefixed: _prefixed,
    Ternary: _ternary,
    Call: _call,
    Member: _member,
    Item: _item,
    Items: _items,
    Entries: _entries,
    Comprehension: _comprehension,
}


def _statement_value(expression: Expression) -> tuple[Part, ...]:
    """An expression that stands in no brackets: it gets some where it must break and has none to break in."""
    parts = _parts(expression)
    if isinstance(expression, Atom | Member | _BRACKETED) or _can_omit(expression):
        return tuple(_outside(parts))
    return _in_brackets_where_broken(parts)


def _in_brackets_where_broken(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return (Group((IfBroken("("), Indented((Break(), *parts)), Break(), IfBroken(")"))),)


def _outside(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts outside brackets, where lines can't break; those within brackets stay."""
    for part in parts:
        if isinstance(part, Break):
            yield part.unbroken
        elif isinstance(part, Group) and not _is_bracketed(part):
            yield from _outside(part.parts)
        else:
            yield part


def _is_bracketed(group: Group) -> bool:
    return group.parts[0] in ("(", "[", "{")


def _can_omit(expression: Expression) -> bool:
    """Whether the formatter rather breaks in brackets of the first or last operand than adds some around all.

    The rule is `can_omit_optional_parentheses` of ruff's formatter.
    """
    if isinstance(expression, Prefixed):
        return expression.operand.level < expression.level or _can_omit(expression.operand)
    if not isinstance(expression, Operation):
        return False
    return _operators(expression) == 1 and (_begins_bracketed(expression) or _ends_bracketed(expression))


def _operators(expression: Operation) -> int:
    """How many operators bind as loosely as the loosest one; `and` and `or` count as one kind."""
    inner = [each for each in expression.operands if isinstance(each, Operation) and each.level == AND]
    return len(expression.operators) + sum(map(_operators, inner if expression.level == OR else []))


def _begins_bracketed(expression: Expression) -> bool:
    match expression:
        case Operation(level=level, operands=operands):
            return operands[0].level < level or _begins_bracketed(operands[0])
        case Call(function=inner) | Item(value=inner) | Member(value=inner):
            return inner.level < POWER + 1 or _begins_bracketed(inner)
    return isinstance(expression, Items | Entries | Comprehension)


def _ends_bracketed(expression: Expression) -> bool:
    match expression:
        case Operation(level=level, operands=operands):
            least = POWER - 1 if level == POWER else level + 1
            return operands[-1].level < least or _ends_bracketed(operands[-1])
        case Prefixed(level=level, operand=operand):
            return operand.level < level or _ends_bracketed(operand)
        case Call(arguments=arguments):
            return len(arguments) > 0
        case Items(items=items):
            return len(items) > 0
    return isinstance(expression, Entries | Comprehension)


def write(statements: Iterable[Statement], indent: int = 0) -> str:
    """Statements as text, each with the end of its line."""
    return "".join(line + "\n" if line else "\n" for line in _lines(statements, indent))


def _lines(statements: Iterable[Statement], indent: int) -> Iterator[str]:
    first = True
    for statement in statements:
        yield from _statement(statement, indent, first)
        first = False


def _statement(statement: Statement, indent: int, first: bool) -> Iterator[str]:
    match statement:
        case Assign():
            yield from _assignment(statement, indent)
        case Evaluate():
            yield _line(indent, *_statement_value(statement.value))
        case Return():
            yield _line(indent, "return ", *_returned(statement.value))
        case Comment():
            if statement.spaced and not first:
                yield ""
            yield from _comment(statement.text, indent)
        case For():
            yield _line(indent, f"for {statement.target} in ", *_statement_value(statement.items), ":")
            yield from _lines(statement.body, indent + 4)
        case If():
            yield from _if(statement, indent, "if")


def _assignment(statement: Assign, indent: int) -> Iterator[str]:
    """An assignment; where its head does not fit on a line, brackets stand around its value."""
    head = _line(indent, f"{statement.target} = ", *_statement_value(statement.value)).partition("\n")[0]
    if len(head) <= WIDTH or ", " not in statement.target:
        yield _line(indent, f"{statement.target} = ", *_statement_value(statement.value))
    else:
        yield _line(indent, f"{statement.target} = ", *_in_brackets_where_broken(_parts(statement.value)))


def _returned(expression: Expression) -> tuple[Part, ...]:
    """What is returned: several values stand in no brackets where they fit."""
    if isinstance(expression, Items) and expression.brackets == "()" and len(expression.items) > 1:
        return _in_brackets_where_broken(_listed(list(map(_parts, expression.items))))
    return _statement_value(expression)


def _if(statement: If, indent: int, word: str) -> Iterator[str]:
    yield _line(indent, f"{word} ", *_statement_value(statement.test), ":")
    yield from _lines(statement.body, indent + 4)
    otherwise = statement.otherwise
    if len(otherwise) == 1 and isinstance(otherwise[0], If):
        yield from _if(otherwise[0], indent, "elif")
    elif otherwise:
        yield " " * indent + "else:"
        yield from _lines(otherwise, indent + 4)


def _line(indent: int, *parts: Part) -> str:
    return " " * indent + lay_out(parts, WIDTH, indent)


def _comment(text: str, indent: int) -> Iterator[str]:
    for paragraph in text.splitlines():
        for line in textwrap.wrap(
            comment_text(paragraph), WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False
        ):
            yield f"{' ' * indent}# {line}"


def write_function(function: Function, indent: int = 0) -> str:
    """A function as text."""
    parameters = [_parameter(each) for each in function.parameters]
    head = _line(indent, f"def {function.name}", *_arguments(parameters), ":")
    doc = docstring(function.doc, indent + 4, WIDTH)
    return f"{head}\n{doc}{write(function.body, indent + 4)}"


def _parameter(parameter: Parameter) -> tuple[Part, ...]:
    if parameter.default is None:
        return (parameter.name,)
    return (f"{parameter.name}: Any = " if parameter.is_any else f"{parameter.name}=", *_parts(parameter.default))


def write_class(definition: Class) -> str:
    """A class as text."""
    doc = docstring(definition.doc, 4, WIDTH)
    methods = "\n".join(write_function(method, 4) for method in definition.methods)
    separator = "\n" if doc and methods else ""
    return f"class {definition.name}({definition.base}):\n{doc}{separator}{methods}"
