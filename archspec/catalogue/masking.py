"""Masking."""

from archspec.catalogue.layer import Layer


class Masking(Layer):
    """Marks the positions all of whose channels hold one value, for the layers after it to skip."""

    mask_value: float = 0.0


LAYERS = (Masking,)
