"""What a table that does not hold may mean: which rows only follow from others, and what would make one hold.

Read only where a row is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from archspec.catalogue.operation import Operation
from archspec.catalogue.shapes import Shape, ShapeError
from archspec.checks.rows import RowVerdict, Verdict, into_row, matches
from archspec.expand.explaining import spelled_shape
from archspec.expand.rows import Printed, Row
from archspec.graph.graph import Node
from archspec.spec.leaves import ANY

#: In how many nodes, those of one network once for each row, an argument is looked for that would make a row hold.
_MOST_TRIED = 40_000
#: Shapes of nodes by position; None where they can't be told.
Shapes = dict[int, Shape | None]


def explained(verdicts: Sequence[RowVerdict], nodes: Sequence[Node]) -> list[RowVerdict]:
    """The verdicts, mistakes that follow from another row's left out of them, the others with what may be meant.

    A row that differs only follows from rows above it where it holds as soon as these are believed.
    """
    believed, computed = _believing(verdicts, nodes)
    found: list[RowVerdict] = []
    tried = 0
    for verdict in verdicts:
        into = _into_verdict(verdict, believed, computed)
        out = _out_verdict(verdict, computed)
        if _fails(out) and tried < _MOST_TRIED:
            out = _with_hint(verdict, out, nodes)
            tried += len(nodes)
        found.append(verdict._replace(into=into, out=out))
    return found


def _fails(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.diagnostic is not None and verdict.diagnostic.code in ("E0701", "E0702")


def _into_verdict(verdict: RowVerdict, believed: Shapes, computed: Shapes) -> Verdict | None:
    row, into = verdict.row, verdict.into
    if into is None or into.diagnostic is None or not _fails(into) or row.printed_in is None:
        return into
    shapes = [believed.get(position, computed[position]) for position in row.taken]
    if _holds(row.printed_in, row, shapes):
        return into._replace(diagnostic=None)
    hint = written_otherwise(row.printed_in, into_row(row, row.inputs))
    return into._replace(diagnostic=into.diagnostic._replace(help=hint))


def _holds(printed: Printed, row: Row, shapes: Sequence[Shape | None]) -> bool:
    """Whether a printed input is what comes in; what can't be told is not wrong."""
    known = tuple(shape for shape in shapes if shape is not None)
    return len(known) < len(shapes) or matches(printed, into_row(row, known))


def _out_verdict(verdict: RowVerdict, computed: Shapes) -> Verdict | None:
    row, out = verdict.row, verdict.out
    if out is None or out.diagnostic is None or not _fails(out) or row.printed_out is None or row.given is None:
        return out
    shape = computed[row.given]
    if shape is None or matches(row.printed_out, shape):
        return out._replace(diagnostic=None)
    return out


def _with_hint(verdict: RowVerdict, out: Verdict | None, nodes: Sequence[Node]) -> Verdict | None:
    """The verdict with what would make the row hold."""
    row = verdict.row
    if out is None or out.diagnostic is None or row.printed_out is None or row.output is None or row.given is None:
        return out
    hint = written_otherwise(row.printed_out, row.output) or _set_otherwise(row, nodes)
    return out._replace(diagnostic=out.diagnostic._replace(help=hint))


def _believing(verdicts: Sequence[RowVerdict], nodes: Sequence[Node]) -> tuple[Shapes, Shapes]:
    """The shapes that rows claim wrongly, by position, and those that all would be if these were right."""
    claimed: Shapes = {}
    taken: Shapes = {}
    for verdict in verdicts:
        row = verdict.row
        if _fails(verdict.out) and row.given is not None:
            _claim(claimed, row.given, row.printed_out, row.output)
        if _fails(verdict.into):
            _claim(taken, row.taken[0], row.printed_in, row.inputs[0])
    return claimed, propagated(nodes, {**taken, **claimed})


def _claim(claims: Shapes, position: int, printed: Printed | None, inferred: Shape | None) -> None:
    """Adds what a row claims of a node, but for what is only written otherwise."""
    if printed is not None and inferred is not None and not written_otherwise(printed, inferred):
        claims.setdefault(position, _filled(printed, inferred))


def propagated(nodes: Sequence[Node], claimed: Shapes, definitions: Mapping[int, Operation] | None = None) -> Shapes:
    """What every node would give if some gave, to those after them, the shapes that are claimed of them.

    Args:
        nodes: the network.
        claimed: by position; None where it can't be told.
        definitions: layers to put in the place of others, by position.
    """
    computed: Shapes = {}
    for position, node in enumerate(nodes):
        inputs = [claimed.get(place, computed[place]) for place in node.inputs]
        known = tuple(shape for shape in inputs if shape is not None)
        layer = node.layer
        if layer is None:
            computed[position] = node.output_shape
        elif len(known) < len(inputs):
            computed[position] = None
        elif known == node.input_shapes and not (definitions and position in definitions):
            computed[position] = node.output_shape
        else:
            definition = (definitions or {}).get(position, layer.definition)
            computed[position] = _given(definition, known)
    return computed


def _given(definition: Operation, shapes: Sequence[Shape]) -> Shape | None:
    try:
        return definition.output_shape(*shapes)
    except ShapeError:
        return None


def _filled(printed: Printed, inferred: Shape) -> Shape | None:
    """A printed shape, what it leaves open taken from the inferred one; None where it is none."""
    if any(isinstance(size, tuple) for size in printed):
        return None
    if ANY not in printed:
        return printed
    if len(inferred) != len(printed):
        return None
    return tuple(actual if size == ANY else size for size, actual in zip(printed, inferred, strict=True))


def written_otherwise(printed: Printed, inferred: tuple[Any, ...]) -> str | None:
    """What is wrong with how a shape is written: it has the batch, or its channels first."""
    if len(printed) == len(inferred) + 1 and printed[0] in (None, 1, ANY) and matches(printed[1:], inferred):
        return "shapes leave the batch out: the first size is that of the batch"
    rotated = (*printed[1:], *printed[:1])
    if len(printed) > 1 and matches(rotated, inferred):
        return f"shapes are written with the channels last: {spelled_shape(rotated)}"
    return None


def _set_otherwise(row: Row, nodes: Sequence[Node]) -> str | None:
    """The argument of the row's layers that would make the row hold."""
    assert row.given is not None
    assert row.printed_out is not None
    places = [place for place in range(row.first[0], row.given + 1) if nodes[place].layer]
    for padding in ("same", "valid"):
        changes = dict(_padded(places, nodes, padding))
        for change in [*({place: layer} for place, layer in changes.items()), changes] if len(changes) < 20 else []:
            shape = propagated(nodes[: row.given + 1], {}, change)[row.given]
            if change and shape is not None and matches(row.printed_out, shape):
                where = nodes[next(iter(change))].name if len(change) == 1 else f"all {len(change)} layers that have it"
                return f"with 'padding: {padding}' in {where} it would be what is documented"
    return _layer_otherwise(row, nodes)


def _padded(places: Sequence[int], nodes: Sequence[Node], padding: str) -> Iterator[tuple[int, Operation]]:
    """The layers at these places that pad otherwise, with that padding."""
    for place in places:
        layer = nodes[place].layer
        if layer is not None and getattr(layer.definition, "padding", padding) in {"same", "valid"} - {padding}:
            yield place, layer.definition.model_copy(update={"padding": padding})


def _layer_otherwise(row: Row, nodes: Sequence[Node]) -> str | None:
    """Which strides or filters of the row's only layer would make it hold."""
    assert row.given is not None
    node = nodes[row.given]
    if node.layer is None or not (row.step.operation and row.step.operation.is_keras):
        return None
    definition = node.layer.definition
    tries: list[tuple[Literal["strides", "filters", "units"], Any]] = [("strides", size) for size in (1, 2, 3, 4)]
    last = row.printed_out[-1] if row.printed_out else None
    tries += [("filters", last), ("units", last)] if isinstance(last, int) else []
    for name, value in tries:
        if not hasattr(definition, name):
            continue
        shape = _given(definition.model_copy(update={name: value}), node.input_shapes)
        if shape is not None and row.printed_out is not None and matches(row.printed_out, shape):
            return f"with '{name}: {value}' it would be what is documented"
    return None
