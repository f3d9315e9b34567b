"""Steps: what a network is made of, in the order in which it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from archspec.catalogue import find_layer
from archspec.catalogue.operation import Operation
from archspec.formula.values import COMPUTED, Value, entries_of, read_value
from archspec.spec.call_arguments import CallArguments, read_call_arguments
from archspec.spec.calls import Call, read_call, read_merge
from archspec.spec.leaves import (
    Condition,
    Identifier,
    LayerName,
    Leaf,
    Names,
    Reference,
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
from archspec.spec.meant import with_meaning
from archspec.text.diagnostics import Diagnostic, Fix
from archspec.text.source import Span
from archspec.text.suggest import closest, exchange
from archspec.text.tree import Mapping, Node, Scalar, Sequence, describe
from archspec.text.unquoted import with_whole_texts


def _steps(node: Node) -> Any:
    if isinstance(node, Scalar) and node.value is None:
        return ()
    if not isinstance(node, Sequence):
        raise wrong_type("a list of steps", node, "begin each step with '- '" if isinstance(node, Mapping) else None)
    return tuple(node)


def _branches(node: Node, info: ValidationInfo) -> Any:
    if not isinstance(node, Mapping):
        named = "name each of them: {left: [...], right: [...]}" if isinstance(node, Sequence) else None
        raise wrong_type("branches by name, each a list of steps", node, named)
    branches = {}
    for name, branch in node.items():
        wrong = bad_identifier(name, node.key_spans[name])
        found_in(info).extend([wrong] if wrong else [])
        branches[name] = Sequence([branch], branch.span) if _is_fan(branch) else branch
    return branches


def _is_fan(branch: Node) -> bool:
    """Whether a branch is one step with a loop, each turn of which is a branch of its own."""
    return isinstance(branch, Mapping) and bool(branch.keys() & {"each", "repeat"})


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
    items = read_value(values)
    refuse(None if isinstance(items, COMPUTED) else bad_items(items, values.span))
    return Each(variable, items, values.span)


def bad_count(value: Any, span: Span) -> Diagnostic | None:
    """What is wrong with the computed value of `repeat`."""
    if type(value) is int and value >= 0:
        return None
    wrong = Diagnostic("E0503", f"'repeat' counts from 0 up, found {describe(value)}", span)
    return with_meaning(wrong, value, "a number", None)


def bad_items(value: Any, span: Span) -> Diagnostic | None:
    """What is wrong with the computed value of `each`."""
    if isinstance(value, list):
        return None
    wrong = Diagnostic("E0503", f"'each' runs over a list, found {describe(value)}", span)
    return with_meaning(wrong, value, "a list", None)


def _repeat(node: Node) -> Value:
    value = read_value(node)
    refuse(None if isinstance(value, COMPUTED) else bad_count(value, node.span))
    return value


class Erratum(Located):
    """The true shapes of a row that the document misprints."""

    in_: Shape = Field(default=None, alias="in")
    """The shape that really goes in."""
    out: Shape = None
    """The shape that really comes out."""
    why: Text
    """Why the printed shape can't be right."""


class Step(Located):
    """One step: an operation and its keywords."""

    operation: Annotated[Call | None, Leaf(lambda given: read_call(*given))] = None
    layers: InnerSteps | None = None
    """A group of steps, run in order."""
    branches: Annotated[dict[str, InnerSteps], BeforeValidator(_branches)] | None = None
    """Sequences of steps by name, all fed with the same tensor; an empty one is the identity.

    One step with 'each' or 'repeat' in place of a sequence is a fan: as many branches as it has turns.
    """
    merge: Annotated[Call | None, Leaf(read_merge)] = None
    """The merging layer that joins the branches: Add, or {Concatenate: {axis: -1}}."""
    name: LayerName = None
    """The layer's name, joined to those of the blocks and groups around it by '_'; {formulas} are read."""
    as_: Names = Field(default=(), alias="as")
    """A name for the output, for 'from' to call it by."""
    from_: References = Field(default=None, alias="from")
    """The tensors to take, one or a list: names, or -1 for the last output, -2 for the one before."""
    when: Condition = None
    """A condition, a formula without '=': the step runs where it holds."""
    else_: InnerSteps = Field(default=(), alias="else")
    """The steps to run where 'when' does not hold."""
    repeat: Annotated[Value, Leaf(_repeat)] = None
    """How often to run the step, one after the other, 0 for not at all; binds 'index', from 1."""
    each: Annotated[Each | None, Leaf(_each)] = None
    """Runs the step once for each item: {stage: =stages} binds 'stage', and 'stage_index' from 1."""
    call: Annotated[CallArguments | None, Leaf(lambda given: read_call_arguments(*given))] = None
    """Arguments of the call rather than of the layer: {use_causal_mask: true}; tensors are given by name."""
    share: Identifier = None
    """A key: steps with the same one call the layers again that the first of them made."""
    row: TemplateText = None
    """What the documented table calls this row; {formulas} are read."""
    in_: Shape = Field(default=None, alias="in")
    """The shape that the document says goes in: verified, never trusted."""
    out: Shape = None
    """The shape that the document says comes out: verified, never trusted."""
    erratum: Erratum | None = None
    """The true shapes of a row that the document misprints, and why; checked as well."""
    note: Text = None
    """A comment for readers, which generated source keeps."""

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
        others = [key for key in node if key not in KEYWORDS]
        operations = [key for key in ("layers", "branches") if key in node] + others
        if len(operations) > 1:
            node = with_whole_texts(node, KEYWORDS, found)
            others, operations = ([key for key in keys if key in node] for keys in (others, operations))
        slips = _slips(others, node) if len(operations) > 1 else []
        if slips:
            node = without_slips(node, KEYWORDS | (node.keys() - set(slips)), found)
            operations = [key for key in operations if key not in slips]
        if not operations and "merge" in node:
            raise mistake("E0208", "'merge' needs 'branches' beside it", node.key_spans["merge"])
        if not operations:
            message = "this step has no operation: a layer, a block, 'layers:' or 'branches:'"
            raise mistake("E0207", message, node.span.beginning)
        if len(operations) > 1:
            node, operations = _without_misplaced(operations, node, found)
        if len(operations) > 1:
            raise _several(operations, node)
        fields: dict[str, Any] = {key: value for key, value in node.items() if key in KEYWORDS}
        [key] = operations
        if key not in KEYWORDS:
            fields["operation"] = (key, node.key_spans[key], node[key])
        if "call" in node:
            if not key[:1].isupper():
                raise mistake("E0208", "'call' is for a step that calls a layer", node.key_spans["call"])
            fields["call"] = (key, node["call"])
        return {**fields, "@": node}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        node = self.node
        if (self.branches is None) != (self.merge is None):
            has, lacks = ("branches", "merge") if self.merge is None else ("merge", "branches")
            raise mistake("E0208", f"{has!r} needs {lacks!r} beside it", node.key_spans[has])
        if self.else_ and self.when is None:
            raise mistake("E0208", "'else' needs 'when' beside it", node.key_spans["else"])
        if self.share is not None and self.operation is None:
            raise mistake("E0208", "'share' is for a step that calls a layer or a block", node.key_spans["share"])
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

    @cached_property
    def fans(self) -> frozenset[str]:
        """The branches that are one step with a loop, each turn of which is a branch of its own."""
        branches = self.node.get("branches") if isinstance(self.node, Mapping) else None
        if not isinstance(branches, Mapping):
            return frozenset()
        return frozenset(name for name, branch in branches.items() if _is_fan(branch))

    def references(self) -> Iterator[Reference]:
        """The tensors that it takes by name or position, those of its call included."""
        yield from self.from_ or ()
        for references in self.call.tensors.values() if self.call else ():
            yield from references

    def gives_several(self, found: type[Operation]) -> bool:
        """Whether what it calls, of this class, gives several tensors."""
        assert self.operation is not None
        arguments = {name: entries_of(value) for name, value in self.operation.arguments.items()}
        return found.gives_several(arguments, self.call.flags if self.call else {})

    def inner(self) -> Iterator[tuple[Step, ...]]:
        """The sequences of steps this one holds."""
        if self.layers is not None:
            yield self.layers
        if self.branches is not None:
            yield from self.branches.values()
        if self.else_:
            yield self.else_


def all_steps(steps: Iterable[Step]) -> Iterator[Step]:
    """Every step, those within others after them."""
    for step in steps:
        yield step
        for inner in step.inner():
            yield from all_steps(inner)


#: A list of steps, for the models that hold one.
Steps = Annotated[tuple[Step, ...], BeforeValidator(_steps)]
KEYWORDS = Step.keys().keys() - {"operation"}


def _slips(others: list[str], node: Mapping) -> list[str]:
    """Of what stands where operations do, the keywords with a slip in them; one operation is left at least."""
    free = [word for word in KEYWORDS if word not in node]
    slips = [key for key in others if not key[:1].isupper() and closest(key, free)]
    return slips if len(slips) < len(others) or node.keys() & {"layers", "branches"} else slips[1:]


def _several(operations: list[str], node: Mapping) -> Any:
    first, second = operations[:2]
    message = f"a step has one operation, this one has {first!r} and {second!r}"
    span = node.key_spans[second]
    if not (second[:1].isupper() or second in ("layers", "branches")):
        hint = "begin a new step with '- ', or indent what belongs to the first"
        return mistake("E0209", message, span, hint)
    hint = f"begin a new step with a dash: '- {second}:'"
    fix = _dash(node.key_spans[first], span) if find_layer(first) and find_layer(second) else None
    return mistakes(Diagnostic("E0209", message, span, help=hint, fix=fix))


def _dash(first: Span, second: Span) -> Fix | None:
    """The dash before a layer that stands below another one as if it were part of its step."""
    above, line = (span.source.line(span.line)[: span.column - 1] for span in (first, second))
    if first.column != second.column or line.strip() or above.strip() != "-" or not above.endswith("- "):
        return None
    return Fix(second._replace(column=second.column - 2, end_column=second.column), "- ")


def _without_misplaced(operations: list[str], node: Mapping, found: list[Diagnostic]) -> tuple[Mapping, list[str]]:
    """A step whose layer has the arguments that were written beside it, not below it; each is told."""
    [first, *others] = operations
    layer, given = find_layer(first), node[first]
    if layer is None or not (isinstance(given, Mapping) or (isinstance(given, Scalar) and given.value is None)):
        return node, operations
    misplaced = [key for key in others if key in layer.argument_fields()]
    if not misplaced:
        return node, operations
    own = given if isinstance(given, Mapping) else Mapping({}, {}, node.key_spans[first])
    found += [_misplaced(first, key, node, given) for key in misplaced]
    inner = Mapping(
        {**{key: node[key] for key in misplaced}, **own},
        {**{key: node.key_spans[key] for key in misplaced}, **own.key_spans},
        own.span,
    )
    items = {key: inner if key == first else value for key, value in node.items() if key not in misplaced}
    return Mapping(items, node.key_spans, node.span), [key for key in operations if key not in misplaced]


def _misplaced(layer: str, key: str, node: Mapping, given: Node) -> Diagnostic:
    span = node.key_spans[key]
    message = f"{key!r} is an argument of {layer}, but stands beside it as a key of the step"
    if isinstance(given, Mapping):
        return Diagnostic("E0209", message, span, help=f"write it within {layer}: {{...}}")
    alone = not span.source.line(span.line)[: span.column - 1].strip()
    fix = exchange(span, key, f"  {key}") if alone else None
    return Diagnostic("E0209", message, span, help=f"indent it below {layer}", fix=fix)
