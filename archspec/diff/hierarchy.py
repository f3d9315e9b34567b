"""Blocks for networks that have lost them: a saved model knows its layers, not the blocks they came from.

They are lent by the network it is compared with. Where that has none either, they are guessed from names: layers
called `conv2_block1_...` one after the other are taken for a block of the sort `conv#_block#`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby, takewhile
from types import MappingProxyType

from archspec.diff.match import match
from archspec.diff.outline import Keys, outline
from archspec.graph.graph import Frame, Graph

Paths = list[tuple[Frame, ...]]

#: What ends in a word with a number, before more than a number: `conv2_block1` of `conv2_block1_0_conv`.
_PREFIX = re.compile(r"(\w*[A-Za-z]\d+[a-z]?)_(?!\d+\Z)")
_NUMBER = re.compile(r"\d+([a-z](?![a-z]))?")


def paths_like(before: Graph, after: Graph, saved: tuple[bool, bool]) -> tuple[Paths, Paths]:
    """For every call of both networks the blocks around it.

    Args:
        before: the first network.
        after: the second.
        saved: of either, whether it is from no spec; where such a one has no blocks, those of the other are taken.
    """
    old = [node.path for _, node in before.built]
    new = [node.path for _, node in after.built]
    if saved[1] and any(old) and not any(new):
        new = _lent(before, after, old)
    elif saved[0] and any(new) and not any(old):
        old = _lent(after, before, new)
    elif all(saved) and not any(old) and not any(new):
        old, new = _guessed(before), _guessed(after)
    return old, new


def _lent(owner: Graph, other: Graph, paths: Paths) -> Paths:
    """The blocks around the calls of `other`, as its partners in `owner` have them."""
    keys: Keys = {}
    flat: Paths = [()] * len(paths)
    matching = match(outline(owner, keys, flat), outline(other, keys, [()] * len(other.built)))
    found: list[tuple[Frame, ...] | None] = [
        None if matching.origin[leaf] < 0 else paths[matching.before.parts[matching.origin[leaf]].start]
        for leaf in matching.after.leaves
    ]
    return _filled(found, _guessed(other, _sorts(paths)))


def _sorts(paths: Paths) -> dict[str, str | None]:
    """The blocks that are called outermost, by the pattern of their names."""
    return {_pattern(path[0].name): path[0].block for path in paths if path}


def _filled(paths: list[tuple[Frame, ...] | None], guessed: Paths) -> Paths:
    """Calls without a partner stand in the blocks of both their neighbours; outside of blocks, where names put them."""
    following: Paths = []
    last: tuple[Frame, ...] = ()
    for path in reversed(paths):
        last = last if path is None else path
        following.append(last)
    result: Paths = []
    last = ()
    for path, after, guess in zip(paths, reversed(following), guessed, strict=True):
        inside = _common(last, after)
        result.append(path if path is not None else inside or guess)
        last = inside if path is None else path
    return result


def _common(path: tuple[Frame, ...], other: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """The blocks that both begin with."""
    return tuple([frame for frame, _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, other, strict=False))])


def _guessed(graph: Graph, known: Mapping[str, str | None] = MappingProxyType({})) -> Paths:
    """Blocks by the names of layers that follow each other; one alone is none.

    Args:
        graph: the network.
        known: the names of blocks by the patterns of their calls' names; others are called after the pattern.
    """
    paths: Paths = []
    for prefix, nodes in groupby((node for _, node in graph.built), lambda node: _prefix(node.name)):
        members = list(nodes)
        pattern = _pattern(prefix)
        frame = Frame(known.get(pattern, pattern), prefix, members[0].place, 0)
        paths += [(frame,) if prefix and len(members) > 1 else ()] * len(members)
    return paths


def _prefix(name: str) -> str:
    found = _PREFIX.match(name)
    return found[1] if found else ""


def _pattern(prefix: str) -> str:
    return _NUMBER.sub("#", prefix)
