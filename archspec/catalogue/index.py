"""Finds the class of a layer by its Keras name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from archspec.catalogue.naming import operation_name

if TYPE_CHECKING:
    from archspec.catalogue.operation import Operation


@cache
def _families() -> dict[str, tuple[str, str]]:
    """Which module defines which class, and how that is called; a family is a module that ends with its `LAYERS`.

    Read from the modules' own class statements: making the pydantic models of all families takes longer than
    `archspec check` may take as a whole, and a list kept by hand would be a second place to add a layer in.
    """
    families = {}
    home = Path(__file__).parent
    for path in sorted((*home.glob("*.py"), *home.glob("ops/*.py"))):
        source = path.read_bytes()
        if b"\nLAYERS = " in source:
            words = [statement.partition(b"(")[0].decode() for statement in source.split(b"\nclass ")[1:]]
            if path.parent == home:
                families.update({word: (path.stem, word) for word in words})
            else:
                families.update({operation_name(word, path.stem): (f"ops.{path.stem}", word) for word in words})
    return families


@cache
def find_layer(name: str) -> type[Operation] | None:
    """The class of the Keras layer or `keras.ops` function called `name`, or None where the catalogue has none.

    A class that only others are derived from is none: it lacks a Keras name of its own.
    """
    family, word = _families().get(name, ("", ""))
    if not family:
        return None
    members = import_module(f"archspec.catalogue.{family}").LAYERS
    return next((layer for layer in members if layer.__name__ == word), None)


@cache
def layer_names() -> tuple[str, ...]:
    """The Keras names of all layers in the catalogue, sorted."""
    return tuple(sorted(name for name in _families() if not is_operation(name) and find_layer(name)))


@cache
def function_names() -> tuple[str, ...]:
    """The names of all functions of `keras.ops` in the catalogue, sorted: `ops.abs` and so on."""
    return tuple(sorted(name for name in _families() if is_operation(name) and find_layer(name)))


def is_operation(name: str) -> bool:
    """Whether a name is that of a function of `keras.ops`, which no layer's is."""
    return name.startswith("ops.")
