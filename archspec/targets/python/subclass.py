"""The subclass style: blocks are layers and the network is a model, with what they are made of as attributes."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence

from archspec.catalogue.index import find_layer
from archspec.spec.calls import Call
from archspec.spec.steps import Step
from archspec.targets.python import code
from archspec.targets.python.attributes import Attributes
from archspec.targets.python.code import Argument, Assign, Atom, Evaluate, Expression, For, If, Items, Statement, call
from archspec.targets.python.functional import as_taken
from archspec.targets.python.layout import write
from archspec.targets.python.module import Module
from archspec.targets.python.steps import Cursor, StepWriter, Turn
from archspec.targets.python.units import Unit
from archspec.targets.python.values import layer_expression

_TRAINING = Argument(Atom("training"), "training")


class _ClassWriter(StepWriter):
    """What the writers of both sides of a class have in common: one makes the layers, the other calls them.

    Args:
        unit: the network or a block.
        module: what it shares with the others.
        taken: identifiers that are not free.
        attributes: those of the class.
    """

    def __init__(self, unit: Unit, module: Module, taken: Iterable[str], attributes: Attributes) -> None:
        super().__init__(unit, module, taken)
        self.attributes = attributes
        #: The lists of layers that the loop at hand makes or calls; None outside loops.
        self.lists: list[str] | None = None

    def loops(self, step: Step, cursor: Cursor, turn: Turn) -> list[Statement]:
        """The turns of a step, whose layers are kept in lists."""
        if self.lists is not None:
            return super().loops(step, cursor, turn)
        lists = self.lists = []
        statements = super().loops(step, cursor, turn)
        self.lists = None
        return self.around_loop(list(dict.fromkeys(lists)), statements)

    @abstractmethod
    def around_loop(self, lists: Sequence[str], loop: list[Statement]) -> list[Statement]:
        """An outermost loop, with what its lists need around it."""

    def attribute(self, made: Call, step: Step, cursor: Cursor) -> str:
        """The attribute that holds what a step makes."""
        if step.share is not None:
            step = self.unit.sharers[step.share.text]
            made = step.operation or made
        pieces = () if step.name is None else (*cursor.prefix, *self.pieces(step.name))
        several = self.lists is not None and step.share is None
        word = self.attributes.of(id(made), pieces, made.name, several=several)
        if several and self.lists is not None:
            self.lists.append(word)
        return word


class MakingWriter(_ClassWriter):
    """Makes the layers, and follows the tensors through them for the shapes that formulas read."""

    def layer(self, layer: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """`self.dense = layers.Dense(8)`, then what comes out of it."""
        made = layer_expression(layer, self.layer_name(layer, step, cursor), self.names, self.formulas)
        return self.made(step, self.attribute(layer, step, cursor), made, as_taken(layer, operands), cursor)

    def block(self, block: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """`self.conv2 = Bottleneck(64, name="conv2")`, then what comes out of it."""
        needed, keywords = self.passed_on(block, step, cursor)
        made = call(self.module.functions[id(self.unit.blocks[block.name].block)], *needed, **keywords)
        return self.made(step, self.attribute(block, step, cursor), made, operands, cursor)

    def made(
        self, step: Step, attribute: str, made: Expression, operands: Sequence[Expression], cursor: Cursor
    ) -> list[Statement]:
        """The making of what an attribute holds, and the call of it."""
        kept: list[Statement] = [Assign(f"self.{attribute}", made)]
        layer = f"self.{attribute}"
        if step.share is not None and self.unit.sharers[step.share.text] is not step:
            kept = []
        elif step.share is not None and self.lists is not None:
            kept = [If(Atom(f'not hasattr(self, "{attribute}")'), tuple(kept), ())]
        elif self.lists is not None:
            kept = [Evaluate(call(f"self.{attribute}.append", made))]
            layer += "[-1]"
        return [*kept, *self.given(step, call(layer, *operands, **self.call_keywords(step, cursor)), cursor)]

    def around_loop(self, lists: Sequence[str], loop: list[Statement]) -> list[Statement]:
        """A loop that fills lists."""
        return [*(Assign(f"self.{word}", Items((), "[]")) for word in lists), *loop]


class CallingWriter(_ClassWriter):
    """Calls the layers that were made."""

    def layer(self, layer: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """`x = self.dense(x)`."""
        found = find_layer(layer.name)
        assert found is not None
        keywords = self.call_keywords(step, cursor)
        called = self.called(step, self.attribute(layer, step, cursor), as_taken(layer, operands), keywords)
        told = found.has_training_mode and "training" not in keywords
        return self.given(step, in_training(called) if told else called, cursor)

    def block(self, block: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """`x = self.conv2(x, training=training)`."""
        called = self.called(step, self.attribute(block, step, cursor), operands, {})
        return self.given(step, in_training(called), cursor)

    def called(
        self, step: Step, attribute: str, operands: Sequence[Expression], keywords: Mapping[str, Expression]
    ) -> code.Call:
        """The call of what an attribute holds."""
        alone = self.lists is None or step.share is not None
        return call(f"self.{attribute}" if alone else f"next({attribute})", *operands, **keywords)

    def around_loop(self, lists: Sequence[str], loop: list[Statement]) -> list[Statement]:
        """A loop that goes through lists: over their layers where it can be, else beside them."""
        if not lists:
            return loop
        [outer] = loop
        assert isinstance(outer, For)
        text = write(outer.body)
        items = {word: self.identifiers.take(word.removesuffix("s"), f"{word}_layer") for word in lists}
        if _goes_through(outer, text, lists):
            body = _renamed(outer.body, {f"next({word})": item for word, item in items.items()})
            layers = [Atom(f"self.{word}") for word in lists]
            over = layers[0] if len(layers) == 1 else call("zip", *layers)
            return [For(", ".join(items.values()), over, body)]
        iterators = {word: self.identifiers.take(word, f"{word}_left") for word in lists}
        opening = [Assign(variable, call("iter", Atom(f"self.{word}"))) for word, variable in iterators.items()]
        body = _renamed(loop, {f"next({word})": f"next({variable})" for word, variable in iterators.items()})
        return [*opening, *body]

    def remarks(self, step: Step) -> Iterable[Statement]:
        """None: what is documented stands where the layers are made."""
        return ()

    def layer_name(self, layer: Call, step: Step, cursor: Cursor) -> Expression:
        """No name is needed where a layer is called."""
        return Atom("None")


def in_training(value: code.Call) -> code.Call:
    """A call that is told whether it is one in training."""
    return value._replace(arguments=(*value.arguments, _TRAINING))


def _goes_through(loop: For, text: str, lists: Sequence[str]) -> bool:
    """Whether each turn of a loop calls one layer of each list, and needs nothing else of the turn."""
    once = all(text.count(f"next({word})") == 1 for word in lists)
    plain = not any(isinstance(statement, For | If) for statement in loop.body)
    variables = re.findall(r"\w+", loop.target)
    return once and plain and not any(re.search(rf"\b{word}\b", text) for word in variables)


def _renamed(statements: Sequence[Statement], functions: Mapping[str, str]) -> tuple[Statement, ...]:
    """Statements that call other functions instead of some."""
    found: list[Statement] = []
    for statement in statements:
        match statement:
            case If():
                body, otherwise = (_renamed(part, functions) for part in (statement.body, statement.otherwise))
                found.append(statement._replace(body=body, otherwise=otherwise))
            case For():
                found.append(statement._replace(body=_renamed(statement.body, functions)))
            case Assign(value=code.Call(function=Atom(text=text)) as value) if text in functions:
                found.append(statement._replace(value=value._replace(function=Atom(functions[text]))))
            case _:
                found.append(statement)
    return tuple(found)
