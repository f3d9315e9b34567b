"""Masking."""

from typing import ClassVar

from archspec.catalogue.layer import Integers, Layer


class Masking(Layer):
    """Marks the positions all of whose channels hold one value, for the layers after it to skip."""

    integers: ClassVar[Integers] = "kept"

    mask_value: float = 0.0


LAYERS = (Masking,)
