"""Every good case of the language's rules, as source of every style."""

import pytest

import archspec
from archspec.targets.python.marks import STYLES

from ..language.cases import read_cases
from .executed import assert_same_layers, assert_same_network, lint, run

CASES = [case for case in read_cases() if case.good]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rule(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case.fixture.write(tmp_path)
    network = case.network()
    built = network.build()
    for style in ("functional", "flat"):
        assert_same_network(run(network.name, network.source(style))(), built)
    graph = network.graph
    unread = {node.name for position, node in enumerate(graph.nodes) if position not in graph.live}
    assert_same_layers(run(network.name, network.source("subclass"))(), built, unread)


@pytest.mark.parametrize("style", STYLES)
def test_formatter_and_linter_find_nothing(style, tmp_path, monkeypatch):
    sources = tmp_path / "sources"
    sources.mkdir()
    for number, case in enumerate(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        case.fixture.write(folder)
        (sources / f"case_{number}.py").write_text(case.network().source(style), encoding="utf-8")
    assert lint(sources) == ""


def test_the_api_gives_modules_whose_lines_a_debugger_finds(tmp_path):
    import linecache

    network = archspec.loads("archspec: 1\nname: net\ninputs: [4]\nlayers: [{Dense: {units: 2}}]\n")
    module = network.module()
    assert module.net().name == "net"
    code = module.net.__code__
    assert linecache.getline(code.co_filename, code.co_firstlineno) == 'def net(*, name="net"):\n'
    linecache.checkcache()
    assert linecache.getlines(code.co_filename) == network.source().splitlines(keepends=True)
