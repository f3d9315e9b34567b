"""The families of specs/families against the tables of their papers, typed in by hand, and against plain Keras."""

import re

import keras
import numpy as np
import pytest
from keras import layers

import archspec
from archspec.reports.table import grid, table_rows
from archspec.spec.files import shipped_folder

from .test_twins import randomize

#: He et al. 2015, Table 1, but for the rows that all columns have in common.
RESNET_IMAGENET = """
         | 18-layer           | 34-layer           | 50-layer                     | 101-layer
 conv2_x | 3×3,64; 3×3,64 ×2   | 3×3,64; 3×3,64 ×3   | 1×1,64; 3×3,64; 1×1,256 ×3    | 1×1,64; 3×3,64; 1×1,256 ×3
 conv3_x | 3×3,128; 3×3,128 ×2 | 3×3,128; 3×3,128 ×4 | 1×1,128; 3×3,128; 1×1,512 ×4  | 1×1,128; 3×3,128; 1×1,512 ×4
 conv4_x | 3×3,256; 3×3,256 ×2 | 3×3,256; 3×3,256 ×6 | 1×1,256; 3×3,256; 1×1,1024 ×6 | 1×1,256; 3×3,256; 1×1,1024 ×23
 conv5_x | 3×3,512; 3×3,512 ×2 | 3×3,512; 3×3,512 ×3 | 1×1,512; 3×3,512; 1×1,2048 ×3 | 1×1,512; 3×3,512; 1×1,2048 ×3
"""
#: Its last column, for the width of the page.
RESNET_152 = """
         | 152-layer
 conv2_x | 1×1,64; 3×3,64; 1×1,256 ×3
 conv3_x | 1×1,128; 3×3,128; 1×1,512 ×8
 conv4_x | 1×1,256; 3×3,256; 1×1,1024 ×36
 conv5_x | 1×1,512; 3×3,512; 1×1,2048 ×3
"""
RESNET_OUTPUTS = {
    "conv1": 112,
    "conv2_x, 3x3 max pool, stride 2": 56,
    "conv2_x": 56,
    "conv3_x": 28,
    "conv4_x": 14,
    "conv5_x": 7,
    "average pool, 1000-d fc, softmax": 1,
}
#: The last row of Table 1; where a network of the table's rows does not round to it, what it rounds to.
RESNET_MULTIPLY_ADDS = {"18": (1.8, 1.8), "34": (3.6, 3.7), "50": (3.8, 3.9), "101": (7.6, 7.6), "152": (11.3, 11.3)}

#: Huang et al. 2016, Table 1, all rows. A growth rate of 32 makes bottlenecks of 128.
DENSENET_IMAGENET = """
                                                         | out | 121 | 169 | 201 | 264
 Convolution                                             | 112 |     |     |     |
 Pooling                                                 | 56  |     |     |     |
 Dense Block (1)                                         | 56  | ×6  | ×6  | ×6  | ×6
 Transition Layer (1), 1x1 conv                          | 56  |     |     |     |
 Transition Layer (1), 2x2 average pool                  | 28  |     |     |     |
 Dense Block (2)                                         | 28  | ×12 | ×12 | ×12 | ×12
 Transition Layer (2), 1x1 conv                          | 28  |     |     |     |
 Transition Layer (2), 2x2 average pool                  | 14  |     |     |     |
 Dense Block (3)                                         | 14  | ×24 | ×32 | ×48 | ×64
 Transition Layer (3), 1x1 conv                          | 14  |     |     |     |
 Transition Layer (3), 2x2 average pool                  | 7   |     |     |     |
 Dense Block (4)                                         | 7   | ×16 | ×32 | ×32 | ×48
 Classification Layer, 7x7 global average pool           | 1   |     |     |     |
 Classification Layer, 1000D fully-connected, softmax    | 1   |     |     |     |
"""

#: Trainable parameters as the papers print them: He et al. 2015, Table 6; He et al. 2016, Table 4; Huang et al. 2016,
#: Table 2.
PRINTED = {
    ("resnet_cifar", "resnet20"): "0.27M",
    ("resnet_cifar", "resnet32"): "0.46M",
    ("resnet_cifar", "resnet44"): "0.66M",
    ("resnet_cifar", "resnet56"): "0.85M",
    ("resnet_cifar", "resnet110"): "1.7M",
    ("resnet_preactivation", "resnet110_original"): "1.7M",
    ("resnet_preactivation", "resnet164_full_preactivation"): "1.7M",
    ("densenet_cifar", "densenet_l40_k12"): "1.0M",
    ("densenet_cifar", "densenet_l100_k12"): "7.0M",
    ("densenet_cifar", "densenet_l100_k24"): "27.2M",
    ("densenet_cifar", "densenet_bc_l100_k12"): "0.8M",
    ("densenet_cifar", "densenet_bc_l250_k24"): "15.3M",
    ("densenet_cifar", "densenet_bc_l190_k40"): "25.6M",
}

#: Trainable parameters of other implementations; for ImageNet torchvision's.
TRAINABLE = {
    ("resnet_imagenet", "resnet18_imagenet"): 11_689_512,
    ("resnet_imagenet", "resnet34_imagenet"): 21_797_672,
    ("resnet_imagenet", "resnet50_imagenet"): 25_557_032,
    ("resnet_imagenet", "resnet101_imagenet"): 44_549_160,
    ("resnet_imagenet", "resnet152_imagenet"): 60_192_808,
    ("densenet_imagenet", "densenet121_imagenet"): 7_978_856,
    ("densenet_imagenet", "densenet169_imagenet"): 14_149_480,
    ("densenet_imagenet", "densenet201_imagenet"): 20_013_928,
    ("resnet_cifar", "resnet32"): 464_154,
    ("densenet_cifar", "densenet_bc_l100_k12"): 769_162,
}
#: With the statistics of normalizations; for ImageNet those of keras.applications.
PARAMETERS = {
    ("densenet_imagenet", "densenet121_imagenet"): 8_062_504,
    ("densenet_imagenet", "densenet169_imagenet"): 14_307_880,
    ("densenet_imagenet", "densenet201_imagenet"): 20_242_984,
    ("resnet_cifar", "resnet32"): 466_426,
}

#: Of the plain ones, those whose degradation the paper shows.
RESNETS_FOR_CIFAR = ("resnet20", "resnet32", "resnet44", "resnet56", "resnet110")
PLAIN_FOR_CIFAR = ("plain20", "plain32", "plain44", "plain56")

#: He et al. 2016, Figure 4, a to e.
ORDERS = ("original", "bn_after_addition", "relu_before_addition", "relu_only_preactivation", "full_preactivation")


def load(family, variant=None, **params):
    return archspec.load(shipped_folder() / "families" / f"{family}.yaml", variant=variant, **params)


def columns(table):
    """A typed table as {heading: {first cell of a row: its cell}}."""
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines()]
    return {heading: {row[0]: row[place] for row in rows} for place, heading in enumerate(head) if place}


def outputs(network):
    """What comes out of each row, {label: shape}."""
    return {row.label: row.output for row in network.expansion.rows}


RESNET_COLUMNS = columns(RESNET_IMAGENET) | columns(RESNET_152)
DENSENET_COLUMNS = columns(DENSENET_IMAGENET)


@pytest.mark.parametrize("column", RESNET_COLUMNS)
def test_resnets_for_imagenet_have_the_rows_of_the_table(column):
    network = load("resnet_imagenet", f"resnet{column.removesuffix('-layer')}_imagenet")
    assert {label: shape[:2] for label, shape in outputs(network).items()} == {
        label: (size, size) for label, size in RESNET_OUTPUTS.items()
    }
    printed = {cells[0]: cells for cells in grid(table_rows(network.expansion)).rows}
    assert printed["conv1"][2:4] == ("(112,112,64)", "(7,7)")
    for label, cell in RESNET_COLUMNS[column].items():
        kernels, repeats = cell.split(" ×")
        assert printed[label][3:] == (f"[{kernels}]", f"×{repeats}")
        assert str(outputs(network)[label][2]) == kernels.rsplit(",", 1)[-1]


@pytest.mark.parametrize(("name", "figures"), RESNET_MULTIPLY_ADDS.items())
def test_multiply_adds_of_resnets_are_those_of_the_table_or_an_erratum(name, figures):
    printed, rounded = figures
    network = load("resnet_imagenet", f"resnet{name}_imagenet")
    assert round(network.totals.multiply_adds / 1e9, 1) == rounded
    status = {figure.name: figure.status for figure in network.check().figures}
    assert status == {"multiply_adds": "holds" if printed == rounded else "erratum", "depth": "holds"}


def test_34_layers_cost_what_is_printed_with_shortcuts_of_option_a_or_with_none():
    option_a = load("resnet_imagenet", "resnet34_imagenet", shortcut="A").totals
    plain = load("resnet_imagenet", "plain34_imagenet").totals
    option_b = load("resnet_imagenet", "resnet34_imagenet").totals
    assert option_a.multiply_adds == plain.multiply_adds
    assert round(plain.multiply_adds / 1e9, 1) == 3.6
    # Three 1x1 convolutions, each from twice the size and half the channels.
    assert option_b.multiply_adds - plain.multiply_adds == 3 * 28 * 28 * 64 * 128


@pytest.mark.parametrize("name", ["121", "169", "201", "264"])
def test_densenets_for_imagenet_have_the_rows_of_the_table(name):
    network = load("densenet_imagenet", f"densenet{name}_imagenet")
    sizes = {label: int(size) for label, size in DENSENET_COLUMNS["out"].items()}
    assert {label: shape[:2] for label, shape in outputs(network).items()} == {
        label: (size, size) for label, size in sizes.items()
    }
    printed = {cells[0]: cells for cells in grid(table_rows(network.expansion)).rows[1:]}
    assert list(printed) == list(sizes)
    for label, repeats in DENSENET_COLUMNS[name].items():
        assert printed[label][4] == repeats
        if label.startswith("Dense Block"):
            assert printed[label][3] == "[1×1,128; 3×3,32]"


@pytest.mark.parametrize(("name", "depth"), [("121", 121), ("169", 169), ("201", 201), ("264", 265)])
def test_the_largest_densenet_is_a_layer_deeper_than_its_name(name, depth):
    network = load("densenet_imagenet", f"densenet{name}_imagenet")
    repeats = [int(cell[1:]) for cell in DENSENET_COLUMNS[name].values() if cell]
    # Two convolutions a dense layer, the first one, the three of transitions, the classifier.
    assert network.totals.depth == 2 * sum(repeats) + 5 == depth


@pytest.mark.parametrize("name", [*RESNETS_FOR_CIFAR, *PLAIN_FOR_CIFAR])
def test_networks_for_cifar_have_the_rows_of_section_4_2(name):
    depth = int(re.sub(r"\D", "", name))
    network = load("resnet_cifar", name)
    assert list(outputs(network).values()) == [(32, 32, 16), (32, 32, 16), (16, 16, 32), (8, 8, 64), (64,), (10,)]
    assert network.totals.depth == depth
    repeats = [row.turns for row in network.expansion.rows][1:4]
    assert repeats == [(depth - 2) // 6] * 3
    additions = [node for node in network.graph.nodes if node.type == "Add"]
    assert len(additions) == (0 if name.startswith("plain") else (depth - 2) // 2)


@pytest.mark.parametrize("depth", [20, 32, 44, 56])
def test_shortcuts_of_option_a_cost_nothing(depth):
    residual, plain = (load("resnet_cifar", f"{name}{depth}").totals for name in ("resnet", "plain"))
    assert residual[:3] == plain[:3]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("depth", [110, 164])
def test_pre_activation_networks_keep_sizes_and_depth(depth, order):
    network = load("resnet_preactivation", f"resnet{depth}_{order}")
    assert network.totals.depth == depth
    width = 4 if depth == 164 else 1
    stages = [(32, 32, 16 * width), (16, 16, 32 * width), (8, 8, 64 * width)]
    assert list(outputs(network).values()) == [(32, 32, 16), *stages, (64 * width,), (10,)]


@pytest.mark.parametrize("name", [name for family, name in PRINTED if family == "densenet_cifar"])
def test_densenets_for_cifar_have_three_blocks(name):
    depth, growth = map(int, re.search(r"l(\d+)_k(\d+)", name).groups())
    network = load("densenet_cifar", name)
    assert network.totals.depth == depth
    shapes = [row.output for row in network.expansion.rows]
    assert [shape[0] for shape in shapes[:-2]] == [32, 32, 32, 16, 16, 16, 8, 8]
    assert shapes[0][2] == (2 * growth if "bc" in name else 16)
    assert shapes[3][2] == (shapes[1][2] // 2 if "bc" in name else shapes[1][2])
    repeats = [row.turns for row in network.expansion.rows if row.label.startswith("Dense Block")]
    assert repeats == [(depth - 4) // (6 if "bc" in name else 3)] * 3


@pytest.mark.parametrize(("family", "variant"), PRINTED)
def test_trainable_parameters_are_those_that_are_printed(family, variant):
    printed = PRINTED[family, variant]
    digits = len(printed.removesuffix("M").split(".")[1])
    assert f"{load(family, variant).totals.trainable_parameters / 1e6:.{digits}f}M" == printed


@pytest.mark.parametrize(("family", "variant"), TRAINABLE)
def test_parameters_are_those_of_other_implementations(family, variant):
    totals = load(family, variant).totals
    assert totals.trainable_parameters == TRAINABLE[family, variant]
    assert totals.parameters == PARAMETERS.get((family, variant), totals.parameters)


def test_the_deepest_networks_of_both_papers():
    assert round(load("resnet_cifar", n=200).totals.trainable_parameters / 1e6, 1) == 19.4
    deepest = load("resnet_preactivation", "resnet164_full_preactivation", n=111)
    assert deepest.totals.depth == 1001
    # 10.2M are printed: without the scales and offsets of normalizations, as many as their two statistics.
    trainable = deepest.totals.trainable_parameters
    normalizations = deepest.totals.parameters - trainable
    assert round(trainable / 1e6, 1) == 10.3
    assert round((trainable - normalizations) / 1e6, 1) == 10.2


class Plain:
    """Plain functional Keras, which keeps the layers that have weights in the order in which they are made."""

    def __init__(self, shape):
        self.input = keras.Input(shape)
        self.weighted = []

    def conv(self, x, filters, kernel, stride=1):
        if stride > 1 and kernel > 1:
            x = keras.ops.pad(x, [[0, 0], [kernel // 2] * 2, [kernel // 2] * 2, [0, 0]])
        padding = "valid" if stride > 1 else "same"
        return self.keep(layers.Conv2D(filters, kernel, strides=stride, padding=padding, use_bias=False))(x)

    def bn(self, x):
        return self.keep(layers.BatchNormalization(epsilon=1.001e-5))(x)

    def keep(self, layer):
        self.weighted.append(layer)
        return layer

    def conv_bn(self, x, filters, kernel, stride=1):
        return self.bn(self.conv(x, filters, kernel, stride))

    def end(self, x, classes):
        x = keras.ops.mean(x, axis=(1, 2))
        return keras.Model(self.input, self.keep(layers.Dense(classes, activation="softmax"))(x))


relu = keras.ops.relu


def option_a(x, filters, stride):
    """The shortcut without parameters: every second pixel, and zeros behind the channels."""
    return keras.ops.pad(x[:, ::stride, ::stride], [[0, 0], [0, 0], [0, 0], [0, filters - x.shape[-1]]])


def assert_same_outputs(theirs, ours):
    """For an image of noise and one of stripes, which what reaches the classifier must tell apart."""
    shape = theirs.input_shape[1:]
    noise = np.random.default_rng(1).normal(size=(2, *shape))
    stripes = np.linspace(-2, 2, shape[0])[:, None, None]
    images = np.stack([noise[0], stripes + 0.3 * noise[1]]).astype("float32")
    one, other = ([np.reshape(tensor, (2, -1)) for tensor in run(model, images)] for model in (theirs, ours))
    for first, second in zip(one, other, strict=True):
        assert np.all(np.isfinite(first))
        assert np.max(np.abs(first - second)) <= 1e-5 * np.max(np.abs(first))
    assert np.max(np.abs(one[0][0] - one[0][1])) > 0.01 * np.max(np.abs(one[0]))


def run(model, images):
    """What the classifier takes, and what the model gives: a softmax may hide differences."""
    classifier = [layer for layer in model.layers if isinstance(layer, layers.Dense)][-1]
    tensors = keras.Model(model.input, [classifier.input, model.output])(images, training=False)
    return [keras.ops.convert_to_numpy(tensor) for tensor in tensors]


def assert_twin(network, net, twin, gain=1.0):
    """The same parameters, and with weights copied in the order in which layers are made, the same outputs."""
    ours = network.build()
    assert twin.count_params() == ours.count_params() == network.totals.parameters
    weighted = [layer for node in network.graph.nodes if (layer := ours.get_layer(node.name)).weights]
    assert [type(layer) for layer in weighted] == [type(layer) for layer in net.weighted]
    randomize(twin, gain)
    for mine, other in zip(weighted, net.weighted, strict=True):
        mine.set_weights(other.get_weights())
    assert_same_outputs(twin, ours)


def basic_unit(net, x, filters, stride, shortcut):
    beside = x
    if shortcut == "A":
        beside = option_a(x, filters, stride)
    elif shortcut == "B" and x.shape[-1] != filters:
        beside = net.conv_bn(x, filters, 1, stride)
    x = relu(net.conv_bn(x, filters, 3, stride))
    x = net.conv_bn(x, filters, 3)
    return relu(x if shortcut == "none" else beside + x)


@pytest.mark.parametrize(("variant", "shortcut"), [("resnet20", "A"), ("plain20", "none"), ("resnet20", "B")])
def test_networks_for_cifar_are_those_in_plain_keras(variant, shortcut):
    net = Plain((32, 32, 3))
    x = relu(net.conv_bn(net.input, 16, 3))
    for filters in (16, 32, 64):
        for unit in range(3):
            x = basic_unit(net, x, filters, 2 if unit == 0 and filters > 16 else 1, shortcut)
    # Without shortcuts signals fade.
    gain = 1.4 if shortcut == "none" else 1.0
    assert_twin(load("resnet_cifar", variant, shortcut=shortcut), net, net.end(x, 10), gain)


def test_resnet18_is_that_in_plain_keras():
    net = Plain((224, 224, 3))
    x = relu(net.conv_bn(net.input, 64, 7, 2))
    x = layers.MaxPooling2D(3, 2)(keras.ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]))
    for filters in (64, 128, 256, 512):
        for stride in (1 if filters == 64 else 2, 1):
            x = basic_unit(net, x, filters, stride, "B")
    assert_twin(load("resnet_imagenet", "resnet18_imagenet"), net, net.end(x, 1000))


def test_resnet50_is_that_of_keras_applications_without_biases():
    theirs, ours = keras.applications.ResNet50(weights=None), load("resnet_imagenet", "resnet50_imagenet").build()
    randomize(theirs, gain=1)
    for layer in theirs.layers:
        if isinstance(layer, layers.Conv2D):
            layer.bias.assign(keras.ops.zeros_like(layer.bias))
    biases = {id(layer.bias) for layer in theirs.layers if isinstance(layer, layers.Conv2D)}
    weights = [keras.ops.convert_to_numpy(weight) for weight in theirs.weights if id(weight) not in biases]
    ours.set_weights(weights)
    assert_same_outputs(theirs, ours)


def test_densenet121_is_that_of_keras_applications():
    theirs, ours = keras.applications.DenseNet121(weights=None), load("densenet_imagenet").build()
    randomize(theirs, gain=1.4)
    ours.set_weights(theirs.get_weights())
    assert_same_outputs(theirs, ours)


@pytest.mark.parametrize(
    ("variant", "growth", "per_block", "bc"),
    [("densenet_l40_k12", 12, 12, False), ("densenet_bc_l100_k12", 12, 16, True)],
)
def test_densenets_for_cifar_are_those_in_plain_keras(variant, growth, per_block, bc):
    net = Plain((32, 32, 3))
    x = net.conv(net.input, 24 if bc else 16, 3)
    for block in (1, 2, 3):
        for _ in range(per_block):
            new = x
            if bc:
                new = net.conv(relu(net.bn(new)), 4 * growth, 1)
            x = keras.ops.concatenate([x, net.conv(relu(net.bn(new)), growth, 3)], axis=-1)
        if block < 3:
            x = net.conv(relu(net.bn(x)), x.shape[-1] // 2 if bc else x.shape[-1], 1)
            x = keras.ops.average_pool(x, 2, 2)
    assert_twin(load("densenet_cifar", variant), net, net.end(relu(net.bn(x)), 10))


def drawn(net, x, order, filters, stride, bottleneck, first):
    """A unit as Figure 4 draws it, each order spelled out; the first takes activations from the first convolution."""
    width = 4 * filters if bottleneck else filters
    active = x
    if order == "relu_only_preactivation" and not first:
        active = relu(x)
    if order == "full_preactivation" and not first:
        active = relu(net.bn(x))
    normalizes = order not in ("bn_after_addition", "full_preactivation")
    if not bottleneck:
        beside = option_a(x, width, stride)
    elif x.shape[-1] != width:
        beside = net.conv(active, width, 1, stride)
        beside = net.bn(beside) if normalizes else beside
    else:
        beside = x
    if bottleneck:
        x = relu(net.bn(net.conv(active, filters, 1, stride)))
        x = net.conv(relu(net.bn(net.conv(x, filters, 3))), width, 1)
    else:
        x = net.conv(relu(net.bn(net.conv(active, filters, 3, stride))), filters, 3)
    x = net.bn(x) if normalizes else x
    if order == "original":
        return relu(beside + x)
    if order == "bn_after_addition":
        return relu(net.bn(beside + x))
    if order == "relu_before_addition":
        return beside + relu(x)
    return beside + x


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("depth", [110, 164])
def test_the_five_orders_are_those_in_plain_keras(depth, order):
    net = Plain((32, 32, 3))
    x = relu(net.conv_bn(net.input, 16, 3))
    for filters in (16, 32, 64):
        for unit in (0, 1):
            stride = 2 if unit == 0 and filters > 16 else 1
            x = drawn(net, x, order, filters, stride, depth == 164, first=unit == 0 and filters == 16)
    if order == "relu_only_preactivation":
        x = relu(x)
    if order == "full_preactivation":
        x = relu(net.bn(x))
    assert_twin(load("resnet_preactivation", f"resnet{depth}_{order}", n=2), net, net.end(x, 10))
