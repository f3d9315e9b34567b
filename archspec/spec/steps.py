"""Steps: what a network is made of, in the order in which it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BeforeValidator, Field, InstanceOf, ValidationInfo, model_validator

from archspec.formula.values import COMPUTED, Value, read_value
from archspec.spec.calls import Call, read_call, read_merge
from archspec.spec.leaves import (
    LATER,
    Condition,
    LayerName,
    Names,
    References,
    Shape,
    TemplateText,
    Text,
    bad_binding,
    bad_identifier,
    mistake,
    mistakes,
    refuse,
    wrong_type,
)
from archspec.spec.located import Located, found_in, without_slips
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.source import Span
from archspec.text.suggest import closest
from archspec.text.tree import Mapping, Node, Scalar, Sequence, describe


def _steps(node: Node) -> Any:
    if isinstance(node, Scalar) and node.value is None:
        return ()
    if not isinstance(node, Sequence):
        raise wrong_type("a list of steps", node, "begin each step with '- '" if isinstance(node, Mapping) else None)
    return tuple(node)


def _branches(node: Node, info: ValidationInfo) -> Any:
    if not isinstance(node, Mapping):
        raise wrong_type("branches by name, each a list of steps", node)
    branches = {}
    for name, branch in node.items():
        wrong = bad_identifier(name, node.key_spans[name])
        if isinstance(branch, Mapping) and branch.keys() & {"each", "repeat"}:
            wrong = Diagnostic("E0299", f"a branch driven by a list {LATER}", node.key_spans[name])
        else:
            branches[name] = branch
        found_in(info).extend([wrong] if wrong else [])
    return branches


InnerSteps = Annotated[tuple["Step", ...], BeforeValidator(_steps)]


class Each(NamedTuple):
    """A loop over a list: `each: {stage: =stages}`."""

    variable: str
    values: Value
    span: Span


def _each(node: Node) -> Each:
    if not isinstance(node, Mapping) or len(node) != 1:
        raise wrong_type("one name and its list, such as {stage: =stages}", node)
    [(variable, values)] = node.items()
    refuse(bad_binding(variable, node.key_spans[variable]))
    try:
        items = read_value(values)
    except SpecError as error:
        raise mistakes(*error.diagnostics) from None
    refuse(None if isinstance(items, COMPUTED) else bad_items(items, values.span))
    return Each(variable, items, values.span)


def bad_count(value: Any, span: Span) -> Diagnostic | None:
    """What is wrong with the computed value of `repeat`."""
    if type(value) is int and value >= 0:
        return None
    return Diagnostic("E0503", f"'repeat' counts from 0 up, found {describe(value)}", span)


def bad_items(value: Any, span: Span) -> Diagnostic | None:
    """What is wrong with the computed value of `each`."""
    if isinstance(value, list):
        return None
    return Diagnostic("E0503", f"'each' runs over a list, found {describe(value)}", span)


def _repeat(node: Node) -> Value:
    try:
        value = read_value(node)
    except SpecError as error:
        raise mistakes(*error.diagnostics) from None
    refuse(None if isinstance(value, COMPUTED) else bad_count(value, node.span))
    return value


class Erratum(Located):
    """The true shapes of a row that the document misprints."""

    in_: Shape = Field(default=None, alias="in")
    out: Shape = None
    why: Text


class Step(Located):
    """One step: an operation and its keywords."""

    operation: Annotated[InstanceOf[Call], BeforeValidator(lambda given: read_call(*given))] | None = None
    layers: InnerSteps | None = None
    branches: Annotated[dict[str, InnerSteps], BeforeValidator(_branches)] | None = None
    merge: Annotated[InstanceOf[Call], BeforeValidator(read_merge)] | None = None
    name: LayerName = None
    as_: Names = Field(default=(), alias="as")
    from_: References = Field(default=None, alias="from")
    when: Condition = None
    else_: InnerSteps = Field(default=(), alias="else")
    repeat: Annotated[Any, BeforeValidator(_repeat)] = None
    each: Annotated[InstanceOf[Each], BeforeValidator(_each)] | None = None
    row: TemplateText = None
    in_: Shape = Field(default=None, alias="in")
    out: Shape = None
    erratum: Erratum | None = None
    note: Text = None

    @model_validator(mode="before")
    @classmethod
    def _locate(cls, node: Node, info: ValidationInfo) -> Any:
        if isinstance(node, Scalar) and isinstance(node.value, str):
            return {"operation": (node.text, node.span, None), "@": node}
        if not isinstance(node, Mapping):
            raise wrong_type("a step: a layer, a block, 'layers:' or 'branches:'", node)
        return cls._fields(node, info)

    @classmethod
    def _fields(cls, node: Mapping, info: ValidationInfo) -> dict[str, Any]:
        found = found_in(info)
        later = [key for key in ("share", "call") if key in node]
        found += [Diagnostic("E0299", f"the keyword {key!r} {LATER}", node.key_spans[key]) for key in later]
        others = [key for key in node if key not in KEYWORDS and key not in later]
        operations = [key for key in ("layers", "branches") if key in node] + others
        slips = _slips(others, node) if len(operations) > 1 else []
        if slips:
            node = without_slips(node, KEYWORDS | (node.keys() - set(slips)), found)
            operations = [key for key in operations if key not in slips]
        if not operations:
            message = "this step has no operation: a layer, a block, 'layers:' or 'branches:'"
            raise mistake("E0207", message, node.span.beginning)
        if len(operations) > 1:
            raise _several(operations, node)
        fields: dict[str, Any] = {key: value for key, value in node.items() if key in KEYWORDS}
        [key] = operations
        if key not in KEYWORDS:
            fields["operation"] = (key, node.key_spans[key], node[key])
        return {**fields, "@": node}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        node = self.node
        if (self.branches is None) != (self.merge is None):
            has, lacks = ("branches", "merge") if self.merge is None else ("merge", "branches")
            raise mistake("E0208", f"{has!r} needs {lacks!r} beside it", node.key_spans[has])
        if self.else_ and self.when is None:
            raise mistake("E0208", "'else' needs 'when' beside it", node.key_spans["else"])
        if len(self.as_) > 1:
            raise mistake("E0299", f"a step with several results {LATER}", node["as"].span)
        if self.erratum is not None:
            self._check_erratum()
        return self

    def _check_erratum(self) -> None:
        assert self.erratum is not None
        for key in ("in", "out"):
            if key in self.erratum.node and key not in self.node:
                raise mistake(
                    "E0208", f"the erratum corrects {key!r}, which the row does not have", self.erratum.key_span(key)
                )
        if not self.erratum.node.keys() & {"in", "out"}:
            raise mistake("E0208", "an erratum gives the true 'in' or 'out'", self.erratum.node.span)

    @property
    def span(self) -> Span:
        """Where the step stands: its operation where it has a name, its first line else."""
        return self.operation.span if self.operation else self.node.span

    def inner(self) -> Iterator[tuple[Step, ...]]:
        """The sequences of steps this one holds."""
        if self.layers is not None:
            yield self.layers
        if self.branches is not None:
            yield from self.branches.values()
        if self.else_:
            yield self.else_


#: A list of steps, for the models that hold one.
Steps = Annotated[tuple[Step, ...], BeforeValidator(_steps)]
KEYWORDS = Step.keys().keys() - {"operation"}


def _slips(others: list[str], node: Mapping) -> list[str]:
    """Of what stands where operations do, the keywords with a slip in them; one operation is left at least."""
    slips = [key for key in others if not key[:1].isupper() and closest(key, KEYWORDS - node.keys())]
    return slips if len(slips) < len(others) or node.keys() & {"layers", "branches"} else slips[1:]


def _several(operations: list[str], node: Mapping) -> Any:
    first, second = operations[:2]
    return mistake(
        "E0209",
        f"a step has one operation, this one has {first!r} and {second!r}",
        node.key_spans[second],
        "begin a new step with '- ', or indent what belongs to the first",
    )
