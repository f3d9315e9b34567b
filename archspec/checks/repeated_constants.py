"""Numbers that a param gives already, and that are written out all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archspec.checks.case import Case
from archspec.spec.calls import Call
from archspec.spec.document import Block, Document, Param
from archspec.spec.steps import Step, all_steps
from archspec.text.diagnostics import Diagnostic, Note

#: What a param of the number of classes is called; the last layer with weights gives so many channels.
_CLASSES = frozenset({"classes", "num_classes", "n_classes", "number_of_classes"})
_CHANNELS = ("units", "filters")
#: What a param of a rate is called beside `rate`, and the layers whose rate it is.
_RATES = frozenset({"dropout", "dropout_rate", "drop_rate"})
_DROPOUTS = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D")
#: Smaller whole numbers are the same by chance too often.
_LEAST = 10


class Constant(NamedTuple):
    """A number in an argument that is a param's default.

    Args:
        name: the param.
        param: the param.
        call: the layer.
        argument: which of its arguments.
        block: the block whose param it is; None for the spec's own.
    """

    name: str
    param: Param
    call: Call
    argument: str
    block: str | None


def repeated_constants(case: Case) -> Iterator[Diagnostic]:
    """Warns of each number that a param, which others read, gives already; one that nothing reads is told alone."""
    unread = {(unread.name, unread.block) for unread in case.program.unread}
    for constant in _constants(case):
        if (constant.name, constant.block) in unread:
            continue
        name, argument, call = constant.name, constant.argument, constant.call
        message = (
            f"{argument} of {call.name} is the default of the param {name!r}, but will not follow where that is set"
        )
        note = Note("this is its default", constant.param.default_span)
        span, hint = call.argument_span(argument), f"write '={name}'"
        yield Diagnostic("W0609", message, span, (note,), hint, "warning")


def in_place_of(name: str, case: Case) -> Iterator[str]:
    """The places, in words, where a number may stand for a param of the spec that nothing reads."""
    for constant in _constants(case):
        if constant.name == name and constant.block is None:
            value = constant.call.arguments[constant.argument]
            line = constant.call.argument_span(constant.argument).line
            yield f"line {line} has '{constant.argument}: {value}' in {constant.call.name}"


def _constants(case: Case) -> Iterator[Constant]:
    document = case.program.document
    numbers = _numbers(document, None)
    if numbers:
        yield from _in_steps(document.layers, numbers, case)
        yield from _last(document, numbers, case)
    for definition in case.own_blocks():
        block = definition.block
        seen = {name: each for name, each in numbers.items() if name not in block.bound}
        visible = seen | _numbers(block, definition.name)
        if visible:
            yield from _in_steps(block.layers, visible, case)


def _numbers(owner: Document | Block, block: str | None) -> dict[str, tuple[Param, str | None]]:
    """The params whose default is a number, each with the block that it belongs to."""
    return {name: (param, block) for name, param in owner.params.items() if type(param.default) in (int, float)}


def _in_steps(
    steps: tuple[Step, ...], numbers: Mapping[str, tuple[Param, str | None]], case: Case
) -> Iterator[Constant]:
    """The numbers in arguments that have the name of the param, or that of what it is."""
    for call in _layers(steps):
        for argument, value in call.arguments.items():
            if not _is_distinctive(value) or not case.is_own(call.span):
                continue
            for name, (param, block) in numbers.items():
                means = name == argument or (argument == "rate" and name in _RATES and call.name in _DROPOUTS)
                if means and value == param.default:
                    yield Constant(name, param, call, argument, block)


def _last(document: Document, numbers: Mapping[str, tuple[Param, str | None]], case: Case) -> Iterator[Constant]:
    """The channels of the last layer where they are the default of the number of classes."""
    names = _CLASSES & numbers.keys()
    if not names:
        return
    last = [
        (call, argument) for call in _layers(document.layers) for argument in _CHANNELS if argument in call.arguments
    ]
    for name in sorted(names):
        param, block = numbers[name]
        for call, argument in last[-1:]:
            value = call.arguments[argument]
            if type(value) is int and value == param.default and case.is_own(call.span):
                yield Constant(name, param, call, argument, block)


def _layers(steps: tuple[Step, ...]) -> Iterator[Call]:
    for step in all_steps(steps):
        if step.operation is not None and step.operation.is_layer:
            yield step.operation


def _is_distinctive(value: object) -> bool:
    """Whether a number is hardly the same as another by chance."""
    if type(value) is float:
        return not value.is_integer()
    return type(value) is int and value >= _LEAST
