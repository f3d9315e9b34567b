"""Python code as a tree: the few expressions and statements that generated source is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: How tightly Python's operators bind, loosest first; an operand that binds less tightly stands in brackets.
TERNARY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)


class Atom(NamedTuple):
    """A name or a literal that fits on a line of its own."""

    text: str
    level: int = ATOM


class Operation(NamedTuple):
    """Operands of one level with operators between them: `a + b - c`, `a < b <= c`, `a and b`."""

    level: int
    operands: tuple[Expression, ...]
    operators: tuple[str, ...]


class Prefixed(NamedTuple):
    """`-x`, `+x` or `not x`."""

    level: int
    operator: str
    operand: Expression


class Ternary(NamedTuple):
    """`then if test else otherwise`."""

    then: Expression
    test: Expression
    otherwise: Expression
    level: int = TERNARY


class Argument(NamedTuple):
    """One argument of a call, by keyword or by position."""

    value: Expression
    keyword: str | None = None


class Call(NamedTuple):
    """`function(arguments)`."""

    function: Expression
    arguments: tuple[Argument, ...]
    level: int = ATOM


class Member(NamedTuple):
    """`value.name`."""

    value: Expression
    name: str
    level: int = ATOM


class Item(NamedTuple):
    """`value[index]`."""

    value: Expression
    position: Expression
    level: int = ATOM


class Items(NamedTuple):
    """`(a, b)` or `[a, b]`."""

    items: tuple[Expression, ...]
    brackets: str = "()"
    level: int = ATOM


class Entries(NamedTuple):
    """`{"key": value}`."""

    entries: tuple[tuple[Expression, Expression], ...]
    level: int = ATOM


class Comprehension(NamedTuple):
    """`element for variable in items if condition`, as a list or as the one argument of a call."""

    element: Expression
    variable: str
    items: Expression
    condition: Expression | None
    brackets: str = "[]"
    level: int = ATOM


Expression = Atom | Operation | Prefixed | Ternary | Call | Member | Item | Items | Entries | Comprehension


def listing(items: Sequence[Expression]) -> Expression:
    """A list of expressions; of one that is a list already, and starred, that list."""
    if len(items) == 1 and isinstance(items[0], Atom) and items[0].text.startswith("*"):
        return Atom(items[0].text[1:])
    return Items(tuple(items), "[]")


class Assign(NamedTuple):
    """`target = value`."""

    target: str
    value: Expression


class Evaluate(NamedTuple):
    """An expression for its effect."""

    value: Expression


class Return(NamedTuple):
    """`return value`."""

    value: Expression


class Comment(NamedTuple):
    """Lines of a comment; a blank line may set it off from what goes before."""

    text: str
    spaced: bool = False


class If(NamedTuple):
    """`if test:` with what is done otherwise."""

    test: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


class For(NamedTuple):
    """`for target in items:`."""

    target: str
    items: Expression
    body: tuple[Statement, ...]


class Parameter(NamedTuple):
    """A parameter of a function, of any type where that is said; `*` stands for the sign that only keywords follow."""

    name: str
    default: Expression | None = None
    is_any: bool = False


class Doc(NamedTuple):
    """A docstring: paragraphs, and what is said of each parameter."""

    paragraphs: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()


class Function(NamedTuple):
    """`def name(parameters):` with a docstring."""

    name: str
    parameters: tuple[Parameter, ...]
    doc: Doc
    body: tuple[Statement, ...]


class Class(NamedTuple):
    """`class name(base):` with a docstring and methods."""

    name: str
    base: str
    doc: Doc
    methods: tuple[Function, ...]


Statement = Assign | Evaluate | Return | Comment | If | For
#: A body of no statements.
NOTHING: tuple[Statement, ...] = (Evaluate(Atom("pass")),)


def call(function: Expression | str, *positional: Expression, **keywords: Expression) -> Call:
    """A call of a function."""
    head = Atom(function) if isinstance(function, str) else function
    named = tuple(Argument(value, keyword) for keyword, value in keywords.items())
    return Call(head, tuple(map(Argument, positional)) + named)


def children(expression: Expression) -> Sequence[Expression]:
    """The parts that an expression is directly made of."""
    match expression:
        case Operation():
            return expression.operands
        case Prefixed():
            return (expression.operand,)
        case Ternary():
            return (expression.then, expression.test, expression.otherwise)
        case Call():
            return (expression.function, *(argument.value for argument in expression.arguments))
        case Member():
            return (expression.value,)
        case Item():
            return (expression.value, expression.position)
        case Items():
            return expression.items
        case Entries():
            return [part for entry in expression.entries for part in entry]
        case Comprehension():
            parts = [expression.element, expression.items]
            return [*parts, expression.condition] if expression.condition else parts
    return ()
