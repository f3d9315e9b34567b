"""Whether a value fits a param: its type, its bounds, its choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archspec.formula.evaluate import Evaluator
from archspec.formula.values import Value, compute
from archspec.spec.document import Param
from archspec.spec.meant import with_meaning
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.suggest import did_you_mean, suggested
from archspec.text.tree import describe, spelled

_TYPE_NAMES = {int: "int", float: "float", str: "str", bool: "bool", list: "list", dict: "record"}


def fitting(name: str, value: Any, example: Any, kind: str | None, span: Span | None) -> Any:
    """A value in the type of a param; an int serves as float.

    Args:
        name: the param's name, for messages.
        value: what it is set to.
        example: a value of its type, such as its default; None where there is none.
        kind: the type its long form gives; None where it gives none.
        span: where the value was given.

    Raises:
        SpecError: the type is another.
    """
    wanted = kind or (_TYPE_NAMES[type(example)] if example is not None else None)
    if wanted is None:
        return value
    if wanted == "float" and type(value) is int:
        value = float(value)
    if _TYPE_NAMES.get(type(value)) != wanted:
        mistake = Diagnostic("E0233", f"the param {name!r} is of type {wanted}, found {describe(value)}", span)
        raise SpecError([with_meaning(mistake, value, "true or false" if wanted == "bool" else wanted, ())])
    if isinstance(value, list) and example:
        return [fitting(f"{name}[{index}]", item, example[0], None, span) for index, item in enumerate(value)]
    if isinstance(value, dict) and example is not None:
        return _fitting_record(name, value, example, span)
    return value


def _fitting_record(name: str, value: dict[str, Any], example: dict[str, Any], span: Span | None) -> dict[str, Any]:
    for key in value:
        if key not in example:
            mistake = Diagnostic("E0233", f"the record {name!r} has no entry {key!r}", span)
            raise SpecError([mistake._replace(help=did_you_mean(key, example))])
    for key in example:
        if key not in value:
            raise SpecError.single("E0233", f"the record {name!r} lacks the entry {key!r}", span)
    return {key: fitting(f"{name}.{key}", value[key], example[key], None, span) for key in example}


def check_bounds(
    name: str, param: Param, value: Any, names: Mapping[str, Any], evaluator: Evaluator, span: Span | None
) -> None:
    """Refuses a value that is not among a param's choices, or a number (or one in a list) beyond its bounds.

    Args:
        name: the param's name, for messages.
        param: the param.
        value: what it is set to.
        names: what the formulas of bounds and choices may read.
        evaluator: computes them.
        span: where the value was given.

    Raises:
        SpecError: the value is refused, or a bound is no number.
    """
    choices = compute(param.choices, names, evaluator)
    if choices is not None and value not in _checked(choices, list, "choices", "a list", param):
        known = ", ".join(choice if isinstance(choice, str) else spelled(choice) for choice in choices)
        mistake = Diagnostic("E0234", f"the param {name!r} is one of {known}, found {describe(value)}", span)
        texts = [choice for choice in choices if isinstance(choice, str)]
        raise SpecError([suggested(mistake, value, texts) if isinstance(value, str) else mistake])
    lowest, highest = (
        _bound("min", param.min, param, names, evaluator),
        _bound("max", param.max, param, names, evaluator),
    )
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, bool) or not isinstance(item, int | float):
            continue
        # Turned round for .nan, which no bound lets pass.
        if not ((lowest is None or item >= lowest) and (highest is None or item <= highest)):
            raise SpecError.single(
                "E0234", f"the param {name!r} must be {_reach(lowest, highest)}, found {describe(item)}", span
            )


def _bound(key: str, bound: Value, param: Param, names: Mapping[str, Any], evaluator: Evaluator) -> Any:
    value = compute(bound, names, evaluator)
    return value if value is None else _checked(value, int | float, key, "a number", param)


def _checked(value: Any, kind: Any, key: str, wanted: str, param: Param) -> Any:
    if isinstance(value, bool) or not isinstance(value, kind):
        span = param.value_span(key)
        raise SpecError.single("E0201", f"{key!r} must be {wanted}, found {describe(value)}", span)
    return value


def _reach(lowest: float | None, highest: float | None) -> str:
    if lowest is None:
        return f"at most {highest}"
    return f"at least {lowest}" if highest is None else f"from {lowest} to {highest}"
