"""The functions of `keras.ops` that a spec can call: weightless, each a class as a layer's is."""
