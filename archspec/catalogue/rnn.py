"""A recurrent layer made of cells. Rules: Keras's `RNN` and `StackedRNNCells`."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, Strict, model_validator

from archspec.catalogue.inner import InnerCell, Wrapping
from archspec.catalogue.layer import whole
from archspec.catalogue.operation import Weight, Window
from archspec.catalogue.recurrent import AlongTime
from archspec.catalogue.shapes import Shape, known_channels, product, split_channels


class RNN(AlongTime, Wrapping):
    """A recurrent layer over (length, channels) made of a cell, or of several stacked ones."""

    counts_depth: ClassVar[bool] = True
    takes_cells: ClassVar[bool] = True
    inner_arguments: ClassVar[tuple[str, ...]] = ("cell",)
    example: ClassVar[str] = "{cell: {LSTMCell: {units: 64}}}"
    example_inputs: ClassVar[tuple[Shape, ...]] = ((20, 32),)

    cell: Annotated[
        Annotated[tuple[InnerCell, ...], Strict(False)] | InnerCell,
        Field(description="a cell, {Name: {argument: value}}, or a list of them"),
    ]
    """What is called at each position; a list is stacked, each cell taking what the one before gives."""

    @model_validator(mode="after")
    def _refuse_what_keras_cannot_run(self) -> Self:
        if isinstance(self.cell, tuple) and not self.cell:
            raise ValueError("cell needs at least one cell")
        if isinstance(self.cell, tuple) and self.return_state:
            raise ValueError("return_state is for one cell: Keras can't infer what several stacked ones return")
        return self

    def output_shape(self, shape: Shape) -> Shape:
        """(length, units) with `return_sequences`, else (units,), the units of the last cell."""
        [length], channels = split_channels(shape, 1, None)
        known_channels(channels)
        units = self._cells()[-1].units
        return (length, units) if self.return_sequences else (units,)

    def states(self, *shapes: Shape) -> tuple[Shape, ...]:
        return tuple(state for cell in self._cells() for state in cell.states(*shapes))

    def weights(self, shape: Shape) -> tuple[Weight, ...]:
        """Those of its cells."""
        return tuple(weight for cell, taken in self._fed(shape) for weight in cell.weights((taken,)))

    def multiply_adds(self, shape: Shape) -> int | None:
        """Those of its cells at every position."""
        return product((shape[0], sum(cell.step_multiply_adds(taken) for cell, taken in self._fed(shape))))

    def windows(self, shape: Shape) -> tuple[Window, ...]:
        """The last output sees all positions; of those before it, in `return_sequences`, no more is told."""
        return whole(shape[:-1])

    def _cells(self) -> tuple[Any, ...]:
        return self.cell if isinstance(self.cell, tuple) else (self.cell,)

    def _fed(self, shape: Shape) -> list[tuple[Any, int]]:
        """Each cell with the channels it takes."""
        _, channels = split_channels(shape, 1, None)
        cells = self._cells()
        return list(zip(cells, (known_channels(channels), *(cell.units for cell in cells)), strict=False))


LAYERS = (RNN,)
