"""Receptive fields against sets of pixels, propagated position by position."""

from hypothesis import given, settings
from hypothesis import strategies as st

import archspec
from archspec.graph.receptive import receptive_fields

SIZE = 400


def fields(layers):
    graph = archspec.loads(
        f"archspec: 1\nname: net\ninputs: [{SIZE}, 1]\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)
    ).graph
    return receptive_fields(graph)[-1]


class Line:
    """Every position of a one-dimensional tensor as the set of pixels it sees."""

    def __init__(self, positions):
        self.positions = positions

    def window(self, size, stride, dilation):
        reach = (size - 1) * dilation + 1
        starts = range(0, len(self.positions) - reach + 1, stride)
        return Line([set().union(*self.positions[start : start + reach : dilation]) for start in starts])

    def seen(self):
        """How far from its first to its last pixel a position sees, the most of all."""
        return max(max(pixels) - min(pixels) + 1 for pixels in self.positions)

    def stride(self):
        middles = [max(pixels) for pixels in self.positions]
        return middles[1] - middles[0]


windows = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)).map(
    lambda drawn: drawn if drawn[1] == 1 or drawn[2] == 1 else (drawn[0], drawn[1], 1)
)


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.lists(windows, min_size=1, max_size=4))
def test_a_chain_of_windows(chain):
    line = Line([{pixel} for pixel in range(SIZE)])
    layers = []
    for size, stride, dilation in chain:
        line = line.window(size, stride, dilation)
        layers.append(f"Conv1D: {{filters: 1, kernel_size: {size}, strides: {stride}, dilation_rate: {dilation}}}")
    [field] = fields(layers)
    assert (field.size, field.stride) == (line.seen(), line.stride())


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=3), st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_where_branches_meet_the_largest_counts(left, right):
    def branch(kernels):
        return ", ".join(f"{{Conv1D: {{filters: 1, kernel_size: {size}, padding: same}}}}" for size in kernels)

    def reach(kernels):
        line = Line([{pixel} for pixel in range(SIZE)])
        for size in kernels:
            line = line.window(size, 1, 1)
        return line.seen()

    [field] = fields([f"{{branches: {{a: [{branch(left)}], b: [{branch(right)}]}}, merge: Add}}"])
    assert (field.size, field.stride) == (max(reach(left), reach(right)), 1)


def test_resnet_50_sees_483_pixels():
    graph = archspec.load("resnet50_keras").graph
    found = dict(zip((node.name for node in graph.nodes), receptive_fields(graph), strict=True))
    assert found["conv1_conv"] == ((7, 2), (7, 2))
    assert found["pool1_pool"] == ((11, 4), (11, 4))
    assert found["conv5_block3_out"] == ((483, 32), (483, 32))


def test_an_unknown_size_makes_all_of_it_seen():
    graph = archspec.loads("""
archspec: 1
name: net
inputs: [null, 8, 1]
layers:
  - Conv2D: {filters: 1, kernel_size: 3}
  - GlobalAveragePooling2D
""").graph
    assert receptive_fields(graph)[-1] == ((None, None), (8, 6))
