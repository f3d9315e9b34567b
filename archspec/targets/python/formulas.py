"""Formulas of the language as Python expressions; lists become tuples, records dicts, and shapes `x.shape`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple
from typing import Literal as Choice

from archspec.formula import tree
from archspec.formula.tree import Term
from archspec.targets.python.code import (
    AND,
    COMPARISON,
    NOT,
    OR,
    POWER,
    PRODUCT,
    SIGN,
    SUM,
    Atom,
    Comprehension,
    Expression,
    Item,
    Items,
    Member,
    Operation,
    Prefixed,
    Ternary,
    call,
)
from archspec.targets.python.literals import literal

#: What a name stands for: plain data, a tensor (whose shape is meant), a shape, or a list of shapes.
Kind = Choice["data", "tensor", "shape", "shapes"]
#: Where the sizes of a shape stand, counted from its end.
_SIZES = {"channels": -1, "width": -2, "length": -2, "height": -3, "depth": -4}
_LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "**": POWER}
_TURNED = {"==": "!=", "!=": "==", "in": "not in", "not in": "in", "is": "is not", "is not": "is"}
#: Functions of formulas that Python has under the same name.
_BUILTIN = frozenset({"abs", "int", "len", "max", "min", "round", "sum"})


class Binding(NamedTuple):
    """What a name of the language is in Python."""

    expression: Expression
    kind: Kind = "data"


Bindings = Mapping[str, Binding]


def kind_of(term: Term, kinds: Mapping[str, Kind]) -> Kind:
    """What a formula gives, where names stand for values of these kinds; a tensor's shape is a shape."""
    match term:
        case tree.Name(name=name):
            found = kinds.get(name, "data")
            return "shape" if found == "tensor" else found
        case tree.Conditional(then=then, otherwise=otherwise):
            found = kind_of(then, kinds)
            return found if found != "data" else kind_of(otherwise, kinds)
        case tree.ListOf(items=items):
            return "shapes" if any(kind_of(item, kinds) == "shape" for item in items) else "data"
        case tree.Index(value=value):
            return "shape" if kind_of(value, kinds) == "shapes" else "data"
        case tree.Binary(left=left, right=right):
            return "shapes" if "shapes" in (kind_of(left, kinds), kind_of(right, kinds)) else "data"
        case tree.Comprehension(element=element, variable=variable, items=items):
            each: Kind = "shape" if kind_of(items, kinds) == "shapes" else "data"
            return "shapes" if kind_of(element, {**kinds, variable: each}) == "shape" else "data"
    return "data"


class Formulas:
    """Turns formulas into Python, and remembers which helpers that takes."""

    def __init__(self) -> None:
        #: Helper functions, and names from the standard library, that the source must have.
        self.needs: set[str] = set()

    def untyped(self, expression: Expression) -> Expression:
        """An expression of which type checkers are to expect nothing, because they would expect the wrong."""
        self.needs |= {"Any", "cast"}
        return call("cast", Atom("Any"), expression)

    def expression(self, term: Term, names: Bindings) -> Expression:
        """A formula as Python, where its names stand for these expressions."""
        return _WRITERS[type(term)](self, term, names)

    def iterable(self, term: Term, names: Bindings) -> Expression:
        """A formula that is only gone through: a comprehension or range need not become a tuple."""
        if isinstance(term, tree.Comprehension):
            kinds = {name: bound.kind for name, bound in names.items()}
            kind: Kind = "shape" if kind_of(term.items, kinds) == "shapes" else "data"
            variable = _unlike(term.variable, names)
            inner = {**names, term.variable: Binding(Atom(variable), kind)}
            condition = self.expression(term.condition, inner) if term.condition else None
            element = self.expression(term.element, inner)
            return Comprehension(element, variable, self.iterable(term.items, names), condition)
        if isinstance(term, tree.Call) and term.function == "range":
            return call("range", *(self.expression(argument, names) for argument in term.arguments))
        return self.expression(term, names)

    def _literal(self, term: tree.Literal, _: Bindings) -> Expression:
        return literal(term.value)

    def _name(self, term: tree.Name, names: Bindings) -> Expression:
        bound = names[term.name]
        return _sizes(bound.expression) if bound.kind == "tensor" else bound.expression

    def _logic(self, term: tree.Logic, names: Bindings) -> Expression:
        level = AND if term.operator == "and" else OR
        return _joined(level, term.operator, self.expression(term.left, names), self.expression(term.right, names))

    def _conditional(self, term: tree.Conditional, names: Bindings) -> Expression:
        then, test = self.expression(term.then, names), self.expression(term.test, names)
        return Ternary(then, test, self.expression(term.otherwise, names))

    def _list(self, term: tree.ListOf, names: Bindings) -> Expression:
        return Items(tuple(self.expression(item, names) for item in term.items))

    def _comprehension(self, term: tree.Comprehension, names: Bindings) -> Expression:
        return call("tuple", _bare(self.iterable(term, names)))

    def _unary(self, term: tree.Unary, names: Bindings) -> Expression:
        operand = self.expression(term.operand, names)
        if term.operator != "not":
            return Prefixed(SIGN, term.operator, operand)
        if isinstance(operand, Operation) and operand.level == COMPARISON and len(operand.operators) == 1:
            turned = _TURNED.get(operand.operators[0])
            if turned:
                return operand._replace(operators=(turned,))
        return Prefixed(NOT, "not ", operand)

    def _binary(self, term: tree.Binary, names: Bindings) -> Expression:
        left, right = self.expression(term.left, names), self.expression(term.right, names)
        level = _LEVELS[term.operator]
        if level == POWER:
            return Operation(POWER, (left, right), ("**",))
        if isinstance(left, Operation) and left.level == level:
            return Operation(level, (*left.operands, right), (*left.operators, term.operator))
        return Operation(level, (left, right), (term.operator,))

    def _compare(self, term: tree.Compare, names: Bindings) -> Expression:
        operands = tuple(self.expression(operand, names) for operand in term.operands)
        if not any(_is_constant(operand) for operand in term.operands):
            return Operation(COMPARISON, operands, term.operators)
        pairs = zip(term.operators, pairwise(operands), strict=True)
        compared = [_compared(operator, *pair) for operator, pair in pairs]
        return compared[0] if len(compared) == 1 else Operation(AND, tuple(compared), ("and",) * (len(compared) - 1))

    def _index(self, term: tree.Index, names: Bindings) -> Expression:
        tensor = _tensor(term.value, names)
        if tensor is None:
            return Item(self._indexed(term.value, names), self.expression(term.position, names))
        shape = Member(tensor, "shape")
        match term.position:
            case tree.Literal(value=int() as position):
                return Item(shape, literal(position + 1))
            case tree.Unary(operator="-", operand=tree.Literal(value=int() as back)) if back > 0:
                return Item(shape, literal(-back))
        return Item(_sizes(tensor), self.expression(term.position, names))

    def _indexed(self, term: Term, names: Bindings) -> Expression:
        if isinstance(term, tree.Comprehension):
            return self.expression(term, names)
        return self.iterable(term, names)

    def _attribute(self, term: tree.Attribute, names: Bindings) -> Expression:
        tensor = _tensor(term.value, names)
        if tensor is not None:
            return _size_of(tensor, term.name)
        value = self.expression(term.value, names)
        if kind_of(term.value, {name: bound.kind for name, bound in names.items()}) != "shape":
            return Item(value, literal(term.name))
        if term.name == "shape":
            return value
        return call("len", value) if term.name == "rank" else Item(value, literal(_SIZES[term.name]))

    def _call(self, term: tree.Call, names: Bindings) -> Expression:
        name = term.function
        if name in _BUILTIN:
            gone_through = name in ("max", "min", "sum") and len(term.arguments) == 1
            convert = self.iterable if gone_through else self.expression
            return call(name, *(_bare(convert(argument, names)) for argument in term.arguments))
        if name == "range":
            return call("tuple", self.iterable(term, names))
        if name in ("ceil", "floor"):
            self.needs.add("math")
            return call(f"math.{name}", *(self.expression(argument, names) for argument in term.arguments))
        self.needs.add(name)
        return call(name, *(self.expression(argument, names) for argument in term.arguments))


def _tensor(term: Term, names: Bindings) -> Expression | None:
    """The tensor whose shape a name means."""
    if isinstance(term, tree.Name) and names[term.name].kind == "tensor":
        return names[term.name].expression
    return None


def _sizes(tensor: Expression) -> Expression:
    """The shape of a tensor, batch left out."""
    return Item(Member(tensor, "shape"), Atom("1:"))


def _size_of(tensor: Expression, name: str) -> Expression:
    if name == "rank":
        return Operation(SUM, (call("len", Member(tensor, "shape")), literal(1)), ("-",))
    if name == "shape":
        return _sizes(tensor)
    return Item(Member(tensor, "shape"), literal(_SIZES[name]))


def _joined(level: int, operator: str, left: Expression, right: Expression) -> Expression:
    """Two sides of `and` or `or`; which two of several are joined first makes no difference."""
    operands: list[Expression] = []
    for side in (left, right):
        if isinstance(side, Operation) and side.level == level:
            operands += side.operands
        else:
            operands.append(side)
    return Operation(level, tuple(operands), (operator,) * (len(operands) - 1))


def _is_constant(term: Term) -> bool:
    """Whether a term is one that Python compares by identity."""
    return isinstance(term, tree.Literal) and (term.value is None or isinstance(term.value, bool))


def _compared(operator: str, left: Expression, right: Expression) -> Expression:
    """A comparison; one with None, True or False as linters want it."""
    for side, other in ((left, right), (right, left)):
        if operator not in ("==", "!=") or not isinstance(side, Atom) or side.text not in ("None", "True", "False"):
            continue
        if side.text == "None":
            return Operation(COMPARISON, (other, side), ("is" if operator == "==" else "is not",))
        return Operation(COMPARISON, (other, Items((side,))), ("in" if operator == "==" else "not in",))
    return Operation(COMPARISON, (left, right), (operator,))


def _bare(expression: Expression) -> Expression:
    """An expression as the one argument of a call, where a comprehension needs no brackets of its own."""
    return expression._replace(brackets="") if isinstance(expression, Comprehension) else expression


def _unlike(variable: str, names: Bindings) -> str:
    taken = {bound.expression.text for bound in names.values() if isinstance(bound.expression, Atom)}
    while variable in taken:
        variable += "_"
    return variable


_WRITERS: dict[type[Term], Callable[[Formulas, Any, Bindings], Expression]] = {
    tree.Literal: Formulas._literal,
    tree.Name: Formulas._name,
    tree.Unary: Formulas._unary,
    tree.Binary: Formulas._binary,
    tree.Compare: Formulas._compare,
    tree.Logic: Formulas._logic,
    tree.Conditional: Formulas._conditional,
    tree.Index: Formulas._index,
    tree.Attribute: Formulas._attribute,
    tree.Call: Formulas._call,
    tree.ListOf: Formulas._list,
    tree.Comprehension: Formulas._comprehension,
}
