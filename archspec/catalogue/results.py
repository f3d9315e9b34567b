"""The further results of what gives several: each is a node of its own, that takes the node of the call."""

from typing import Annotated

from pydantic import NonNegativeInt, Strict

from archspec.catalogue.operation import Kind, Operation
from archspec.catalogue.shapes import Shape


class Result(Operation):
    """One of several results; no spec calls it, `as` with several names does.

    Args:
        index: which of them, counted from 0.
        shape: its shape.
    """

    index: NonNegativeInt
    shape: Annotated[Shape, Strict(False)]

    def output_shape(self, *shapes: Shape) -> Shape:
        return self.shape

    def result_kind(self, *kinds: Kind) -> Kind:
        return kinds[0]
