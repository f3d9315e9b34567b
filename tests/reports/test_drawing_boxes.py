"""What a picture shows: titled pairs of a spec and the boxes that are drawn of it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import archspec
from archspec.catalogue import find_layer
from archspec.reports.drawing.boxes import draw
from archspec.reports.drawing.picture import Box, Region, edges
from archspec.reports.drawing.words import layer_words, shape_words, small_words
from tests.catalogue.cases import CASES as CATALOGUE
from tests.specs.shipped import NAMES, NETWORKS

CASES = {
    "what works on each value stands with the layer before it": (
        """
        - Conv2D: {filters: 4, kernel_size: 3, strides: 2, padding: same, activation: relu}
        - BatchNormalization
        - Dropout: {rate: 0.5}
        - MaxPooling2D
        - Flatten
        - LayerNormalization
        """,
        """
        Input -> 8×8×3
        Conv2D 3×3, 4, /2 | relu · BN · Dropout 0.5 -> 4×4×4
        MaxPooling2D 2×2 -> 2×2×4
        Flatten | LN -> 16
        Output
        """,
    ),
    "but not where another takes what the layer gives, nor where it has a row of its own": (
        """
        - Conv2D: {filters: 3, kernel_size: [1, 3], padding: same}
          as: kept
        - ReLU
        - Add:
          from: [-1, kept]
        - Activation: {activation: tanh}
          row: squashed
        """,
        """
        Input -> 8×8×3
        Conv2D 1×3, 3 -> 8×8×3
        ReLU -> 8×8×3
        Add -> 8×8×3
        squashed: Activation tanh -> 8×8×3
        Output
        """,
    ),
    "a layer that is repeated is one box, with the sizes of the first and the last": (
        """
        - Conv2D: {filters: 4, kernel_size: 3}
          repeat: 3
        - ZeroPadding2D
        """,
        """
        Input -> 8×8×3
        Conv2D 3×3, 4 (× 3) -> 2×2×4
        ZeroPadding2D -> 4×4×4
        Output
        """,
    ),
    "steps that are repeated together are a box without a name": (
        """
        - layers:
            - Conv2D: {filters: 4, kernel_size: 3, padding: same}
            - AveragePooling2D: {pool_size: 2}
          repeat: 3
        """,
        """
        Input -> 8×8×3
        × 3 -> 1×1×4
          Conv2D 3×3, 4 -> 8…2×8…2×4
          AveragePooling2D 2×2 -> 4…1×4…1×4
        Output
        """,
    ),
    "a block that is repeated is drawn once": (
        """
        - unit: {filters: 4}
          repeat: 3
          name: unit{index}
        """,
        """
        Input -> 8×8×3
        unit × 3 -> 8×8×4
          Conv2D 3×3, 4 -> 8×8×4
          Conv2D 1×1, 4 (first only) -> 8×8×4
          Add | relu -> 8×8×4
        Output
        """,
    ),
    "a repeat with other arguments is another box": (
        """
        - unit: {filters: =width}
          each: {width: [3, 3, 5]}
          name: unit{width_index}
        """,
        """
        Input -> 8×8×3
        unit × 2 -> 8×8×3
          Conv2D 3×3, 3 -> 8×8×3
          Add | relu -> 8×8×3
        unit -> 8×8×5
          Conv2D 3×3, 5 -> 8×8×5
          Conv2D 1×1, 5 -> 8×8×5
          Add | relu -> 8×8×5
        Output
        """,
    ),
    "what stands beside its like is no repeat": (
        """
        - branches:
            one: [Conv2D: {filters: 2, kernel_size: 1}]
            two: [Conv2D: {filters: 2, kernel_size: 1}]
          merge: Concatenate
        """,
        """
        Input -> 8×8×3
        Conv2D 1×1, 2 -> 8×8×2
        Conv2D 1×1, 2 -> 8×8×2
        Concatenate -> 8×8×4
        Output
        """,
    ),
    "nor is what another takes from the midst of": (
        """
        - Conv2D: {filters: 3, kernel_size: 3, padding: same}
        - Conv2D: {filters: 3, kernel_size: 3, padding: same}
          as: kept
        - Conv2D: {filters: 3, kernel_size: 3, padding: same}
        - Add:
          from: [-1, kept]
        """,
        """
        Input -> 8×8×3
        Conv2D 3×3, 3 (× 2) -> 8×8×3
        Conv2D 3×3, 3 -> 8×8×3
        Add -> 8×8×3
        Output
        """,
    ),
    "repeats may all take one tensor from elsewhere": (
        """
        - Conv2D: {filters: 3, kernel_size: 1}
          as: memory
        - Flatten
        - Reshape: {target_shape: [8, 8, 3]}
        - attend:
          from: [-1, memory]
          repeat: 4
          name: attend{index}
        """,
        """
        Input -> 8×8×3
        Conv2D 1×1, 3 -> 8×8×3
        Flatten -> 192
        Reshape (8, 8, 3) -> 8×8×3
        attend × 4 -> 8×8×3
          Dense 3 -> 8×8×3
          Multiply -> 8×8×3
        Output
        """,
    ),
    "a row that the document names is not folded away, nor what has another row": (
        """
        - Dense: {units: 5}
          row: first
        - Dense: {units: 5}
          row: second
        - Dense: {units: 5}
        """,
        """
        Input -> 8×8×3
        first: Dense 5 -> 8×8×5
        second: Dense 5 (× 2) -> 8×8×5
        Output
        """,
    ),
    "a group is a box with its name, or the one box in it": (
        """
        - layers: [Dense: {units: 5}, ReLU]
          name: stem
          row: Stem
        - layers: [Dense: {units: 6}, Dense: {units: 7}]
          name: body
        """,
        """
        Input -> 8×8×3
        Stem: Dense 5 | ReLU -> 8×8×5
        body -> 8×8×7
          Dense 6 -> 8×8×6
          Dense 7 -> 8×8×7
        Output
        """,
    ),
    "layers that no output depends on are left out": (
        """
        - Dense: {units: 5}
        - Dense: {units: 6}
          from: input
        """,
        """
        Input -> 8×8×3
        Dense 6 -> 8×8×6
        Output
        """,
    ),
    "what is unusual about a layer is told": (
        """
        - Conv2D: {filters: 4, kernel_size: 3, dilation_rate: 2, padding: same}
        - Conv2D: {filters: 8, kernel_size: 1, strides: [2, 1], groups: 2}
        - DepthwiseConv2D: {kernel_size: 1, depth_multiplier: 2}
        - MaxPooling2D: {pool_size: 2, strides: 1}
        - Reshape: {target_shape: [7, 6, 8]}
        - Rescaling: {scale: 0.00392156862745098}
        - UpSampling2D
        """,
        """
        Input -> 8×8×3
        Conv2D 3×3, 4, dilation 2 -> 8×8×4
        Conv2D 1×1, 8, /2×1, 2 groups -> 4×8×8
        DepthwiseConv2D 1×1, multiplier 2 -> 4×8×16
        MaxPooling2D 2×2, /1 -> 3×7×16
        Reshape (7, 6, 8) | Rescaling 0.003922 -> 7×6×8
        UpSampling2D 2×2 -> 14×12×8
        Output
        """,
    ),
}
BLOCKS = """\
archspec: 1
name: net
inputs: [8, 8, 3]
blocks:
  unit:
    params: {filters: }
    layers:
      - branches:
          long:
            - Conv2D: {filters: =filters, kernel_size: 3, padding: same}
          short:
            - Conv2D: {filters: =filters, kernel_size: 1}
              when: in.channels != filters
        merge: Add
      - Activation: {activation: relu}
  attend:
    inputs: [query, memory]
    layers:
      - Dense: {units: 3}
      - Multiply:
        from: [-1, memory]
  stage:
    params: {filters: }
    layers:
      - unit: {filters: =filters}
        repeat: 2
        name: unit{index}
layers:
"""


def lines(region: Region, margin: str = "") -> Iterator[str]:
    for box in region.boxes:
        yield margin + told(box)
        if box.inside:
            yield from lines(box.inside, f"{margin}  ")


def told(box: Box) -> str:
    small = f" | {' · '.join(box.small)}" if box.small else ""
    shapes = "".join(f" -> {shape_words(*shape)}" for shape in box.shapes)
    return f"{box.described}{small}{' (first only)' if box.first_only else ''}{shapes}"


def plain(text: str) -> list[str]:
    rows = text.splitlines()[1:-1]
    margin = len(rows[0]) - len(rows[0].lstrip())
    return [row[margin:] for row in rows]


def network(steps: str) -> archspec.Architecture:
    return archspec.loads(BLOCKS + "\n".join(plain(steps)))


@pytest.mark.parametrize("title", CASES)
def test_the_boxes_of(title):
    steps, expected = CASES[title]
    assert list(lines(draw(network(steps).expansion).region)) == plain(expected)


def test_blocks_are_opened_as_deep_as_is_asked():
    expansion = network(
        """
        - stage: {filters: =width}
          each: {width: [4, 8]}
          name: stage{width_index}
        """
    ).expansion
    opened = {depth: list(lines(draw(expansion, depth).region))[1:-1] for depth in (0, 1)}
    assert opened == {
        0: ["stage × 2 -> 8×8×8"],
        1: [
            "stage × 2 -> 8×8×8",
            "  unit × 2 -> 8×8×4…8",
        ],
    }
    assert list(lines(draw(expansion, 2).region)) == list(lines(draw(expansion).region))


def test_loops_of_closed_blocks_are_told_apart():
    steps = """
        - unit: {filters: =width}
          each: {width: [4, 8]}
          repeat: 3
          name: unit{width_index}_{index}
        """
    assert list(lines(draw(network(steps).expansion, 0).region))[1:-1] == ["unit × 3 -> 8×8×4", "unit × 3 -> 8×8×8"]


def test_inputs_and_outputs_have_their_names():
    expansion = archspec.loads(
        """\
archspec: 1
name: net
inputs: {image: [8, 8, 3], meta: [null]}
layers:
  - Flatten:
    from: image
    as: flat
  - Dense: {units: 5}
    as: scores
outputs: {flat: flat, scores: scores}
"""
    ).expansion
    assert list(lines(draw(expansion).region)) == [
        "Input image -> 8×8×3",
        "Input meta -> ?",
        "Flatten -> 192",
        "Dense 5 -> 5",
        "Output flat",
        "Output scores",
    ]


def test_edges_lead_from_innermost_box_to_innermost_box():
    steps = """
        - unit: {filters: 4}
          repeat: 3
          name: unit{index}
        """
    # 0 input; 1 the block with 2 the long, 3 the short way and 4 their sum in it; 5 output
    assert [tuple(edge) for edge in edges(draw(network(steps).expansion).region)] == [
        (0, 2, "8×8×3"),
        (0, 3, "8×8×3"),
        (2, 4, "8×8×4"),
        (3, 4, "8×8×4"),
        (4, 5, "8×8×4"),
    ]


def deep(region: Region, times: int = 1) -> Iterator[tuple[Box, int]]:
    """The innermost boxes, each with how many of them there are in the network."""
    for box in region.boxes:
        if box.inside:
            yield from deep(box.inside, times * box.times)
        else:
            yield box, 1 if box.first_only else times * box.times


@pytest.mark.parametrize(("path", "variant"), NETWORKS, ids=NAMES)
def test_a_picture_of_a_shipped_network_has_all_its_layers(path, variant):
    expansion = archspec.load(path, variant=variant).expansion
    boxes = list(deep(draw(expansion).region))
    layers = [node.layer for _, node in expansion.graph.built if node.layer]
    assert sum(count for box, count in boxes if box.kind == "weights") == sum(
        layer.definition.counts_depth for layer in layers
    )
    # The activation that is an argument stands among the small layers.
    arguments = sum(
        getattr(layer.definition, "activation", None) not in (None, "linear")
        for layer in layers
        if layer.type != "Activation"
    )
    drawn = sum(count * (1 + len(box.small)) for box, count in boxes if box.kind != "terminal")
    assert drawn == len(layers) + arguments


@pytest.mark.parametrize("case", CATALOGUE.values(), ids=CATALOGUE)
@settings(max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_layer_has_words(case, data):
    try:
        definition = find_layer(case.layer).model_validate(data.draw(case.arguments))
    except ValidationError:
        return
    title, activation = layer_words(definition)
    assert title.partition(" ")[0] == case.layer
    assert title == title.strip(" ,")
    assert activation is None or isinstance(activation, str)
    assert small_words(definition)
