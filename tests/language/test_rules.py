"""Every numbered rule of the language, by its good and its bad fixtures."""

import re

import pytest

import archspec
from archspec.reports.table import shape_cell

from .cases import RULES, read_cases

CASES = list(read_cases())
DIAGNOSTIC = re.compile(r"((?:--set \w+:|\S+:)?\d+:\d+|-) ([EW]\d{4}) ?(.*)")


def outcome(case):
    """What came of a case: (its network, diagnostics)."""
    try:
        network = case.network()
    except archspec.SpecError as error:
        return None, error.diagnostics
    return network, network.check(strict="strict" in case.options).diagnostics


def place(diagnostic):
    span = diagnostic.span
    if span is None:
        return "-"
    return f"{'' if span.source.name == 'net.yaml' else span.source.name + ':'}{span.line}:{span.column}"


def layer(graph, node, with_inputs):
    inputs = f" <- {', '.join(graph.nodes[position].name for position in node.inputs)}" if with_inputs else ""
    return f"{node.name} {shape_cell(node.output_shape)}{inputs}"


def rows(network):
    return [
        f"row {verdict.row.label}: {'left out' if verdict.row.left_out else verdict.status}"
        for verdict in network.check().rows
    ]


def check_network(network, expected):
    """Holds a network against its lines, the layers against all of theirs, rows and name where they are given."""
    layers = [line for line in expected if not line.startswith(("row ", "model "))]
    nodes = [node for node in network.graph.nodes if node.layer]
    assert [node.name for node in nodes] == [line.split()[0] for line in layers]
    assert [layer(network.graph, node, " <- " in line) for node, line in zip(nodes, layers, strict=True)] == layers
    wanted = [line for line in expected if line.startswith("row ")]
    assert wanted in ([], rows(network))
    assert [line for line in expected if line.startswith("model ")] in ([], [f"model {network.name}"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rule(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case.fixture.write(tmp_path)
    network, diagnostics = outcome(case)
    told = [f"{place(each)} {each.code} {each.message} {each.help or ''}" for each in diagnostics]
    expected = [line for line in case.expected if DIAGNOSTIC.match(line)]
    assert len(told) == len(expected), "\n\n".join(map(str, diagnostics))
    for line, words in zip(told, expected, strict=True):
        where, code, rest = DIAGNOSTIC.match(words).groups()
        assert line.startswith(f"{where} {code} "), "\n\n".join(map(str, diagnostics))
        assert rest in line
    assert case.good != any(each.severity == "error" for each in diagnostics)
    if case.good:
        check_network(network, [line for line in case.expected if line not in expected])


def test_every_rule_has_a_good_and_a_bad_fixture():
    kinds = {number: set() for number in range(1, 39)}
    for case in CASES:
        kinds[int(case.rule[5:7])].add(case.good)
    assert {number: found for number, found in kinds.items() if found != {True, False}} == {}


def test_fixtures_are_named_after_their_rules():
    assert all(re.fullmatch(r"rule_\d\d_[a-z_]+", path.stem) for path in RULES.iterdir())
