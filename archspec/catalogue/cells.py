"""Cells: what `RNN` calls at each position. They are arguments of that layer and no steps."""

from archspec.catalogue.gates import Gated, LongShortTerm, Matrices


class SimpleRNNCell(Matrices):
    """The cell of SimpleRNN: adds what it makes of the input and of its last output."""


class LSTMCell(LongShortTerm):
    """The cell of LSTM, by Hochreiter and Schmidhuber (1997)."""


class GRUCell(Gated):
    """The cell of GRU, by Cho et al. (2014)."""


CELLS = (SimpleRNNCell, LSTMCell, GRUCell)
