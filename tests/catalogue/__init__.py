"""The layer catalogue against Keras."""
