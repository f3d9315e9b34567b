"""Computes formulas by walking their trees, within a budget; nothing is ever handed to Python's `eval`."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from archspec.formula.errors import FormulaError
from archspec.formula.functions import FUNCTIONS
from archspec.formula.tree import (
    Attribute,
    Binary,
    Call,
    Compare,
    Comprehension,
    Conditional,
    Index,
    ListOf,
    Literal,
    Logic,
    Name,
    Term,
    Unary,
)
from archspec.limits import DEFAULT_LIMITS, Limits
from archspec.text.diagnostics import SpecError
from archspec.text.suggest import did_you_mean
from archspec.text.tree import describe

Names = Mapping[str, Any]

#: How the sizes of a shape are called, by how many there are (batch left out).
AXES: dict[int, tuple[str, ...]] = {
    1: ("channels",),
    2: ("length", "channels"),
    3: ("height", "width", "channels"),
    4: ("depth", "height", "width", "channels"),
}


class Unknown:
    """A size of a shape that is known only at run time; it may only be compared with `null`."""

    def __repr__(self) -> str:
        return "null"


UNKNOWN = Unknown()


class Spoilt:
    """What a mistake that is told already leaves unknown, such as the shape of what a wrong step gives."""

    def __repr__(self) -> str:
        return "spoilt"


#: Reading a name that holds it stops a formula in silence, with a `SpecError` that tells nothing.
SPOILT: Any = Spoilt()


class Evaluator:
    """Evaluates terms and counts the steps it takes.

    Lists are Python lists, records dicts, and shapes tuples of sizes with None where one is unknown.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self.steps = 0
        #: Inputs, and turns of steps, which those who expand count here for all networks together.
        self.turns = 0

    def term(self, term: Term, names: Names) -> Any:
        """The value of a formula, or of a part of one; `settled` makes it plain data.

        Raises:
            FormulaError: it can't be computed.
        """
        self.steps += 1
        if self.steps > self.limits.evaluation_steps:
            raise FormulaError(
                "E0309", f"more than {self.limits.evaluation_steps} steps of evaluation", term.start, term.end
            )
        return _EVALUATE[type(term)](self, term, names)

    def known(self, term: Term, names: Names) -> Any:
        """The value of a part that something is computed with."""
        value = self.term(term, names)
        if value is UNKNOWN:
            raise _unknown_size(value, term)
        return value

    def truth(self, term: Term, names: Names) -> bool:
        """The value of a part that decides something."""
        value = self.known(term, names)
        if not isinstance(value, bool):
            raise FormulaError("E0306", f"expected true or false, found {describe(value)}", term.start, term.end)
        return value

    def checked(self, value: Any, term: Term) -> Any:
        """The value, unless it is too large."""
        excess = self.excess(value)
        if excess:
            raise FormulaError("E0308", f"this gives {excess}", term.start, term.end)
        return value

    def excess(self, value: Any) -> str:
        """What a computed value is more than the limits allow; empty where it is none. Making it counts as steps."""
        limits = self.limits
        if isinstance(value, int):
            too_large = value.bit_length() > limits.integer_bits
            return f"a whole number of over {limits.integer_bits} bits" if too_large else ""
        if isinstance(value, float):
            return "" if math.isfinite(value) else "no finite number"
        if isinstance(value, str):
            self.steps += len(value)
            return f"a text of over {limits.text_length} characters" if len(value) > limits.text_length else ""
        items, levels = _size(value, limits.list_length)
        self.steps += items
        if levels > limits.nesting:
            return f"more than {limits.nesting} levels of lists and records"
        return f"a list of over {limits.list_length} items" if items > limits.list_length else ""

    def walked(self, value: Any) -> None:
        """Counts the steps of going through a value."""
        self.steps += len(value) if isinstance(value, str) else _size(value, self.limits.evaluation_steps)[0]

    def plain(self, value: Any) -> Any:
        """A value as plain data: sizes that are unknown are None."""
        self.walked(value)
        return settled(value)


def _size(value: Any, most: int) -> tuple[int, int]:
    """How many items a list or record holds, those of inner ones too, and in how many levels; stops above `most`."""
    if not isinstance(value, list | dict):
        return 0, 0
    items, levels = len(value), 0
    for item in value if isinstance(value, list) else value.values():
        if items > most:
            break
        inner, below = _size(item, most - items)
        items += inner
        levels = max(levels, below)
    return items, levels + 1


def settled(value: Any) -> Any:
    """A value as plain data: sizes that are unknown are None."""
    if value is UNKNOWN:
        return None
    if isinstance(value, list):
        return [settled(item) for item in value]
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items()}
    return value


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, tuple):
        return None in value
    return value is UNKNOWN or (isinstance(value, list) and any(map(_holds_unknown, value)))


def _unknown_size(value: Any, term: Term) -> FormulaError:
    """The error of a size, or of a shape or list with one, that a formula would have to know."""
    verb = "is" if value is UNKNOWN else "holds a size that is"
    message = f"{_called(term)} {verb} unknown until run time (null) and can only be compared with null"
    return FormulaError("E0305", message, term.start, term.end)


def _called(term: Term) -> str:
    """What a message calls a value: `in.height`."""
    match term:
        case Name(name=name):
            return name
        case Attribute(value=Name(name=name), name=size):
            return f"{name}.{size}"
        case Index(value=Name(name=name), position=Literal(value=position)):
            return f"{name}[{position}]"
    return "this"


def _literal(_: Evaluator, term: Literal, __: Names) -> Any:
    return term.value


def _name(_: Evaluator, term: Name, names: Names) -> Any:
    try:
        value = names[term.name]
    except KeyError:
        raise unknown_name(term, names) from None
    if value is SPOILT:
        raise SpecError(())
    return value


#: Words that YAML 1.1 read as true and false.
_TRUTH = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def unknown_name(term: Name, names: Iterable[str]) -> FormulaError:
    """The error of a name that nothing binds."""
    if term.name in FUNCTIONS:
        usage = FUNCTIONS[term.name].usage
        return FormulaError("E0304", f"{term.name} is a function", term.start, term.end, f"write {usage}")
    message = f"nothing here is called {term.name!r}"
    if term.name.casefold() in _TRUTH:
        word = _TRUTH[term.name.casefold()]
        return FormulaError("E0304", message, term.start, term.end, f"write {word!r}", (term.name, word))
    return FormulaError.of_word("E0304", message, term.start, term.end, term.name, names)


def unknown_function(term: Call) -> FormulaError:
    """The error of a call of no function."""
    message, end = f"there is no function {term.function!r}", term.start + len(term.function)
    return FormulaError.of_word("E0302", message, term.start, end, term.function, FUNCTIONS)


def _unary(evaluator: Evaluator, term: Unary, names: Names) -> Any:
    if term.operator == "not":
        return not evaluator.truth(term.operand, names)
    value = _number(evaluator.known(term.operand, names), term.operand)
    return -value if term.operator == "-" else value


def _number(value: Any, term: Term) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FormulaError("E0306", f"expected a number, found {describe(settled(value))}", term.start, term.end)
    return value


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


def _binary(evaluator: Evaluator, term: Binary, names: Names) -> Any:
    left, right = evaluator.known(term.left, names), evaluator.known(term.right, names)
    if term.operator == "+" and type(left) is type(right) and isinstance(left, str | list):
        return evaluator.checked(left + right, term)
    if term.operator == "*" and isinstance(left, list) and type(right) is int:
        if len(left) * right > evaluator.limits.list_length:
            raise FormulaError(
                "E0308", f"this gives a list of over {evaluator.limits.list_length} items", term.start, term.end
            )
        return evaluator.checked(left * right, term)
    _number(left, term.left)
    _number(right, term.right)
    try:
        if term.operator == "**":
            return evaluator.checked(_power(evaluator, left, right, term), term)
        return evaluator.checked(_ARITHMETIC[term.operator](left, right), term)
    except ZeroDivisionError:
        raise FormulaError("E0307", "this divides by zero", term.start, term.end) from None
    except OverflowError:
        raise FormulaError("E0308", "this gives no finite number", term.start, term.end) from None


def _power(evaluator: Evaluator, left: float, right: float, term: Term) -> Any:
    if (
        isinstance(left, int)
        and isinstance(right, int)
        and left.bit_length() * right > 2 * evaluator.limits.integer_bits
    ):
        raise FormulaError(
            "E0308", f"this gives a whole number of over {evaluator.limits.integer_bits} bits", term.start, term.end
        )
    value = left**right
    if isinstance(value, complex):
        raise FormulaError("E0307", "a negative number has no such power", term.start, term.end)
    return value


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda item, items: item in items,
    "not in": lambda item, items: item not in items,
}


def _compare(evaluator: Evaluator, term: Compare, names: Names) -> bool:
    left = evaluator.term(term.operands[0], names)
    for position, sign in enumerate(term.operators):
        right = evaluator.term(term.operands[position + 1], names)
        both = (left, right)
        if not type(left) is type(right) is int:
            both = _comparable(evaluator, left, right, term.operands[position : position + 2])
        try:
            holds = _COMPARE[sign](*both)
        except TypeError:
            raise FormulaError(
                "E0306",
                f"{describe(both[0])} and {describe(both[1])} can't be compared by {sign!r}",
                term.operands[position].start,
                term.operands[position + 1].end,
            ) from None
        if not holds:
            return False
        left = right
    return True


def _comparable(evaluator: Evaluator, left: Any, right: Any, terms: tuple[Term, ...]) -> tuple[Any, Any]:
    """Two values that Python compares as formulas mean it: unknown sizes only with null."""
    if left is None or right is None:
        return evaluator.plain(left), evaluator.plain(right)
    for value, term in zip((left, right), terms, strict=True):
        if _holds_unknown(value):
            raise _unknown_size(value, term)
        evaluator.walked(value)
    return left, right


def _logic(evaluator: Evaluator, term: Logic, names: Names) -> bool:
    left = evaluator.truth(term.left, names)
    if left == (term.operator == "or"):
        return left
    return evaluator.truth(term.right, names)


def _conditional(evaluator: Evaluator, term: Conditional, names: Names) -> Any:
    return evaluator.term(term.then if evaluator.truth(term.test, names) else term.otherwise, names)


def _index(evaluator: Evaluator, term: Index, names: Names) -> Any:
    value, index = evaluator.known(term.value, names), evaluator.known(term.position, names)
    if isinstance(value, dict):
        if not isinstance(index, str) or index not in value:
            raise FormulaError("E0307", f"the record has no entry {index!r}", term.start, term.end)
        return value[index]
    if not isinstance(value, list | tuple):
        raise FormulaError(
            "E0306", f"expected a list, a record or a shape, found {describe(value)}", term.value.start, term.value.end
        )
    if type(index) is not int:
        raise FormulaError(
            "E0306", f"expected a whole number, found {describe(index)}", term.position.start, term.position.end
        )
    if not -len(value) <= index < len(value):
        what = "list" if isinstance(value, list) else "shape"
        raise FormulaError("E0307", f"a {what} of {len(value)} has no item {index}", term.start, term.end)
    item = value[index]
    return UNKNOWN if item is None and isinstance(value, tuple) else item


def _attribute(evaluator: Evaluator, term: Attribute, names: Names) -> Any:
    value = evaluator.known(term.value, names)
    if isinstance(value, dict):
        if term.name in value:
            return value[term.name]
        message = f"the record has no entry {term.name!r}"
        # The slip may be in the record as well: nothing to be mended unasked.
        raise FormulaError("E0307", message, term.start, term.end, did_you_mean(term.name, value))
    if isinstance(value, tuple):
        return _of_shape(value, term)
    raise FormulaError(
        "E0306", f"expected a record or a shape before '.', found {describe(value)}", term.value.start, term.value.end
    )


def _of_shape(shape: tuple[int | None, ...], term: Attribute) -> Any:
    if term.name == "rank":
        return len(shape)
    if term.name == "shape":
        return [UNKNOWN if size is None else size for size in shape]
    axes = AXES.get(len(shape), ())
    if term.name not in axes:
        sizes = ", ".join("null" if size is None else str(size) for size in shape)
        known = (*axes, "rank", "shape")
        message = f"the shape ({sizes}) has no {term.name!r}; it has {', '.join(known)}"
        raise FormulaError.of_word("E0307", message, term.start, term.end, term.name, known)
    size = shape[axes.index(term.name)]
    return UNKNOWN if size is None else size


def _call(evaluator: Evaluator, term: Call, names: Names) -> Any:
    function = FUNCTIONS.get(term.function)
    if function is None:
        raise unknown_function(term)
    if not function.fewest <= len(term.arguments) <= function.most:
        raise FormulaError("E0302", f"{term.function} is called as {function.usage}", term.start, term.end)
    arguments = [evaluator.known(argument, names) for argument in term.arguments]
    if not function.of_shapes:
        for value, argument in zip(arguments, term.arguments, strict=True):
            if _holds_unknown(value):
                raise _unknown_size(value, argument)
            evaluator.walked(value)
    if term.function == "range" and _too_long(arguments, evaluator.limits.list_length):
        raise FormulaError(
            "E0308", f"this gives a list of over {evaluator.limits.list_length} items", term.start, term.end
        )
    try:
        return evaluator.checked(function.call(*arguments), term)
    except ValueError as error:
        raise FormulaError("E0307", f"{function.usage} {error}", term.start, term.end) from None
    except OverflowError:
        raise FormulaError("E0308", "this gives no finite number", term.start, term.end) from None


def _too_long(bounds: list[Any], limit: int) -> bool:
    start, stop, step = (0, bounds[0], 1) if len(bounds) == 1 else (*bounds, 1)[:3]
    if any(type(bound) is not int for bound in bounds) or step == 0:
        return False
    return -(-(stop - start) // step) > limit


def _list(evaluator: Evaluator, term: ListOf, names: Names) -> list[Any]:
    return evaluator.checked([evaluator.term(item, names) for item in term.items], term)


def _comprehension(evaluator: Evaluator, term: Comprehension, names: Names) -> list[Any]:
    items = evaluator.known(term.items, names)
    if not isinstance(items, list):
        raise FormulaError("E0306", f"expected a list, found {describe(items)}", term.items.start, term.items.end)
    values: list[Any] = []
    inner = dict(names)
    evaluator.steps += len(inner)
    for item in items:
        inner[term.variable] = item
        if term.condition is None or evaluator.truth(term.condition, inner):
            values.append(evaluator.term(term.element, inner))
    return evaluator.checked(values, term)


_EVALUATE: dict[type[Term], Callable[[Evaluator, Any, Names], Any]] = {
    Literal: _literal,
    Name: _name,
    Unary: _unary,
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Conditional: _conditional,
    Index: _index,
    Attribute: _attribute,
    Call: _call,
    ListOf: _list,
    Comprehension: _comprehension,
}
