"""Optimizers, schedules, losses and callbacks of training against those of Keras."""

import inspect

import keras
import pytest
from pydantic_core import PydanticUndefined

from archspec.catalogue.objectives import CALLBACKS, LOSSES
from archspec.catalogue.optimizers import OPTIMIZERS, SCHEDULES

#: Arguments of Keras's that have a place of their own in a spec, or that the training loop has no use for.
ELSEWHERE = {
    "optimizers": {
        *("learning_rate", "name", "kwargs", "use_ema", "ema_momentum", "ema_overwrite_frequency"),
        *("loss_scale_factor", "gradient_accumulation_steps"),
    },
    "optimizers.schedules": {"name"},
    "losses": {"name", "dtype", "reduction", "axis", "ignore_class"},
    "callbacks": {"verbose", "mode", "baseline", "restore_best_weights", "start_from_epoch", "kwargs"},
}
NAMED = [(name, each) for known in (OPTIMIZERS, SCHEDULES, LOSSES, CALLBACKS) for name, each in known.items()]


def of_keras(each):
    module = keras
    for part in each.module.split("."):
        module = getattr(module, part)
    return getattr(module, each.__name__)


@pytest.mark.parametrize(("name", "each"), NAMED)
def test_arguments_and_defaults_are_those_of_keras(name, each):
    theirs = {
        parameter.name: PydanticUndefined if parameter.default is parameter.empty else parameter.default
        for parameter in list(inspect.signature(of_keras(each).__init__).parameters.values())[1:]
        if parameter.name not in ELSEWHERE[each.module]
    }
    # Keras's validation data are test data here.
    told = {key: "test_loss" if value == "val_loss" else value for key, value in theirs.items()}
    assert {key: field.default for key, field in each.model_fields.items()} == told


@pytest.mark.parametrize("each", dict.fromkeys(OPTIMIZERS.values()))
def test_a_learning_rate_that_is_not_given_is_that_of_keras(each):
    assert float(of_keras(each)().learning_rate) == pytest.approx(each.learning_rate)
