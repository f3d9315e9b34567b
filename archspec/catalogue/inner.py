"""Arguments that are layers: written `{LSTM: {units: 64}}`, or the name alone."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import Field
from pydantic_core import PydanticCustomError, core_schema

from archspec.catalogue.index import find_layer
from archspec.catalogue.layer import Layer


class _Inner:
    """Reads a layer: its name, or its name and arguments."""

    def __init__(self, kind: str, find: Callable[[str], type[Any] | None]) -> None:
        self._kind = kind
        self._find = find

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        """What pydantic asks a type for."""
        return core_schema.no_info_plain_validator_function(self.read)

    def read(self, value: object) -> object:
        """The layer that a spec's value means."""
        if isinstance(value, Layer):
            return value
        name: object = value
        arguments: object = {}
        if isinstance(value, dict) and len(value) == 1:
            [(name, arguments)] = value.items()
        if not isinstance(name, str) or not isinstance(arguments or {}, dict):
            raise PydanticCustomError("inner", "expected a {kind}, {Name: {argument: value}}", {"kind": self._kind})
        found = self._find(name)
        if found is None:
            raise PydanticCustomError("inner", "'{found}' is no {kind} of Keras", {"found": name, "kind": self._kind})
        return found.model_validate(arguments or {})


def _find_layer(name: str) -> type[Any] | None:
    found = find_layer(name)
    return found if found is not None and issubclass(found, Layer) else None


def find_cell(name: str) -> type[Any] | None:
    """The class of the cell of this name, which `RNN` takes as an argument."""
    # Seldom used, and with it all that recurrent layers are made of.
    from archspec.catalogue.cells import CELLS

    return next((cell for cell in CELLS if cell.__name__ == name), None)


def find_inner(name: str) -> type[Any] | None:
    """The class of the layer or cell of this name, which another layer takes as an argument."""
    return _find_layer(name) or find_cell(name)


InnerLayer = Annotated[Any, _Inner("layer", _find_layer), Field(description="a layer, {Name: {argument: value}}")]
InnerCell = Annotated[
    Any,
    _Inner("cell", find_cell),
    Field(description="a cell, {Name: {argument: value}}"),
]


class Wrapping(Layer):
    """What takes layers as arguments."""

    #: Those arguments.
    inner_arguments: ClassVar[tuple[str, ...]] = ("layer",)
    #: Whether these are cells.
    takes_cells: ClassVar[bool] = False

    @property
    def counts_depth(self) -> bool:
        """Whether papers count it in the depth of a network: as what it is made of."""
        inner = (getattr(self, name) for name in self.inner_arguments)
        return any(layer.counts_depth for layer in inner if layer is not None)
