"""How Keras turns the name of a class into the name of a layer."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=1024)
def snake_case(name: str) -> str:
    """Keras's own rule (`to_snake_case`): `Conv2D` is `conv2d`, `ReLU` is `re_lu`."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def layer_word(name: str) -> str:
    """What a layer or function of this Keras name is called where it is given no name of its own."""
    return name.replace(".", "_") if "." in name else snake_case(name)


def inner_name(name: str) -> str:
    """What a layer of this Keras name is called that is an argument of another one, whose name tells them apart."""
    return snake_case(name)


#: What Keras calls its class of a function, where that is another name.
_CLASSES = {"abs": "absolute"}
_FUNCTIONS = {word: function for function, word in _CLASSES.items()}


def operation_name(word: str, family: str) -> str:
    """What a spec calls the `keras.ops` function of a class: `ops.zeros_like`, `ops.image.resize`."""
    function = snake_case(word)
    return f"ops.{'image.' if family == 'image' else ''}{_FUNCTIONS.get(function, function)}"


def operation_word(name: str) -> str:
    """What Keras makes the names of a function's operations of: `absolute`, `resize`."""
    function = name.rpartition(".")[2]
    return _CLASSES.get(function, function)
