import json
import re


def test_a_good_spec_and_its_variants(archspec, folder):
    result = archspec("check", "tiny.yaml")
    assert result == (0, "✓ tiny: 1 row, 0 figures\n✓ wide: 1 row, 0 figures\n", "")


def test_every_shipped_spec_holds(archspec):
    result = archspec("check", "resnet50", "densenet121", "resnet50_keras", "resnet_mnist", "densenet_mnist")
    assert result.code == 0
    assert result.out.count("✓") == 10
    assert "✗" not in result.out
    # The notebook's slip, whose dead layers are there to be warned of.
    assert re.findall(r"(\w+)\.yaml:[\d:]+ \w+\[(\w+)\]", result.err) == [("resnet_mnist", "W0602")] * 3


def test_verbose_shows_every_row(archspec, golden):
    result = archspec("check", "densenet121", "-v")
    assert (result.code, result.out) == (0, golden("check_densenet121.txt"))


def test_a_mismatch_names_row_documented_inferred_and_place(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("[6, 6, =filters]", "[8, 8, =filters]"))
    result = archspec("check", "tiny.yaml")
    assert result.code == 1
    assert result.out == "✗ tiny: 1 mistake in 1 row, 0 figures\n✗ wide: 1 mistake in 1 row, 0 figures\n"
    assert "tiny.yaml:11:10: error[E0702]: row 'conv': documented output (8, 8, 4), inferred (6, 6, 4)" in result.err
    assert result.err.count("E0702") == 1


def test_what_is_set_departs_from_the_table(archspec):
    result = archspec("check", "resnet50", "--set", "depths=[1,1,1,1]")
    assert result.code == 0
    assert "6 departures from the table" in result.out
    strict = archspec("check", "resnet50", "--set", "depths=[1,1,1,1]", "--strict")
    assert strict.code == 1
    assert strict.err.count("is left out") == 3


def test_json_says_the_same(archspec, folder):
    result = archspec("check", "tiny.yaml", "missing.yaml", "--json")
    assert result.code == 1
    tiny, wide, missing = json.loads(result.out)
    assert (tiny["name"], tiny["ok"], wide["name"], wide["ok"]) == ("tiny", True, "wide", True)
    [row] = tiny["rows"]
    assert row == {
        "row": "conv",
        "documented_input": [8, 8, 3],
        "inferred_input": [[8, 8, 3]],
        "documented_output": [6, 6, 4],
        "inferred_output": [6, 6, 4],
        "status": "holds",
    }
    assert missing["ok"] is False
    assert missing["diagnostics"][0]["code"] == "E0120"


def test_one_bad_spec_does_not_hide_the_others(archspec, folder):
    (folder / "bad.yaml").write_text("[]")
    result = archspec("check", "bad.yaml", "tiny.yaml")
    assert result.code == 1
    assert "bad.yaml:1:1: error[E0201]" in result.err
    assert "✓ tiny" in result.out
