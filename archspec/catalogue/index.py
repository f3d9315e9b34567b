"""Finds the class of a layer by its Keras name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archspec.catalogue.layer import Layer


@cache
def _families() -> dict[str, str]:
    """Which module defines which class; a family is a module that ends with its `LAYERS`.

    Read from the modules' own class statements: making the pydantic models of all families takes longer than
    `archspec check` may take as a whole, and a list kept by hand would be a second place to add a layer in.
    """
    families = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "\nLAYERS = " in source:
            names = (line[6:].partition("(")[0] for line in source.splitlines() if line.startswith("class "))
            families.update(dict.fromkeys(names, path.stem))
    return families


@cache
def find_layer(name: str) -> type[Layer] | None:
    """The class of the Keras layer called `name`, or None where the catalogue has none.

    A class that only others are derived from is none: it lacks a Keras name of its own.
    """
    family = _families().get(name)
    if family is None:
        return None
    members = import_module(f"archspec.catalogue.{family}").LAYERS
    return next((layer for layer in members if layer.__name__ == name), None)


@cache
def layer_names() -> tuple[str, ...]:
    """The Keras names of all layers in the catalogue, sorted."""
    return tuple(sorted(name for name in _families() if find_layer(name)))
