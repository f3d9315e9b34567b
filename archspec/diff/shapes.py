"""The shapes that differ because something else does, told of whole blocks."""

from __future__ import annotations

from typing import NamedTuple

from archspec.catalogue.shapes import Shape
from archspec.diff.edits import Edit
from archspec.diff.match import Matching
from archspec.diff.outline import Outline, Part


class Followed(NamedTuple):
    """Parts one after the other whose output is another, though they themselves may be what they were.

    Args:
        first: the name of the first.
        last: the name of the last, which may be the first.
        before: what came out of the last.
        after: what comes out of it now.
    """

    first: str
    last: str
    before: Shape
    after: Shape


def followed_shapes(matching: Matching, edits: list[Edit], *, layers: bool) -> list[Followed]:
    """The shapes that follow from other differences.

    Args:
        matching: both networks.
        edits: shapes that these tell are left out.
        layers: whether every layer is told, rather than what stands outermost.
    """
    before, after = matching.before, matching.after
    told = {edit.origin for edit in edits if edit.origin > 0 and any(each.what == "output" for each in edit.changes)}
    found: list[Followed] = []
    previous: Part | None = None
    for part in _leaves(after) if layers else after.children(after.parts[0]):
        origin = matching.origin[part.number]
        shapes = (_shape(before.parts[origin], before), _shape(part, after)) if origin >= 0 else ((), ())
        if shapes[0] == shapes[1] or part.number in told or _is_input(part, after):
            previous = None
            continue
        name = part.name or part.kind
        if previous is not None and _together(previous, part, found[-1], shapes, layers):
            found[-1] = Followed(found[-1].first, name, *shapes)
        else:
            found.append(Followed(name, name, *shapes))
        previous = part
    return found


def _leaves(whole: Outline) -> list[Part]:
    return [whole.parts[number] for number in whole.leaves]


def _shape(part: Part, whole: Outline) -> Shape:
    return whole.calls[part.end - 1].shape


def _is_input(part: Part, whole: Outline) -> bool:
    return part.is_layer and whole.calls[part.start].definition is None


def _together(previous: Part, part: Part, last: Followed, shapes: tuple[Shape, Shape], layers: bool) -> bool:
    """Whether a part is told with the one before it: they are repeats, or change alike."""
    if (last.before, last.after) == shapes:
        return True
    return not layers and not part.is_layer and (part.kind, part.stem) == (previous.kind, previous.stem)
