"""Where keras.io tells of a layer."""

from __future__ import annotations

import re

from archspec.catalogue.index import is_operation
from archspec.catalogue.naming import snake_case

_SITE = "https://keras.io/api/layers/"
_FUNCTIONS = "https://keras.io/api/ops/"
#: keras.io's folders, by what the names of the layers in them look like.
_FOLDERS = (
    (r".*Conv\dD(Transpose)?", "convolution_layers"),
    (r"(Global|Adaptive)?(Max|Average)Pooling\dD", "pooling_layers"),
    (r"(Batch|Layer|Group|Unit|RMS)Normalization", "normalization_layers"),
    (r".*Dropout(\dD)?|GaussianNoise|ActivityRegularization", "regularization_layers"),
    (r"(Cropping|UpSampling|ZeroPadding)\dD|Reshape|Flatten|RepeatVector|Permute", "reshaping_layers"),
    (r"Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|Dot", "merging_layers"),
    (r".*LU|Softmax", "activation_layers"),
    (r"(Einsum)?Dense|Activation|Embedding|Masking|Identity", "core_layers"),
    (r".*Attention", "attention_layers"),
    (r"(LSTM|GRU|SimpleRNN)(Cell)?|RNN|ConvLSTM\dD|Bidirectional|TimeDistributed", "recurrent_layers"),
    (r"(Spectral)?Normalization|Discretization", "preprocessing_layers/numerical"),
    (r"CategoryEncoding|Hashing|HashedCrossing|IntegerLookup", "preprocessing_layers/categorical"),
    (r"Rescaling|Resizing|CenterCrop", "preprocessing_layers/image_preprocessing"),
    (r"Rand.*|AugMix|CutMix|MixUp|Solarization", "preprocessing_layers/image_augmentation"),
    (r".*Spectrogram", "preprocessing_layers/audio_preprocessing"),
)


def page(layer: str) -> str:
    """The address of a layer's page; of the list of all where it is of no sort that is known here."""
    if is_operation(layer):
        return _FUNCTIONS
    folder = next((folder for names, folder in _FOLDERS if re.fullmatch(names, layer)), None)
    if folder is None:
        return _SITE
    name = re.sub(r"conv(?=\dd)", "convolution", snake_case(layer)).replace("re_lu", "relu").replace("p_relu", "prelu")
    return f"{_SITE}{folder}/{name}/"
