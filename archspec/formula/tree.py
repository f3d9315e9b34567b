"""What a formula is made of. Every term knows the characters it was read from, counted from the formula's start."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a formula."""

    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Term):
    """A number, a text, `true`, `false` or `null`."""

    value: int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Name(Term):
    """A param, a name of `let`, a loop's variable, a tensor, or `in`."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary(Term):
    """`-x`, `+x` or `not x`."""

    operator: str
    operand: Term


@dataclass(frozen=True, slots=True)
class Binary(Term):
    """`left + right` and the other operators of arithmetic."""

    operator: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Compare(Term):
    """`a < b <= c`: operands one more than operators."""

    operands: tuple[Term, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Logic(Term):
    """`left and right`, `left or right`."""

    operator: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Conditional(Term):
    """`then if test else otherwise`."""

    then: Term
    test: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class Index(Term):
    """`value[index]`."""

    value: Term
    index: Term


@dataclass(frozen=True, slots=True)
class Attribute(Term):
    """`value.name`: an entry of a record, or a size of a shape."""

    value: Term
    name: str


@dataclass(frozen=True, slots=True)
class Call(Term):
    """`function(arguments)`, one of a fixed set."""

    function: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ListOf(Term):
    """`[a, b, c]`."""

    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Comprehension(Term):
    """`[element for variable in items if condition]`."""

    element: Term
    variable: str
    items: Term
    condition: Term | None


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
            return (term.value, term.index)
        case Attribute():
            return (term.value,)
        case Call():
            return term.arguments
        case ListOf():
            return term.items
        case Comprehension():
            return (term.element, term.items, *([term.condition] if term.condition else []))
    return ()
