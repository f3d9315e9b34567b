"""The values of params: a spec's defaults, then its variant's, then what the caller sets; a block's arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from archspec.formula.evaluate import Evaluator, settled
from archspec.formula.values import compute, read_names, read_value
from archspec.spec.document import Document, Param
from archspec.spec.fitting import check_bounds, fitting
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Source, Span
from archspec.text.suggest import did_you_mean
from archspec.text.yaml import read_yaml

if TYPE_CHECKING:
    from archspec.spec.paths import Path

Settings = Mapping[str, tuple[Any, Span | None]]


class WrongCall(Exception):
    """The caller asked for something that the spec does not offer."""


class _Change(NamedTuple):
    """Something else at a place within a param's value."""

    path: Path
    value: Any
    span: Span | None


def set_params(settings: Settings) -> frozenset[str]:
    """The params that settings change, themselves or within."""
    if not settings:
        return frozenset()
    # Few calls set params; the others need not wait for this.
    from archspec.spec.paths import read_path

    paths = (read_path(key) for key in settings)
    return frozenset(path.name for path in paths if path is not None)


def read_settings(pairs: Iterable[str]) -> dict[str, tuple[Any, Span | None]]:
    """What `--set key=value` options say; a value is read as YAML, formulas included.

    A key is a param, or a place within its value: `stages[2].repeats`.

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


#: What a param costs, in steps of evaluation.
_STEPS = 4


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
    within = _add_settings(document, settings, given, found) if settings else {}
    values: dict[str, Any] = {}
    evaluator.steps += _STEPS * len(document.params)
    for name, param in document.params.items():
        if name not in given and not all(each in values for each in _reads(param)):
            # Its default needs a param that has no value; that one is told.
            continue
        try:
            changes = within.get(name, ())
            values[name] = _bind(name, param, given.get(name), changes, values, document, evaluator)
        except SpecError as error:
            found += error.diagnostics
    if found:
        raise SpecError(found)
    return values


def _reads(param: Param) -> set[str]:
    values = (param.default, param.min, param.max, param.choices)
    return {name.name for value in values for _, name in read_names(value)}


def _add_settings(
    document: Document, settings: Settings, given: dict[str, tuple[Any, Span | None]], found: list[Diagnostic]
) -> dict[str, list[_Change]]:
    """Adds what the caller sets to the values given; what is set within a param's value, by param.

    Args:
        document: the spec.
        settings: what the caller sets.
        given: gains the whole values.
        found: gains the mistakes.
    """
    from archspec.spec.paths import read_path

    within: dict[str, list[_Change]] = {}
    for key, (value, span) in settings.items():
        path = read_path(key)
        if path is None or path.name not in document.params:
            name = path.name if path else key
            message = f"{document.name} has no param {name!r}"
            found.append(Diagnostic("E0230", message, span, help=did_you_mean(name, document.params)))
        elif path.parts:
            within.setdefault(path.name, []).append(_Change(path, value, span))
        else:
            given[key] = (value, span)
    return within


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
    changes: Sequence[_Change],
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
    place: Span | None
    if given is None:
        value, place = default, param.default_span
    else:
        value, place = compute(given[0], earlier, evaluator), given[1]
    if changes:
        value, place = _changed(value, changes, earlier, evaluator)
    if value is None and default is None and not param.required:
        return None
    value = fitting(name, value, default, param.kind, place)
    check_bounds(name, param, value, earlier, evaluator, place)
    return value


def _changed(
    value: Any, changes: Sequence[_Change], earlier: Mapping[str, Any], evaluator: Evaluator
) -> tuple[Any, Span | None]:
    """A value with something else at places within it, and where the last of these was given."""
    from archspec.spec.paths import placed

    for change in changes:
        value = placed(value, change.path, compute(change.value, earlier, evaluator), change.span)
    return value, changes[-1].span


def bind_argument(
    name: str, param: Param, value: Any, earlier: Mapping[str, Any], evaluator: Evaluator, span: Span
) -> Any:
    """The value of a block's param, which takes what its use accepts but for what its long form says.

    Args:
        name: the param's name.
        param: the param.
        value: what the call gives, or its default.
        earlier: the block's params before it.
        evaluator: computes formulas.
        span: where the value was given.

    Raises:
        SpecError: the value is not of the param's type, or out of its bounds.
    """
    if param.is_free:
        return value
    found = settled(value)
    if found is None and not param.required and compute(param.default, earlier, evaluator) is None:
        return value
    found = fitting(name, found, None, param.kind, span)
    check_bounds(name, param, found, earlier, evaluator, span)
    return found if isinstance(found, float) else value
