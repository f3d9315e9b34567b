"""The nodes of a network that is being expanded: each call of a layer or function, with its name and what it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from archspec.catalogue.calling import Beside
from archspec.catalogue.index import is_operation
from archspec.catalogue.layer import Layer
from archspec.catalogue.operation import Operation, kind_of_dtype
from archspec.catalogue.results import Result
from archspec.catalogue.shapes import Shape, ShapeError
from archspec.expand.layers import LayerMaker
from archspec.expand.mistakes import Meeting
from archspec.expand.naming import LayerNames, check_layer_name, joined
from archspec.expand.scope import Site, Tensor
from archspec.expand.sharing import Named, Replay, Shared
from archspec.formula.evaluate import Evaluator
from archspec.graph.graph import CallArgument, Node
from archspec.graph.graph import Layer as Called
from archspec.limits import Limits
from archspec.spec.calls import Call
from archspec.spec.steps import Step
from archspec.text.diagnostics import SpecError
from archspec.text.source import Place, Source, Span

#: How many nodes are looked at, those before each misfit once more, to explain how shapes came about.
_MOST_WALKED = 400_000


class Here(NamedTuple):
    """Where a call stands: the step that makes it, and where that is run."""

    step: Step
    site: Site

    @property
    def turn(self) -> int | None:
        """The turn of the innermost `repeat`; None outside."""
        return self.site.scope.names.get("index")


class Argument(NamedTuple):
    """An argument of a call: a flag, or tensors."""

    name: str
    value: bool | None
    tensors: tuple[Tensor, ...] = ()
    listed: bool = False


class Nodes:
    """The nodes so far.

    Args:
        evaluator: computes formulas, within the limits.
        sources: the texts of the spec, for errors.
    """

    def __init__(self, evaluator: Evaluator, sources: Mapping[str, Source]) -> None:
        self.limits: Limits = evaluator.limits
        self.sources = sources
        self.all: list[Node] = []
        self.names = LayerNames()
        self.maker = LayerMaker(evaluator)
        self._replays: list[Replay] = []
        self._recording: list[Shared] = []
        self._weights = 0
        self._walked = 0
        self._places: dict[int, Place] = {}

    def place(self, span: Span) -> Place:
        """The span as a place, each made once."""
        place = self._places.get(id(span))
        if place is None:
            place = self._places[id(span)] = Place.of(span)
        return place

    def add(self, node: Node) -> Tensor:
        """Adds a node; what it gives."""
        self.all.append(node)
        return Tensor(len(self.all) - 1, node.output_shape, node.kind)

    def input(self, key: str, shape: Shape, dtype: str | None, span: Span) -> Tensor:
        """Adds an input of the model.

        Raises:
            SpecError: its name is none, or another one has it.
        """
        name = self.names.take(check_layer_name(key, span), span)
        return self.add(Node(name, None, (), (), shape, (), Place.of(span), kind_of_dtype(dtype or ""), dtype))

    def name(self, call: Call, own_name: str | None, here: Here) -> Named:
        """The full name of a layer that is called.

        Raises:
            SpecError: another layer has it, or it is too long.
        """
        replay = self._replays[-1] if self._replays else None
        names = replay or self.names
        if own_name is None:
            layer = names.unnamed(call.name, here.site.prefix, call.span)
        else:
            layer = names.take(joined(here.site.prefix, own_name), _name_span(here.step, call))
        if own_name is None:
            for shared in self._recording:
                shared.unnamed.setdefault((here.site.prefix, call.name), []).append(layer)
        return Named(self.names.again(layer) if replay else layer, layer)

    def call(
        self,
        call: Call,
        definition: Operation,
        named: Named,
        operands: tuple[Tensor, ...],
        here: Here,
        beside: tuple[Argument, ...] = (),
    ) -> tuple[Tensor, ...]:
        """Adds the call of a layer or function; all that it gives.

        Args:
            call: as it is written.
            definition: what is called.
            named: the names of the node and the layer.
            operands: the tensors it is called on.
            here: where the call stands.
            beside: the arguments of the call.

        Raises:
            SpecError: it can't take these tensors, or a limit is reached.
        """
        shapes = tuple([tensor.shape for tensor in operands])
        positions = tuple([tensor.position for tensor in operands])
        try:
            given = self.maker.given(definition, shapes, tuple([tensor.kind for tensor in operands]), call)
            results = _called(definition, given.shapes, shapes, beside) if beside else given.shapes
        except ShapeError as error:
            raise self._misfit(error, call, here, Meeting(named.node, positions, here.turn)) from None
        layer = self._layer(call, definition, named, shapes)
        if len(self.all) >= self.limits.layers:
            raise SpecError.single("E0508", f"the network has more than {self.limits.layers} layers", call.span)
        self._weights += given.weights
        if self._weights > self.limits.weights:
            raise SpecError.single("E0508", f"the network has more than {self.limits.weights} weights", call.span)
        place = self.place(call.span)
        node = Node(named.node, layer, positions, shapes, results[0], here.site.path, place, given.kind)
        first = self.add(_with_arguments(node, beside) if beside else node)
        further = enumerate(results[1:], start=1)
        return first, *[Tensor(first.position, shape, given.kind, number) for number, shape in further]

    def result(self, tensor: Tensor, span: Span) -> Tensor:
        """A result of a call as a tensor of its own: each but the first gets a node, whose step stands at `span`."""
        if tensor.result == 0:
            return tensor
        called = self.all[tensor.position]
        name = self.names.take(f"{called.name}:{tensor.result + 1}", span)
        layer = Called(name, Result(index=tensor.result, shape=tensor.shape), (called.output_shape,))
        node = Node(name, layer, (tensor.position,), (called.output_shape,), tensor.shape, called.path, called.place)
        return self.add(node._replace(kind=tensor.kind))

    def _layer(self, call: Call, definition: Operation, named: Named, shapes: tuple[Shape, ...]) -> Called:
        if self._replays and not is_operation(call.name):
            return self._replays[-1].shared.again(named.layer, call, definition, shapes)
        return Called(named.node, definition, shapes)

    @contextmanager
    def recording(self, shared: Shared) -> Iterator[None]:
        """Notes the layers that are called, for later steps to call them again."""
        start = len(self.all)
        self._recording.append(shared)
        try:
            yield
        finally:
            self._recording.pop()
            for node in self.all[start:]:
                if node.layer:
                    shared.layers.setdefault(node.layer.name.partition("@")[0], node.layer)

    @contextmanager
    def replaying(self, shared: Shared) -> Iterator[None]:
        """Calls the layers of a shared step again, in place of making some."""
        self._replays.append(Replay(shared))
        try:
            yield
        finally:
            self._replays.pop()

    def _misfit(self, error: ShapeError, call: Call, here: Here, meeting: Meeting) -> SpecError:
        # Few specs are wrong; the others need not wait for this.
        from archspec.expand.explaining import Network, explain_misfit

        self._walked += len(self.all)
        if self._walked > _MOST_WALKED:
            return SpecError.single("E0511", f"{call.name}: {error}", call.span)
        return SpecError([explain_misfit(error, call, here.step, meeting, Network(self.all, self.sources))])


def _called(
    definition: Operation, results: tuple[Shape, ...], shapes: tuple[Shape, ...], beside: tuple[Argument, ...]
) -> tuple[Shape, ...]:
    """The shapes of all that comes out of a call with these arguments.

    Raises:
        ShapeError: the layer can't take them.
    """
    if not isinstance(definition, Layer):
        return results
    given = {
        each.name: tuple([Beside(tensor.shape, tensor.kind) for tensor in each.tensors])
        for each in beside
        if each.tensors
    }
    definition.check_call(given, *shapes)
    return definition.call_results({each.name: each.value for each in beside if not each.tensors}, *shapes)


def _with_arguments(node: Node, beside: tuple[Argument, ...]) -> Node:
    """A node that takes the tensors of its call's arguments, too."""
    inputs, shapes = node.inputs, node.input_shapes
    arguments = []
    for each in beside:
        places = tuple(range(len(inputs), len(inputs) + len(each.tensors)))
        inputs += tuple(tensor.position for tensor in each.tensors)
        shapes += tuple(tensor.shape for tensor in each.tensors)
        arguments.append(CallArgument(each.name, each.value, places, each.listed))
    return node._replace(inputs=inputs, input_shapes=shapes, call=tuple(arguments))


def _name_span(step: Step, call: Call) -> Span:
    return step.name.span if step.name else call.span
