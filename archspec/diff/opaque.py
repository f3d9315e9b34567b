"""A layer of a saved model that the catalogue does not know: its type and arguments as they are written."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from archspec.catalogue.index import is_operation
from archspec.catalogue.layer import Layer
from archspec.catalogue.shapes import Shape

#: What is known of a shape that nothing tells.
UNKNOWN: Shape = (None,)


class Opaque(Layer):
    """A layer of which only the configuration is known, and the shape that comes out."""

    arity: ClassVar[int | None] = None

    config: dict[str, Any]
    gives: tuple[int | None, ...] = UNKNOWN

    def output_shape(self, *shapes: Shape) -> Shape:  # noqa: ARG002
        """The shape that the saved model tells."""
        return self.gives

    def multiply_adds(self, *shapes: Shape) -> int | None:  # noqa: ARG002
        """Unknown."""
        return None


def opaque(kind: str, config: dict[str, Any], gives: Shape) -> Opaque:
    """A layer of an unknown type."""
    return _class_of(kind)(config=config, gives=gives)


@cache
def _class_of(kind: str) -> type[Opaque]:
    # A layer's type is the name of its class.
    words = {"__doc__": "A layer that the catalogue does not know.", "__module__": __name__}
    return type(kind, (Opaque,), {**words, "is_layer": not is_operation(kind)})
