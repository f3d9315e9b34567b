"""Reads a formula: a small, closed subset of Python's expressions, with `null`, `true`, `false` and `in`."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from archspec.formula.errors import FormulaError
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
    children,
)
from archspec.limits import work
from archspec.text.diagnostics import SpecError

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w.]))
      | (?P<word>[^\W\d]\w*)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<sign>\*\*|//|==|!=|<=|>=|[-+*/%<>()\[\],.])
      | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
_CONSTANTS = {"null": None, "true": True, "false": False}
_WORDS = {"and", "or", "not", "if", "else", "for"}
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in"}
_SUMS = {"+", "-"}
_PRODUCTS = {"*", "/", "//", "%"}
_PYTHON = {"None": "null", "True": "true", "False": "false"}
_FOREIGN = {"&&": "and", "||": "or", "!": "not", "=": "=="}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
#: Bounds that keep the walkers of a formula's tree well within Python's own stack.
_MOST_BRACKETS = 40
_MOST_LEVELS = 64
_MOST_DIGITS = 100


class Token(NamedTuple):
    """A word of a formula: its kind, its text and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def parse(text: str) -> Term:
    """The tree of a formula, written without its leading `=`.

    Raises:
        FormulaError: it is none, or too long or too deep.
        SpecError: all formulas together are too long, which is told already; it tells nothing.
    """
    done = work()
    most = done.limits.all_formula_nodes
    if done.formula_nodes > most:
        raise SpecError(())
    parser = _Parser(text)
    done.formula_nodes += len(parser.tokens)
    if done.formula_nodes > most:
        raise FormulaError("E0303", f"all formulas together have more than {most} words", 0, len(text))
    term = parser.formula()
    if len(parser.tokens) > _MOST_LEVELS and _height(term) > _MOST_LEVELS:
        raise FormulaError("E0303", f"the formula nests deeper than {_MOST_LEVELS} levels", term.start, term.end)
    return term


def _height(term: Term) -> int:
    height, level = 0, [term]
    while level:
        height += 1
        level = [child for parent in level for child in children(parent)]
    return height


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    most = work().limits.formula_nodes
    position = 0
    while True:
        found = _TOKEN.match(text, position)
        if not found:
            raise _foreign_sign(text, position)
        kind = found.lastgroup or "end"
        tokens.append(Token(kind, found[kind], found.start(kind), found.end(kind)))
        if kind == "end":
            return tokens
        if len(tokens) > most:
            raise FormulaError("E0303", f"the formula has more than {most} words", 0, len(text))
        position = found.end()


def _foreign_sign(text: str, position: int) -> FormulaError:
    start = position + len(text[position:]) - len(text[position:].lstrip())
    for sign, ours in _FOREIGN.items():
        if text.startswith(sign, start):
            message, end = f"{sign!r} is no sign of the formula language", start + len(sign)
            return FormulaError("E0301", message, start, end, f"write {ours!r}", (sign, ours))
    if text[start] in "'\"":
        return FormulaError("E0301", "this text is never closed", start, len(text))
    if text[start].isdigit() or text[start] == ".":
        end = start + len(re.match(r"[\w.]*", text[start:])[0])  # type: ignore[index]
        return FormulaError("E0301", f"{text[start:end]!r} is no number", start, max(end, start + 1))
    return FormulaError("E0301", f"{text[start]!r} is no sign of the formula language", start, start + 1)


class _Parser:
    """Recursive descent, one method for each level of binding, loosest first, as in Python."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.position = 0
        self.nesting = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def found(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.kind in ("sign", "word")

    def expect(self, text: str, wanted: str) -> Token:
        if not self.found(text):
            raise self.unexpected(wanted)
        return self.take()

    def unexpected(self, wanted: str) -> FormulaError:
        token = self.token
        what = "the formula ends" if token.kind == "end" else f"found {token.text!r}"
        return FormulaError("E0301", f"expected {wanted}, but {what}", token.start, max(token.end, token.start + 1))

    def enter(self) -> None:
        self.nesting += 1
        if self.nesting > _MOST_BRACKETS:
            raise FormulaError("E0303", "the formula nests too deep", self.token.start, self.token.end)

    def formula(self) -> Term:
        if self.token.kind == "end":
            raise FormulaError("E0301", "the formula is empty", 0, 1)
        term = self.conditional()
        if self.token.kind != "end":
            raise self.unexpected("the end of the formula or an operator")
        return term

    def conditional(self) -> Term:
        self.enter()
        term = self.disjunction()
        if self.found("if"):
            self.take()
            test = self.disjunction()
            self.expect("else", "'else' (a formula's 'if' has both sides: a if test else b)")
            otherwise = self.conditional()
            term = Conditional(term.start, otherwise.end, term, test, otherwise)
        self.nesting -= 1
        return term

    def disjunction(self) -> Term:
        term = self.conjunction()
        while self.found("or"):
            self.take()
            right = self.conjunction()
            term = Logic(term.start, right.end, "or", term, right)
        return term

    def conjunction(self) -> Term:
        term = self.negation()
        while self.found("and"):
            self.take()
            right = self.negation()
            term = Logic(term.start, right.end, "and", term, right)
        return term

    def negation(self) -> Term:
        if not self.found("not"):
            return self.comparison()
        signs = []
        while self.found("not"):
            signs.append(self.take())
        term = self.comparison()
        for sign in reversed(signs):
            term = Unary(sign.start, term.end, "not", term)
        return term

    def comparison(self) -> Term:
        operands = [self.sum()]
        operators: list[str] = []
        while operator := self.comparison_sign():
            operators.append(operator)
            operands.append(self.sum())
        if not operators:
            return operands[0]
        return Compare(operands[0].start, operands[-1].end, tuple(operands), tuple(operators))

    def comparison_sign(self) -> str | None:
        if self.found(*_COMPARISONS):
            return self.take().text
        if self.found("not") and self.tokens[self.position + 1].text == "in":
            self.position += 2
            return "not in"
        return None

    def sum(self) -> Term:
        term = self.product()
        while self.found(*_SUMS):
            operator = self.take().text
            right = self.product()
            term = Binary(term.start, right.end, operator, term, right)
        return term

    def product(self) -> Term:
        term = self.signed()
        while self.found(*_PRODUCTS):
            operator = self.take().text
            right = self.signed()
            term = Binary(term.start, right.end, operator, term, right)
        return term

    def signed(self) -> Term:
        signs = []
        while self.found(*_SUMS):
            signs.append(self.take())
        term = self.power()
        for sign in reversed(signs):
            term = Unary(sign.start, term.end, sign.text, term)
        return term

    def power(self) -> Term:
        base = self.postfix()
        if not self.found("**"):
            return base
        self.take()
        self.enter()
        exponent = self.signed()
        self.nesting -= 1
        return Binary(base.start, exponent.end, "**", base, exponent)

    def postfix(self) -> Term:
        term = self.atom()
        while self.found("[", ".", "("):
            sign = self.take()
            if sign.text == "[":
                index = self.conditional()
                term = Index(term.start, self.expect("]", "']'").end, term, index)
            elif sign.text == ".":
                if self.token.kind != "word":
                    raise self.unexpected("a name after '.'")
                name = self.take()
                term = Attribute(term.start, name.end, term, name.text)
            else:
                term = self.call(term)
        return term

    def call(self, function: Term) -> Term:
        if not isinstance(function, Name):
            raise FormulaError("E0301", "only functions can be called", function.start, function.end)
        arguments = self.items(")")
        return Call(function.start, self.expect(")", "',' or ')'").end, function.name, arguments)

    def items(self, closing: str) -> tuple[Term, ...]:
        items: list[Term] = []
        while not self.found(closing):
            items.append(self.conditional())
            if not self.found(","):
                break
            self.take()
        return tuple(items)

    def atom(self) -> Term:
        token = self.token
        if token.kind == "number":
            self.take()
            return Literal(token.start, token.end, _number(token))
        if token.kind == "text":
            self.take()
            return Literal(token.start, token.end, _text(token))
        if token.kind == "word" and token.text not in _WORDS:
            return self.word()
        if self.found("("):
            opening, term = self.take(), self.conditional()
            return term._replace(start=opening.start, end=self.expect(")", "')'").end)
        if self.found("["):
            return self.list()
        raise self.unexpected("a value")

    def word(self) -> Term:
        token = self.take()
        if token.text in _CONSTANTS:
            return Literal(token.start, token.end, _CONSTANTS[token.text])
        if token.text in _PYTHON:
            ours = _PYTHON[token.text]
            message, instead = f"{token.text!r} is Python's word", (token.text, ours)
            raise FormulaError("E0301", message, token.start, token.end, f"write {ours!r}", instead)
        return Name(token.start, token.end, token.text)

    def list(self) -> Term:
        opening = self.take()
        if self.found("]"):
            return ListOf(opening.start, self.take().end, ())
        first = self.conditional()
        if self.found("for"):
            return self.comprehension(opening, first)
        if self.found(","):
            self.take()
            items = (first, *self.items("]"))
        else:
            items = (first,)
        return ListOf(opening.start, self.expect("]", "',' or ']'").end, items)

    def comprehension(self, opening: Token, element: Term) -> Term:
        self.take()
        if self.token.kind != "word" or self.token.text in _WORDS | _CONSTANTS.keys() | {"in"}:
            raise self.unexpected("a name after 'for'")
        variable = self.take().text
        self.expect("in", "'in'")
        items = self.disjunction()
        condition = None
        if self.found("if"):
            self.take()
            condition = self.disjunction()
        end = self.expect("]", "']'").end
        return Comprehension(opening.start, end, element, variable, items, condition)


def _text(token: Token) -> str:
    for escape in _ESCAPE.finditer(token.text):
        if escape[1] not in "'\"\\":
            start = token.start + escape.start()
            raise FormulaError("E0301", "a text has no escapes but \\', \\\" and \\\\", start, start + len(escape[0]))
    return _ESCAPE.sub(r"\1", token.text[1:-1])


def _number(token: Token) -> int | float:
    if len(token.text) >= _MOST_DIGITS:
        raise FormulaError("E0303", "the number is too long", token.start, token.end)
    number = int(token.text) if token.text.isdigit() else float(token.text)
    if number == math.inf:
        raise FormulaError("E0308", "this is no finite number", token.start, token.end)
    return number
