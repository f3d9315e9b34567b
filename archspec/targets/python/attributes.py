"""The attributes of generated classes: one for each layer, or a list of layers where a loop makes several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archspec.catalogue.naming import snake_case
from archspec.targets.python.code import Expression
from archspec.targets.python.identifiers import Identifiers

#: What Keras's layers and models have as attributes of their own.
RESERVED = frozenset(
    (
        *("activity_regularizer", "add_loss", "add_metric", "add_variable", "add_weight", "autocast", "build"),
        *("build_from_config", "built", "call", "call_signature_parameters", "compile", "compile_from_config"),
        *("compiled", "compiled_loss", "compiled_metrics", "compute_dtype", "compute_loss", "compute_mask"),
        *("compute_metrics", "compute_output_shape", "compute_output_spec", "count_params"),
        *("distribute_reduction_method", "distribute_strategy", "dtype", "dtype_policy", "evaluate", "export", "fit"),
        *("from_config", "get_build_config", "get_compile_config", "get_config", "get_layer", "get_metrics_result"),
        *("get_quantization_layer_structure", "get_state_tree", "get_weights", "input", "input_dtype", "input_spec"),
        *("jit_compile", "layers", "load_own_variables", "load_weights", "loss", "losses", "make_predict_function"),
        *("make_test_function", "make_train_function", "metrics", "metrics_names", "metrics_variables", "name"),
        *("non_trainable_variables", "non_trainable_weights", "output", "path", "predict", "predict_function"),
        *("predict_on_batch", "predict_step", "quantization_mode", "quantize", "quantized_build", "quantized_call"),
        *("rematerialized_call", "reset_metrics", "run_eagerly", "save", "save_own_variables", "save_weights"),
        *("set_state_tree", "set_weights", "stateless_call", "stateless_compute_loss", "steps_per_execution"),
        *("summary", "supports_jit", "supports_masking", "symbolic_call", "test_function", "test_on_batch"),
        *("test_step", "to_json", "train_function", "train_on_batch", "train_step", "trainable"),
        *("trainable_variables", "trainable_weights", "unrolled_steps_per_execution", "variable_dtype", "variables"),
        "weights",
    )
)


class Attributes:
    """The attributes of one class.

    Args:
        values: what params and the like would best be called, by their keys; they come first.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._identifiers = Identifiers(RESERVED)
        self.values = {key: self._identifiers.take(word, f"{word}_") for key, word in values.items()}
        self._layers: dict[int, str] = {}
        #: The attributes that are lists.
        self.lists: set[str] = set()

    def known(self, key: int) -> str:
        """The attribute of a step that has got one."""
        return self._layers[key]

    def of(self, key: int, pieces: Iterable[str | Expression], layer_type: str, *, several: bool) -> str:
        """The attribute of what one step makes.

        Args:
            key: tells the steps apart.
            pieces: the full name of the layer, in parts.
            layer_type: what it is, for a layer without a name.
            several: whether a loop makes several of them.
        """
        if key not in self._layers:
            words = "".join(piece for piece in pieces if isinstance(piece, str))
            word = _attribute(words) or snake_case(layer_type)
            if several and not word.endswith("s"):
                word += "s"
            self._layers[key] = self._identifiers.take(word, f"{word}_layer")
            if several:
                self.lists.add(self._layers[key])
        return self._layers[key]


def _attribute(words: str) -> str:
    """A layer's name as an attribute: `0_conv` becomes `conv_0`."""
    word = re.sub(r"\W", "_", words).strip("_")
    digits, rest = re.fullmatch(r"(\d*)_?(.*)", word).groups()  # type: ignore[union-attr]
    return f"{rest}_{digits}" if digits and rest else word if not digits else f"layer_{digits}"
