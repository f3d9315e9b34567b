"""Settles what TensorFlow reads from the environment before the first test imports Keras."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Signatures need no GPU, and a GPU takes seconds to start.
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
