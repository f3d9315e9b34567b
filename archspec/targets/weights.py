"""Puts weights that Keras saved into a model: by the names of layers, and where those differ by their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archspec.catalogue.shapes import show
from archspec.targets.weights_file import Weights, laid_out, numbers, opened_weights

if TYPE_CHECKING:
    import keras

#: Of these a layer may have several with one shape, which only their names tell apart.
_VECTORS = frozenset({"bias", "gamma", "beta", "moving_mean", "moving_variance"})
#: How many differences a message lists.
_MOST = 8

Pair = tuple[Weights, Weights]


class WeightsMisfit(ValueError):
    """The weights of a file are not those of the model; says which differ."""

    def __init__(self, differences: list[str]) -> None:
        more = [f"and {len(differences) - _MOST} more"] if len(differences) > _MOST else []
        super().__init__("\n".join([*differences[:_MOST], *more]))


def load_weights(model: keras.Model, path: Path) -> None:
    """Loads the weights of a model that Keras saved into one that has the same, whatever is private to either.

    Layers are matched by name; those without a namesake, whose names Keras made up mostly, in order.

    Args:
        model: a functional model without models within it.
        path: a `.keras`, `.weights.h5` or `.h5` file.

    Raises:
        UnreadableWeights: the file can't be read, or has no weights of a model.
        WeightsMisfit: a weight of the model or of the file has no counterpart of its shape. The model is as it was.
    """
    with opened_weights(path) as saved:
        if saved.listed:
            _load_listed(model, saved.layers)
        else:
            _load_laid_out(model, saved.layers)


def _load_listed(model: keras.Model, saved: list[Weights]) -> None:
    layers = [layer for layer in model.layers if layer.weights]
    ours = [Weights(layer.name, tuple([(each.name, each) for each in _in_listed_order(layer)])) for layer in layers]
    pairs, mine, theirs = _by_name(ours, saved)
    # A model within the saved one is one entry there: what has no namesake is matched weight by weight.
    singles = _in_order(list(_single(mine)), list(_single(theirs)))
    wrong = [pair for pair in pairs if _shapes(pair[0]) != _shapes(pair[1])]
    wrong += [pair for pair in singles if _shapes(pair[0]) != _shapes(pair[1]) or _are_others(*pair)]
    _refuse(wrong)
    for variable, values in [(variable, numbers(array)) for variable, array in _counterparts([*pairs, *singles])]:
        variable.assign(values)
    for layer in layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def _in_listed_order(layer: keras.Layer) -> list[Any]:
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def _load_laid_out(model: keras.Model, saved: list[Weights]) -> None:
    """Has Keras lay out the model's own weights in a file, puts the others in their place and has it read them."""
    import tempfile

    import h5py

    with tempfile.TemporaryDirectory() as folder:
        layout = Path(folder) / "model.weights.h5"
        model.save_weights(layout)
        with h5py.File(layout, "r+") as file:
            pairs, mine, theirs = _by_name(laid_out(file), saved)
            pairs += _in_order(mine, theirs)
            _refuse([pair for pair in pairs if _places(pair[0]) != _places(pair[1])])
            for place, array in _counterparts(pairs):
                place[()] = numbers(array)
        model.load_weights(layout)


def _by_name(ours: list[Weights], saved: list[Weights]) -> tuple[list[Pair], list[Weights], list[Weights]]:
    """The layers with one name, and those of either side that have no namesake."""
    counts = Counter(weights.name for weights in saved)
    index = {weights.name: weights for weights in saved if weights.name and counts[weights.name] == 1}
    pairs = [(weights, index[weights.name]) for weights in ours if weights.name in index]
    found = {weights.name for weights, _ in pairs}
    mine = [weights for weights in ours if weights.name not in found]
    return pairs, mine, [weights for weights in saved if weights.name not in found]


def _single(layers: Iterable[Weights]) -> Iterator[Weights]:
    for weights in layers:
        for each in weights.arrays:
            yield Weights(weights.name, (each,))


def _in_order(ours: list[Weights], saved: list[Weights]) -> list[Pair]:
    if len(ours) == len(saved):
        return list(zip(ours, saved, strict=True))
    lines = [f"{weights.name} of {_told(weights)} is not in the file" for weights in ours]
    lines += [f"{weights.name or 'a layer'} of {_told(weights)} is in the file alone" for weights in saved]
    raise WeightsMisfit(lines)


def _refuse(wrong: list[Pair]) -> None:
    if wrong:
        raise WeightsMisfit([_difference(*pair) for pair in wrong])


def _difference(one: Weights, other: Weights) -> str:
    called = f" as {other.name}" if other.name not in ("", one.name) else ""
    if _shapes(one) == _shapes(other):
        return f"{one.name} has {one.arrays[0][0]}, in the file{called} {other.arrays[0][0]}"
    return f"{one.name} has {_told(one)}, in the file{called} {_told(other)}"


def _told(weights: Weights) -> str:
    return ", ".join(map(show, _shapes(weights)))


def _shapes(weights: Weights) -> list[tuple[int, ...]]:
    return [tuple(array.shape) for _, array in weights.arrays]


def _places(weights: Weights) -> list[tuple[str, tuple[int, ...]]]:
    return [(name, tuple(array.shape)) for name, array in weights.arrays]


def _are_others(one: Weights, other: Weights) -> bool:
    """Whether two single weights have names that tell them apart."""
    names = {one.arrays[0][0], other.arrays[0][0]}
    return len(names) == 2 and names <= _VECTORS


def _counterparts(pairs: Iterable[Pair]) -> Iterator[tuple[Any, Any]]:
    """Where each weight goes, and what goes there."""
    for one, other in pairs:
        for (_, place), (_, array) in zip(one.arrays, other.arrays, strict=True):
            yield place, array
