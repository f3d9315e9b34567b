"""Bidirectional LSTM tagger.

Huang, Xu and Yu 2015, "Bidirectional LSTM-CRF Models for Sequence Tagging", Figure 4.

The paper's BI-LSTM network, without the CRF. Sentences are filled up with 0, which the
embedding masks: the mask goes on through the layers to the loss, as Keras's masks do,
so that what is filled up counts nowhere.

1,847,809 parameters.

Made by `archspec generate`; change the spec and make it anew.
"""

import keras
from keras import layers


def bilstm_tagger(
    vocabulary=20000, embedding=50, units=300, tags=9, *, name="bilstm_tagger"
):
    """Bidirectional LSTM tagger.

    Args:
        vocabulary: how many words there are with the 0 that fills up
        units: units of each direction
    """
    words = keras.Input((None,), dtype="int32", name="words")

    # Word features: -> (None, embedding)
    x = layers.Embedding(vocabulary, embedding, mask_zero=True, name="embedding")(words)

    # Forward and backward LSTM: -> (None, 2 * units)
    x = layers.Bidirectional(
        layers.LSTM(units, return_sequences=True, name="lstm"), name="bilstm"
    )(x)

    # Tags: -> (None, tags)
    x = layers.TimeDistributed(
        layers.Dense(tags, activation="softmax", name="dense"), name="tags"
    )(x)
    return keras.Model(words, x, name=name)


if __name__ == "__main__":
    bilstm_tagger().summary()
