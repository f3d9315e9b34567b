"""Where archspec refuses on purpose what Keras accepts and can run; nowhere does it accept what Keras refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archspec.catalogue.shapes import Shape

from .image_cases import IMAGES


@dataclass(frozen=True)
class Deviation:
    """A reason to refuse, one example, and what else it covers."""

    why: str
    layer: str
    arguments: dict[str, Any]
    shapes: tuple[Shape, ...]
    covers: Callable[[str, dict[str, Any], tuple[Shape, ...]], bool]


def _axes(arguments: dict[str, Any], name: str = "axis") -> list[int]:
    """The axes that an argument names, the last one where silent."""
    value = arguments.get(name, -1)
    return [value] if isinstance(value, int) else list(value) if isinstance(value, (list, tuple)) else []


def _are_between(axes: list[int], rank: int) -> bool:
    """Whether these are axes of an input, each named once, and neither the batch nor the channels."""
    places = [axis + rank if axis < 0 else axis for axis in axes]
    return bool(axes) and len(set(places)) == len(places) and all(0 < place < rank - 1 for place in places)


_IMAGE_LAYERS = frozenset(case.layer for case in IMAGES)


def _is_range(value: Any) -> bool:
    """Whether this is a lowest and a highest number."""
    return isinstance(value, list) and [type(item) in (int, float) for item in value] == [True, True]


def _is_share(value: Any, low: float) -> bool:
    """Whether this is a number between `low` and 1, or two of them."""
    both = value if _is_range(value) else [value]
    return all(type(item) in (int, float) and low <= item <= 1 for item in both)


def _are_read_late(arguments: dict[str, Any]) -> bool:
    """Whether one of these arguments of an image layer is none that Keras documents."""
    shares = [value for name, value in arguments.items() if name.endswith(_SHARES) and value is not None]
    return (
        not _is_range(arguments.get("value_range", [0, 1]))
        or not all(_is_share(value, 0) for value in shares)
        or any(value in _SENSELESS for value in arguments.values() if isinstance(value, str))
    )


_OF_CROSSINGS = {"num_bins", "output_mode", "sparse", "trainable", "dtype"}
_SHARES = ("factor", "scale", "sigma")
_SENSELESS = ("black", "sideways", "no_such", "mirror", "bicubic")

DEVIATIONS = (
    Deviation(
        "windows of a spectrogram are made by SciPy, which does not come with archspec",
        "STFTSpectrogram",
        {"frame_length": 4},
        ((None, 1),),
        lambda name, arguments, _: name == "STFTSpectrogram" and arguments.get("window", "hann") is not None,
    ),
    Deviation(
        "HashedCrossing takes any argument and reads none but its own, and no number of bins makes sense below 1",
        "HashedCrossing",
        {"num_bins": 0},
        ((1,), (1,)),
        lambda name, arguments, _: (
            name == "HashedCrossing"
            and (
                arguments.get("num_bins", 0) in (0, -1)
                or not arguments.keys() <= _OF_CROSSINGS
                or type(arguments.get("num_bins")) is not int
            )
        ),
    ),
    Deviation(
        "what stacked cells return as their state is a list in a list, which no 'as' names",
        "RNN",
        {"cell": [{"LSTMCell": {"units": 2}}, {"GRUCell": {"units": 3}}], "return_state": True},
        ((5, 3),),
        lambda name, arguments, _: (
            name == "RNN" and arguments.get("return_state") is True and isinstance(arguments.get("cell"), list)
        ),
    ),
    Deviation(
        "`glu` halves its axis, and Keras infers the shape as if it did not",
        *("Activation", {"activation": "glu"}, ((None, None),)),
        lambda _name, arguments, _shapes: "glu" in (arguments.get("activation"), arguments.get("recurrent_activation")),
    ),
    Deviation(
        "PReLU counts the axes of `shared_axes` from 1; 0 and below share another axis than the one named",
        *("PReLU", {"shared_axes": [0]}, ((5, 3),)),
        lambda name, arguments, _shapes: (
            name == "PReLU" and "shared_axes" in arguments and any(axis < 1 for axis in _axes(arguments, "shared_axes"))
        ),
    ),
    Deviation(
        "tensors joined along the batch are no longer one example each",
        *("Concatenate", {"axis": 0}, ((4,), (4,))),
        lambda name, arguments, shapes: name == "Concatenate" and arguments.get("axis", -1) in (0, -len(shapes[0]) - 1),
    ),
    Deviation(
        "Concatenate of one input does not look at its axis",
        *("Concatenate", {"axis": 9}, ((4,),)),
        lambda name, arguments, shapes: (
            name == "Concatenate" and len(shapes) == 1 and arguments.get("axis", -1) > len(shapes[0])
        ),
    ),
    Deviation(
        "Dot counts an axis below the first on from the last",
        *("Dot", {"axes": -9}, ((4,), (4,))),
        lambda name, arguments, shapes: (
            name == "Dot" and any(axis < -len(shape) - 1 for axis in _axes(arguments, "axes") for shape in shapes)
        ),
    ),
    Deviation(
        "an equation with fewer letters than the input has axes means nothing, though TensorFlow may compute something",
        *("EinsumDense", {"equation": "ab,bc->ac", "output_shape": 3}, ((3, 3),)),
        lambda name, arguments, shapes: (
            name == "EinsumDense"
            and "." not in arguments["equation"]
            and len(arguments["equation"].partition(",")[0]) < len(shapes[0]) + 1
        ),
    ),
    Deviation(
        "an equation ends with its output; Keras does not read what follows",
        *("EinsumDense", {"equation": "ab,bc->ac...", "output_shape": 2}, ((1,),)),
        lambda name, arguments, _shapes: (
            name == "EinsumDense"
            and not arguments["equation"].startswith("...")
            and "...," not in arguments["equation"]
            and arguments["equation"].endswith("...")
        ),
    ),
    Deviation(
        "Keras puts the axes under `...` in the opposite order when it infers the shape",
        *("EinsumDense", {"equation": "...x,xy->...y", "output_shape": 2}, ((None, 3, 4),)),
        lambda name, arguments, shapes: (
            name == "EinsumDense" and arguments["equation"].startswith("...") and len(shapes[0]) > 2
        ),
    ),
    Deviation(
        "limits for a renormalization that is off are a mistake all the same",
        *("BatchNormalization", {"renorm_clipping": {"no_such": 1.0}}, ((4,),)),
        lambda name, arguments, _shapes: name == "BatchNormalization" and not arguments.get("renorm", False),
    ),
    Deviation(
        "a seed is a whole number, also where a rate of 0 never draws",
        *("Dropout", {"rate": 0, "seed": "seed"}, ((4,),)),
        lambda _name, arguments, _shapes: (
            arguments.get("seed") == "seed"
            and (0 in arguments.values() or not {"rate", "stddev", "dropout"} & set(arguments))
        ),
    ),
    Deviation(
        "an axis given twice is a mistake, also where its size of 1 hides it",
        *("Normalization", {"axis": [1, -1]}, ((1,),)),
        lambda name, arguments, shapes: (
            name == "Normalization" and len({axis % (len(shapes[0]) + 1) for axis in _axes(arguments)}) == 1
        ),
    ),
    Deviation(
        "a rate is a number from 0 to 1; recurrent layers take what is beyond as 0 or 1",
        *("LSTM", {"units": 2, "dropout": 1.5}, ((3, 2),)),
        lambda _name, arguments, _shapes: any(
            not 0 <= (arguments.get(rate) or 0) <= 1 for rate in ("dropout", "recurrent_dropout")
        ),
    ),
    Deviation(
        "SimpleRNN takes an activity_regularizer and forgets it, whatever it is",
        *("SimpleRNN", {"units": 2, "activity_regularizer": "no_such"}, ((3, 2),)),
        lambda name, arguments, _shapes: name == "SimpleRNN" and "activity_regularizer" in arguments,
    ),
    Deviation(
        "attention of inputs without a length, or with unlike axes, would be to other examples of the batch",
        *("Attention", {}, ((4,), (4,))),
        lambda name, _arguments, shapes: (
            name in ("Attention", "AdditiveAttention")
            and (len(shapes[0]) < 2 or len({len(shape) for shape in shapes}) > 1)
        ),
    ),
    Deviation(
        "axes of attention are those between batch and channels; Keras does not read them where there is but one",
        *("MultiHeadAttention", {"num_heads": 1, "key_dim": 2, "attention_axes": [1, 1]}, ((3, 2), (3, 2))),
        lambda name, arguments, shapes: (
            name == "MultiHeadAttention"
            and "attention_axes" in arguments
            and not _are_between(_axes(arguments, "attention_axes"), len(shapes[1]) + 1)
        ),
    ),
    Deviation(
        "a sliding window is laid over axis 1, also where attention is along others",
        *(
            "MultiHeadAttention",
            {"num_heads": 1, "key_dim": 2, "attention_axes": 2, "sliding_window": 1},
            ((3, 3, 2), (3, 3, 2)),
        ),
        lambda name, arguments, shapes: (
            name == "MultiHeadAttention" and "sliding_window" in arguments and len(shapes[0]) > 2
        ),
    ),
    Deviation(
        "attention of no heads is none",
        *(
            "GroupQueryAttention",
            {"head_dim": 1, "num_query_heads": 0, "num_key_value_heads": 2},
            ((3, 2), (3, 2)),
        ),
        lambda name, arguments, _shapes: name == "GroupQueryAttention" and arguments.get("num_query_heads") == 0,
    ),
    Deviation(
        "flash attention, which Keras has not on TensorFlow, is a mistake also where it would not be used",
        *("MultiHeadAttention", {"num_heads": 1, "key_dim": 2, "flash_attention": True}, ((3, 3, 2), (3, 3, 2))),
        lambda _name, arguments, _shapes: arguments.get("flash_attention") is True,
    ),
    Deviation(
        "true is no number (LANGUAGE.md, rule 7)",
        *("Dense", {"units": True}, ((4,),)),
        lambda _name, arguments, _shapes: arguments.get("units") is True,
    ),
    Deviation(
        "words have one spelling, so that generated source is the same for the same network",
        *("Conv1D", {"filters": 4, "kernel_size": 1, "padding": "SAME"}, ((4, 2),)),
        lambda _name, arguments, _shapes: arguments.get("padding") == "SAME",
    ),
    Deviation(
        "a policy of whole numbers or of quantized weights is no part of an architecture",
        *("Flatten", {"dtype": "int32"}, ((4, 2),)),
        lambda _name, arguments, _shapes: arguments.get("dtype") == "int32",
    ),
    Deviation(
        "an image without channels would be taken for one with them, and the batch for its height",
        *("RandomHue", {"factor": 0.5}, ((4, 3),)),
        lambda name, _arguments, shapes: name in _IMAGE_LAYERS and len(shapes[0]) == 2,
    ),
    Deviation(
        "Keras looks at some arguments of image layers only when it draws what to do, or not at all",
        *("RandomFlip", {"mode": "sideways"}, ((4, 4, 3),)),
        lambda name, arguments, _shapes: name in _IMAGE_LAYERS and _are_read_late(arguments),
    ),
    Deviation(
        "a color jitter forgets channels_first, and takes columns for colors",
        *("RandomColorJitter", {"data_format": "channels_first"}, ((3, 4, 3),)),
        lambda name, arguments, _shapes: (
            name == "RandomColorJitter" and arguments.get("data_format") == "channels_first"
        ),
    ),
    Deviation(
        "a code for an input of more axes is of the numbers along the first, but inferred as of those along the last",
        *("CategoryEncoding", {"num_tokens": 2}, ((3, 3),)),
        lambda name, arguments, shapes: (
            name in ("CategoryEncoding", "Hashing", "IntegerLookup")
            and arguments.get("output_mode", "multi_hot") in ("multi_hot", "count", "tf_idf")
            and len(shapes[0]) > 1
        ),
    ),
    Deviation(
        "what follows a layer takes dense tensors",
        *("CategoryEncoding", {"num_tokens": 2, "sparse": True}, ((3,),)),
        lambda _name, arguments, _shapes: arguments.get("sparse") is True,
    ),
    Deviation(
        "no boundaries make no bins",
        *("Discretization", {"bin_boundaries": []}, ((3,),)),
        lambda name, arguments, _shapes: name == "Discretization" and arguments.get("bin_boundaries") == [],
    ),
    Deviation(
        "bins, tokens and their seeds are whole numbers",
        *("Hashing", {"num_bins": 2.5}, ((3,),)),
        lambda name, arguments, _shapes: (
            (name == "Hashing" and arguments.get("num_bins") == 2.5)
            or (name == "IntegerLookup" and arguments.get("vocabulary") == [0.5])
            or (name == "IntegerLookup" and "none" in (arguments.get("oov_token"), arguments.get("mask_token")))
        ),
    ),
    Deviation(
        "a dtype is one also where whole numbers come out, for which Keras forgets it",
        *("IntegerLookup", {"vocabulary": [0, 5], "dtype": 16}, ((3,),)),
        lambda name, arguments, _shapes: name == "IntegerLookup" and arguments.get("dtype") == 16,
    ),
    Deviation(
        "a shear by one number is saved as two of which one is below 0, which Keras refuses when it loads",
        *("RandomShear", {"x_factor": 0.5}, ((4, 4, 3),)),
        lambda name, arguments, _shapes: (
            name == "RandomShear" and 0.5 in (arguments.get("x_factor"), arguments.get("y_factor"))
        ),
    ),
    Deviation(
        "the sizes of a mask are sizes, also where a rate of 0 draws none",
        *("AlphaDropout", {"rate": 0, "noise_shape": [0]}, ((4,),)),
        lambda name, arguments, _shapes: (
            name in ("Dropout", "AlphaDropout")
            and arguments.get("rate") == 0
            and 0 in (arguments.get("noise_shape") or [])
        ),
    ),
    Deviation(
        "a Beta distribution has an alpha above 0",
        *("MixUp", {"alpha": 0}, ((4, 4, 3),)),
        lambda name, arguments, _shapes: name in ("MixUp", "AugMix") and arguments.get("alpha") in (0, -1),
    ),
    Deviation(
        "what activations cost is a number, 0 where they cost nothing",
        *("ActivityRegularization", {"l2": None}, ((4,),)),
        lambda name, arguments, _shapes: (
            name == "ActivityRegularization" and None in (arguments.get("l1", 0), arguments.get("l2", 0))
        ),
    ),
    Deviation(
        "images of any number of channels may be none of those whose colors a chain of changes can change",
        *("AugMix", {"all_ops": False}, ((4, 5, None),)),
        lambda name, _arguments, shapes: name in ("RandAugment", "AugMix") and None in shapes[0],
    ),
    Deviation(
        "no chain of changes is no change that Keras documents",
        *("AugMix", {"num_chains": -1}, ((4, 4, 3),)),
        lambda name, arguments, _shapes: (
            name in ("RandAugment", "AugMix")
            and any(arguments.get(count, 1) in (0, -1) for count in ("num_ops", "num_chains", "chain_depth"))
        ),
    ),
    Deviation(
        "where a change is made to no image, or by nothing, Keras does not come to look for the sizes that it needs",
        *("RandomElasticTransform", {"factor": 0}, ((4, 4, None),)),
        lambda name, arguments, shapes: (
            name == "RandomElasticTransform"
            and None in shapes[0]
            and 0 in (arguments.get("factor", 1), arguments.get("scale", 1))
        ),
    ),
)
