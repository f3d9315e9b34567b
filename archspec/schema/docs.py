"""The docs of keys: the text under a field of a model, which costs nothing until it is asked for."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from pydantic import BaseModel


def key_docs(model: type[BaseModel]) -> dict[str, str]:
    """The doc of each field of a model that has one, in its class or in one that it derives from."""
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        found |= _module_docs(kind.__module__).get(kind.__name__, {}) if issubclass(kind, BaseModel) else {}
    return found


@cache
def _module_docs(name: str) -> dict[str, dict[str, str]]:
    try:
        tree = ast.parse(inspect.getsource(sys.modules[name]))
    except OSError:
        # Installed without its sources, archspec can still tell which keys there are.
        return {}
    return {node.name: dict(_docs(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _docs(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(node.body):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        match text:
            case ast.Expr(value=ast.Constant(value=str(doc))):
                yield field.target.id, inspect.cleandoc(doc).replace("\n", " ")
