"""SARIF logs, held against the standard's own schema."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from archspec.reports.sarif import as_log
from archspec.text.diagnostics import Diagnostic, Fix, Note
from archspec.text.source import Source, Span

SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)
SOURCE = Source("specs/größe 1.yaml", "a: {strid: 1}\nb: [2,\n  3]\n")
AT = Span(SOURCE, 1, 5, 1, 10)


def run_of(*diagnostics):
    """The run of a log, which is valid."""
    log = json.loads(json.dumps(as_log(diagnostics, "1.2.3")))
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    [run] = log["runs"]
    return run


def result_of(*diagnostics):
    [result] = run_of(*diagnostics)["results"]
    return result


def test_the_schema_is_one():
    Draft4Validator.check_schema(SCHEMA)
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"tool": {}}]})


def test_nothing_found_is_a_log_too():
    run = run_of()
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])
    assert (run["tool"]["driver"]["name"], run["tool"]["driver"]["version"]) == ("archspec", "1.2.3")


def test_a_result_has_its_place():
    result = result_of(Diagnostic("E0403", "Dense has no argument 'strid'", AT, help="did you mean 'strides'?"))
    assert (result["ruleId"], result["level"]) == ("E0403", "error")
    assert result["message"]["text"] == "Dense has no argument 'strid'\nhelp: did you mean 'strides'?"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "specs/gr%C3%B6%C3%9Fe%201.yaml"},
                "region": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 10},
            }
        }
    ]


def test_columns_and_lines_count_as_the_log_says():
    run = run_of(Diagnostic("E0403", "m", AT))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["newlineSequences"] == ["\r\n", "\r", "\n", "\x85", "\u2028", "\u2029"]


def test_each_code_is_one_rule_with_its_page():
    run = run_of(
        Diagnostic("W0602", "m", AT, severity="warning"), Diagnostic("E0403", "m", AT), Diagnostic("E0403", "n", AT)
    )
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["E0403", "W0602"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "warning"]
    assert [rule["shortDescription"]["text"] for rule in rules] == [
        "Unknown argument",
        "Layer that no output depends on",
    ]
    assert all(rule["help"]["markdown"].startswith(f"# {rule['id']}: ") for rule in rules)
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["W0602", "E0403", "E0403"]


def test_notes_with_a_place_are_related_to_it_and_others_told():
    notes = (Note("defined here", Span(SOURCE, 2, 4, 3, 5)), Note("a remark"))
    result = result_of(Diagnostic("E0403", "m", AT, notes))
    [related] = result["relatedLocations"]
    assert related["message"] == {"text": "defined here"}
    assert related["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 4, "endLine": 3, "endColumn": 5}
    assert result["message"]["text"] == "m\na remark"


def test_a_fix_says_what_it_changes():
    [fix] = result_of(Diagnostic("E0403", "m", AT, help="did you mean 'strides'?", fix=Fix(AT, "strides")))["fixes"]
    assert fix["description"] == {"text": "did you mean 'strides'?"}
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "specs/gr%C3%B6%C3%9Fe%201.yaml"}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 10},
            "insertedContent": {"text": "strides"},
        }
    ]


def test_without_a_place():
    assert result_of(Diagnostic("E0120", "there is no file x.yaml"))["locations"] == []


@pytest.mark.parametrize("name", ["/etc/a b.yaml", "<stdin>", "../x.yaml", "a:b.yaml", "--set n", "100%.yaml"])
def test_any_name_is_a_reference(name):
    location = result_of(Diagnostic("E0403", "m", Source(name, "x").spot(1, 1)))["locations"][0]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert not set(uri) & set(' <>"')
    assert uri.startswith("file:///") == name.startswith("/")
    assert uri.partition("/")[0].count(":") == name.startswith("/")
