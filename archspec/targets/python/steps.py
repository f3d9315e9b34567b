"""Writes steps as statements: loops, conditions, groups and branches. What a call becomes is a style's to say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from archspec.catalogue.index import find_layer
from archspec.catalogue.naming import layer_word
from archspec.catalogue.ops.op import Op
from archspec.formula import tree
from archspec.formula.values import Formula, Template, Value, read_names
from archspec.spec.calls import Call
from archspec.spec.leaves import Position, Reference
from archspec.spec.steps import Step
from archspec.targets.python import code
from archspec.targets.python.code import NOTHING, Assign, Atom, Evaluate, Expression, For, If, Items, Statement, call
from archspec.targets.python.formulas import Kind
from archspec.targets.python.histories import History, gives_output
from archspec.targets.python.layout import flat
from archspec.targets.python.rows import remarks
from archspec.targets.python.scopes import UnitScope, entry
from archspec.targets.python.signatures import Signature
from archspec.targets.python.units import Unit, called, constant_name, gives_several, loop_names, names_read
from archspec.targets.python.values import Pieces, operation_call, text_expression

Turn = Callable[[], list[Statement]]


@dataclass(slots=True)
class Cursor:
    """Where the writing of a sequence of steps stands.

    Args:
        target: the variable that outputs are assigned to.
        current: the variable that holds the last output; None where several inputs have just come in.
        prefix: what the names of layers begin with.
        history: how earlier outputs are reached.
    """

    target: str
    current: str | None
    prefix: Pieces
    history: History


class StepWriter(UnitScope, ABC):
    """Writes the steps of a unit, in the order in which they run."""

    @abstractmethod
    def layer(self, layer: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """The call of a layer, whose output the cursor's target then holds."""

    @abstractmethod
    def block(self, block: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """The call of a block, whose output the cursor's target then holds."""

    def cursor(self, steps: Sequence[Step], target: str, fed: str | None, prefix: Pieces) -> Cursor:
        """The beginning of a sequence of steps."""
        return Cursor(target, fed, prefix, History(steps, fed, target, self.identifiers))

    def sequence(self, steps: Sequence[Step], cursor: Cursor) -> list[Statement]:
        """Steps one after the other; the cursor then stands at their last output."""
        statements = list(cursor.history.opening)
        for step in steps:
            statements += self.remarks(step)
            statements += self.step(step, cursor)
            statements += cursor.history.passed(cursor.current)
        return statements

    def remarks(self, step: Step) -> Iterable[Statement]:
        """What the spec documents of a step."""
        return remarks(step, spaced=self.unit.block is None)

    def step(self, step: Step, cursor: Cursor) -> list[Statement]:
        """A step with all its turns."""
        if step.each is None and (step.repeat is None or self.is_once(step)):
            return self.turn(step, cursor)
        statements = self.unified(cursor) + cursor.history.enter_loop()
        if not gives_output(step) and step.as_ and not any(each.names & loop_names(step) for each in step.as_):
            statements += self.bind_passed(step, cursor)
        with self.scope():
            statements += self.loops(step, cursor, lambda: [*self.turn(step, cursor), *self.unified(cursor)])
        cursor.history.leave_loop()
        return statements

    def unified(self, cursor: Cursor) -> list[Statement]:
        """Makes the target hold the last output, so that a turn that may not be taken can leave it as it is."""
        if cursor.current is None or cursor.current == cursor.target:
            return []
        value = Atom(cursor.current)
        cursor.current = cursor.target
        return [Assign(cursor.target, value)]

    def loops(self, step: Step, cursor: Cursor, turn: Turn) -> list[Statement]:
        """The turns of a step that has some."""
        if step.each is None:
            return self.repeated(step, cursor, turn)
        used = self.names_of_turn(step)
        values = step.each.values
        with self.operand_names(step, cursor, values):
            items = self.iterable(values)
        counter = f"{step.each.variable}_index"
        item_kind: Kind = "shape" if self.kind(values) == "shapes" else "data"
        item = self.bind_value(step.each.variable, item_kind) if step.each.variable in used else "_"
        target = item
        if counter in used:
            target = f"{self.bind_value(counter)}, {item}"
            items = call("enumerate", items, start=Atom("1"))
        with self.scope():
            body = self.repeated(step, cursor, turn)
        return [For(target, items, tuple(body))]

    def repeated(self, step: Step, cursor: Cursor, turn: Turn) -> list[Statement]:
        """The turns of `repeat`, or the one turn of a step without."""
        if step.repeat is None or self.is_once(step):
            return turn()
        with self.operand_names(step, cursor, step.repeat):
            counted = "index" in self.names_of_turn(step)
            items = _counting(self.expression(step.repeat), step.repeat, counted)
        index = self.bind_value("index") if counted else "_"
        return [For(index, items, tuple(turn()))]

    def is_once(self, step: Step) -> bool:
        """Whether a step is written as a loop of one turn, as tables do that count repeats."""
        return step.repeat == 1 and "index" not in self.names_of_turn(step)

    def names_of_turn(self, step: Step) -> frozenset[str]:
        """The loop names that what a step does in one turn reads."""
        once = _without_loops(step)
        read = names_read(replace(self.unit, steps=(once,), let={}))
        if step.each is not None:
            read |= frozenset(name.name for _, name in read_names(step.repeat))
        return read & loop_names(step)

    def turn(self, step: Step, cursor: Cursor) -> list[Statement]:
        """What a step does once."""
        if step.when is None:
            statements = self.taken(step, cursor)
            return statements + cursor.history.gave(cursor.current or "")
        if cursor.current is None and step.from_ is None:
            # A step that there is nothing for is never run.
            return []
        with self.operand_names(step, cursor, step.when):
            test = self.expression(step.when)
        return self.either(step, test, cursor) if step.else_ else self.optional(step, test, cursor)

    def either(self, step: Step, test: Expression, cursor: Cursor) -> list[Statement]:
        """A step whose condition chooses between two things to do."""
        taken = replace(cursor)
        body = self.taken(step, taken)
        fed = self.first_operand(step, cursor)
        other = self.cursor(step.else_, cursor.target, fed, cursor.prefix)
        with self.taking(fed):
            otherwise = self.sequence(step.else_, other)
        if taken.current != other.current:
            body += self.unified(taken)
            otherwise += self.unified(other)
        cursor.current = taken.current
        otherwise += self.bind_output(step, other)
        return [If(test, tuple(body) or NOTHING, tuple(otherwise)), *cursor.history.gave(cursor.current or "")]

    def optional(self, step: Step, test: Expression, cursor: Cursor) -> list[Statement]:
        """A step that a condition may leave out."""
        statements = self.unified(cursor)
        inner = replace(cursor)
        binds = any(self.is_looked_up(constant_name(template)) or self.variable_of(template) for template in step.as_)
        if binds and (step.from_ is not None or len(step.as_) > 1):
            body = self.taken(step, inner)
            otherwise = self.bind_passed(step, cursor)
        else:
            body = self.operation(step, inner)
            otherwise = []
        body += self.unified(inner) + cursor.history.gave(inner.current or "")
        cursor.current = inner.current
        statements.append(If(test, tuple(body) or NOTHING, tuple(otherwise)))
        return statements if otherwise else statements + self.bind_output(step, cursor)

    def taken(self, step: Step, cursor: Cursor) -> list[Statement]:
        """The operation of a step, and the binding of what it gives."""
        statements = self.operation(step, cursor)
        return statements + self.bind_output(step, cursor)

    def bind_output(self, step: Step, cursor: Cursor) -> list[Statement]:
        """Gives the output the name that the step's `as` says, where something reads it by that."""
        return self.bound(step.as_[0], Atom(cursor.current or "")) if step.as_ else []

    def bind_passed(self, step: Step, cursor: Cursor) -> list[Statement]:
        """Gives what a step takes the names of its `as`, for where the step is left out."""
        pairs = zip(step.as_, self.operands(step, cursor), strict=False)
        return [statement for template, operand in pairs for statement in self.bound(template, operand)]

    def bound(self, template: Template, output: Expression) -> list[Statement]:
        """What lets a name stand for a tensor, where something reads it by that."""
        return [Assign(word, output) for word in self.binding(template)]

    def binding(self, template: Template) -> list[str]:
        """What a name in `as` is as targets of an assignment; nothing where nothing reads it."""
        targets = []
        name = constant_name(template)
        if self.by_name is not None and self.is_looked_up(name):
            targets.append(flat(entry(self.by_name, text_expression(self.pieces(template)))))
        word = self.variable_of(template)
        if word is not None and name is not None:
            self.bind_tensor(name, word)
            targets.append(word)
        return targets

    def variable_of(self, template: Template) -> str | None:
        """The variable that holds what a name in `as` stands for; None where nothing reads it by that name."""
        name = constant_name(template)
        return self.reserved.get(name) if name is not None else None

    def given(self, step: Step, value: Expression, cursor: Cursor) -> list[Statement]:
        """The assignment of what a call gives: of several results each that has a name, else the first."""
        cursor.current = cursor.target
        if len(step.as_) < 2:
            several = step.branches is None and gives_several(step, self.unit)
            return [Assign(cursor.target, code.Item(value, Atom("0")) if several else value)]
        targets, more = [cursor.target], []
        for template in step.as_[1:]:
            first, *others = self.binding(template) or ["_"]
            targets.append(first)
            more += [Assign(other, Atom(first)) for other in others]
        return [Assign(", ".join(targets), value), *more]

    def operands(self, step: Step, cursor: Cursor) -> list[Expression]:
        """The tensors that a step takes."""
        if step.from_ is None:
            assert cursor.current is not None
            return [Atom(cursor.current)]
        return [self.operand(reference, cursor) for reference in step.from_]

    def first_operand(self, step: Step, cursor: Cursor) -> str:
        """The first tensor that a step takes, as it is written on one line."""
        return flat(self.operands(step, cursor)[0])

    def operand(self, reference: Reference, cursor: Cursor) -> Expression:
        """The tensor that a reference means."""
        if isinstance(reference, Position):
            if reference.back == -1:
                assert cursor.current is not None
                return Atom(cursor.current)
            return Atom(cursor.history.reach(reference.back))
        name = constant_name(reference)
        if name is not None and name in self.tensors:
            return Atom(self.tensors[name])
        assert self.by_name is not None
        return entry(self.by_name, text_expression(self.pieces(reference)))

    @contextmanager
    def operand_names(self, step: Step, cursor: Cursor, value: Value) -> Iterator[None]:
        """Lets `in` be the shape of what a step takes, where a value reads it."""
        if any(read.name == "in" for _, read in read_names(value)):
            with self.taking(self.first_operand(step, cursor)):
                yield
        else:
            yield

    def operation(self, step: Step, cursor: Cursor) -> list[Statement]:
        """What a step does with the tensors it takes."""
        operands = self.operands(step, cursor)
        first = flat(operands[0])
        with self.taking(first):
            if step.branches is not None:
                return self.branches(step, first, cursor)
            if step.layers is not None:
                return self.group(step, first, cursor)
            assert step.operation is not None
            write = self.block if called(step, self.unit) else self.of_keras
            return write(step.operation, step, operands, cursor)

    def group(self, step: Step, fed: str, cursor: Cursor) -> list[Statement]:
        """Steps within a step."""
        assert step.layers is not None
        inner = self.cursor(step.layers, cursor.target, fed, self.inner_prefix(step, cursor))
        statements = self.sequence(step.layers, inner)
        cursor.current = inner.current
        return statements

    def branches(self, step: Step, fed: str, cursor: Cursor) -> list[Statement]:
        """Sequences fed with the same tensor, and the layer that joins them."""
        assert step.branches is not None
        assert step.merge is not None
        statements: list[Statement] = []
        ends: list[Expression] = []
        taken = []
        fans = step.fans
        for name, steps in step.branches.items():
            if not steps:
                ends.append(Atom(fed))
                continue
            target = self.identifiers.take(name, f"{name}_branch")
            taken.append(target)
            if name in fans:
                statements += self.fan(steps[0], target, fed, cursor.prefix)
                ends.append(Atom(f"*{target}"))
                continue
            inner = self.cursor(steps, target, fed, cursor.prefix)
            statements += self.sequence(steps, inner)
            ends.append(Atom(inner.current or target))
        statements += self.of_keras(step.merge, step, ends, cursor)
        for target in taken:
            self.identifiers.give_back(target)
        return statements

    def fan(self, step: Step, outputs: str, fed: str, prefix: Pieces) -> list[Statement]:
        """The turns of a step beside one another, all fed with the same tensor; what they give becomes a list."""
        target = self.identifiers.take("y", "branch")
        once = _without_loops(step)

        def turn() -> list[Statement]:
            cursor = self.cursor((once,), target, fed, prefix)
            return [*cursor.history.opening, *self.fan_turn(step, outputs, cursor)]

        statements: list[Statement] = [*self.remarks(step), Assign(outputs, Items((), "[]"))]
        with self.scope():
            if step.each is None and self.is_once(step):
                statements += turn()
            else:
                statements += self.loops(step, self.cursor((once,), target, fed, prefix), turn)
        self.identifiers.give_back(target)
        return statements

    def fan_turn(self, step: Step, outputs: str, cursor: Cursor) -> list[Statement]:
        """What a step of a fan does once; a turn that is left out adds nothing to the list."""
        if step.when is None or step.else_:
            statements = self.turn(step, cursor)
            return [*statements, _appended(outputs, cursor)]
        with self.operand_names(step, cursor, step.when):
            test = self.expression(step.when)
        passed = replace(cursor, current=self.first_operand(step, cursor))
        body = self.taken(step, cursor)
        return [If(test, (*body, _appended(outputs, cursor)), tuple(self.bind_output(step, passed)))]

    def call_keywords(self, step: Step, cursor: Cursor) -> dict[str, Expression]:
        """The arguments that a step gives to the call of its layer."""
        if step.call is None:
            return {}
        found: dict[str, Expression] = {}
        for name in step.call.node:
            if name in step.call.flags:
                found[name] = self.expression(step.call.flags[name])
            else:
                tensors = tuple(self.operand(reference, cursor) for reference in step.call.tensors[name])
                found[name] = code.listing(tensors) if name in step.call.listed else tensors[0]
        return found

    def of_keras(self, call: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """The call of a layer, or of a function of `keras.ops`, which no style makes or names."""
        found = find_layer(call.name)
        assert found is not None
        if not issubclass(found, Op):
            return self.layer(call, step, operands, cursor)
        given = {key: self.expression(each) for key, each in call.arguments.items()}
        return self.given(step, operation_call(found, operands, given), cursor)

    def layer_name(self, layer: Call, step: Step, cursor: Cursor) -> Expression:
        """The full name of a layer; one that is shared has that which the first step gives it."""
        if step.share is not None:
            step = self.unit.sharers[step.share.text]
        if step.name is not None:
            return text_expression((*cursor.prefix, *self.pieces(step.name)))
        number = self.module.numbers[id(step)]
        word = layer_word(layer.name)
        if number is None:
            return call(self.counter, text_expression((*cursor.prefix, word)))
        return text_expression((*cursor.prefix, word if number == 1 else f"{word}_{number}"))

    def inner_prefix(self, step: Step, cursor: Cursor) -> Pieces:
        """What the names of the layers within a step begin with."""
        if step.share is not None:
            step = self.unit.sharers[step.share.text]
        return cursor.prefix if step.name is None else (*cursor.prefix, *self.pieces(step.name), "_")

    def passed_on(self, block: Call, step: Step, cursor: Cursor) -> tuple[list[Expression], dict[str, Expression]]:
        """What a block is given beside tensors: its required params in order, then all else by keyword."""
        definition = self.unit.blocks[block.name]
        inner: Unit = self.module.units[id(definition.block)]
        signature: Signature = self.module.signatures[id(definition.block)]
        given = {key: self.expression(value) for key, value in block.arguments.items()}
        needed = [given.pop(name) for name, param in inner.params.items() if param.required]
        keywords = {signature.params[key]: value for key, value in given.items()}
        keywords |= {word: self.spec[name].expression for name, word in signature.spec.items()}
        if signature.counter is not None:
            keywords[signature.counter] = Atom(self.counter)
        if signature.keeper is not None:
            keywords[signature.keeper] = Atom(self.keeper)
        prefix = self.inner_prefix(step, cursor)
        if signature.prefix is not None:
            pieces = without_underscore(prefix) if signature.naming == "name" else prefix
            keywords[signature.prefix] = _passed_on(pieces)
        return needed, keywords


def _without_loops(step: Step) -> Step:
    return step.model_copy(update={"each": None, "repeat": None})


def _appended(outputs: str, cursor: Cursor) -> Statement:
    return Evaluate(call(f"{outputs}.append", Atom(cursor.current or cursor.target)))


def _passed_on(pieces: Pieces) -> Expression:
    """A prefix as an argument; one that is passed on as it came needs no text around it."""
    match [piece for piece in pieces if piece != ""]:
        case [Atom() as word]:
            return word
    return text_expression(pieces)


def without_underscore(pieces: Pieces) -> Pieces:
    """A prefix as a name of its own."""
    last = pieces[-1]
    assert isinstance(last, str)
    return (*pieces[:-1], last.removesuffix("_"))


def _counting(count: Expression, value: Value, counted: bool) -> Expression:
    """What a loop runs over that is run `count` times, with an index from 1 up where that is read."""
    if not counted:
        return call("range", count)
    if isinstance(value, int):
        return call("range", Atom("1"), Atom(str(value + 1)))
    term = value.term if isinstance(value, Formula) else None
    if isinstance(count, code.Operation) and _is_one_less(term):
        fewer = code.Operation(count.level, count.operands[:-1], count.operators[:-1])
        return call("range", Atom("1"), fewer if fewer.operators else fewer.operands[0])
    return call("range", Atom("1"), code.Operation(code.SUM, (count, Atom("1")), ("+",)))


def _is_one_less(term: tree.Term | None) -> bool:
    """Whether a formula ends with `- 1`, so that counting up to it needs no `+ 1`."""
    match term:
        case tree.Binary(operator="-", right=tree.Literal(value=1)):
            return True
    return False
