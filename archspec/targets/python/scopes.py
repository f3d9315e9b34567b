"""What the names of one unit stand for while it is written as Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from archspec.formula.values import Formula, Template, Value, read_names
from archspec.spec.steps import all_steps
from archspec.targets.python import code
from archspec.targets.python.code import Assign, Atom, Expression, Statement
from archspec.targets.python.formulas import Binding, Kind
from archspec.targets.python.identifiers import Identifiers
from archspec.targets.python.literals import literal
from archspec.targets.python.module import Module
from archspec.targets.python.signatures import value_kind
from archspec.targets.python.units import Unit, constant_name, may_give, names_read, tensors_read
from archspec.targets.python.values import Pieces, template_pieces, value_expression


class UnitScope:
    """The names of a unit, and the variables and expressions they have become.

    Args:
        unit: the network or a block.
        module: what it shares with the others.
        taken: identifiers that are not free in it.
    """

    def __init__(self, unit: Unit, module: Module, taken: Iterable[str]) -> None:
        self.unit = unit
        self.module = module
        self.formulas = module.formulas
        self.identifiers = Identifiers({*module.taken, *taken})
        #: What formulas read, by the language's name.
        self.names: dict[str, Binding] = {}
        #: The spec's params and `let`, which a name of a block may hide in formulas.
        self.spec: dict[str, Binding] = {}
        #: The variables of tensors, by the language's name.
        self.tensors: dict[str, str] = {}
        #: The dictionary of tensors, where a name among them is made at run time.
        self.by_name: str | None = None
        #: The references whose names are made at run time.
        self.looked_up: tuple[Template, ...] = ()
        #: The variable for each `as` that something reads.
        self.reserved: dict[str, str] = {}
        #: The function that numbers the layers without a name, where that is done as the source runs.
        self.counter = "numbered"
        #: The function that gives a layer that is called again in place of a new one of its name.
        self.keeper = "once"

    def bind_value(self, name: str, kind: Kind = "data") -> str:
        """A variable for a `let` or a loop's variable."""
        word = self.identifiers.take(name, f"{name}_")
        self.names[name] = Binding(Atom(word), kind)
        return word

    def bind_tensor(self, name: str, word: str) -> None:
        """Lets the language's name of a tensor stand for a variable."""
        self.tensors[name] = word
        self.names[name] = Binding(Atom(word), "tensor")

    def reserve_tensors(self) -> None:
        """Keeps the names of tensors that are read from being used for anything else."""
        bound = [template for step in all_steps(self.unit.steps) for template in step.as_]
        called_by = [each for step in all_steps(self.unit.steps) for each in step.references()]
        computed = (each for each in called_by if isinstance(each, Template) and constant_name(each) is None)
        self.looked_up = tuple(computed)
        if self.looked_up or any(constant_name(each) is None for each in bound):
            self.by_name = self.identifiers.take("tensors")
        read = tensors_read(self.unit)
        for name in dict.fromkeys(map(constant_name, bound)):
            if name is not None and name in read:
                self.reserved[name] = self.identifiers.take(name, f"{name}_tensor")

    def is_looked_up(self, name: str | None) -> bool:
        """Whether a tensor is in the dictionary: one whose name is made at run time, or may be read by one that is."""
        if self.by_name is None:
            return False
        return name is None or any(may_give(template, name) for template in self.looked_up)

    def opening(self) -> list[Statement]:
        """What comes before the steps: the dictionary of tensors, where there is one."""
        statements: list[Statement] = []
        if self.by_name is not None:
            known = {name: Atom(word) for name, word in self.tensors.items() if self.is_looked_up(name)}
            entries = tuple((literal(name), word) for name, word in known.items())
            statements.append(Assign(self.by_name, code.Entries(entries)))
        return statements

    def lets(self) -> list[Statement]:
        """The names computed as the unit is entered, those that something reads."""
        statements: list[Statement] = []
        needed = self.lets_needed()
        for name, value in self.unit.let.items():
            if name in needed:
                expression, kind = self.expression(value), self.kind(value)
                statements.append(Assign(self.bind_value(name, kind), expression))
        return statements

    def lets_needed(self) -> frozenset[str]:
        """The names of `let` that something reads."""
        read = names_read(self.unit)
        return read | self.module.spec_names if self.unit.block is None else read

    def kind(self, value: Value) -> Kind:
        """What a value is."""
        return value_kind(value, {name: bound.kind for name, bound in self.names.items()})

    def expression(self, value: Value) -> Expression:
        """A value as Python, where it stands."""
        for _, read in read_names(value):
            if read.name not in self.names and self.by_name is not None:
                self.names[read.name] = Binding(entry(self.by_name, literal(read.name)), "tensor")
        return value_expression(value, self.names, self.formulas)

    def pieces(self, template: Template) -> Pieces:
        """A text of the spec in parts."""
        return template_pieces(template, self.names, self.formulas)

    def iterable(self, value: Value) -> Expression:
        """A value that is only gone through."""
        if isinstance(value, Formula):
            self.expression(value)
            return self.formulas.iterable(value.term, self.names)
        return value_expression(value, self.names, self.formulas)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Forgets the loop names that are bound within when it ends; tensors stay."""
        before = self.names
        self.names = dict(before)
        yield
        for name, bound in self.names.items():
            if bound.kind != "tensor" and before.get(name) is not bound and isinstance(bound.expression, Atom):
                self.identifiers.give_back(bound.expression.text)
        self.names = self._with_tensors(before)

    @contextmanager
    def taking(self, operand: str) -> Iterator[None]:
        """Lets `in` be the shape of a tensor."""
        before = self.names
        self.names = {**before, "in": Binding(Atom(operand), "tensor")}
        yield
        self.names = self._with_tensors(before)

    def _with_tensors(self, names: dict[str, Binding]) -> dict[str, Binding]:
        """Names, and the tensors bound since; those live to the end of the unit."""
        return {**names, **{name: Binding(Atom(word), "tensor") for name, word in self.tensors.items()}}


def entry(container: str, key: Expression) -> Expression:
    """An entry of a dictionary."""
    return code.Item(Atom(container), key)
