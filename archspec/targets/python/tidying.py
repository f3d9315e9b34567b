"""Takes out of statements what nothing needs: tensors that nothing reads, loops and conditions around nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archspec.targets.python.code import (
    NOTHING,
    Argument,
    Assign,
    Atom,
    Call,
    Comment,
    Comprehension,
    Evaluate,
    Expression,
    For,
    If,
    Items,
    Return,
    Statement,
    children,
)

#: A name that stands alone, rather than for an attribute of something.
_WORD = re.compile(r"(?<![\w.])[^\W\d]\w*")


def without_unread(statements: Sequence[Statement], effects: frozenset[str] = frozenset()) -> tuple[Statement, ...]:
    """Statements without those whose only effect is a variable that is not read afterwards.

    Args:
        statements: the whole body of a function.
        effects: the attributes whose call has an effect of its own.
    """
    return tuple(_Sweep(effects).needed(statements, set())[0])


def tidied(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The body of a function that calls layers, without what nothing needs, and with lists made at once."""
    return tuple(listed(without_unread(statements)))


class _Sweep:
    """Goes through statements backwards, with the variables that are read after each."""

    def __init__(self, effects: frozenset[str]) -> None:
        self.effects = effects

    def needed(self, statements: Sequence[Statement], live: set[str]) -> tuple[list[Statement], set[str]]:
        """The statements that are needed where some variables are read afterwards, and what is read before them."""
        kept: list[Statement] = []
        live = after = set(live)
        for statement in reversed(statements):
            named = _named_at_once(statement, kept[-1], after) if kept else None
            if named:
                kept[-1] = named
                live = _before(named, after)
                continue
            after = live
            match statement:
                case Comment():
                    found: Statement | None = statement if kept and not isinstance(kept[-1], Comment) else None
                case If():
                    found, live = self.needed_if(statement, live)
                case For():
                    found, live = self.needed_for(statement, live)
                case _:
                    found = self.effect(statement, live)
                    live = live if found is None else _before(statement, live)
            kept += [found] if found is not None else []
        return kept[::-1], live

    def needed_if(self, statement: If, live: set[str]) -> tuple[Statement | None, set[str]]:
        """The same of a condition."""
        body, in_body = self.needed(statement.body, live)
        otherwise, in_otherwise = self.needed(statement.otherwise, live)
        if _is_nothing(body) and not otherwise:
            return None, live
        found = statement._replace(body=tuple(body) or NOTHING, otherwise=tuple(otherwise))
        return found, live | in_body | in_otherwise | _words(statement.test)

    def needed_for(self, statement: For, live: set[str]) -> tuple[Statement | None, set[str]]:
        """The same of a loop."""
        around = set(live)
        while True:
            body, before = self.needed(statement.body, around)
            if before <= around:
                break
            around |= before
        if _is_nothing(body):
            return None, live
        return statement._replace(body=tuple(body)), around | _words(statement.items)

    def effect(self, statement: Statement, live: set[str]) -> Statement | None:
        """What a statement does more than to give a value to a variable that nothing reads."""
        match statement:
            case Assign(target=target, value=value):
                words = set(_WORD.findall(target.partition("[")[0]))
                if "self" in words or words & live or "numbered" in _words(value):
                    return statement._replace(target=_without_unread_parts(target, live))
                return Evaluate(value) if _called_attribute(value) in self.effects else None
            case Evaluate(value=Call(function=Atom(text=text))) if text.endswith(".append"):
                return statement if text.startswith("self.") or text.removesuffix(".append") in live else None
        return statement


def _named_at_once(statement: Statement, following: Statement, live: set[str]) -> Assign | Evaluate | None:
    """One statement for two, of which the second only hands on what the first gave a variable that nothing reads."""
    if not isinstance(statement, Assign):
        return None
    targets = statement.target.split(", ")
    match following:
        case Assign(target=target, value=Atom(text=copied)):
            if copied not in targets or copied in live or not copied.isidentifier():
                return None
            named = [target if each == copied else _unread(each, live) for each in targets]
            return Assign(", ".join(named), statement.value)
        case Evaluate(value=Call(function=Atom(text=function), arguments=(Argument(value=Atom(text=copied)),))):
            if not function.endswith(".append") or targets != [copied] or copied in live:
                return None
            return Evaluate(Call(Atom(function), (Argument(statement.value),)))
    return None


def _without_unread_parts(target: str, live: set[str]) -> str:
    """A target of several names, without those that nothing reads."""
    parts = target.split(", ")
    if len(parts) == 1:
        return target
    return ", ".join(_unread(part, live) for part in parts)


def _unread(target: str, live: set[str]) -> str:
    """A target, or what stands for one that nothing reads."""
    return target if target in live or not target.isidentifier() else "_"


def _called_attribute(expression: Expression) -> str | None:
    """The attribute that holds what is called: `self.units[-1]` is one of `units`."""
    if isinstance(expression, Call) and isinstance(expression.function, Atom):
        return expression.function.text.removeprefix("self.").removesuffix("[-1]")
    return None


def _is_nothing(body: Sequence[Statement]) -> bool:
    return not body or tuple(body) == NOTHING


def _before(statement: Statement, live: set[str]) -> set[str]:
    """The variables that are read from a statement on."""
    if isinstance(statement, Assign):
        plain = "[" not in statement.target and "." not in statement.target
        written = set(_WORD.findall(statement.target)) if plain else set()
        return (live - written) | _words(statement.value) | (set() if written else set(_WORD.findall(statement.target)))
    return live | (_words(statement.value) if isinstance(statement, Evaluate | Return) else set())


def _words(expression: Expression) -> set[str]:
    return {word for atom in _atoms(expression) for word in _WORD.findall(_outside_texts(atom))}


def _atoms(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Atom):
        yield expression.text
    for child in children(expression):
        yield from _atoms(child)


def _outside_texts(text: str) -> str:
    """What an atom reads: of a literal text nothing, of one with computed parts those."""
    if text.startswith('f"'):
        return " ".join(re.findall(r"\{([^{}]*)\}", text.replace("{{", "").replace("}}", "")))
    return "" if text[:1] in ("'", '"') else text


def without_attributes(statements: Sequence[Statement], read: Iterable[str]) -> list[Statement]:
    """Statements without the making of what no attribute that is read holds."""
    kept: list[Statement] = []
    read = set(read)
    for statement in statements:
        match statement:
            case If():
                body, otherwise = (without_attributes(part, read) for part in (statement.body, statement.otherwise))
                kept.append(statement._replace(body=tuple(body), otherwise=tuple(otherwise)))
            case For():
                kept.append(statement._replace(body=tuple(without_attributes(statement.body, read))))
            case _ if _attribute(statement) in (None, *read):
                kept.append(statement)
    return kept


def _attribute(statement: Statement) -> str | None:
    """The attribute that a statement sets or adds to."""
    match statement:
        case Assign(target=target) if target.startswith("self."):
            return target.removeprefix("self.")
        case Evaluate(value=Call(function=Atom(text=text))) if text.startswith("self."):
            return text.removeprefix("self.").removesuffix(".append")
    return None


def listed(statements: Sequence[Statement]) -> list[Statement]:
    """Statements in which a loop that does nothing but fill a list is a comprehension."""
    found: list[Statement] = []
    for statement in statements:
        last = found[-1] if found else None
        made = _comprehension(last, statement) if isinstance(last, Assign) and isinstance(statement, For) else None
        found = [*found[:-1], made] if made else [*found, _inner_listed(statement)]
    return found


def _inner_listed(statement: Statement) -> Statement:
    match statement:
        case If():
            return statement._replace(body=tuple(listed(statement.body)), otherwise=tuple(listed(statement.otherwise)))
        case For():
            return statement._replace(body=tuple(listed(statement.body)))
    return statement


def _comprehension(opening: Assign, loop: For) -> Assign | None:
    """`target = [element for ...]`, where a loop fills the list that was just made."""
    if opening.value != Items((), "[]") or len(loop.body) != 1:
        return None
    [statement] = loop.body
    if not isinstance(statement, Evaluate) or not isinstance(statement.value, Call):
        return None
    if statement.value.function != Atom(f"{opening.target}.append"):
        return None
    return Assign(opening.target, Comprehension(statement.value.arguments[0].value, loop.target, loop.items, None))
