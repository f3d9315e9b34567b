"""Receptive fields against the pixels that change what the Keras model gives."""

import numpy as np
import pytest

import archspec
from archspec.graph.receptive import receptive_fields

SIZE = 40
CONV = "Conv2D: {filters: 2, padding: same, kernel_initializer: ones, kernel_size"
NETWORKS = {
    "chain": f"""
  - {CONV}: [3, 5], strides: 2}}
  - {CONV}: 3, dilation_rate: [1, 2]}}
  - AveragePooling2D: {{pool_size: 3, strides: 2}}
""",
    "residual": f"""
  - branches:
      shortcut: [{{{CONV}: 1, strides: 2}}}}]
      main: [{{{CONV}: 3, strides: 2}}}}, {{{CONV}: [5, 3]}}}}]
    merge: Add
  - {CONV}: 3}}
""",
    "dense": f"""
  - branches: {{features: [], growth: [{{{CONV}: 3}}}}]}}
    merge: Concatenate
    repeat: 4
""",
    "squeeze and excite": f"""
  - {CONV}: 3}}
    as: features
  - GlobalAveragePooling2D
  - Multiply:
    from: [features, -1]
  - {CONV}: 3}}
""",
}


@pytest.mark.parametrize("steps", NETWORKS.values(), ids=NETWORKS)
def test_as_many_pixels_change_a_position(steps):
    network = archspec.loads(f"archspec: 1\nname: net\ninputs: [{SIZE}, {SIZE}, 1]\nlayers:{steps}")
    bumps = np.eye(SIZE * SIZE, dtype="float32").reshape(-1, SIZE, SIZE, 1)
    # The first image has no bump. Gradients would tell the same, but TensorFlow 2.21 crashes in those of a 1x1
    # convolution with strides and few channels (oneDNN).
    outputs = network.build().predict(np.concatenate([np.zeros_like(bumps[:1]), bumps]) + 1, verbose=0)
    middle = outputs[:, outputs.shape[1] // 2, outputs.shape[2] // 2, -1]
    reached = np.nonzero((middle[1:] != middle[0]).reshape(SIZE, SIZE))
    # Past the edges there are no pixels to change.
    sizes = [min(field.size, SIZE) for field in receptive_fields(network.graph)[-1]]
    assert [axis.max() - axis.min() + 1 for axis in reached] == sizes
