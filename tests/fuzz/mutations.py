"""Shipped specs with nodes deleted, doubled, swapped, retyped and renamed."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from yaml import safe_dump, safe_load

from archspec.spec.files import shipped_files

Spot = tuple[Any, Any]


@cache
def texts() -> tuple[str, ...]:
    """The shipped specs and libraries of blocks."""
    # They are judged as if they stood in the folder above their own.
    return tuple(path.read_text(encoding="utf-8").replace("../blocks/", "blocks/") for path in shipped_files())


def mutated(seed: int) -> bytes:
    """A shipped spec after one to four changes; the same for the same seed."""
    chance = random.Random(seed)
    tree = safe_load(chance.choice(texts()))
    for _ in range(chance.randint(1, 4)):
        chance.choice((_delete, _double, _swap, _retype, _rename, _shift))(tree, chance)
    return safe_dump(tree, sort_keys=False, allow_unicode=True).encode()


def _spots(node: Any) -> list[Spot]:
    """Where all values of a tree stand: their container, and the key or position in it."""
    if not isinstance(node, dict | list):
        return []
    places = list(node) if isinstance(node, dict) else list(range(len(node)))
    return [spot for place in places for spot in [(node, place), *_spots(node[place])]]


def _spot(tree: Any, chance: random.Random) -> Spot | None:
    spots = _spots(tree)
    return chance.choice(spots) if spots else None


def _delete(tree: Any, chance: random.Random) -> None:
    if spot := _spot(tree, chance):
        del spot[0][spot[1]]


def _double(tree: Any, chance: random.Random) -> None:
    spot = _spot(tree, chance)
    if spot is None:
        return
    container, place = spot
    if isinstance(container, list):
        container.insert(place, container[place])
    else:
        container[f"{place}2"] = container[place]


def _swap(tree: Any, chance: random.Random) -> None:
    one, other = _spot(tree, chance), _spot(tree, chance)
    if one is None or other is None:
        return
    first, second = one[0][one[1]], other[0][other[1]]
    # A value within the other one would become its own part.
    if any(
        spot[0] is first or spot[0] is second for spot in (*_spots([first]), *_spots([second])) if spot in (one, other)
    ):
        return
    if not (_holds(first, second) or _holds(second, first)):
        one[0][one[1]], other[0][other[1]] = second, first


def _holds(outer: Any, inner: Any) -> bool:
    return outer is inner or any(container[place] is inner for container, place in _spots(outer))


def _retype(tree: Any, chance: random.Random) -> None:
    spot = _spot(tree, chance)
    if spot is None:
        return
    container, place = spot
    value = container[place]
    container[place] = chance.choice(
        [
            str(value),
            [value],
            {"a": value},
            None,
            True,
            0,
            -1,
            1.5,
            10**30,
            "=" + str(value),
            "{" + str(value) + "}",
            "=in",
        ]
    )


def _rename(tree: Any, chance: random.Random) -> None:
    mappings = [spot for spot in _spots(tree) if isinstance(spot[0], dict)]
    if not mappings:
        return
    container, place = chance.choice(mappings)
    word = str(place)
    at = chance.randrange(len(word) + 1)
    name = chance.choice(
        [word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word.upper(), f"{word}s", "", "index"]
    )
    entries = [(name if key == place else key, value) for key, value in container.items()]
    container.clear()
    container.update(entries)


def _shift(tree: Any, chance: random.Random) -> None:
    """Changes a number a little: what most mistakes of people are."""
    numbers = [spot for spot in _spots(tree) if type(spot[0][spot[1]]) is int]
    if numbers:
        container, place = chance.choice(numbers)
        container[place] += chance.choice([-1, 1, 2, 100])
