"""Masking."""

from typing import ClassVar

from archspec.catalogue.layer import Integers, Layer
from archspec.catalogue.shapes import Shape


class Masking(Layer):
    """Marks the positions all of whose channels hold one value, for the layers after it to skip."""

    integers: ClassVar[Integers] = "kept"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20, 32),)

    mask_value: float = 0.0


LAYERS = (Masking,)
