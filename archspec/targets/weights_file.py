"""Weights that Keras saved, read as numbers alone: nothing in a file is unpickled, run or looked up elsewhere."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

#: Where a `.keras` file has its weights.
_MEMBER = "model.weights.h5"
#: How deep models may stand in models.
_DEEPEST = 32
#: The kinds of numbers that weights have: truth values, whole numbers with and without sign, numbers with fractions.
_NUMBERS = "biuf"


class UnreadableWeights(ValueError):
    """The file has no weights that Keras saved."""


class Weights(NamedTuple):
    """What belongs to one layer.

    Args:
        name: the layer's name; empty where the file doesn't tell it.
        arrays: the weights in order, each with a `shape`, and what each is called within the layer.
    """

    name: str
    arrays: tuple[tuple[str, Any], ...]


class Saved(NamedTuple):
    """What a file has.

    Args:
        layers: the weights of each layer that has some, in the order of the file.
        listed: whether it lists the weights of each layer, as the `.h5` files of Keras 2 do; else it lays them out by
            the layer's parts.
    """

    layers: list[Weights]
    listed: bool


@contextmanager
def opened_weights(path: Path) -> Iterator[Saved]:
    """What a `.keras`, `.weights.h5` or `.h5` file has, to be read while it is open.

    Raises:
        UnreadableWeights: it can't be read, or has no weights of a model.
    """
    import h5py

    with ExitStack() as stack:
        try:
            content: Any = stack.enter_context(path.open("rb"))
            if zipfile.is_zipfile(content):
                archive = stack.enter_context(zipfile.ZipFile(content))
                content = stack.enter_context(archive.open(_MEMBER))
            elif not h5py.is_hdf5(path):
                raise UnreadableWeights(f"{path} is no whole .keras, .weights.h5 or .h5 file")
            file = stack.enter_context(h5py.File(content, "r"))
            saved = _saved(file)
        except KeyError as error:
            raise UnreadableWeights(f"{path} holds no weights: {error.args[0]}") from None
        except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
            raise UnreadableWeights(f"{path} can't be read: {getattr(error, 'strerror', None) or error}") from None
        if not saved.layers:
            raise UnreadableWeights(f"{path} holds no weights of a model")
        yield saved


def numbers(array: Any) -> Any:
    """What a weight in a file holds.

    Raises:
        UnreadableWeights: it is spoilt.
    """
    try:
        return array[()]
    except (OSError, zipfile.BadZipFile) as error:
        raise UnreadableWeights(f"'{array.name}' in the file can't be read: {error}") from None


def _saved(file: Any) -> Saved:
    if "model_weights" in file:
        return Saved(_listed(_child(file, "model_weights")), True)
    if _has_names(file, "layer_names"):
        return Saved(_listed(file), True)
    return Saved(laid_out(file), False)


def laid_out(file: Any, depth: int = 0) -> list[Weights]:
    """The layers of an open `.weights.h5` file, those of models within the model in the place of these.

    Raises:
        UnreadableWeights: something in it is no weight.
    """
    if "layers" not in file or depth > _DEEPEST:
        return []
    found = []
    group = _child(file, "layers")
    for key in sorted(group, key=_counted):
        part = _child(group, key)
        if "layers" in part:
            found += laid_out(part, depth + 1)
            continue
        arrays = tuple(_arrays(part, ""))
        own = _child(part, "vars") if "vars" in part else part
        if arrays:
            found.append(Weights(_text(own.attrs.get("name", "")), arrays))
    return found


def _counted(key: str) -> tuple[str, int]:
    """Keras calls the layers of one kind dense, dense_1, ... dense_10."""
    kind, _, number = key.rpartition("_")
    return (kind, int(number)) if kind and re.fullmatch("[0-9]{1,9}", number) else (key, 0)


def _arrays(group: Any, path: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The weights in a layer and its parts; the state of its random numbers is none."""
    for key in sorted(group, key=_counted):
        if key == "seed_generator":
            continue
        child = _child(group, key)
        if hasattr(child, "dtype"):
            yield f"{path}{key}", child
        elif depth < _DEEPEST:
            yield from _arrays(child, f"{path}{key}/", depth + 1)


def _listed(group: Any) -> list[Weights]:
    """The layers of a `.h5` file; a model within the model stands there as one layer with all its weights."""
    found = []
    for name in _names(group, "layer_names"):
        part = _child(group, name)
        paths = _names(part, "weight_names")
        arrays = tuple([(path.split("/")[-1].removesuffix(":0"), _child(part, path)) for path in paths])
        if arrays:
            found.append(Weights(name, arrays))
    return found


def _has_names(group: Any, key: str) -> bool:
    return key in group.attrs or f"{key}0" in group.attrs


def _names(group: Any, key: str) -> list[str]:
    """A list of names, which Keras cuts into several where it is long."""
    if key in group.attrs:
        return [_text(name) for name in group.attrs[key]]
    names: list[str] = []
    number = 0
    while f"{key}{number}" in group.attrs:
        names += [_text(name) for name in group.attrs[f"{key}{number}"]]
        number += 1
    return names


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _child(group: Any, path: str) -> Any:
    """What a group has under a path: groups and numbers of this file alone."""
    import h5py

    for key in path.split("/"):
        if not isinstance(group.get(key, getlink=True), h5py.HardLink):
            raise UnreadableWeights(f"'{group.name}/{key}' in the file refers to another place")
        group = group[key]
    if isinstance(group, h5py.Group):
        return group
    if not isinstance(group, h5py.Dataset) or group.is_virtual or group.external or group.dtype.kind not in _NUMBERS:
        raise UnreadableWeights(f"'{group.name}' in the file holds no numbers of its own")
    return group
