"""The arithmetic of shapes against numpy, and against counting."""

from fractions import Fraction
from math import ceil, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archspec.catalogue.shapes import (
    ShapeError,
    axis_names,
    broadcast,
    ceil_divide,
    dilated,
    join_channels,
    known_channels,
    normalized_axis,
    product,
    show,
    size_at,
    sizes_at,
    split_channels,
    spread,
    stretches,
    window_size,
    window_sizes,
)

from .verdict import drawn

sizes = st.integers(1, 40)
known_shapes = st.lists(st.sampled_from([1, 2, 3]), max_size=4).map(tuple)
shapes = st.lists(st.none() | st.integers(1, 9), max_size=5).map(tuple)


@drawn
@given(sizes, st.integers(1, 12), st.integers(1, 5))
def test_window_without_padding_stands_wherever_it_fits(size, extent, stride):
    places = [start for start in range(0, size, stride) if start + extent <= size]

    assert max(0, window_size(size, extent, stride, "valid")) == len(places)


@drawn
@given(sizes, st.integers(1, 12), st.integers(1, 5), st.sampled_from(["same", "causal"]))
def test_padded_window_stands_on_every_stride(size, extent, stride, padding):
    assert window_size(size, extent, stride, padding) == len(range(0, size, stride))


@given(st.integers(1, 12), st.integers(1, 5), st.sampled_from(["valid", "same", "causal"]))
def test_window_on_an_unknown_size_gives_an_unknown_size(extent, stride, padding):
    assert window_size(None, extent, stride, padding) is None


def test_window_that_does_not_fit_is_named_with_its_axis():
    with pytest.raises(ShapeError, match=r"^a window of 7 does not fit into a width of 5$"):
        window_sizes((9, 5), (3, 7), (1, 1), "valid")


@drawn
@given(st.integers(1, 6), st.integers(1, 4))
def test_dilated_kernel_reaches_from_its_first_tap_to_its_last(kernel, rate):
    taps = range(0, kernel * rate, rate)

    assert dilated([kernel], [rate]) == (taps[-1] - taps[0] + 1,)


@drawn
@given(known_shapes, known_shapes)
def test_known_shapes_merge_as_in_numpy(first, second):
    try:
        expected = np.broadcast_shapes(first, second)
    except ValueError:
        with pytest.raises(ShapeError):
            broadcast(first, second)
    else:
        assert broadcast(first, second) == expected


@drawn
@given(known_shapes, st.data())
def test_what_meets_an_unknown_size_is_unknown(shape, data):
    hidden = tuple(data.draw(st.sampled_from([size, None])) for size in shape)

    assert broadcast(hidden, shape) == broadcast(shape, hidden) == hidden


@drawn
@given(known_shapes, known_shapes)
def test_a_shape_stretches_over_another_that_broadcasting_leaves_alone(shape, over):
    try:
        expected = np.broadcast_shapes(shape, over) == over
    except ValueError:
        expected = False

    assert stretches(shape, over) == expected


@drawn
@given(shapes)
def test_product_is_unknown_with_one_unknown_size(shape):
    assert product(shape) == (None if None in shape else prod(size for size in shape if size is not None))


@drawn
@given(st.integers(1, 3), st.sampled_from(["channels_first", "channels_last", None]), st.data())
def test_channels_split_off_join_again(rank, data_format, data):
    shape = tuple(data.draw(st.lists(st.none() | sizes, min_size=rank + 1, max_size=rank + 1)))
    spatial, channels = split_channels(shape, rank, data_format)

    assert channels == shape[0 if data_format == "channels_first" else -1]
    assert join_channels(spatial, channels, data_format) == shape


def test_wrong_rank_is_refused_with_the_shape_that_is_needed():
    with pytest.raises(ShapeError, match=r"^needs an input of shape \(height, width, channels\), found \(784,\)$"):
        split_channels((784,), 2, None)
    with pytest.raises(ShapeError, match=r"^needs an input of shape \(channels, length\), found \(null, 2, 3\)$"):
        split_channels((None, 2, 3), 1, "channels_first")


@drawn
@given(st.integers(-6, 6), st.integers(1, 4))
def test_axis_counts_like_an_index(axis, rank):
    try:
        expected = list(range(rank))[axis]
    except IndexError:
        with pytest.raises(ShapeError, match=f"^has no axis {axis} in its input"):
            normalized_axis(axis, rank)
    else:
        assert normalized_axis(axis, rank) == expected


def test_axes_count_the_batch_whose_size_is_unknown():
    assert sizes_at((4, None, 3), (0, 1, 2, -1)) == (None, 4, None, 3)
    assert size_at((4, None, 3), -1) == 3


def test_axis_given_twice_is_refused():
    with pytest.raises(ShapeError, match=r"^has an axis twice"):
        sizes_at((4, 3), (2, -1))


@drawn
@given(st.integers(0, 10**30), st.integers(1, 10**15))
def test_division_rounds_up_without_losing_a_digit(size, divisor):
    assert ceil_divide(size, divisor) == ceil(Fraction(size, divisor))


def test_one_number_spreads_over_all_axes_and_a_list_gives_each():
    assert spread(3, 2) == (3, 3)
    assert spread([3, 5], 2) == (3, 5)


def test_shapes_are_shown_as_documents_print_them():
    assert [show(shape) for shape in ((224, 224, 3), (None,), ())] == ["(224, 224, 3)", "(null,)", "()"]


def test_axes_have_names_up_to_three_and_numbers_beyond():
    assert axis_names(1) == ("length",)
    assert axis_names(3) == ("depth", "height", "width")
    assert axis_names(4) == ("axis 1", "axis 2", "axis 3", "axis 4")


def test_a_layer_with_weights_must_know_its_channels():
    assert known_channels(3) == 3
    with pytest.raises(ShapeError, match="number of channels"):
        known_channels(None)
