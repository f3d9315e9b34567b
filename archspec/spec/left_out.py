"""Layers and functions of Keras that the catalogue has not, each with the reason that a call of it is told."""

from types import MappingProxyType

#: The layers, and why.
LEFT_OUT = MappingProxyType(
    {
        "Layer": "the base class of all",
        "Wrapper": "a base class",
        "InputLayer": "what `inputs` of a spec makes",
        "Lambda": "needs a function of Python",
        "JaxLayer": "needs a function of Python",
        "FlaxLayer": "needs an object of Flax",
        "TorchModuleWrapper": "needs an object of PyTorch",
        "TFSMLayer": "runs a model that TensorFlow saved: a file, not an architecture",
        "StringLookup": "takes or gives text, and the tensors of a spec are numbers",
        "TextVectorization": "takes text, and the tensors of a spec are numbers",
        "MaxNumBoundingBoxes": "takes a dictionary of boxes; an image it hands on untouched",
        "Pipeline": "a list of layers, as any steps are, but that no functional model sees into",
        "Equalization": "gives its own input when it is called on a symbolic tensor, which Keras then calls a cycle",
        "GRUCell": "a cell, which RNN takes as its argument: {cell: {GRUCell: {units: 64}}}",
        "LSTMCell": "a cell, which RNN takes as its argument: {cell: {LSTMCell: {units: 64}}}",
        "SimpleRNNCell": "a cell, which RNN takes as its argument: {cell: {SimpleRNNCell: {units: 64}}}",
        "StackedRNNCells": "what RNN makes of a list of cells",
        "RandomCrop": "crops in training alone, so that what comes out has two shapes",
    }
)

#: Functions of `keras.ops` that no spec can call, why, and what to call instead.
NOT_BY_EXAMPLE = MappingProxyType(
    {
        "ops.dot": ("pairs each example of a batch with every other", "ops.matmul and ops.einsum keep them apart"),
        "ops.broadcast_to": ("needs to know how many examples a batch has", "ops.tile and ops.repeat do not"),
    }
)
