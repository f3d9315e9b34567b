"""Receptive fields against sets of pixels, propagated position by position, and against published values."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archspec
from archspec.graph.receptive import receptive_fields, whole

SIZE = 400
drawn = settings(deadline=None, max_examples=100, derandomize=True)


def graph_of(steps, inputs=f"[{SIZE}, 1]"):
    return archspec.loads(f"archspec: 1\nname: net\ninputs: {inputs}\nlayers:\n{steps}").graph


def fields(layers, inputs=f"[{SIZE}, 1]"):
    return receptive_fields(graph_of("".join(f"  - {layer}\n" for layer in layers), inputs))[-1]


class Line:
    """Every position of a one-dimensional tensor as the set of pixels it sees."""

    def __init__(self, positions):
        self.positions = positions

    @classmethod
    def of_pixels(cls, count=SIZE):
        return cls([{pixel} for pixel in range(count)])

    def window(self, size, stride=1, dilation=1):
        reach = (size - 1) * dilation + 1
        starts = range(0, len(self.positions) - reach + 1, stride)
        return Line([set().union(*self.positions[start : start + reach : dilation]) for start in starts])

    def padded_window(self, size, stride=1, dilation=1):
        """The same with `same` padding, as TensorFlow shares it out between both ends."""
        count, reach = len(self.positions), (size - 1) * dilation + 1
        missing = max((-(-count // stride) - 1) * stride + reach - count, 0)
        ends = [[set()] * (missing // 2), [set()] * (missing - missing // 2)]
        return Line(ends[0] + self.positions + ends[1]).window(size, stride, dilation)

    def repeated(self, times):
        return Line([position for position in self.positions for _ in range(times)])

    def meeting(self, other):
        return Line([one | another for one, another in zip(self.positions, other.positions, strict=True)])

    def seen(self):
        """How far from its first to its last pixel a position sees, the most of all."""
        return max(max(pixels) - min(pixels) + 1 for pixels in self.positions)

    def seen_on_average(self):
        """The same in the mean of the positions in the middle half."""
        quarter = len(self.positions) // 4
        spans = [max(pixels) - min(pixels) + 1 for pixels in self.positions[quarter:-quarter]]
        return Fraction(sum(spans), len(spans))

    def stride(self):
        """How far apart what two neighbours in the middle see is."""
        middle = len(self.positions) // 2
        first, second = self.positions[middle - 1 : middle + 1]
        return max(second) - max(first)


def dilated_or_strided(window):
    """Keras convolves with large strides or with dilation, not with both."""
    size, stride, _ = window
    return window if stride == 1 else (size, stride, 1)


windows = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)).map(dilated_or_strided)


@drawn
@given(st.lists(windows, min_size=1, max_size=4))
def test_a_chain_of_windows(chain):
    line = Line.of_pixels()
    layers = []
    for size, stride, dilation in chain:
        line = line.window(size, stride, dilation)
        layers.append(f"Conv1D: {{filters: 1, kernel_size: {size}, strides: {stride}, dilation_rate: {dilation}}}")
    [field] = fields(layers)
    assert (field.size, field.stride) == (line.seen(), line.stride())


@drawn
@given(st.lists(st.tuples(windows, windows), min_size=1, max_size=3))
def test_height_and_width_are_apart(chain):
    layers, lines = [], [Line.of_pixels(), Line.of_pixels()]
    for rows, columns in chain:
        # In one layer, too, there are strides or dilation.
        strided = max(rows[1], columns[1]) > 1
        axes = [(size, stride, 1 if strided else dilation) for size, stride, dilation in (rows, columns)]
        lines = [line.window(*axis) for line, axis in zip(lines, axes, strict=True)]
        size, stride, dilation = (list(each) for each in zip(*axes, strict=True))
        layers.append(f"Conv2D: {{filters: 1, kernel_size: {size}, strides: {stride}, dilation_rate: {dilation}}}")
    found = fields(layers, f"[{SIZE}, {SIZE}, 1]")
    assert [(field.size, field.stride) for field in found] == [(line.seen(), line.stride()) for line in lines]


@drawn
@given(st.lists(st.integers(1, 9), min_size=1, max_size=3), st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_where_branches_meet_the_largest_counts(left, right):
    def branch(kernels):
        return ", ".join(f"{{Conv1D: {{filters: 1, kernel_size: {size}, padding: same}}}}" for size in kernels)

    def reach(kernels):
        line = Line.of_pixels()
        for size in kernels:
            line = line.window(size)
        return line.seen()

    [field] = fields([f"{{branches: {{a: [{branch(left)}], b: [{branch(right)}]}}, merge: Add}}"])
    assert (field.size, field.stride) == (max(reach(left), reach(right)), 1)


def conv(size, stride=1):
    return f"{{Conv1D: {{filters: 1, kernel_size: {size}, strides: {stride}, padding: same}}}}"


def pooling(line, size, stride):
    layer = f"{{MaxPooling1D: {{pool_size: {size}, strides: {stride}, padding: same}}}}"
    return layer, line.padded_window(size, stride)


def residual(line, size, stride):
    """Two convolutions beside a projection, as in ResNet."""
    layer = f"{{branches: {{shortcut: [{conv(1, stride)}], main: [{conv(size, stride)}, {conv(3)}]}}, merge: Add}}"
    main = line.padded_window(size, stride).padded_window(3)
    return layer, line.padded_window(1, stride).meeting(main)


def dense(line, size, stride):
    """What came in beside what a convolution makes of it, as in DenseNet."""
    layer = f"{{branches: {{features: [], growth: [{conv(size)}]}}, merge: Concatenate}}"
    return layer, line.meeting(line.padded_window(size))


units = st.tuples(st.sampled_from([pooling, residual, dense]), st.sampled_from([1, 3, 5]), st.integers(1, 2))


@drawn
@given(st.lists(units, min_size=1, max_size=4), st.integers(SIZE - 8, SIZE))
def test_residual_and_dense_units(chain, count):
    line, layers = Line.of_pixels(count), []
    for unit, size, stride in chain:
        layer, line = unit(line, size, stride)
        layers.append(layer)
    [field] = fields(layers, f"[{count}, 1]")
    assert (field.size, field.stride) == (line.seen(), line.stride())


SQUEEZE_AND_EXCITE = """
  - Conv1D: {filters: 1, kernel_size: 3, strides: 2}
    as: features
  - GlobalAveragePooling1D: {keepdims: KEEPDIMS}
  - Dense: {units: 1}
  - Multiply:
    from: [features, -1]
  - Conv1D: {filters: 1, kernel_size: 5}
"""


@pytest.mark.parametrize("keepdims", ["true", "false"])
def test_what_is_seen_by_all_positions_does_not_move_with_them(keepdims):
    features = Line.of_pixels(41).window(3, 2)
    everything = Line([set().union(*features.positions)] * len(features.positions))
    scaled = features.meeting(everything)
    found = receptive_fields(graph_of(SQUEEZE_AND_EXCITE.replace("KEEPDIMS", keepdims), "[41, 1]"))
    assert found[-2] == ((scaled.seen(), 2),)
    assert found[-1] == ((scaled.window(5).seen(), 2),)


def test_the_same_with_channels_first():
    steps = """
  - Conv2D: {filters: 4, kernel_size: 3, data_format: channels_first}
    as: features
  - GlobalAveragePooling2D: {keepdims: true, data_format: channels_first}
  - Multiply:
    from: [features, -1]
  - Conv2D: {filters: 4, kernel_size: 3, data_format: channels_first}
"""
    assert receptive_fields(graph_of(steps, "[1, 20, 30]"))[-1] == ((20, 1), (30, 1))


def test_a_weight_for_each_position_moves_with_it():
    steps = """
  - Conv2D: {filters: 4, kernel_size: 3, padding: same}
    as: features
  - Conv2D: {filters: 1, kernel_size: 7, padding: same}
  - Multiply:
    from: [features, -1]
  - Conv2D: {filters: 4, kernel_size: 3, padding: same}
"""
    assert receptive_fields(graph_of(steps, "[20, 20, 1]"))[-1] == ((11, 1), (11, 1))


def test_a_path_in_long_steps_does_not_lengthen_those_of_another():
    steps = """
  - Conv1D: {filters: 1, kernel_size: 21}
    as: wide
  - Conv1D: {filters: 1, kernel_size: 1, strides: 2}
    from: input
  - Add:
    from: [wide, -1]
  - Conv1D: {filters: 1, kernel_size: 5}
"""
    pixels = Line.of_pixels(41)
    line = pixels.window(21).meeting(pixels.window(1, 2)).window(5)
    assert receptive_fields(graph_of(steps, "[41, 1]"))[-1] == ((line.seen(), 2),)


@pytest.mark.parametrize(("times", "size"), [(2, 1), (2, 2), (2, 3), (3, 2), (3, 4)])
def test_after_upsampling_it_is_the_mean_over_the_positions(times, size):
    line = Line.of_pixels(120).window(3, 2).repeated(times).window(size)
    [field] = fields(
        [
            "Conv1D: {filters: 1, kernel_size: 3, strides: 2}",
            f"UpSampling1D: {{size: {times}}}",
            f"Conv1D: {{filters: 1, kernel_size: {size}}}",
        ],
        "[120, 1]",
    )
    assert field.size == pytest.approx(float(line.seen_on_average()), abs=0.05)
    assert whole(field.stride) == pytest.approx(2 / times)


def test_words_lie_along_a_line():
    layers = ["Embedding: {input_dim: 9, output_dim: 4}", "Conv1D: {filters: 2, kernel_size: 3, dilation_rate: 2}"]
    assert fields(layers, "[null]") == ((5, 1),)


def test_resnet_50_sees_483_pixels():
    graph = archspec.load("resnet50_keras").graph
    found = dict(zip((node.name for node in graph.nodes), receptive_fields(graph), strict=True))
    assert found["conv1_conv"] == ((7, 2), (7, 2))
    assert found["pool1_pool"] == ((11, 4), (11, 4))
    assert found["conv5_block3_out"] == ((483, 32), (483, 32))


def test_vgg_16_sees_212_pixels():
    stages = """
  - each: {depth: [2, 2, 3, 3, 3]}
    layers:
      - Conv2D: {filters: 4, kernel_size: 3, padding: same}
        repeat: =depth
      - MaxPooling2D
"""
    assert receptive_fields(graph_of(stages, "[224, 224, 3]"))[-1] == ((212, 32), (212, 32))


def test_an_unknown_size_makes_all_of_it_seen():
    steps = """
  - Conv2D: {filters: 1, kernel_size: 3}
    as: features
  - GlobalAveragePooling2D: {keepdims: true}
  - Add:
    from: [features, -1]
  - Conv2D: {filters: 1, kernel_size: 3}
"""
    found = receptive_fields(graph_of(steps, "[null, 8, 1]"))
    assert found[-3] == ((None, None), (8, 0))
    assert found[-1] == ((None, None), (8, 1))
