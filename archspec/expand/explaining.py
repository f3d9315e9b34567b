"""Why shapes do not fit: how each of them came about. Read only where a mistake is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from archspec.catalogue.shapes import Shape, ShapeError, WindowError, show
from archspec.expand.mistakes import Meeting
from archspec.graph.graph import Node
from archspec.spec.calls import Call
from archspec.spec.leaves import Position
from archspec.spec.steps import Step
from archspec.text.diagnostics import Diagnostic, Note
from archspec.text.source import Source, Span

#: Changes of shape that one line shows.
_MOST = 6


class Network(NamedTuple):
    """What has been expanded so far, and the texts it came from."""

    nodes: Sequence[Node]
    sources: Mapping[str, Source]

    def span(self, position: int) -> Span | None:
        """Where the step of a node stands."""
        place = self.nodes[position].place
        source = self.sources.get(place.file)
        return source.word(place.line, place.column) if source else None

    def shape(self, position: int) -> Shape:
        """What a node gives."""
        return self.nodes[position].output_shape


def explain_misfit(error: ShapeError, call: Call, step: Step, meeting: Meeting, network: Network) -> Diagnostic:
    """The mistake of shapes that a layer can't take, with how they came about.

    Args:
        error: what the layer says.
        call: the layer.
        step: the step that calls it, which may name the sides of a merge.
        meeting: where the shapes meet.
        network: what leads there.
    """
    shapes = [network.shape(position) for position in meeting.positions]
    turn = "" if meeting.turn is None else f" (index {meeting.turn})"
    takes = ", ".join(map(show, shapes)) or "nothing"
    notes = [Note(f"this is the layer {meeting.name}{turn}, which takes {takes}")]
    if len(shapes) > 1:
        notes += _sides(step, meeting.positions, network)
    elif shapes:
        notes += _history(error, meeting.positions[0], network, call.span)
    return Diagnostic("E0511", f"{call.name}: {error}", call.span, tuple(notes), _hint(error, shapes, network))


def _history(error: ShapeError, position: int, network: Network, here: Span) -> list[Note]:
    """How the one shape that a layer takes came about; a size too small since it was last large enough."""
    line = [position]
    while network.nodes[line[-1]].inputs and not _fits(error, network.shape(line[-1])):
        line.append(network.nodes[line[-1]].inputs[0])
    line.reverse()
    if len(line) == 1:
        return []
    last = max((place for place in line[1:] if _changes(place, network)), default=position)
    span = network.span(last)
    return [Note(f"how this came about: {_told(line, network)}", None if span == here else span)]


def _fits(error: ShapeError, shape: Shape) -> bool:
    if not isinstance(error, WindowError) or len(shape) != error.rank:
        return False
    size = shape[error.axis]
    return size is None or size >= error.extent


def _changes(position: int, network: Network) -> bool:
    node = network.nodes[position]
    return not node.input_shapes or node.output_shape != node.input_shapes[0]


def _told(line: Sequence[int], network: Network) -> str:
    """A line of nodes by those that change the shape: `conv1 (8, 8, 4) -> pool (4, 4, 4)`."""
    first, *others = line
    changing = [first, *(place for place in others if _changes(place, network))]
    dropped = len(changing) - _MOST
    if dropped > 1:
        changing = changing[dropped:]
    words = [f"{network.nodes[place].name} {show(network.shape(place))}" for place in changing]
    return " -> ".join([*(["..."] if dropped > 1 else []), *words])


def _sides(step: Step, positions: Sequence[int], network: Network) -> list[Note]:
    """The two tensors of a merge that do not fit, from where they still were one."""
    first, second = _unlike(positions, network)
    before = [_before(positions[side], network) for side in (first, second)]
    fork = max(before[0] & before[1], default=None)
    notes = []
    for side in (first, second):
        line = _line(positions[side], fork, network)
        called = _called(step, side)
        shape = show(network.shape(positions[side]))
        told = f"{called} is {shape}: {_told(line, network)}" if len(line) > 1 else f"{called} is {shape}"
        last = max((place for place in line[1:] if _changes(place, network)), default=line[-1])
        notes.append(Note(told, network.span(last)))
    if fork is not None and fork not in (positions[first], positions[second]):
        agreed = f"they still agree in {network.nodes[fork].name}, {show(network.shape(fork))}, from which both come"
        notes.append(Note(agreed, network.span(fork)))
    return notes


def _unlike(positions: Sequence[int], network: Network) -> tuple[int, int]:
    """Which of the tensors differ: the first, and the first that is not like it."""
    shapes = [network.shape(position) for position in positions]
    return 0, next((side for side, shape in enumerate(shapes) if shape != shapes[0]), 1)


def _before(position: int, network: Network) -> set[int]:
    """A node and all that it depends on."""
    known: set[int] = set()
    waiting = [position]
    while waiting:
        place = waiting.pop()
        if place not in known:
            known.add(place)
            waiting += network.nodes[place].inputs
    return known


def _line(position: int, fork: int | None, network: Network) -> list[int]:
    """The nodes from the fork to a position; from its first input where there is none."""
    behind = _behind(fork, position, network)
    line = [position]
    while line[-1] != fork and network.nodes[line[-1]].inputs:
        inputs = network.nodes[line[-1]].inputs
        line.append(next((place for place in inputs if place in behind), inputs[0]))
    return line[::-1]


def _behind(fork: int | None, last: int, network: Network) -> set[int]:
    """The fork and all nodes, up to the last, that depend on it; none where there is no fork."""
    if fork is None:
        return set()
    found = {fork}
    for place in range(fork + 1, last + 1):
        if not found.isdisjoint(network.nodes[place].inputs):
            found.add(place)
    return found


def _called(step: Step, side: int) -> str:
    """What the spec calls one side of a merge."""
    if step.branches is not None:
        return f"branch {side + 1}" if step.fans else f"the branch {list(step.branches)[side]!r}"
    reference = (step.from_ or ())[side]
    return f"{reference.back}" if isinstance(reference, Position) else f"{reference.text!r}"


def _hint(error: ShapeError, shapes: Sequence[Shape], network: Network) -> str | None:
    if len(shapes) != 1:
        return _merge_hint(shapes) if shapes else None
    wrong = next((hint for node in network.nodes if node.layer is None and (hint := _input_hint(node, shapes))), None)
    if wrong:
        return wrong
    if isinstance(error, WindowError):
        return "a smaller window, 'padding: same' or fewer strides before it would fit"
    return None


def _input_hint(node: Node, shapes: Sequence[Shape]) -> str | None:
    """What an input that is written the other way round, or with its batch, should be."""
    shape = node.output_shape
    written = "null" if shape[:1] == (None,) else str(shape[0]) if shape else ""
    if len(shape) in (3, 4) and shape[:1] in ((None,), (1,)) and len(shapes[0]) == len(shape) and len(shape) == 4:
        return f"shapes leave the batch out: write inputs: {spelled_shape(shape[1:])}, without the {written}"
    if is_channels_first(shape):
        return f"shapes are written with the channels last: inputs: {spelled_shape((*shape[1:], shape[0]))}?"
    return None


def is_channels_first(shape: Shape) -> bool:
    """Whether a shape of images looks as if its channels stood first: (3, 224, 224)."""
    if len(shape) != 3 or shape[0] not in (1, 3, 4):
        return False
    return shape[1] == shape[2] and shape[1] is not None and shape[1] > 8


def spelled_shape(shape: Iterable[Any]) -> str:
    """A shape as a spec writes it."""
    return f"[{', '.join('null' if size is None else str(size) for size in shape)}]"


def _merge_hint(shapes: Sequence[Shape]) -> str | None:
    first = shapes[0]
    other = next((shape for shape in shapes if shape != first), first)
    if len(first) != len(other) or len(first) < 2:
        return None
    if first[:-1] != other[:-1]:
        return "give both sides the same strides and padding"
    return "give both sides as many channels, such as by a 1x1 convolution on one of them"
