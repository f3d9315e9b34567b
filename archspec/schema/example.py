"""A spec, in the layout, that shows one layer at work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from archspec.catalogue.operation import Kind, Operation
from archspec.catalogue.shapes import Shape, ShapeError

#: What an input, which holds numbers with a fraction, is cast to where something else is needed.
_DTYPES: Mapping[Kind, str] = MappingProxyType({"integer": "int32", "boolean": "bool"})


class _Step(NamedTuple):
    """A step as it is written: what it calls, and the keys beside that."""

    call: str
    keys: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        yield f"  - {self.call}{':' if self.keys and ':' not in self.call else ''}"
        yield from (f"    {key}" for key in self.keys)


def example_spec(name: str, layer: Operation, inputs: Mapping[str, Shape], results: int) -> str:
    """The text of a spec whose last step calls a layer.

    Args:
        name: what a spec calls the layer.
        layer: the layer, with the arguments of its example.
        inputs: what the tensors are called that it takes, and their shapes.
        results: how many tensors it gives.
    """
    given = [f"part{number}" for number in range(1, results + 1)] if results > 1 else []
    outputs = [f"outputs: {_list(given)}", ""] if given else []
    steps = [line for step in _steps(name, layer, inputs, given) for line in step.lines()]
    return "\n".join(
        ["archspec: 1", "name: example", "", f"inputs: {_shapes(inputs)}", "", *outputs, "layers:", *steps, ""]
    )


def _steps(name: str, layer: Operation, inputs: Mapping[str, Shape], given: list[str]) -> Iterator[_Step]:
    taken = list(inputs)
    alone = len(taken) == 1
    for place, kind in enumerate(_kinds(layer, len(taken))):
        if kind in _DTYPES:
            cast = f"ops.cast: {{dtype: {_DTYPES[kind]}}}"
            yield _Step(cast) if alone else _Step(cast, (f"from: {taken[place]}", f"as: {taken[place]}_cast"))
            taken[place] += "_cast"
    keys = [] if alone else [f"from: {_list(taken)}"]
    keys += [f"as: {_list(given)}"] if given else []
    yield _Step(f"{name}: {layer.example}" if layer.example else name, tuple(keys))


def _kinds(layer: Operation, count: int) -> tuple[Kind, ...]:
    """What the tensors must hold that a layer takes: numbers with a fraction where it takes them."""
    kinds: tuple[Kind, ...] = ("float", "integer", "boolean")
    for chosen in product(kinds, repeat=count):
        try:
            layer.result_kind(*chosen)
        except ShapeError:
            continue
        return chosen
    raise AssertionError(f"{layer} takes no tensors")


def _shapes(inputs: Mapping[str, Shape]) -> str:
    shapes = {name: _list("null" if size is None else str(size) for size in shape) for name, shape in inputs.items()}
    if len(shapes) == 1:
        return next(iter(shapes.values()))
    return f"{{{', '.join(f'{name}: {shape}' for name, shape in shapes.items())}}}"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"
