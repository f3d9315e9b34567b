"""The names that the formulas of one block may read, and what binds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from archspec.formula.errors import FormulaError
from archspec.formula.evaluate import unknown_function, unknown_name
from archspec.formula.functions import FUNCTIONS
from archspec.formula.tree import Call, Comprehension, Term, children
from archspec.formula.values import COMPUTED, Formula, Value, formulas_in, read_names
from archspec.spec.leaves import bad_binding
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Span
from archspec.text.suggest import suggested

_NONE: Mapping[str, Span] = MappingProxyType({})


class Visible:
    """The names that formulas at one place may read, none of them copied."""

    def __init__(self, own: Collection[str], outer: Collection[str], loops: Collection[str]) -> None:
        self._parts = (own, outer, loops, ("in", "input"))

    def __contains__(self, name: object) -> bool:
        return any(name in part for part in self._parts)

    def __iter__(self) -> Iterator[str]:
        return chain(*self._parts)


@dataclass(slots=True)
class Names:
    """What is bound in a block, or at the top of a spec.

    Args:
        own: the names bound here, with where.
        outer: the spec's names, which a block's own may hide.
        found: collects the diagnostics.
        tensors: which of the names are tensors.
        layers: names of layers, which are neither.
        dynamic: whether a name is bound by a template, so that not all are known.
        read: the names that something has read.
        called: the blocks that steps call.
        calls_any: whether a tensor is called by a template, so that any may be meant.
    """

    own: dict[str, Span]
    outer: Mapping[str, Span]
    found: list[Diagnostic]
    tensors: set[str] = field(default_factory=lambda: {"input"})
    layers: set[str] = field(default_factory=set)
    dynamic: bool = False
    read: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    calls_any: bool = False

    def visible(self, loops: frozenset[str]) -> Visible:
        """The names that formulas within these loops may read."""
        return Visible(self.own, self.outer, loops)

    def bind(self, name: str, span: Span) -> None:
        """Binds a name, which nothing else here may have bound."""
        first = self.own.setdefault(name, span)
        if first is not span:
            self.twice(name, span, first)

    def bind_tensor(self, name: str, span: Span) -> None:
        """Binds the name of a tensor, whose shape formulas read."""
        self.bind(name, span)
        self.tensors.add(name)

    def twice(self, name: str, span: Span, first: Span | None) -> None:
        """The mistake of a second binding."""
        notes = (Note("bound here first", first),) if first else ()
        self.found.append(Diagnostic("E0410", f"the name {name!r} is bound twice", span, notes))

    def check(self, values: Iterable[Value], loops: frozenset[str]) -> None:
        """Looks for what the formulas of values, within these loops, read and nothing binds."""
        for value in values:
            if not isinstance(value, COMPUTED):
                continue
            known = self.visible(loops)
            for formula, name in read_names(value):
                self.read.add(name.name)
                if not (self.dynamic or name.name in known):
                    self.add(unknown_name(name, known), formula)
            self.check_terms(value, loops)

    def check_only(self, value: Value, names: Collection[str], rule: str, later: Mapping[str, Span] = _NONE) -> None:
        """Looks for what the formulas of a value read and is none of these names; the rule says why.

        Args:
            value: the value.
            names: what its formulas may read.
            rule: why nothing else.
            later: where names are bound that they may not read yet.
        """
        for formula, name in read_names(value):
            self.read.add(name.name)
            if name.name not in names:
                self.add(unknown_name(name, names), formula, rule, later.get(name.name))
        self.check_terms(value, frozenset())

    def check_tensor(self, name: str, span: Span) -> None:
        """Looks whether a name is a tensor's."""
        self.read.add(name)
        if name in self.tensors or self.dynamic:
            return
        mistake = Diagnostic("E0502", f"no tensor is called {name!r} here", span)
        if name in self.layers:
            mistake = mistake._replace(help=f"{name!r} is a layer; bind what comes out of it with 'as: {name}'")
        else:
            mistake = suggested(mistake, name, self.tensors)
        self.found.append(mistake)

    def check_terms(self, value: Value, loops: frozenset[str]) -> None:
        """Looks at what the formulas of a value call and bind."""
        for formula in formulas_in(value):
            self._term(formula.term, formula, loops)

    def _term(self, term: Term, formula: Formula, bound: frozenset[str]) -> None:
        if isinstance(term, Call) and term.function not in FUNCTIONS:
            self.add(unknown_function(term), formula)
        if isinstance(term, Comprehension):
            wrong = bad_binding(term.variable, formula.part(term.start, term.end))
            if wrong is None and (term.variable in bound or term.variable in self.own):
                message = f"the name {term.variable!r} is bound twice"
                wrong = Diagnostic("E0410", message, formula.part(term.start, term.end))
            self.found += [wrong] if wrong else []
            self._term(term.items, formula, bound)
            bound = bound | {term.variable}
            for part in (term.element, term.condition):
                if part is not None:
                    self._term(part, formula, bound)
            return
        for child in children(term):
            self._term(child, formula, bound)

    def add(
        self, error: FormulaError, formula: Formula, rule: str | None = None, bound_later: Span | None = None
    ) -> None:
        """The mistake of a formula."""
        notes = [Note(rule)] if rule else []
        mistake = formula.mistake(error)
        if bound_later is not None:
            notes.append(Note("it is bound only here", bound_later))
            mistake = mistake._replace(help="put it before what reads it", fix=None)
        self.found.append(mistake._replace(notes=tuple(notes)))
