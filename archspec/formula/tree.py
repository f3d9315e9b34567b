"""What a formula is made of. Every term knows the characters it was read from, counted from the formula's start."""

from __future__ import annotations

from typing import NamedTuple


class Literal(NamedTuple):
    """A number, a text, `true`, `false` or `null`."""

    start: int
    end: int
    value: int | float | str | bool | None


class Name(NamedTuple):
    """A param, a name of `let`, a loop's variable, a tensor, or `in`."""

    start: int
    end: int
    name: str


class Unary(NamedTuple):
    """`-x`, `+x` or `not x`."""

    start: int
    end: int
    operator: str
    operand: Term


class Binary(NamedTuple):
    """`left + right` and the other operators of arithmetic."""

    start: int
    end: int
    operator: str
    left: Term
    right: Term


class Compare(NamedTuple):
    """`a < b <= c`: operands one more than operators."""

    start: int
    end: int
    operands: tuple[Term, ...]
    operators: tuple[str, ...]


class Logic(NamedTuple):
    """`left and right`, `left or right`."""

    start: int
    end: int
    operator: str
    left: Term
    right: Term


class Conditional(NamedTuple):
    """`then if test else otherwise`."""

    start: int
    end: int
    then: Term
    test: Term
    otherwise: Term


class Index(NamedTuple):
    """`value[position]`."""

    start: int
    end: int
    value: Term
    position: Term


class Attribute(NamedTuple):
    """`value.name`: an entry of a record, or a size of a shape."""

    start: int
    end: int
    value: Term
    name: str


class Call(NamedTuple):
    """`function(arguments)`, one of a fixed set."""

    start: int
    end: int
    function: str
    arguments: tuple[Term, ...]


class ListOf(NamedTuple):
    """`[a, b, c]`."""

    start: int
    end: int
    items: tuple[Term, ...]


class Comprehension(NamedTuple):
    """`[element for variable in items if condition]`."""

    start: int
    end: int
    element: Term
    variable: str
    items: Term
    condition: Term | None


Term = (
    Literal | Name | Unary | Binary | Compare | Logic | Conditional | Index | Attribute | Call | ListOf | Comprehension
)


def names_in(term: Term) -> frozenset[str]:
    """The names a formula reads, its own comprehension variables left out."""
    return frozenset(name.name for name in free_names(term))


def free_names(term: Term, bound: frozenset[str] = frozenset()) -> list[Name]:
    """The terms that read a name from outside the formula."""
    if isinstance(term, Name):
        return [] if term.name in bound else [term]
    if isinstance(term, Comprehension):
        inner = bound | {term.variable}
        parts = [(term.items, bound), (term.element, inner)] + ([(term.condition, inner)] if term.condition else [])
        return [name for part, known in parts for name in free_names(part, known)]
    return [name for part in children(term) for name in free_names(part, bound)]


def children(term: Term) -> tuple[Term, ...]:
    """The parts a term is directly made of, in the order they are written."""
    match term:
        case Unary():
            return (term.operand,)
        case Binary() | Logic():
            return (term.left, term.right)
        case Compare():
            return term.operands
        case Conditional():
            return (term.then, term.test, term.otherwise)
        case Index():
            return (term.value, term.position)
        case Attribute():
            return (term.value,)
        case Call():
            return term.arguments
        case ListOf():
            return term.items
        case Comprehension():
            return (term.element, term.items, *([term.condition] if term.condition else []))
    return ()
