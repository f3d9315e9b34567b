"""The classes of the subclass style: `__init__` or `build` makes the layers, `call` calls them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archspec.formula.values import read_names
from archspec.spec.document import Document
from archspec.spec.steps import all_steps
from archspec.targets.python.attributes import Attributes
from archspec.targets.python.code import (
    Argument,
    Assign,
    Atom,
    Call,
    Class,
    Doc,
    Evaluate,
    Function,
    Items,
    Parameter,
    Return,
    Statement,
    call,
)
from archspec.targets.python.docs import block_doc, network_doc
from archspec.targets.python.entering import (
    bind_inputs,
    default_values,
    input_tensors,
    input_words,
    network_outputs,
    parameters,
)
from archspec.targets.python.formulas import Binding
from archspec.targets.python.functional import FunctionWriter, counter, returned, target_of
from archspec.targets.python.identifiers import Identifiers
from archspec.targets.python.layout import write
from archspec.targets.python.literals import quoted
from archspec.targets.python.module import Module
from archspec.targets.python.signatures import Signature
from archspec.targets.python.steps import StepWriter
from archspec.targets.python.subclass import CallingWriter, MakingWriter
from archspec.targets.python.tidying import listed, tidied, without_attributes, without_unread
from archspec.targets.python.units import Unit, called, is_built_outside
from archspec.targets.python.values import Pieces

#: What a class is told beside its params, under keys that are no names of the language.
_SPEC, _COUNTER, _PREFIX = "of the spec: ", "the counter", "the prefix"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the methods of one class have in common.

    Args:
        unit: the network or the block.
        module: what the classes of the file share.
        signature: what a block is given; None for the network.
        words: the parameters of `__init__`, by the language's name or one of the keys above.
        inputs: the tensors that the unit takes, by what the language calls them.
        attributes: the attributes of the class.
    """

    unit: Unit
    module: Module
    signature: Signature | None
    words: Mapping[str, str]
    inputs: Mapping[str, str]
    attributes: Attributes

    def enter(self, writer: StepWriter, *, inside: bool) -> None:
        """Lets names stand for the parameters of `__init__`, or for the attributes that hold them."""
        words = {key: f"self.{self.attributes.values[key]}" for key in self.words} if inside else self.words
        kinds = self.signature.kinds if self.signature else {}
        writer.spec = {key.removeprefix(_SPEC): Binding(Atom(words[key])) for key in words if key.startswith(_SPEC)}
        own = {name: Binding(Atom(words[name]), kinds.get(name, "data")) for name in self.unit.params}
        writer.names = {**writer.spec, **own}
        if self.signature is None:
            writer.spec = dict(own)
        writer.counter = words.get(_COUNTER, writer.counter)

    def prefix(self, *, inside: bool) -> Pieces:
        """What the names of layers begin with."""
        if self.signature is None or self.signature.naming == "alone":
            return ()
        if self.signature.naming == "name":
            return (Atom("self.name"), "_")
        return (Atom(f"self.{self.attributes.values[_PREFIX]}" if inside else self.words[_PREFIX]),)

    @property
    def fed(self) -> str | None:
        """The tensor that the first step takes where it does not say; None where a network has several inputs."""
        first = next(iter(self.inputs.values()))
        return first if self.signature is not None or len(self.inputs) == 1 else None

    def target(self, writer: StepWriter) -> str:
        """The variable for outputs."""
        if self.signature is None:
            return writer.identifiers.take("x", "h", "y")
        return target_of(self.unit, writer, next(iter(self.inputs.values())))


def block_class(unit: Unit, module: Module) -> Class:
    """The class of a block."""
    assert unit.block is not None
    signature = module.signatures[id(unit.block)]
    told = {f"{_SPEC}{name}": word for name, word in signature.spec.items()}
    told |= {_COUNTER: signature.counter} if signature.counter else {}
    told |= {_PREFIX: signature.prefix} if signature.prefix and signature.naming == "prefix" else {}
    words = {**signature.params, **told}
    plan = _Plan(
        unit, module, signature, words, signature.inputs, Attributes(words | {name: name for name in unit.let})
    )
    keywords = list(told.values())
    named = signature.prefix if signature.naming == "name" and signature.prefix != "name" else None
    keywords += [named] if named else []
    given = [*parameters(unit.params, signature.params, {}, signature.mixed), *([Parameter("*")] if keywords else [])]
    given += map(Parameter, keywords)
    methods = _methods(plan, given, named, {}, list(signature.inputs.values()), None)
    return Class(module.functions[id(unit.block)], "keras.Layer", block_doc(unit.block), methods)


def network_class(document: Document, module: Module, given: Mapping[str, Any], name: str) -> Class:
    """The class of the network."""
    unit = module.network
    identifiers = Identifiers([*module.taken, module.name_parameter])
    words = module.param_words = {param: identifiers.take(param, f"{param}_") for param in unit.params}
    tensors = identifiers.take("inputs", "tensors_in")
    several = len(document.inputs) > 1
    inputs = {key or "input": identifiers.take(*input_words(key)) if several else tensors for key in document.inputs}
    plan = _Plan(unit, module, None, words, inputs, Attributes(words | {name: name for name in unit.let}))
    named = module.name_parameter if module.name_parameter != "name" else None
    head = [
        *parameters(unit.params, words, given),
        *([Parameter("*"), Parameter(named, Atom("None"))] if named else []),
    ]
    methods = _methods(plan, head, named, given, [tensors], document)
    return Class(name, "keras.Model", network_doc(document, words), methods)


def _methods(
    plan: _Plan,
    given: Sequence[Parameter],
    named: str | None,
    defaults: Mapping[str, Any],
    tensors: Sequence[str],
    document: Document | None,
) -> tuple[Function, ...]:
    """The methods of a class.

    Args:
        plan: what they have in common.
        given: the parameters of `__init__`.
        named: the parameter for the name of the layer, where that is not `name`.
        defaults: values that go before the defaults of params.
        tensors: the parameters of `call`.
        document: the spec, for the class of the network.
    """
    calling = _call(plan, tensors, document)
    read = write(calling.body)
    builds = plan.module.builds(plan.unit)
    making = _built(plan, tensors, read) if builds else _made(plan, read)
    read += write(making) if builds else ""
    body: list[Statement] = [Evaluate(call("super().__init__", *([Atom("**kwargs")] if not named else [])))]
    if named:
        body = [Evaluate(Call(Atom("super().__init__"), (Argument(Atom(named), "name"), Argument(Atom("**kwargs")))))]
    parameters_writer = FunctionWriter(plan.unit, plan.module, plan.words.values())
    plan.enter(parameters_writer, inside=False)
    body += default_values(plan.unit, parameters_writer, defaults)
    kept = {key: plan.attributes.values[key] for key in plan.words}
    body += [Assign(f"self.{word}", Atom(plan.words[key])) for key, word in kept.items() if _reads(read, word)]
    init = Function(
        "__init__", (Parameter("self"), *given, Parameter("**kwargs")), Doc(), (*body, *(() if builds else making))
    )
    if not builds or not making:
        return (init, calling)
    shapes = [f"{word}_shape" for word in tensors] if len(tensors) > 1 else ["input_shape"]
    return (init, Function("build", tuple(map(Parameter, ["self", *shapes])), Doc(), tuple(making)), calling)


def _attributes(text: str) -> list[str]:
    return re.findall(r"\bself\.(\w+)", text)


def _reads(text: str, attribute: str) -> bool:
    return re.search(rf"\bself\.{attribute}\b", text) is not None


def _call(plan: _Plan, tensors: Sequence[str], document: Document | None) -> Function:
    """The method that calls the layers."""
    writer = CallingWriter(plan.unit, plan.module, [*plan.inputs.values(), "training"], plan.attributes)
    plan.enter(writer, inside=True)
    for name in plan.unit.let:
        writer.names[name] = Binding(Atom(f"self.{plan.attributes.values[name]}"), writer.kind(plan.unit.let[name]))
    bind_inputs(writer, plan.inputs)
    statements = [*_unpacked(plan, tensors[0], document), *writer.opening()]
    cursor = writer.cursor(plan.unit.steps, plan.target(writer), plan.fed, ())
    statements += writer.sequence(plan.unit.steps, cursor)
    if document is not None and document.outputs:
        statements.append(Return(network_outputs(document, writer, cursor)))
    else:
        statements = list(returned(statements, cursor, writer))
    given = (Parameter("self"), *map(Parameter, tensors), Parameter("training", Atom("False")))
    return Function("call", given, Doc(), tidied(statements))


def _unpacked(plan: _Plan, tensors: str, document: Document | None) -> list[Statement]:
    """What takes the inputs of a network apart, where it has several."""
    if document is None or len(plan.inputs) == 1:
        return []
    return [Assign(word, Atom(f"{tensors}[{position}]")) for position, word in enumerate(plan.inputs.values())]


def _made(plan: _Plan, read: str) -> list[Statement]:
    """What makes the layers in `__init__`, where no shape is needed for that."""
    taken = [*plan.words.values(), *plan.inputs.values(), "kwargs"]
    writer = MakingWriter(plan.unit, plan.module, taken, plan.attributes)
    plan.enter(writer, inside=False)
    lets = _lets(plan, writer, read)
    bind_inputs(writer, plan.inputs)
    counted = counter(plan.module, writer) if plan.signature is None else []
    cursor = writer.cursor(plan.unit.steps, plan.target(writer), plan.fed, plan.prefix(inside=False))
    statements = [*lets, *counted, *writer.sequence(plan.unit.steps, cursor)]
    return listed(without_unread(without_attributes(statements, _attributes(read))))


def _built(plan: _Plan, tensors: Sequence[str], read: str) -> list[Statement]:
    """What makes the layers in `build`, where it is known what shapes come."""
    writer = MakingWriter(plan.unit, plan.module, [*plan.inputs.values(), "input_shape"], plan.attributes)
    plan.enter(writer, inside=True)
    shapes = [f"{word}_shape" for word in tensors] if len(tensors) > 1 else ["input_shape"]
    opening: list[Statement] = []
    if plan.signature is None and len(plan.inputs) > 1:
        shapes = [f"input_shape[{position}]" for position in range(len(plan.inputs))]
    for word, shape in zip(plan.inputs.values(), shapes, strict=True):
        opening.append(Assign(word, call("keras.KerasTensor", Atom(shape))))
    bind_inputs(writer, plan.inputs)
    lets = _lets(plan, writer, None)
    counted = counter(plan.module, writer) if plan.signature is None else []
    cursor = writer.cursor(plan.unit.steps, plan.target(writer), plan.fed, plan.prefix(inside=True))
    statements = writer.sequence(plan.unit.steps, cursor)
    statements = [*opening, *lets, *writer.opening(), *counted, *statements]
    values = [plan.attributes.values[name] for name in plan.unit.let]
    statements = without_attributes(statements, [*values, *_attributes(read)])
    return listed(without_unread(statements, _attributes_called_when_made(plan)))


def _attributes_called_when_made(plan: _Plan) -> frozenset[str]:
    """The attributes of what must be called as it is made, in order.

    These are blocks that count the layers they make, and layers that Keras can't build in a call of a model.
    """
    found = set()
    for step in all_steps(plan.unit.steps):
        definition = called(step, plan.unit)
        if is_built_outside(step):
            found.add(plan.attributes.known(id(step.operation)))
        if definition is not None and step.operation is not None and id(definition.block) in plan.module.counting:
            found.add(plan.attributes.known(id(step.operation)))
    return frozenset(found)


def _lets(plan: _Plan, writer: StepWriter, read: str | None) -> list[Statement]:
    """The names computed as the unit is entered: variables, or attributes where another method reads them."""
    statements: list[Statement] = []
    needed = writer.lets_needed()
    for name, value in plan.unit.let.items():
        if name not in needed:
            continue
        attribute = plan.attributes.values[name]
        expression, kind = writer.expression(value), writer.kind(value)
        if read is None or _reads(read, attribute):
            writer.names[name] = Binding(Atom(f"self.{attribute}"), kind)
            statements.append(Assign(f"self.{attribute}", expression))
        else:
            statements.append(Assign(writer.bind_value(name, kind), expression))
        if plan.signature is None:
            writer.spec[name] = writer.names[name]
    return statements


def network_builder(document: Document, module: Module, given: Mapping[str, Any], name: str, model: str) -> Function:
    """The function that makes a model of the network's class, with its variables.

    Args:
        document: the spec.
        module: what the file's functions share.
        given: values that go before the defaults of params.
        name: the model's name.
        model: the class.
    """
    unit = module.network
    named = (Parameter("*"), Parameter(module.name_parameter, Atom(quoted(name))))
    writer = FunctionWriter(unit, module, [module.name_parameter, "params", "model"])
    sizes = [size for tensor in document.inputs.values() for size in tensor.sizes]
    if any(list(read_names(size)) for size in sizes):
        words = {param: writer.bind_value(param) for param in unit.params}
        head = [*parameters(unit.params, words, given), *named]
        statements = [*default_values(unit, writer, given), *writer.lets()]
        passed = [Argument(Atom(word), word) for word in words.values()]
    else:
        head, statements, passed = [*named, Parameter("**params")], [], [Argument(Atom("**params"))]
    _, made = input_tensors(document, writer)
    own = Argument(Atom(module.name_parameter), module.name_parameter)
    statements.append(Assign("model", Call(Atom(model), (own, *passed))))
    values = [each.value for each in made]
    arguments = values[0] if len(values) == 1 else Items(tuple(values), "[]")
    statements += [Evaluate(call("model", arguments)), Return(Atom("model"))]
    return Function(module.name, tuple(head), network_doc(document, {}), without_unread(statements))
