"""What the keys of a spec's `training` take: names from closed lists, with arguments, and numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from archspec.catalogue.objectives import CALLBACKS, LOSSES, METRICS
from archspec.catalogue.optimizers import OPTIMIZERS, SCHEDULES
from archspec.catalogue.settings import Setting
from archspec.spec.arguments import made
from archspec.spec.calls import Call, read_named
from archspec.spec.leaves import Word, each_of, leaf, mistake, mistakes, wrong_type
from archspec.text.diagnostics import Diagnostic
from archspec.text.source import Span
from archspec.text.suggest import suggested
from archspec.text.tree import Mapping as MappingNode
from archspec.text.tree import Node, Scalar, Sequence

#: Data sets that are had by their name: those that Keras loads, and scikit-learn's digits.
DATA_SETS = ("mnist", "fashion_mnist", "cifar10", "cifar100", "digits")
POLICIES = ("float32", "mixed_float16", "mixed_bfloat16")


class Kind(NamedTuple):
    """What may stand in a place, by its names.

    Args:
        word: what each of them is, with its article.
        known: the class of each name.
    """

    word: str
    known: Mapping[str, type[Setting]]


OPTIMIZER = Kind("an optimizer", OPTIMIZERS)
SCHEDULE = Kind("a schedule of learning rates", SCHEDULES)
LOSS = Kind("a loss", LOSSES)
METRIC = Kind("a metric", METRICS)
CALLBACK = Kind("a callback", CALLBACKS)
#: All of them, by the names of their definitions in the schema.
KINDS = {"optimizer": OPTIMIZER, "schedule": SCHEDULE, "loss": LOSS, "metric": METRIC, "callback": CALLBACK}


class Chosen(NamedTuple):
    """A setting that a spec gives.

    Args:
        name: what it is called there.
        setting: it, with its arguments.
        span: where it stands.
    """

    name: str
    setting: Any
    span: Span


def _call(kind: Kind, node: Node) -> Call:
    return read_named(node, f"the name of {kind.word}, or {{Name: {{argument: value}}}}")


def _chosen(kind: Kind) -> Callable[[Node], Chosen]:
    def read(node: Node) -> Chosen:
        call = _call(kind, node)
        if call.name not in kind.known:
            raise mistakes(_unknown(kind.word, call.name, call.span, kind.known))
        if call.computed:
            span = call.argument_span(call.computed[0])
            raise mistake("E0201", f"expected a value, found a formula; {kind.word} has none", span)
        return Chosen(call.name, made(call, kind.known[call.name], call.arguments), call.span)

    return read


def _unknown(word: str, name: str, span: Span, known: Mapping[str, Any] | tuple[str, ...]) -> Diagnostic:
    return suggested(Diagnostic("E0240", f"{name!r} is no {word.partition(' ')[2]} that is known", span), name, known)


def _several(kind: Kind) -> Callable[[Node], tuple[Chosen, ...]]:
    def read(node: Node) -> tuple[Chosen, ...]:
        if not isinstance(node, Sequence):
            raise wrong_type(f"a list, each entry the name of {kind.word}", node)
        return tuple(each_of(node, _chosen(kind)))

    return read


def _data(node: Node) -> Word:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        raise wrong_type("the name of a data set, or a path", node)
    if node.text not in DATA_SETS and "/" not in node.text and "." not in node.text:
        unknown = _unknown("a data set", node.text, node.span, DATA_SETS)
        raise mistakes(unknown if unknown.help else unknown._replace(help="a path has a '/' or an ending in it"))
    return Word(node.text, node.span)


def _whole(least: int) -> Callable[[Node], int]:
    def read(node: Node) -> int:
        value = node.value if isinstance(node, Scalar) else None
        if type(value) is not int or not least <= value < 2**31:
            raise wrong_type(f"a whole number from {least} up", node)
        return value

    return read


def _rate(node: Node) -> float | Chosen:
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(node, MappingNode) or isinstance(value, str):
        return _chosen(SCHEDULE)(node)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise wrong_type("a positive number, or a schedule", node)
    return float(value)


def _truth(node: Node) -> bool:
    if not isinstance(node, Scalar) or not isinstance(node.value, bool):
        raise wrong_type("true or false", node)
    return node.value


def _policy(node: Node) -> str:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        raise wrong_type(f"one of {', '.join(POLICIES)}", node)
    if node.text not in POLICIES:
        raise mistakes(_unknown("a policy", node.text, node.span, POLICIES))
    return node.text


DataField = leaf(_data)
Count = leaf(_whole(1))
Seed = leaf(_whole(0))
OptimizerField = leaf(_chosen(OPTIMIZER))
LearningRate = leaf(_rate)
LossField = leaf(_chosen(LOSS))
MetricFields = leaf(_several(METRIC))
Policy = leaf(_policy)
Truth = leaf(_truth)
CallbackFields = leaf(_several(CALLBACK))
