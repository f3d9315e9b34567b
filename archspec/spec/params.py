"""The values of a spec's params: defaults, then the variant, then what the caller sets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from archspec.formula.evaluate import Evaluator
from archspec.formula.values import compute, read_value
from archspec.spec.document import Document, Param
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Source, Span
from archspec.text.suggest import did_you_mean
from archspec.text.tree import describe
from archspec.text.yaml import read_yaml

Settings = Mapping[str, tuple[Any, Span | None]]

_TYPE_NAMES = {int: "int", float: "float", str: "str", bool: "bool", list: "list", dict: "record"}


class WrongCall(Exception):
    """The caller asked for something that the spec does not offer."""


def read_settings(pairs: Iterable[str]) -> dict[str, tuple[Any, Span | None]]:
    """What `--set key=value` options say; a value is read as YAML, formulas included.

    Raises:
        WrongCall: one has no `=`.
        SpecError: a value is no YAML.
    """
    settings: dict[str, tuple[Any, Span | None]] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise WrongCall(f"expected key=value, found {pair!r}")
        node = read_yaml(Source(f"--set {key.strip()}", text)) if text.strip() else None
        settings[key.strip()] = (read_value(node) if node is not None else "", node.span if node is not None else None)
    return settings


def bind_params(
    document: Document, variant: str | None, settings: Mapping[str, tuple[Any, Span | None]], evaluator: Evaluator
) -> dict[str, Any]:
    """The value of every param of a spec.

    Args:
        document: the spec.
        variant: the name of one of its variants, or None.
        settings: values that go before the variant's, with the places they were given at.
        evaluator: computes formulas.

    Raises:
        SpecError: the spec has no such variant or param, a required one has no value, or one is of a wrong type.
    """
    given: dict[str, tuple[Any, Span | None]] = {}
    found = _add_variant(document, variant, given) if variant is not None else []
    for key, (value, span) in settings.items():
        if key not in document.params:
            message = f"{document.name} has no param {key!r}"
            found.append(Diagnostic("E0230", message, span, help=did_you_mean(key, document.params)))
        else:
            given[key] = (value, span)
    values: dict[str, Any] = {}
    for name, param in document.params.items():
        try:
            values[name] = _bind(name, param, given.get(name), values, document, evaluator)
        except SpecError as error:
            found += error.diagnostics
    if found:
        raise SpecError(found)
    return values


def _add_variant(document: Document, variant: str, given: dict[str, tuple[Any, Span | None]]) -> list[Diagnostic]:
    if variant not in document.variants:
        known = ", ".join(document.variants) or "none"
        return [
            Diagnostic(
                "E0231",
                f"{document.name} has no variant {variant!r}; it has {known}",
                help=did_you_mean(variant, document.variants),
            )
        ]
    node = document.node["variants"][variant]
    for key, value in document.variants[variant].items():
        if key in document.params:
            given[key] = (value, node[key].span)
    return []


def _bind(
    name: str,
    param: Param,
    given: tuple[Any, Span | None] | None,
    earlier: dict[str, Any],
    document: Document,
    evaluator: Evaluator,
) -> Any:
    span = document.node["params"].key_spans[name]
    if param.required and given is None:
        raise SpecError.single(
            "E0232", f"the param {name!r} needs a value", span, help=f"give one with --set {name}=..."
        )
    default = None if param.required else compute(param.default, earlier, evaluator)
    if given is None:
        value, place = default, document.node["params"][name].span
    else:
        value, place = compute(given[0], earlier, evaluator), given[1]
    kind = param.type.text if param.type else None
    value = fitting(name, value, default, kind, place)
    _check_bounds(name, param, value, earlier, evaluator, place)
    return value


def fitting(name: str, value: Any, default: Any, kind: str | None, span: Span | None) -> Any:
    """A param's value in the type of its default; an int serves as float.

    Args:
        name: the param's name, for messages.
        value: what it is set to.
        default: its default; None where it has none.
        kind: the type its long form gives; None where it gives none.
        span: where the value was given.

    Raises:
        SpecError: the type is another.
    """
    if value is None and (default is None or kind is not None):
        return None
    wanted = kind or (_TYPE_NAMES[type(default)] if default is not None else None)
    if wanted is None:
        return value
    if wanted == "float" and type(value) is int:
        value = float(value)
    if _TYPE_NAMES.get(type(value)) != wanted:
        raise SpecError.single("E0233", f"the param {name!r} is of type {wanted}, found {describe(value)}", span)
    if isinstance(value, list) and default:
        return [fitting(f"{name}[{index}]", item, default[0], None, span) for index, item in enumerate(value)]
    if isinstance(value, dict) and default is not None:
        return _fitting_record(name, value, default, span)
    return value


def _fitting_record(name: str, value: dict[str, Any], default: dict[str, Any], span: Span | None) -> dict[str, Any]:
    for key in value.keys() - default.keys():
        hint = did_you_mean(key, default)
        raise SpecError.single("E0233", f"the record {name!r} has no entry {key!r}", span, help=hint)
    for key in default.keys() - value.keys():
        raise SpecError.single("E0233", f"the record {name!r} lacks the entry {key!r}", span)
    return {key: fitting(f"{name}.{key}", value[key], default[key], None, span) for key in default}


def _check_bounds(
    name: str, param: Param, value: Any, names: Mapping[str, Any], evaluator: Evaluator, span: Span | None
) -> None:
    if value is None or (param.min is None and param.max is None and param.choices is None):
        return
    choices = compute(param.choices, names, evaluator)
    if choices is not None and value not in choices:
        known = ", ".join(map(str, choices))
        raise SpecError.single("E0234", f"the param {name!r} is one of {known}, found {describe(value)}", span)
    lowest, highest = (compute(bound, names, evaluator) for bound in (param.min, param.max))
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, int | float):
            continue
        if not (-math.inf if lowest is None else lowest) <= item <= (math.inf if highest is None else highest):
            reach = f"from {lowest} to {highest}" if None not in (lowest, highest) else ""
            bound = reach or (f"at least {lowest}" if lowest is not None else f"at most {highest}")
            raise SpecError.single("E0234", f"the param {name!r} must be {bound}, found {describe(item)}", span)
