"""Layers of Keras that the catalogue is still to have: a call of one is refused as that, not as a slip."""

_TAKING_LAYERS = "Bidirectional RNN SpectralNormalization StackedRNNCells TimeDistributed"
_GIVEN_TO_RNN = "GRUCell LSTMCell SimpleRNNCell"
_TAKING_WHOLE_NUMBERS_ALONE = "HashedCrossing"

LATER_LAYERS = frozenset(f"{_TAKING_LAYERS} {_GIVEN_TO_RNN} {_TAKING_WHOLE_NUMBERS_ALONE}".split())
