"""The functions of the functional style: one for each block, for the network and for its variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archspec.formula.values import COMPUTED, Value
from archspec.spec.document import Block, Document, Param
from archspec.targets.python import code
from archspec.targets.python.code import (
    Argument,
    Assign,
    Atom,
    Doc,
    Expression,
    Function,
    If,
    Parameter,
    Return,
    Statement,
    call,
)
from archspec.targets.python.formulas import Binding
from archspec.targets.python.functional import Cursor, UnitWriter
from archspec.targets.python.layout import flat
from archspec.targets.python.literals import literal, quoted
from archspec.targets.python.module import Module
from archspec.targets.python.signatures import Signature
from archspec.targets.python.units import Unit, tensors_read
from archspec.targets.python.values import Pieces


def block_function(unit: Unit, module: Module) -> Function:
    """The function of a block."""
    assert unit.block is not None
    signature = module.signatures[id(unit.block)]
    writer = block_writer(unit, module, signature)
    first, *_ = signature.inputs.values()
    read = tensors_read(unit)
    target = writer.identifiers.take("x", "h", "y") if read & {"input", unit.inputs[0]} else first
    statements = [*default_values(unit, writer, {}), *writer.opening(), *writer.lets()]
    cursor = writer.cursor(unit.steps, target, first, prefix_pieces(signature))
    statements += writer.sequence(unit.steps, cursor)
    parameters = (*map(Parameter, signature.inputs.values()), *block_parameters(unit, signature))
    name = module.functions[id(unit.block)]
    return Function(name, parameters, block_doc(unit.block), returned(statements, cursor))


def block_doc(block: Block) -> Doc:
    """What a block says of itself."""
    title = (sentence(block.title.text),) if block.title else ()
    return Doc((*title, *([block.note.text] if block.note else [])))


def block_writer(unit: Unit, module: Module, signature: Signature) -> UnitWriter:
    """A writer that knows what enters a block."""
    writer = UnitWriter(unit, module, signature.words())
    writer.spec = {name: Binding(Atom(word)) for name, word in signature.spec.items()}
    writer.names = dict(writer.spec)
    for name, word in signature.params.items():
        writer.names[name] = Binding(Atom(word), signature.kinds.get(name, "data"))
    for name, word in signature.inputs.items():
        writer.bind_tensor(name, word)
    writer.bind_tensor("input", next(iter(signature.inputs.values())))
    writer.names["in"] = writer.names["input"]
    writer.counter = signature.counter or writer.counter
    writer.reserve_tensors()
    return writer


def prefix_pieces(signature: Signature) -> Pieces:
    """What the names of a block's layers begin with."""
    if signature.prefix is None:
        return ()
    return (Atom(signature.prefix), "_") if signature.naming == "name" else (Atom(signature.prefix),)


def block_parameters(unit: Unit, signature: Signature) -> Iterator[Parameter]:
    """The parameters of a block beside its inputs: those without a default first."""
    yield from (Parameter(signature.params[name]) for name, param in unit.params.items() if param.required)
    for name, param in unit.params.items():
        if not param.required:
            yield Parameter(signature.params[name], default_expression(param))
    others = [*signature.spec.values(), *filter(None, (signature.counter, signature.prefix))]
    if others:
        yield from (Parameter("*"), *map(Parameter, others))


def default_expression(param: Param) -> Expression:
    """A param's default; None stands for one that is made anew at each call."""
    return Atom("None") if is_made_at_call(param.default) else literal(param.default)


def is_made_at_call(value: Value) -> bool:
    """Whether a default is computed from other params, or a record, which calls must not share."""
    return isinstance(value, (*COMPUTED, dict))


def default_values(unit: Unit, writer: UnitWriter, given: Mapping[str, Any]) -> list[Statement]:
    """What makes the defaults that are made anew at each call."""
    statements: list[Statement] = []
    for name, param in unit.params.items():
        value = given.get(name, param.default)
        variable = writer.names[name].expression
        if is_made_at_call(value) and isinstance(variable, Atom):
            test = code.Operation(code.COMPARISON, (variable, Atom("None")), ("is",))
            statements.append(If(test, (Assign(variable.text, writer.expression(value)),)))
    return statements


def returned(statements: list[Statement], cursor: Cursor) -> tuple[Statement, ...]:
    """Statements that end with the return of the last output."""
    last = statements[-1] if statements else None
    if isinstance(last, Assign) and last.target == cursor.current:
        return (*statements[:-1], Return(last.value))
    return (*statements, Return(Atom(cursor.current or "None")))


def network_function(document: Document, module: Module, given: Mapping[str, Any], name: str) -> Function:
    """The function that builds the network.

    Args:
        document: the spec.
        module: what the functions of the file share.
        given: values that go before the defaults of params.
        name: the model's name.
    """
    unit = module.network
    writer = UnitWriter(unit, module, ())
    parameters = list(_network_parameters(unit, writer, given))
    word = writer.identifiers.take("name", "model_name")
    statements = [*default_values(unit, writer, given), *writer.lets()]
    writer.spec = dict(writer.names)
    inputs = list(_inputs(document, writer))
    statements += inputs
    writer.reserve_tensors()
    statements += writer.opening()
    if module.counts(unit, module.counting):
        writer.counter = writer.identifiers.take("names", "counter")
        module.formulas.needs.add("Counter")
        statements.append(Assign(writer.counter, call("Counter")))
    fed = inputs[0].target if len(inputs) == 1 else None
    cursor = writer.cursor(unit.steps, writer.identifiers.take("x", "h", "y"), fed, ())
    statements += writer.sequence(unit.steps, cursor)
    model = call("keras.Model", _arranged([Atom(each.target) for each in inputs]), _outputs(document, writer, cursor))
    model = model._replace(arguments=(*model.arguments, Argument(Atom(word), "name")))
    parameters += [Parameter("*"), Parameter(word, Atom(quoted(name)))]
    return Function(module.name, tuple(parameters), _network_doc(document, writer), (*statements, Return(model)))


def _network_parameters(unit: Unit, writer: UnitWriter, given: Mapping[str, Any]) -> Iterator[Parameter]:
    words = {name: writer.bind_value(name) for name in unit.params}
    needed = [name for name, param in unit.params.items() if param.required and name not in given]
    yield from (Parameter(words[name]) for name in needed)
    for name, param in unit.params.items():
        if name not in needed:
            value = given.get(name, param.default)
            yield Parameter(words[name], Atom("None") if is_made_at_call(value) else literal(value))


def _inputs(document: Document, writer: UnitWriter) -> Iterator[Assign]:
    for name, sizes in document.inputs.items():
        word = writer.identifiers.take(*((name, f"{name}_input") if name else ("inputs",)))
        shape = code.Items(tuple(writer.expression(size) for size in sizes))
        writer.bind_tensor(name or "input", word)
        if "input" not in writer.tensors:
            writer.bind_tensor("input", word)
        yield Assign(word, call("keras.Input", shape, name=Atom(quoted(name or "input"))))
    writer.names["in"] = writer.names["input"]


def _outputs(document: Document, writer: UnitWriter, cursor: Cursor) -> Expression:
    if not document.outputs:
        return Atom(cursor.current or "None")
    outputs = {name: Atom(writer.operand(each, cursor)) for name, each in document.outputs.items()}
    if document.outputs_by_name:
        return code.Entries(tuple((literal(name), output) for name, output in outputs.items()))
    return _arranged(list(outputs.values()))


def _arranged(tensors: list[Atom]) -> Expression:
    return tensors[0] if len(tensors) == 1 else code.Items(tuple(tensors), "[]")


def _network_doc(document: Document, writer: UnitWriter) -> Doc:
    title = sentence(f"Builds {document.title.text}") if document.title else "Builds the network."
    words = ((writer.names[name].expression, param.doc) for name, param in document.params.items())
    return Doc((title,), tuple((flat(word), doc.text) for word, doc in words if doc is not None))


def variant(word: str, settings: Mapping[str, Any], name: str, module: Module) -> Assign:
    """What builds a variant: the network's function with other defaults."""
    values = {key: literal(value) for key, value in settings.items()}
    module.formulas.needs.add("partial")
    return Assign(word, call("partial", Atom(module.name), **values, name=Atom(quoted(name))))


def sentence(text: str) -> str:
    """A title as a sentence."""
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
