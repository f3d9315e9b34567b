"""The functional style: blocks are functions, loops are loops, branches are tensors with names of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archspec.catalogue.index import find_layer
from archspec.spec.calls import Call
from archspec.spec.document import Document
from archspec.spec.leaves import Position
from archspec.spec.steps import Step
from archspec.targets.python import code
from archspec.targets.python.code import Assign, Atom, Expression, Function, Parameter, Return, Statement, call
from archspec.targets.python.docs import block_doc, network_doc
from archspec.targets.python.entering import (
    arranged,
    bind_inputs,
    bind_parameters,
    default_values,
    input_tensors,
    keyword_parameters,
    network_outputs,
    parameters,
    prefix_pieces,
)
from archspec.targets.python.layout import write
from archspec.targets.python.literals import literal, quoted
from archspec.targets.python.module import Module
from archspec.targets.python.steps import Cursor, StepWriter
from archspec.targets.python.tidying import tidied
from archspec.targets.python.units import Unit, tensors_read
from archspec.targets.python.values import layer_expression


class FunctionWriter(StepWriter):
    """Makes each layer where it is called, and calls blocks as functions."""

    def layer(self, layer: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """`x = layers.Dense(8, name="dense")(x)`."""
        made: Expression = layer_expression(layer, self.layer_name(layer, step, cursor), self.names, self.formulas)
        if step.share is not None or (self.unit.block is not None and id(self.unit.block) in self.module.keeping):
            made = call(self.keeper, made)
        return self.given(step, call(made, *as_taken(layer, operands), **self.call_keywords(step, cursor)), cursor)

    def block(self, block: Call, step: Step, operands: Sequence[Expression], cursor: Cursor) -> list[Statement]:
        """`x = bottleneck(x, 64, name="conv2")`."""
        needed, keywords = self.passed_on(block, step, cursor)
        function = self.module.functions[id(self.unit.blocks[block.name].block)]
        return self.given(step, call(function, *operands, *needed, **keywords), cursor)


def as_taken(layer: Call, operands: Sequence[Expression]) -> Sequence[Expression]:
    """Tensors as a layer takes them: merging layers one list, the others one after the other."""
    found = find_layer(layer.name)
    assert found is not None
    return [code.listing(operands)] if found.takes_list() else operands


def block_function(unit: Unit, module: Module) -> Function:
    """The function of a block."""
    assert unit.block is not None
    signature = module.signatures[id(unit.block)]
    writer = FunctionWriter(unit, module, signature.words())
    bind_parameters(writer, signature)
    bind_inputs(writer, signature.inputs)
    first = next(iter(signature.inputs.values()))
    target = target_of(unit, writer, first)
    statements = [*default_values(unit, writer, {}), *writer.opening(), *writer.lets()]
    cursor = writer.cursor(unit.steps, target, first, prefix_pieces(signature))
    statements += writer.sequence(unit.steps, cursor)
    given = (
        *map(Parameter, signature.inputs.values()),
        *parameters(unit.params, signature.params, {}, signature.mixed),
        *keyword_parameters(signature),
    )
    name = module.functions[id(unit.block)]
    return Function(name, given, block_doc(unit.block), tidied(returned(statements, cursor, writer)))


def target_of(unit: Unit, writer: StepWriter, first: str) -> str:
    """The variable for a unit's outputs: that of its first input, unless that is read by its name or not at all."""
    is_read = tensors_read(unit) & {"input", unit.inputs[0]}
    return writer.identifiers.take("x", "h", "y") if is_read or _takes_another(unit.steps) else first


def _takes_another(steps: Sequence[Step]) -> bool:
    """Whether what is done first says itself what it takes, rather than to take what came in first."""
    if not steps or steps[0].from_ is None:
        return bool(steps) and _takes_another(steps[0].layers or ())
    return not isinstance(steps[0].from_[0], Position)


def returned(statements: list[Statement], cursor: Cursor, writer: StepWriter) -> tuple[Statement, ...]:
    """Statements that end with the return of the last output, or of all that a block gives."""
    if writer.unit.block is not None and writer.unit.outputs:
        outputs = tuple(writer.operand(reference, cursor) for reference in writer.unit.outputs)
        return (*statements, Return(outputs[0] if len(outputs) == 1 else code.Items(outputs)))
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
    writer = FunctionWriter(unit, module, [module.name_parameter])
    words = module.param_words = {param: writer.bind_value(param) for param in unit.params}
    statements = [*default_values(unit, writer, given), *writer.lets()]
    writer.spec = dict(writer.names)
    inputs, made = input_tensors(document, writer)
    bind_inputs(writer, inputs)
    statements += [*made, *writer.opening(), *counter(module, writer), *keeper(module, writer)]
    fed = made[0].target if len(made) == 1 else None
    cursor = writer.cursor(unit.steps, writer.identifiers.take("x", "h", "y"), fed, ())
    statements += writer.sequence(unit.steps, cursor)
    statements = _untyped_inputs(statements, made, module)
    tensors = arranged([Atom(word) for word in inputs.values()])
    model = call("keras.Model", tensors, network_outputs(document, writer, cursor), name=Atom(module.name_parameter))
    named = (Parameter("*"), Parameter(module.name_parameter, Atom(quoted(name))))
    return Function(
        module.name,
        (*parameters(unit.params, words, given), *named),
        network_doc(document, words),
        tidied([*statements, Return(model)]),
    )


def _untyped_inputs(statements: list[Statement], made: Sequence[Assign], module: Module) -> list[Statement]:
    """Statements in which, where shapes are read, inputs are of no type: checkers take them for lists."""
    if ".shape" not in write(statements):
        return statements
    return [
        each._replace(value=module.formulas.untyped(each.value)) if isinstance(each, Assign) and each in made else each
        for each in statements
    ]


def counter(module: Module, writer: StepWriter) -> list[Statement]:
    """What counts the layers without a name, where that is done as the source runs."""
    if not module.counts():
        return []
    module.formulas.needs.add("numbering")
    writer.counter = writer.identifiers.take("numbered", "next_name")
    return [Assign(writer.counter, call("numbering"))]


def keeper(module: Module, writer: StepWriter) -> list[Statement]:
    """What gives layers that are called again, where there are some."""
    if not module.keeps():
        return []
    module.formulas.needs.add("keeping")
    writer.keeper = writer.identifiers.take("once", "kept")
    return [Assign(writer.keeper, call("keeping"))]


def variant(word: str, settings: Mapping[str, Any], name: str, module: Module) -> Assign:
    """What builds a variant: the network's function with other defaults."""
    module.formulas.needs.add("partial")
    values = {module.param_words.get(key, key): literal(value) for key, value in settings.items()} | {
        module.name_parameter: Atom(quoted(name))
    }
    return Assign(word, call("partial", Atom(module.name), **values))
