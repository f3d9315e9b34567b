"""The arguments of every layer against the signatures of Keras."""

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import get_args

import keras
import pytest
from hypothesis import given
from keras.src.activations import ALL_OBJECTS_DICT as ACTIVATIONS
from pydantic import ValidationError
from pydantic_core import PydanticUndefined

import archspec.catalogue
from archspec.catalogue import find_layer, layer_names
from archspec.catalogue.arguments import Activation
from archspec.catalogue.layer import Layer

from .cases import CASES
from .verdict import Accepted, archspec_says, as_taken, drawn, keras_says

#: The layers of the catalogue, as the issue lists them.
NAMES = """
Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D
SeparableConv2D Dense EinsumDense BatchNormalization LayerNormalization GroupNormalization Activation ReLU LeakyReLU
PReLU ELU Softmax MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D
GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D GlobalAveragePooling2D
GlobalAveragePooling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D Cropping1D Cropping2D Cropping3D UpSampling1D
UpSampling2D UpSampling3D Flatten Reshape Permute RepeatVector Dropout SpatialDropout1D SpatialDropout2D
SpatialDropout3D GaussianNoise Rescaling Normalization Embedding Identity Add Subtract Multiply Average Maximum Minimum
Concatenate Dot RMSNormalization UnitNormalization Masking SimpleRNN LSTM GRU ConvLSTM1D ConvLSTM2D ConvLSTM3D Attention
AdditiveAttention MultiHeadAttention GroupQueryAttention AdaptiveAveragePooling1D AdaptiveAveragePooling2D
AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D AlphaDropout GaussianDropout
ActivityRegularization ReversibleEmbedding Resizing CenterCrop RandomFlip RandomRotation RandomTranslation RandomZoom
RandomShear RandomPerspective RandomElasticTransform RandomBrightness RandomContrast RandomColorDegeneration
RandomGrayscale RandomHue RandomSaturation RandomColorJitter RandomSharpness RandomGaussianBlur RandomInvert
RandomPosterization Solarization AutoContrast ContrastLimitedAdaptiveHistogramEqualization MixUp CutMix RandomErasing
RandAugment AugMix Discretization CategoryEncoding Hashing IntegerLookup MelSpectrogram STFTSpectrogram Bidirectional
TimeDistributed SpectralNormalization RNN HashedCrossing
""".split()  # noqa: SIM905 - so many quoted names would read worse

#: Arguments of Keras that no layer of the catalogue has, and why.
EXCLUDED = {
    "name": "a keyword of a step",
    "autocast": "how a layer treats tensors of another type follows from its dtype",
    "rank": "set by the layer's name",
    "pool_dimensions": "set by the layer's name",
    "pool_mode": "set by the layer's name",
    "quantization_config": "an object, and a matter of deployment",
    "gptq_unpacked_column_size": "a matter of quantized weights",
    "weights": "values, not architecture",
    "bounding_box_format": "for boxes, which are given beside an image and no tensor of a spec is",
}
#: Arguments that one layer takes from its base in Keras and does not read.
UNREAD = (
    {("AdditiveAttention", "score_mode")}
    | {(name, "cell") for name in NAMES if name != "RNN"}
    | {(name, "factor") for name in NAMES if "factor" not in inspect.signature(getattr(keras.layers, name)).parameters}
)
#: Keras's base class gives every layer an `activity_regularizer`; the catalogue has it where the signature names it.
INHERITED = {"activity_regularizer"}
STARRED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def test_catalogue_has_the_layers_of_the_issue():
    assert layer_names() == tuple(sorted(NAMES))


def test_every_class_that_is_a_keras_layer_is_in_its_familys_list():
    for path in Path(archspec.catalogue.__file__).parent.glob("*.py"):
        module = import_module(f"archspec.catalogue.{path.stem}")
        classes = [value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, Layer)]
        own = {kind for kind in classes if kind.__module__ == module.__name__ and hasattr(keras.layers, kind.__name__)}
        assert own - {Layer} == set(getattr(module, "LAYERS", getattr(module, "CELLS", ())))


@pytest.mark.parametrize("name", NAMES)
def test_arguments_and_defaults_are_those_of_keras(name):
    theirs = {key: default for key, default in keras_arguments(name).items() if key not in EXCLUDED}

    assert archspec_arguments(name) == theirs


@pytest.mark.parametrize("excluded", EXCLUDED)
def test_excluded_argument_exists_in_keras(excluded):
    assert any(excluded in keras_arguments(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_required_arguments_come_first_and_in_the_order_of_keras(name):
    theirs = {key: default for key, default in keras_arguments(name).items() if key not in EXCLUDED}
    required = [key for key, default in theirs.items() if default is PydanticUndefined]

    assert list(find_layer(name).argument_fields())[: len(required)] == required


@pytest.mark.parametrize("name", NAMES)
def test_layer_says_in_one_line_what_it_does(name):
    assert len((find_layer(name).__doc__ or "").splitlines()) == 1


def test_activations_are_those_of_keras_but_for_glu():
    """`glu` halves its axis and Keras infers the shape as if it did not: listed in `deviations`."""
    assert set(get_args(get_args(Activation)[0])) == set(ACTIVATIONS) - {"glu"}


@pytest.mark.parametrize("name", CASES)
def test_arguments_given_back_make_the_same_layer_in_archspec_and_in_keras(name):
    case = CASES[name]

    @drawn
    @given(case.arguments, case.shapes)
    def compare(arguments, shapes):
        ours = archspec_says(name, arguments, shapes)
        if not isinstance(ours, Accepted):
            return
        layer = find_layer(name).model_validate(arguments)
        given_back = json.loads(json.dumps(layer.arguments()))
        assert set(given_back) == set(arguments)
        assert find_layer(name).model_validate(given_back) == layer
        assert keras_says(name, given_back, shapes) == ours

    compare()


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        (
            "Conv2D",
            {"filters": 6, "kernel_size": [3, 3, 3]},
            "kernel_size must be one number or a list of 2, found [3, 3, 3]",
        ),
        ("Conv2D", {"filters": 6, "kernel_size": 3, "groups": 4}, "filters (6) must be a multiple of groups (4)"),
        (
            "Conv1D",
            {"filters": 6, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
            "strides and dilation_rate can't both",
        ),
        (
            "Conv2DTranspose",
            {"filters": 6, "kernel_size": 3, "output_padding": 1},
            "output_padding (1) must be smaller than",
        ),
        (
            "Dense",
            {"units": 4, "lora_rank": 2, "kernel_constraint": "non_neg"},
            "lora_rank (2) can't be combined with kernel_con",
        ),
        ("Dense", {"units": 4, "kernel_initializer": "he_norm"}, "'he_norm' is no initializer of Keras"),
        (
            "Dense",
            {"units": 4, "kernel_initializer": 3},
            "expected the name of the initializer, or {Name: {argument: value}}",
        ),
        ("Dense", {"units": 4, "kernel_initializer": {"HeNormal": {"gain": 1}}}, "Extra inputs are not permitted"),
        ("ZeroPadding2D", {"padding": [1, 2, 3]}, "padding must be one number or a list of 2, found [1, 2, 3]"),
        ("ZeroPadding1D", {"padding": [1]}, "padding must be one number or [before, after], found [1]"),
        ("Permute", {"dims": [0, 1]}, "must hold each axis from 1 to 2 once, found (0, 1)"),
        ("Reshape", {"target_shape": [-1, None]}, "only one size may be left open (-1 or null), found (-1, null)"),
        ("EinsumDense", {"equation": "ab,bc", "output_shape": 3}, "equation must have the form ab,bc->ac"),
        (
            "EinsumDense",
            {"equation": "ab,bc->ac", "output_shape": 3, "bias_axes": "x"},
            "bias_axes must be letters of the output",
        ),
        (
            "BatchNormalization",
            {"renorm_clipping": {"rmin": 2.0, "rmax": 1.0}},
            "rmax (1.0) must not be below rmin (2.0)",
        ),
        ("Normalization", {"mean": 1.0}, "mean and variance must be given both or neither"),
        ("SpatialDropout2D", {"rate": 0.5, "trainable": True}, "trainable is no argument of this layer in Keras"),
        ("Activation", {"activation": "glu"}, "'glu' halves the axis it works on, but Keras infers the shape as if"),
        ("UpSampling1D", {"size": [2]}, "size must be one number, found [2]"),
        ("Flatten", {"units": 3}, "Extra inputs are not permitted"),
        ("GRU", {"units": 3, "stateful": True}, "stateful needs a batch of one fixed size, which a spec leaves open"),
        ("GRU", {"units": 3, "use_cudnn": True}, "use_cudnn: true runs on some machines alone; 'auto', the default,"),
        ("LSTM", {"units": 3, "bias_initializer": None}, "unit_forget_bias needs a bias_initializer, found null"),
        (
            "ConvLSTM2D",
            {"filters": 3, "kernel_size": 3, "strides": 2, "dilation_rate": 2},
            "strides and dilation_rate can't both be larger than 1",
        ),
        (
            "MultiHeadAttention",
            {"num_heads": 3, "key_dim": 3, "flash_attention": True},
            "flash_attention can't be true: Keras has none on TensorFlow",
        ),
        (
            "MultiHeadAttention",
            {"num_heads": 3, "key_dim": 3, "bias_initializer": None},
            "bias_initializer can't be null: each projection takes a copy of it",
        ),
        (
            "GroupQueryAttention",
            {"head_dim": 3, "num_query_heads": 3, "num_key_value_heads": 2},
            "num_query_heads (3) must be a multiple of num_key_value_heads (2)",
        ),
    ],
)
def test_wrong_argument_is_refused_with_a_plain_sentence(name, arguments, message):
    with pytest.raises(ValidationError) as caught:
        find_layer(name).model_validate(arguments)

    [error] = caught.value.errors()
    assert error["msg"].removeprefix("Value error, ").startswith(message)


def archspec_arguments(name):
    """Names and defaults in the catalogue; an argument that must be given has none."""
    return {key: comparable(field.default) for key, field in find_layer(name).argument_fields().items()}


def keras_arguments(name):
    """Names and defaults in Keras, read from the signature and, where it takes `**kwargs`, from its base's."""
    found = {}
    for kind in getattr(keras.layers, name).__mro__:
        if "__init__" not in vars(kind):
            continue
        parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
        for parameter in parameters:
            inherited = kind is keras.layers.Layer and parameter.name in INHERITED
            if parameter.kind not in STARRED and not inherited and (name, parameter.name) not in UNREAD:
                found.setdefault(parameter.name, comparable(parameter.default))
        if kind is keras.layers.Layer or parameters[-1].kind is not inspect.Parameter.VAR_KEYWORD:
            return found
    raise AssertionError(f"{name} is no layer")


def comparable(default):
    """A default in the one form in which both sides can be compared: one number stands for the same on every axis."""
    if default is inspect.Parameter.empty:
        return PydanticUndefined
    if isinstance(default, (tuple, list)) and default:
        items = [comparable(item) for item in default]
        return items[0] if all(item == items[0] for item in items) else tuple(items)
    return default


@pytest.mark.parametrize("name", NAMES)
def test_layer_takes_as_many_tensors_as_its_call_in_keras_demands(name):
    call = inspect.signature(getattr(keras.layers, name).call).parameters.values()
    demanded = [parameter for parameter in call if parameter.default is parameter.empty][1:]

    assert as_taken(name, [None, None]) == ([[None, None]] if find_layer(name).arity is None else [None, None])
    assert len(demanded) == (find_layer(name).arity or 1)


@pytest.mark.parametrize(
    ("name", "taken"),
    [("Dense", {1}), ("Add", {1, 2, 3, 4}), ("MultiHeadAttention", {2, 3}), ("GroupQueryAttention", {2, 3})],
)
def test_a_call_takes_no_fewer_and_no_more_tensors(name, taken):
    assert {count for count in range(1, 5) if find_layer(name).model_construct().takes(count)} == taken
