import json
from pathlib import Path


def test_the_shipped_specs(archspec, golden):
    result = archspec("list")
    assert (result.code, result.out, result.err) == (0, golden("list.txt"), "")


def test_params_and_variants_of_one(archspec, golden):
    assert archspec("list", "resnet50").out == golden("list_resnet50.txt")


def test_json(archspec):
    specs = {spec["name"]: spec for spec in json.loads(archspec("list", "--json").out)}
    assert specs["resnet50"]["variants"] == {
        "resnet101": {"depths": [3, 4, 23, 3]},
        "resnet152": {"depths": [3, 8, 36, 3]},
    }
    assert specs["densenet121"]["params"]["growth_rate"]["default"] == 32


def test_a_spec_that_is_wrong(archspec, folder):
    (folder / "bad.yaml").write_text("archspec: 1\n")
    assert archspec("list", "bad.yaml").code == 1


def test_figures_of_every_network(archspec):
    lines = [line.split() for line in archspec("list", "--figures").out.splitlines()]
    assert ["resnet50", "resnet101", "44,707,176", "7,546,552,320", "101", "217.5", "MB"] in lines
    [entry] = json.loads(archspec("list", "densenet121", "--figures", "--json").out)
    assert (entry["spec"], entry["network"], entry["parameters"]) == ("densenet121", "densenet121", 8_062_504)


def test_a_variant_that_the_defaults_are_gives_them_its_name(archspec, folder):
    path = folder / "tiny.yaml"
    path.write_text(path.read_text().replace("wide: {filters: 16}", "wide: {filters: 4}"))
    assert [entry["network"] for entry in json.loads(archspec("list", "tiny.yaml", "--figures", "--json").out)] == [
        "wide"
    ]


def test_the_zoo_in_the_docs_is_what_the_specs_say(archspec):
    page = Path(__file__).parents[2] / "docs" / "zoo.md"
    assert page.read_text(encoding="utf-8") == archspec("list", "--markdown").out
