import json


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
