"""From a call and its values to a layer; what pydantic finds wrong is told in the words of the spec."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import cache
from itertools import chain
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from archspec.catalogue import find_layer, function_names, layer_names
from archspec.catalogue.index import is_operation
from archspec.catalogue.inner import Wrapping, find_cell
from archspec.catalogue.operation import Operation
from archspec.spec.call_arguments import bad_decision
from archspec.spec.calls import Call
from archspec.spec.inner_calls import computed_whole, inner_calls
from archspec.spec.left_out import LEFT_OUT, NOT_BY_EXAMPLE
from archspec.spec.meant import with_meaning, without_space
from archspec.spec.steps import KEYWORDS
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Source
from archspec.text.suggest import near, suggested
from archspec.text.tree import describe

#: A list of more choices than this is no help.
_FEW = 6
_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "a text",
    "finite_number": "a finite number",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "list_type": "a list",
}
_BOUNDS = {
    "greater_than": ("gt", "greater than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


#: Where a value stands that a formula has computed.
_NOWHERE = Source("", "").spot(1, 1)


@cache
def _fields(found: type[Operation]) -> dict[str, FieldInfo]:
    return found.argument_fields()


def layer_class(call: Call) -> type[Operation]:
    """The class of the layer that a call names.

    Raises:
        SpecError: the catalogue has none of this name.
    """
    found = find_layer(call.name)
    if found is not None:
        return found
    if call.name in NOT_BY_EXAMPLE:
        why, hint = NOT_BY_EXAMPLE[call.name]
        raise SpecError.single("E0401", f"{call.name} {why}", call.span, help=hint)
    kind, known = ("function", function_names()) if is_operation(call.name) else ("layer", layer_names())
    unknown = Diagnostic("E0401", f"there is no {kind} {call.name!r}", call.span)
    if call.name in LEFT_OUT:
        raise SpecError([unknown._replace(help=f"Keras's {call.name} can't be in a spec: {LEFT_OUT[call.name]}")])
    raise SpecError([suggested(unknown, call.name, known)])


def make_layer(call: Call, values: Mapping[str, Any]) -> Operation:
    """The layer that a call makes of its computed arguments.

    Raises:
        SpecError: there is no such layer, or it does not take these arguments.
    """
    return made(call, layer_class(call), values)


def made(call: Call, found: type[Any], values: Mapping[str, Any]) -> Any:
    """What a call makes of a class that knows its `argument_fields`: a layer, or a setting.

    Raises:
        SpecError: it does not take these arguments.
    """
    try:
        return found.model_validate(values)
    except ValidationError as error:
        raise SpecError(_within(call, found, values) or _diagnostics(error, call, found, values)) from None


def _within(call: Call, found: type[Operation], values: Mapping[str, Any]) -> list[Diagnostic]:
    """What is wrong with layers that are arguments, once these are computed."""
    wrong: list[Diagnostic] = []
    for argument, place, inner in inner_calls(call, found):
        value = values[argument] if place is None else values[argument][place]
        arguments = next(iter(value.values())) if isinstance(value, Mapping) else None
        try:
            made(inner, inner_class(inner, found), arguments or {})
        except SpecError as error:
            wrong += error.diagnostics
    return wrong


def inner_class(call: Call, outer: type[Operation]) -> type[Operation]:
    """The class of a layer or cell that is an argument of another layer.

    Raises:
        SpecError: the catalogue has none of this name.
    """
    if not (issubclass(outer, Wrapping) and outer.takes_cells):
        return layer_class(call)
    found = find_cell(call.name)
    if found is not None:
        return found
    # Only a mistake needs the names of all of them.
    from archspec.catalogue.cells import CELLS

    cells = [cell.__name__ for cell in CELLS]
    raise SpecError([suggested(Diagnostic("E0401", f"there is no cell {call.name!r}", call.span), call.name, cells)])


def check_constants(call: Call, known: Container[str]) -> list[Diagnostic]:
    """What is wrong with a layer call before anything is computed: unknown names, and constants of the wrong sort.

    Args:
        call: the call.
        known: the names that its formulas may read.
    """
    try:
        found = layer_class(call)
    except SpecError as error:
        return list(error.diagnostics)
    return _check_constants(call, found, known)


def _check_constants(call: Call, found: type[Operation], known: Container[str]) -> list[Diagnostic]:
    within: dict[str, list[Diagnostic]] = {}
    for argument, _, inner in inner_calls(call, found):
        try:
            wrong = _check_constants(inner, inner_class(inner, found), known)
        except SpecError as error:
            wrong = list(error.diagnostics)
        within.setdefault(argument, []).extend(wrong)
    computed = {*call.computed, *(argument for argument, wrong in within.items() if wrong)}
    constants = {name: value for name, value in call.arguments.items() if name not in computed}
    wrong = [_unknown_argument(call, found, name) for name in computed if name not in _fields(found)]
    wrong += chain.from_iterable(within.values())
    wrong += [
        Diagnostic("E0405", f"{name} of {call.name} is written as a layer, {{Name: {{argument: value}}}}", span)
        for name in computed_whole(call, found)
        for span in (call.argument_span(name),)
    ]
    decided = [name for name in call.computed if name in found.decides_results]
    wrong += [Diagnostic("E0405", bad_decision(name, call.name), call.argument_span(name)) for name in decided]
    try:
        found.model_validate(constants)
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if _is_settled(detail["loc"], computed)]
        wrong += _of_details(details, call, found, constants, known)
    return wrong


def _is_settled(path: tuple[int | str, ...], computed: set[str]) -> bool:
    """Whether a mistake will still be one when the computed arguments have values."""
    return path[0] not in computed if path else not computed


def _diagnostics(
    error: ValidationError, call: Call, found: type[Operation], values: Mapping[str, Any]
) -> list[Diagnostic]:
    return _of_details(error.errors(include_url=False), call, found, values)


def _of_details(
    details: list[Any],
    call: Call,
    found: type[Operation],
    values: Mapping[str, Any],
    known: Container[str] | None = None,
) -> list[Diagnostic]:
    """One diagnostic an argument: a union reports each of its members.

    An argument is not missing where another one is a slip of it.
    """
    slips = {meant for name in call.arguments for meant in _meant(name, found)}
    by_argument: dict[Any, list[Any]] = {}
    for detail in details:
        if detail["type"] == "missing" and detail["loc"][0] in slips:
            continue
        by_argument.setdefault(detail["loc"][:1] or detail["msg"], []).append(detail)
    return [_diagnostic(group, call, found, values, known) for group in by_argument.values()]


def _meant(name: str, found: type[Operation]) -> list[str]:
    """The arguments that a word which is none was meant to be."""
    return [] if name in _fields(found) else near(name, _fields(found))


def _diagnostic(
    group: list[Any], call: Call, found: type[Operation], values: Mapping[str, Any], known: Container[str] | None
) -> Diagnostic:
    detail = group[0]
    if not detail["loc"]:
        return _whole_call(detail, call, found)
    name = str(detail["loc"][0])
    if detail["type"] == "missing":
        return Diagnostic("E0404", f"{call.name} needs the argument {name!r}", call.span)
    if detail["type"] == "extra_forbidden" and len(detail["loc"]) == 1:
        return _unknown_argument(call, found, name)
    span = call.argument_span(name)
    value = values.get(name)
    if detail["type"] == "literal_error" and isinstance(value, str):
        return with_meaning(_no_choice(detail["ctx"]["expected"], call, name, value), value, "", known)
    if detail["type"] == "unknown_setting":
        context = detail["ctx"]
        message = f"{name} of {call.name}: there is no {context['kind']} {context['found']!r}"
        mistake = suggested(Diagnostic("E0405", message, span), context["found"], context["known"])
        return with_meaning(mistake, value, "", known)
    expected = _expected(group, found, name)
    mistake = Diagnostic("E0405", f"{name} of {call.name} must be {expected}, found {describe(value)}", span)
    if name in call.computed:
        return mistake._replace(help=_computed_hint(value, expected))
    return with_meaning(mistake, value, expected, known)


def _computed_hint(value: Any, expected: str) -> str | None:
    """What to do about a formula that gives a value of the wrong sort."""
    if type(value) is float and value.is_integer():
        return "'/' gives a number with a point: '//' divides to a whole number, int(...) makes one"
    if expected == "true or false" and isinstance(value, str):
        return with_meaning(Diagnostic("", "", _NOWHERE), value, expected, None).help
    if isinstance(value, str) and "text" not in expected:
        return f"the formula gives a text: if that was meant as a formula, write '={value}' where it is given"
    return None


def _no_choice(known: str, call: Call, name: str, value: str) -> Diagnostic:
    """The mistake of a text that is none of those an argument knows, which pydantic lists in one text."""
    choices = [choice.strip("' ") for choice in known.replace(" or ", ",").split(",")]
    if len(choices) > _FEW:
        message = f"{call.name}: there is no {name} {value!r}"
    else:
        message = f"{name} of {call.name} is {known}, found {describe(value)}"
    return suggested(Diagnostic("E0405", message, call.argument_span(name)), value, choices)


def _expected(group: list[Any], found: type[Operation], name: str) -> str:
    detail = group[0]
    description = _fields(found)[name].description if name in _fields(found) else None
    if description:
        return description
    if detail["type"] in _BOUNDS:
        key, words = _BOUNDS[detail["type"]]
        return f"{words} {detail['ctx'][key]}"
    if detail["type"] == "literal_error":
        return detail["ctx"]["expected"]
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    return _EXPECTED.get(detail["type"], message)


def _whole_call(detail: Any, call: Call, found: type[Operation]) -> Diagnostic:
    """A mistake between arguments, shown at the first one that its sentence names."""
    message = detail["msg"].removeprefix("Value error, ")
    words = message.replace("(", " ").replace(",", " ").split()
    named = next((word for word in words if word in _fields(found) and word in call.arguments), None)
    return Diagnostic("E0405", f"{call.name}: {message}", call.argument_span(named) if named else call.span)


def _unknown_argument(call: Call, found: type[Operation], name: str) -> Diagnostic:
    span = call.node.key_spans[name] if call.node is not None and name in call.node else call.span
    if cut := without_space(name, span, _fields(found)):
        return cut
    mistake = Diagnostic("E0403", f"{call.name} has no argument {name!r}", span)
    if name in KEYWORDS or name == "share":
        return mistake._replace(help=f"{name!r} is a keyword of the step: write it below {call.name}, not in it")
    free = [known for known in _fields(found) if known not in call.arguments]
    return suggested(mistake, name, free)
