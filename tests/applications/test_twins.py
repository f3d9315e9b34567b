"""Every network of `keras.applications` against its twin: the same weights, and with them the same outputs.

By default the light networks and a sample of the others, at small sizes; all of them with `--everything`.
"""

import inspect
import re

import keras
import numpy as np
import pytest

from .members import MEMBERS, cases

#: What the functions take that is no matter of architecture.
NOT_OURS = {"weights", "input_tensor", "name"}


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        chosen = cases(metafunc.config.getoption("--everything"))
        metafunc.parametrize("case", chosen, ids=[case.id for case in chosen])


def test_every_function_has_its_twin():
    exported = {name for name, value in vars(keras.applications).items() if inspect.isfunction(value)}
    assert sorted(member.function for member in MEMBERS) == sorted(exported)


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: member.network)
def test_params_are_those_of_the_function(member):
    theirs = inspect.signature(getattr(keras.applications, member.function)).parameters.values()
    defaults = {each.name: each.default for each in theirs if each.name not in NOT_OURS}
    ours = member.load().params
    assert defaults.keys() <= ours.keys()
    # Their shape depends on `weights` and `include_top`; what it comes to is seen when the whole network is built.
    del defaults["input_shape"]
    assert {name: ours[name] for name in defaults} == defaults


def test_is_the_twin(case):
    keras.utils.clear_session(free_memory=True)
    theirs = getattr(keras.applications, case.member.function)(weights=None, **with_shape(case))
    network = case.member.load(**case.settings)
    ours = network.build()
    assert ours.count_params() == theirs.count_params() == network.totals.parameters
    assert described(ours) == described(theirs)
    assert ours.input_shape == theirs.input_shape
    assert ours.output_shape == theirs.output_shape
    assert dropout_rates(ours) == dropout_rates(theirs)
    fixed = {layer.name: layer for layer in flat(theirs.layers) if not is_made_up(layer)}
    assert [layer.name for layer in ours.layers if layer.name in fixed] == list(fixed)
    for name, first in fixed.items():
        second = ours.get_layer(name)
        # What is private to an application is another layer in ours.
        assert type(first) is not type(second) or arguments(first) == arguments(second)
    weights = random_weights(theirs, case.member.gain)
    theirs.set_weights(weights)
    ours.set_weights(weights)
    images = noise_and_stripes(case)
    one, other = run(theirs, images), run(ours, images)
    assert np.all(np.isfinite(one[-1]))
    assert np.max(np.abs(one[0][0] - one[0][1])) > 1e-3 * np.max(np.abs(one[0]))
    for first, second in zip(one, other, strict=True):
        assert np.max(np.abs(first - second)) <= case.member.tolerance


def run(model, images):
    """What the last layer takes, for each tensor, and what it gives: a softmax may saturate and hide differences."""
    whole = keras.Model(model.input, [*keras.tree.flatten(model.layers[-1].input), model.output])
    return [keras.ops.convert_to_numpy(tensor) for tensor in whole(images, training=False)]


def with_shape(case):
    """The settings as the function takes them; where it is given no shape it may leave sizes open, which ours don't."""
    shape = case.settings.get("input_shape") or tuple(case.member.load().params["input_shape"])
    return {**case.settings, "input_shape": shape}


def described(model):
    """Its weights in order; one to which the application gave no name is the kernel of a layer of ours."""
    return [
        (re.sub(r"^variable(_\d+)?$", "kernel", weight.name), tuple(weight.shape), weight.trainable)
        for weight in model.weights
    ]


def flat(layers):
    """The layers, those of models within the model in the place of these."""
    for layer in layers:
        if isinstance(layer, keras.Sequential):
            yield from flat(layer.layers)
        else:
            yield layer


def is_made_up(layer):
    """Whether Keras made up the layer's name, which then tells how many were made before."""
    kind = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", type(layer).__name__)
    kind = re.sub(r"([a-z])([A-Z])", r"\1_\2", kind).lower()
    return re.fullmatch(rf"{kind}(_\d+)?|input_layer(_\d+)?", layer.name)


def arguments(layer):
    """What a layer was made with; of images the last axis is axis 3, too."""
    config = layer.get_config()
    return {**config, "axis": -1} if config.get("axis") == 3 else config


def dropout_rates(model):
    """What is dropped shows in no output and, where Keras made up the name, in no layer that is compared."""
    return [layer.rate for layer in model.layers if isinstance(layer, keras.layers.Dropout)]


def random_weights(model, gain):
    """A value that shows for every weight, the statistics of normalizations too, and that lets signals through."""
    generator = np.random.default_rng(0)
    depthwise = {layer.kernel.path for layer in model.layers if isinstance(layer, keras.layers.DepthwiseConv2D)}
    weights = []
    for variable in model.weights:
        shape = tuple(variable.shape)
        if len(shape) > 1:
            # What is added up in one number: of a depthwise convolution, a window of one channel.
            is_depthwise = variable.path in depthwise or variable.name == "depthwise_kernel"
            fan = np.prod(shape[:2] if is_depthwise else shape[:-1])
            value = generator.standard_normal(shape, dtype="float32") * np.float32(gain / np.sqrt(fan))
        elif variable.name in ("gamma", "moving_variance", "variance"):
            value = generator.uniform(0.5, 1.5, shape)
        else:
            value = generator.normal(0, 0.2, shape)
        weights.append(np.asarray(value, dtype="float32"))
    return weights


def noise_and_stripes(case):
    """Two images as unlike as images can be."""
    height, width, channels = with_shape(case)["input_shape"]
    least = case.member.smallest + 7
    size = (height or least, width or least + 4, channels)
    noise = np.random.default_rng(1).normal(size=(2, *size))
    stripes = np.linspace(-2, 2, size[0])[:, None, None]
    return (40 * np.stack([noise[0], stripes + 0.3 * noise[1]]) + 100).astype("float32")
