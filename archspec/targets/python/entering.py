"""What enters the functions of generated source: params with their defaults, inputs, and the outputs of the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archspec.formula.values import COMPUTED, Value
from archspec.spec.document import Document, Param
from archspec.targets.python import code
from archspec.targets.python.code import Assign, Atom, Expression, If, Parameter, Statement, call
from archspec.targets.python.formulas import Binding
from archspec.targets.python.literals import literal, quoted
from archspec.targets.python.signatures import Signature
from archspec.targets.python.steps import Cursor, StepWriter
from archspec.targets.python.units import Unit
from archspec.targets.python.values import Pieces


def bind_parameters(writer: StepWriter, signature: Signature) -> None:
    """Lets the params of a block, and what it is told of the spec, stand for the parameters of its function."""
    writer.spec = {name: Binding(Atom(word)) for name, word in signature.spec.items()}
    writer.names = dict(writer.spec)
    for name, word in signature.params.items():
        writer.names[name] = Binding(Atom(word), signature.kinds.get(name, "data"))
    writer.counter = signature.counter or writer.counter
    writer.keeper = signature.keeper or writer.keeper


def bind_inputs(writer: StepWriter, words: Mapping[str, str]) -> None:
    """Lets the inputs of a unit, by what the language calls them, stand for variables."""
    for name, word in words.items():
        writer.bind_tensor(name, word)
    writer.bind_tensor("input", next(iter(words.values())))
    writer.names["in"] = writer.names["input"]
    writer.reserve_tensors()


def prefix_pieces(signature: Signature) -> Pieces:
    """What the names of a block's layers begin with."""
    if signature.prefix is None:
        return ()
    return (Atom(signature.prefix), "_") if signature.naming == "name" else (Atom(signature.prefix),)


def parameters(
    params: Mapping[str, Param],
    words: Mapping[str, str],
    given: Mapping[str, Any],
    mixed: frozenset[str] = frozenset(),
) -> Iterator[Parameter]:
    """The params of a unit as parameters: those without a default first."""
    needed = [name for name, param in params.items() if param.required and name not in given]
    yield from (Parameter(words[name]) for name in needed)
    for name, param in params.items():
        if name not in needed:
            value = given.get(name, param.default)
            default = Atom("None") if is_made_at_call(value) else literal(value)
            yield Parameter(words[name], default, name in mixed)


def keyword_parameters(signature: Signature) -> Iterator[Parameter]:
    """What a block's function is given by keyword only."""
    others = [*signature.spec.values(), *filter(None, (signature.counter, signature.keeper, signature.prefix))]
    if others:
        yield from (Parameter("*"), *map(Parameter, others))


def is_made_at_call(value: Value) -> bool:
    """Whether a default is computed from other params, or a record, which calls must not share."""
    return isinstance(value, (*COMPUTED, dict))


def default_values(unit: Unit, writer: StepWriter, given: Mapping[str, Any]) -> list[Statement]:
    """What makes the defaults that are made anew at each call."""
    statements: list[Statement] = []
    for name, param in unit.params.items():
        value = given.get(name, param.default)
        variable = writer.names[name].expression
        if is_made_at_call(value) and isinstance(variable, Atom):
            test = code.Operation(code.COMPARISON, (variable, Atom("None")), ("is",))
            statements.append(If(test, (Assign(variable.text, writer.expression(value)),)))
    return statements


def input_tensors(document: Document, writer: StepWriter) -> tuple[dict[str, str], list[Assign]]:
    """The variables of the network's inputs, and what makes them."""
    words: dict[str, str] = {}
    statements: list[Assign] = []
    for key, tensor in document.inputs.items():
        name = key or "input"
        words[name] = writer.identifiers.take(*input_words(key))
        shape = code.Items(tuple(writer.expression(size) for size in tensor.sizes))
        dtype = {"dtype": literal(tensor.dtype)} if tensor.dtype else {}
        made: Expression = call("keras.Input", shape, **dtype, name=Atom(quoted(name)))
        statements.append(Assign(words[name], made))
    return words, statements


def input_words(key: str) -> tuple[str, ...]:
    """What the variable of an input may be called, by its key in the spec, which the only one may lack."""
    return (key, f"{key}_input") if key else ("inputs",)


def network_outputs(document: Document, writer: StepWriter, cursor: Cursor) -> Expression:
    """What the network gives: one tensor, a list of them, or a dictionary."""
    if not document.outputs:
        return Atom(cursor.current or "None")
    outputs = {name: writer.operand(each, cursor) for name, each in document.outputs.items()}
    if document.outputs_by_name:
        return code.Entries(tuple((literal(name), output) for name, output in outputs.items()))
    return arranged(list(outputs.values()))


def arranged(tensors: Sequence[Expression]) -> Expression:
    """One tensor as itself, several as a list."""
    return tensors[0] if len(tensors) == 1 else code.Items(tuple(tensors), "[]")
