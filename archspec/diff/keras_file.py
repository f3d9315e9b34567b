"""A saved Keras model as a graph: its configuration is read as data, nothing in it is run and Keras is not needed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import IO, Any, NamedTuple

from archspec.catalogue.results import Result
from archspec.catalogue.shapes import Shape
from archspec.diff.keras_config import call_arguments, layer_of, spelled, tensor_arguments
from archspec.diff.opaque import UNKNOWN
from archspec.graph.graph import CallArgument, Frame, Graph, Layer, Node
from archspec.text.source import Place

#: Bytes that a model's configuration may have.
_LARGEST = 100_000_000
#: How deep models may stand in models.
_DEEPEST = 32

#: A tensor: the layer it comes from, by name, which of its calls, and which of its outputs.
Tensor = tuple[str, int, int]


class UnreadableModel(ValueError):
    """The file is no saved Keras model, or of a sort whose configuration does not tell its layers."""


class _Call(NamedTuple):
    """One call of a layer, as the configuration tells it.

    Args:
        entry: the layer.
        number: which of its calls it is, counted from 0.
        inputs: the tensors that it takes, those among its arguments last.
        beside: the arguments that are no tensors.
        tensors: the arguments that are; their places are among the inputs.
    """

    entry: dict[str, Any]
    number: int
    inputs: tuple[Tensor, ...]
    beside: dict[str, Any]
    tensors: tuple[CallArgument, ...] = ()


def read_model(file: IO[bytes], name: str) -> Graph:
    """The graph of a `.keras` file.

    Args:
        file: its content.
        name: what messages call it.

    Raises:
        UnreadableModel: it is none, or is a subclassed model.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo("config.json").file_size > _LARGEST:
                raise UnreadableModel(f"{name} has a configuration of more than {_LARGEST} bytes")
            config = json.loads(archive.read("config.json"))
    except (zipfile.BadZipFile, KeyError, RecursionError, NotImplementedError, RuntimeError) as error:
        raise UnreadableModel(f"{name} is no .keras file: {error}") from None
    except UnicodeDecodeError as error:
        raise UnreadableModel(f"{name} has a configuration that is no text: {error}") from None
    except json.JSONDecodeError as error:
        raise UnreadableModel(f"{name} has a configuration that is no JSON: {error}") from None
    return model_graph(config, name)


def model_graph(config: Any, name: str) -> Graph:
    """The graph of a model's configuration, as `keras.Model.to_json` or a `.keras` file has it.

    Raises:
        UnreadableModel: it is of no functional or sequential model.
    """
    if not _is_model(config):
        kind = config.get("class_name") if isinstance(config, dict) else None
        raise UnreadableModel(
            f"{name} holds a {kind or 'thing'} that does not tell its layers: only functional and "
            "sequential models can be compared"
        )
    reader = _Reader(name)
    try:
        outputs = reader.model(config, None, ())
        return _in_order(config["config"].get("name") or name, reader.nodes, outputs)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableModel(f"{name} has a configuration that can't be understood: {error!r}") from None


def _is_model(entry: Any) -> bool:
    """Whether an entry is a model whose layers can be read."""
    return isinstance(entry, dict) and isinstance(entry.get("config"), dict) and "layers" in entry["config"]


class _Reader:
    """Collects the nodes of a model and of the models in it."""

    def __init__(self, name: str) -> None:
        self.nodes: list[Node] = []
        self.names: set[str] = set()
        self.layers: dict[int, Layer] = {}
        self.place = Place(name, 1, 1)

    def model(self, entry: dict[str, Any], fed: list[int] | None, path: tuple[Frame, ...]) -> list[int]:
        """Adds the layers of one call of a model; the nodes it gives.

        Args:
            entry: the model.
            fed: the nodes it takes; None for the whole, which has inputs of its own.
            path: the models around its layers.
        """
        if len(path) > _DEEPEST:
            raise UnreadableModel(f"{self.place.file} has models in models, more than {_DEEPEST} deep")
        config = entry["config"]
        if "output_layers" not in config:
            return self.sequential(config, fed, path)
        return self.functional(config, fed, path)

    def sequential(self, config: dict[str, Any], fed: list[int] | None, path: tuple[Frame, ...]) -> list[int]:
        layers = list(config["layers"])
        begins = layers and layers[0].get("class_name") == "InputLayer"
        first = layers.pop(0) if begins else {"name": "input", "config": {"batch_shape": config["build_input_shape"]}}
        last = fed or [self.input(first, path)]
        for entry, following in zip_longest(layers, layers[1:]):
            last = self.call(_Call(entry, 0, (), {}), last, _taken_by(following), path)
        return last

    def functional(self, config: dict[str, Any], fed: list[int] | None, path: tuple[Frame, ...]) -> list[int]:
        entries = {_name(entry): entry for entry in config["layers"]}
        known: dict[Tensor, int] = {}
        for place, (name, *_) in enumerate(_tensors(config["input_layers"])):
            known[name, 0, 0] = fed[place] if fed else self.input(entries[name], path)
        calls = [call for entry in entries.values() for call in _calls(entry)]
        shapes = _shapes(config["layers"])
        for call in _ready(calls, known):
            taken = [known[tensor] for tensor in call.inputs]
            gives = shapes.get((_name(call.entry), call.number, 0), UNKNOWN)
            for place, node in enumerate(self.call(call, taken, gives, path)):
                known[_name(call.entry), call.number, place] = node
            self.further(call, known, shapes)
        return [known[tensor] for tensor in _tensors(config["output_layers"])]

    def further(self, call: _Call, known: dict[Tensor, int], shapes: dict[Tensor, Shape]) -> None:
        """Adds the further results of what gives several, those that something takes."""
        name = _name(call.entry)
        for tensor, shape in shapes.items():
            if tensor[:2] == (name, call.number) and tensor not in known:
                known[tensor] = self.result(known[name, call.number, 0], tensor[2], shape)

    def result(self, position: int, index: int, shape: Shape) -> int:
        called = self.nodes[position]
        name = self.free(f"{called.name}:{index + 1}", called.path)
        layer = Layer(name, Result(index=index, shape=shape), (called.output_shape,))
        return self.add(Node(name, layer, (position,), (called.output_shape,), shape, called.path, self.place))

    def input(self, entry: dict[str, Any], path: tuple[Frame, ...]) -> int:
        config = entry["config"]
        shape = config.get("batch_shape") or config.get("batch_input_shape")
        return self.add(Node(self.free(_name(entry), path), None, (), (), _shape(shape), path, self.place))

    def call(self, call: _Call, taken: list[int], gives: Shape, path: tuple[Frame, ...]) -> list[int]:
        """Adds one call of a layer or model."""
        if _is_model(call.entry):
            name = self.free(_name(call.entry), path)
            return self.model(call.entry, taken, (*path, Frame(name, name, self.place, 0)))
        shapes = tuple([self.nodes[position].output_shape for position in taken])
        own = shapes[: len(shapes) - sum(len(argument.tensors) for argument in call.tensors)]
        again = f"@{call.number + 1}" if call.number else ""
        name = self.free(f"{_name(call.entry)}{again}", path)
        layer = self.layers.get(id(call.entry))
        if layer is None:
            definition = layer_of(call.entry, own, gives, call.beside)
            layer = self.layers[id(call.entry)] = Layer(name, definition, own)
        arguments = call_arguments(layer.definition, call.beside)
        output = layer.definition.call_results({each.name: each.value for each in arguments}, *own)[0]
        node = Node(name, layer, tuple(taken), shapes, output, path, self.place)
        return [self.add(node._replace(call=(*arguments, *call.tensors)))]

    def add(self, node: Node) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def free(self, name: str, path: tuple[Frame, ...]) -> str:
        """The name, or one like it that no other node has."""
        wanted, number = name, 2
        if name in self.names and path:
            wanted = name = f"{path[-1].name}_{name}"
        while wanted in self.names:
            wanted = f"{name}_{number}"
            number += 1
        self.names.add(wanted)
        return wanted


def _taken_by(entry: dict[str, Any] | None) -> Shape:
    """The shape that a layer was built on, where that is told."""
    built = (entry or {}).get("build_config") or {}
    return _shape(built.get("input_shape"))


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("name") or entry["config"]["name"])


def _shape(given: list[int | None] | None) -> Shape:
    return UNKNOWN if given is None else tuple(given[1:])


def _calls(entry: dict[str, Any]) -> Iterator[_Call]:
    """The calls of a layer; Keras 2 wrote a list of tensors for each, Keras 3 writes arguments."""
    apart = tensor_arguments(entry)
    for number, node in enumerate(entry.get("inbound_nodes", ())):
        if isinstance(node, dict):
            # A mask goes on by itself, as Keras's masks do.
            named = {key: value for key, value in node.get("kwargs", {}).items() if key != "mask"}
            beside = {key: value for key, value in named.items() if key in apart}
            own = [*node.get("args", ()), *(value for key, value in named.items() if key not in apart)]
            inputs, arguments = [*_keras_tensors(own)], []
            for key, value in beside.items():
                places = range(len(inputs), len(inputs) + len(found := [*_keras_tensors(value)]))
                inputs += found
                arguments.append(CallArgument(key, None, tuple(places), isinstance(value, list)))
            histories = tuple([_history(each["config"]["keras_history"]) for each in inputs])
            yield _Call(entry, number, histories, _beside(node), tuple(arguments))
        else:
            yield _Call(entry, number, tuple([_history(each) for each in node]), {})


def _history(given: list[Any]) -> Tensor:
    name, number, place = given[:3]
    return (str(name), int(number), int(place))


def _keras_tensors(given: Any) -> Iterator[dict[str, Any]]:
    if isinstance(given, dict) and given.get("class_name") == "__keras_tensor__":
        yield given
    elif isinstance(given, dict | list):
        for each in given.values() if isinstance(given, dict) else given:
            yield from _keras_tensors(each)


def _beside(node: dict[str, Any]) -> dict[str, Any]:
    """What a call takes besides tensors; that it is no training is what a graph describes anyhow."""
    named = {**dict(enumerate(node.get("args", ()))), **node.get("kwargs", {})}
    return {
        f"argument_{key}" if isinstance(key, int) else key: spelled(value)
        for key, value in named.items()
        if value is not None and (key, value) != ("training", False) and next(_keras_tensors(value), None) is None
    }


def _shapes(entries: list[dict[str, Any]]) -> dict[Tensor, Shape]:
    """The shapes of the tensors that some layer takes, which Keras 3 writes beside them."""
    nodes = [node for entry in entries for node in entry.get("inbound_nodes", ()) if isinstance(node, dict)]
    configs = [tensor["config"] for tensor in _keras_tensors(nodes)]
    return {_history(config["keras_history"]): _shape(config["shape"]) for config in configs}


def _tensors(given: Any) -> list[Tensor]:
    """Inputs or outputs of a model: one, a list, or a mapping of them."""
    if isinstance(given, dict):
        return [tensor for each in given.values() for tensor in _tensors(each)]
    if isinstance(given, list) and len(given) >= 3 and isinstance(given[0], str):
        return [_history(given)]
    return [tensor for each in given for tensor in _tensors(each)]


def _ready(calls: list[_Call], known: dict[Tensor, int]) -> Iterator[_Call]:
    """The calls, each after those whose outputs it takes, which its reader makes known meanwhile."""
    waiting: dict[tuple[str, int], list[_Call]] = {}
    ready = list(reversed(calls))
    while ready:
        call = ready.pop()
        missing = next((tensor for tensor in call.inputs if tensor not in known), None)
        if missing is not None:
            waiting.setdefault(missing[:2], []).append(call)
            continue
        yield call
        ready += reversed(waiting.pop((_name(call.entry), call.number), []))


def _in_order(name: str, nodes: list[Node], outputs: list[int]) -> Graph:
    """The graph with its calls in the order in which a spec would list them: along each path up to where paths meet."""
    inputs = [position for position, node in enumerate(nodes) if node.layer is None]
    order = dict(zip(inputs, range(len(inputs)), strict=True))
    waiting = list(reversed(outputs))
    while waiting:
        position = waiting[-1]
        missing = [taken for taken in nodes[position].inputs if taken not in order]
        if position in order or not missing:
            order.setdefault(position, len(order))
            waiting.pop()
        else:
            waiting += reversed(missing)
    sorted_nodes = sorted(order, key=order.__getitem__)
    moved = tuple(
        [
            nodes[position]._replace(inputs=tuple([order[taken] for taken in nodes[position].inputs]))
            for position in sorted_nodes
        ]
    )
    return Graph(name, moved, tuple(range(len(inputs))), tuple([order[position] for position in outputs]))
