"""Numbers that a param gives already, and that are written out all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from archspec.checks.case import Case
from archspec.spec.calls import Call
from archspec.spec.document import Block, Document, Param
from archspec.spec.loading import Definition
from archspec.spec.steps import Step, all_steps
from archspec.text.diagnostics import Diagnostic, Note

#: What a param of the number of classes is called; the last layer with weights gives so many channels.
_CLASSES = ("classes", "num_classes", "n_classes", "number_of_classes")
_CHANNELS = ("units", "filters")
#: What a param of a rate is called beside `rate`, and the layers whose rate it is.
_RATES = ("dropout", "dropout_rate", "drop_rate")
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
    for constant in constants(case):
        if (constant.name, constant.block) in unread:
            continue
        name, argument, call = constant.name, constant.argument, constant.call
        message = (
            f"{argument} of {call.name} is the default of the param {name!r}, but will not follow where that is set"
        )
        note = Note("this is its default", constant.param.default_span)
        span, hint = call.argument_span(argument), f"write '={name}'"
        yield Diagnostic("W0609", message, span, (note,), hint, "warning")


def constants(case: Case) -> Iterator[Constant]:
    """The numbers of the spec itself that are the default of a param which means the same."""
    document = case.program.document
    numbers = _numbers(document)
    if numbers:
        yield from _in_steps(document.layers, lambda name: (numbers.get(name), None), case)
        yield from _last(document, numbers, case)
    for definition in case.own_blocks():
        own = _numbers(definition.block)
        if own or numbers:
            yield from _in_steps(definition.block.layers, partial(_seen, definition, own, numbers), case)


def _numbers(owner: Document | Block) -> dict[str, Param]:
    """The params whose default is a number."""
    return {name: param for name, param in owner.params.items() if type(param.default) in (int, float)}


def _seen(
    definition: Definition, own: Mapping[str, Param], outer: Mapping[str, Param], name: str
) -> tuple[Param | None, str | None]:
    """The param of a name that is a number in a block, and the block that it belongs to."""
    if name in definition.block.bound:
        return own.get(name), definition.name
    return outer.get(name), None


def _in_steps(
    steps: tuple[Step, ...], find: Callable[[str], tuple[Param | None, str | None]], case: Case
) -> Iterator[Constant]:
    """The numbers in arguments that have the name of a param, or that of what it is."""
    for call in _layers(steps):
        for argument, value in call.arguments.items():
            if not _is_distinctive(value) or not case.is_own(call.span):
                continue
            is_rate = argument == "rate" and call.name in _DROPOUTS
            for name in (argument, *_RATES) if is_rate else (argument,):
                param, block = find(name)
                if param is not None and value == param.default:
                    yield Constant(name, param, call, argument, block)


def _last(document: Document, numbers: Mapping[str, Param], case: Case) -> Iterator[Constant]:
    """The channels of the last layer where they are the default of the number of classes."""
    names = [name for name in _CLASSES if name in numbers]
    if not names:
        return
    last = [
        (call, argument) for call in _layers(document.layers) for argument in _CHANNELS if argument in call.arguments
    ]
    for name in names:
        for call, argument in last[-1:]:
            value = call.arguments[argument]
            if type(value) is int and value == numbers[name].default and case.is_own(call.span):
                yield Constant(name, numbers[name], call, argument, None)


def _layers(steps: tuple[Step, ...]) -> Iterator[Call]:
    for step in all_steps(steps):
        if step.operation is not None and step.operation.is_keras:
            yield step.operation


def _is_distinctive(value: object) -> bool:
    """Whether a number is hardly the same as another by chance."""
    if type(value) is float:
        return not value.is_integer()
    return type(value) is int and value >= _LEAST
