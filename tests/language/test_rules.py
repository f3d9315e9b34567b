"""Every numbered rule of the language, by its good and its bad fixtures."""

import re

import pytest

import archspec
from archspec.api import architecture, read
from archspec.reports.table import shape_cell
from archspec.spec.loading import open_source
from archspec.spec.params import read_settings

from .cases import FOLDER, read_cases

CASES = list(read_cases())
DIAGNOSTIC = re.compile(r"((?:--set \w+:|\S+:)?\d+:\d+|-) ([EW]\d{4}) ?(.*)")


def outcome(case):
    """What came of a case: (layers and their shapes, diagnostics)."""
    variant = next((option[8:] for option in case.options if option.startswith("variant=")), None)
    settings = read_settings(option[4:] for option in case.options if option.startswith("set="))
    try:
        network = architecture(read(open_source("net.yaml")), variant=variant, settings=settings)
    except archspec.SpecError as error:
        return [], error.diagnostics
    report = network.check(strict="strict" in case.options)
    layers = [f"{node.name} {shape_cell(node.output_shape)}" for node in network.graph.nodes if node.layer]
    return layers, report.diagnostics


def place(diagnostic):
    span = diagnostic.span
    if span is None:
        return "-"
    return f"{'' if span.source.name == 'net.yaml' else span.source.name + ':'}{span.line}:{span.column}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rule(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    for name, text in case.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    layers, diagnostics = outcome(case)
    told = [f"{place(each)} {each.code} {each.message} {each.help or ''}" for each in diagnostics]
    expected = [line for line in case.expected if DIAGNOSTIC.match(line)]
    assert len(told) == len(expected), "\n\n".join(map(str, diagnostics))
    for line, words in zip(told, expected, strict=True):
        where, code, rest = DIAGNOSTIC.match(words).groups()
        assert line.startswith(f"{where} {code} "), "\n\n".join(map(str, diagnostics))
        assert rest in line
    if case.good:
        assert layers == [line for line in case.expected if line not in expected]
        assert not any(each.severity == "error" for each in diagnostics)
    else:
        assert any(each.severity == "error" for each in diagnostics)


def test_every_rule_has_a_good_and_a_bad_fixture():
    kinds = {number: set() for number in range(1, 37)}
    for case in CASES:
        kinds[int(case.rule[5:7])].add(case.good)
    assert {number: found for number, found in kinds.items() if found != {True, False}} == {}


def test_fixtures_are_named_after_their_rules():
    assert all(re.fullmatch(r"rule_\d\d_[a-z_]+", path.stem) for path in FOLDER.iterdir())
