"""`archspec check --format`: the same mistakes for people and machines."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

SARIF = json.loads((Path(__file__).parents[1] / "reports" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
BAD = """\
archspec: 1
name: net
inputs: [8, 8, 3]
layers:
  - Conv2D: {filtres: 4, kernel_size: 3}
  - Dense: {units: 4, use_bias: yes}
"""


@pytest.fixture
def bad(folder):
    (folder / "bad.yaml").write_text(BAD)


def test_github(archspec, bad):
    result = archspec("check", "bad.yaml", "tiny.yaml", "--format", "github")
    assert result.code == 1
    assert result.err == ""
    assert result.out.splitlines() == [
        "::error file=bad.yaml,line=5,endLine=5,col=14,endColumn=21,title=E0403::"
        "Conv2D has no argument 'filtres'%0Ahelp: did you mean 'filters'?",
        "::error file=bad.yaml,line=6,endLine=6,col=33,endColumn=36,title=E0405::"
        "use_bias of Dense must be true or false, found the text 'yes'"
        "%0Ahelp: YAML 1.2 reads 'yes' as text: write true",
    ]


def test_sarif(archspec, bad):
    result = archspec("check", "bad.yaml", "missing.yaml", "tiny.yaml", "--format", "sarif")
    assert result.code == 1
    log = json.loads(result.out)
    assert [error.message for error in Draft4Validator(SARIF).iter_errors(log)] == []
    [run] = log["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["E0403", "E0405", "E0120"]
    assert [
        fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"]
        for each in run["results"][:2]
        for fix in each["fixes"]
    ] == ["filters", "true"]


def test_sarif_of_a_good_spec(archspec, folder):
    result = archspec("check", "tiny.yaml", "--format", "sarif")
    assert result.code == 0
    assert json.loads(result.out)["runs"][0]["results"] == []


def test_json_is_short_for_format_json(archspec, bad):
    long, short = archspec("check", "bad.yaml", "--format", "json"), archspec("check", "bad.yaml", "--json")
    assert (long.code, long.out) == (short.code, short.out)
    [outcome] = json.loads(long.out)
    assert (outcome["spec"], outcome["name"], outcome["ok"]) == ("bad.yaml", None, False)
    assert outcome["diagnostics"][0] == {
        "code": "E0403",
        "severity": "error",
        "message": "Conv2D has no argument 'filtres'",
        "file": "bad.yaml",
        "line": 5,
        "column": 14,
        "end_line": 5,
        "end_column": 21,
        "help": "did you mean 'filters'?",
        "fix": {"file": "bad.yaml", "line": 5, "column": 14, "end_line": 5, "end_column": 21, "text": "filters"},
        "notes": [],
    }


def test_what_is_wrong_with_one_network_does_not_hide_the_others(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("kernel_size: 3", "kernel_size: =3 if filters == 4 else 9"))
    text = archspec("check", "tiny.yaml")
    assert text.code == 1
    assert text.out == "✓ tiny: 1 row, 0 figures\n✗ wide: 1 mistake, nothing was checked\n"
    assert "error[E0511]" in text.err
    tiny, wide = json.loads(archspec("check", "tiny.yaml", "--json").out)
    assert (tiny["name"], tiny["ok"], wide["name"], wide["ok"]) == ("tiny", True, "wide", False)
    assert [each["code"] for each in wide["diagnostics"]] == ["E0511"]
