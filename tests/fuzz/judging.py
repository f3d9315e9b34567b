"""What must hold of any document: no exception, diagnostics that can be shown, and an end within the limits."""

from __future__ import annotations

import ast
import json
import time
from math import prod
from typing import NamedTuple

from archspec import __version__
from archspec.api import Architecture, architecture, diagnose, examine, read
from archspec.checks.outcome import Outcome, everything_told
from archspec.limits import DEFAULT_LIMITS
from archspec.reports.github import as_commands
from archspec.reports.pages import code_pages
from archspec.reports.sarif import as_log
from archspec.reports.verdict import outcome_data
from archspec.spec.files import decode, shipped_folder
from archspec.spec.loading import is_spec
from archspec.targets.python.marks import STYLES, Style
from archspec.text.diagnostics import Diagnostic, SpecError
from archspec.text.fixing import fixes_by_source, mended
from archspec.text.rendering import fitted, render
from archspec.text.source import Source

#: Seconds of computing that a check may take.
SECONDS = 5.0


class Judged(NamedTuple):
    """A document that was checked; the networks are those that hold."""

    outcomes: list[Outcome]
    networks: list[Architecture]


def judge(content: bytes) -> Judged:
    """Checks a document and all that is told of it.

    Raises:
        AssertionError: something does not hold.
    """
    begin = time.process_time()
    try:
        source = decode(content, "net.yaml", shipped_folder() / "net.yaml", DEFAULT_LIMITS)
    except SpecError as error:
        return _judge_unreadable(error)
    if not is_spec(source):
        told = diagnose(source.text, source.path)
        _judge_each(told)
        return Judged([], [])
    outcomes = examine(source)
    assert time.process_time() - begin < SECONDS
    _judge_told(outcomes)
    return Judged(outcomes, _networks(source) if all(outcome.ok for outcome in outcomes) else [])


def _judge_unreadable(error: SpecError) -> Judged:
    assert error.diagnostics
    assert all(map(render, error.diagnostics))
    return Judged([], [])


def _judge_told(outcomes: list[Outcome]) -> None:
    assert outcomes
    told = everything_told(outcomes)
    assert all(outcome.ok for outcome in outcomes) or any(each.severity == "error" for each in told)
    _judge_each(told)
    json.dumps(
        [as_log(told, __version__), *(outcome_data("net.yaml", outcome) for outcome in outcomes)], allow_nan=True
    )
    assert len(list(as_commands(told))) == len(told)
    for source, fixes in fixes_by_source(told).items():
        assert isinstance(mended(source, fixes).text, str)


def _judge_each(told: list[Diagnostic]) -> None:
    for each in told:
        assert each.code in code_pages()
        assert each.span is not None or each.code in ("E0110", "E0120")
        assert "Input should" not in each.message
        assert "\n" not in each.message
        assert "\n" not in render(each).partition("\n")[0]
        assert all(len("".join(piece.text for piece in line)) <= 60 for line in fitted(each, 60))


def _networks(source: Source) -> list[Architecture]:
    program = read(source)
    networks = [architecture(program, variant=variant) for variant in (None, *program.document.variants)]
    for network in networks[:2]:
        for style in STYLES:
            _judge_source(network, style)
    return networks


def _judge_source(network: Architecture, style: Style) -> None:
    """Python, but for where Keras would give a function the name of a layer, which only the source can't change."""
    try:
        ast.parse(network.source(style))
    except SpecError as error:
        if {told.code for told in error.diagnostics} != {"E0514"}:
            raise


#: What a model may hold to be built here: more would test the memory of this machine.
MOST_WEIGHTS = 3_000_000
MOST_ELEMENTS = 10_000_000
MOST_LAYERS = 60


def build(network: Architecture) -> bool:
    """Builds a network in Keras, which must give the shapes and weights that were told; whether it is small enough.

    Raises:
        archspec.CompilerFault: Keras refuses a layer, or gives another shape.
        AssertionError: the model's output is another.
    """
    graph = network.graph
    elements = max(prod(size or 1 for size in node.output_shape) for node in graph.nodes)
    weights = network.totals.parameters
    if weights > MOST_WEIGHTS or elements > MOST_ELEMENTS or len(graph.nodes) > MOST_LAYERS:
        return False
    model = network.build()
    told = [(None, *graph.nodes[position].output_shape) for position in graph.outputs]
    assert [tuple(tensor.shape) for tensor in model.outputs] == told
    assert model.count_params() == weights or len(graph.live) < len(graph.nodes)
    return True
