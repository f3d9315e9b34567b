import os

import pytest

import archspec as package
from archspec.spec.loading import shipped_specs


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_spec_that_holds_and_is_in_the_layout(archspec, here):
    assert archspec("new", "tiny") == (0, "wrote tiny.yaml\n", "")
    assert archspec("check", "tiny.yaml", "--strict") == (
        0,
        "✓ tiny: 5 rows, 2 figures\n✓ tiny_wide: 5 rows, 1 figure\n",
        "",
    )
    assert archspec("fmt", "--check", "tiny.yaml") == (0, "", "")
    assert os.listdir(here) == ["tiny.yaml"]


@pytest.mark.parametrize("parent", shipped_specs())
def test_one_that_extends_another(archspec, here, parent):
    assert archspec("new", "child", "--from", parent).code == 0
    assert archspec("fmt", "--check", "child.yaml") == (0, "", "")
    # Of one that has doubtful variants, as `resnet_mnist` has the notebook's slip, these are inherited.
    told, of_parent = (archspec("check", each, "--strict") for each in ("child.yaml", parent))
    assert (told.code, told.err == "") == (of_parent.code, of_parent.err == "")
    child, original = package.load("child.yaml"), package.load(parent)
    assert child.name == "child"
    assert child.totals == original.totals


def test_a_parent_with_a_path_is_found_from_where_the_child_lies(archspec, here):
    (here / "pyproject.toml").touch()
    archspec("new", "base", "-o", "specs/base.yaml")
    assert archspec("new", "child", "--from", "specs/base.yaml", "-o", "more/deep") == (
        0,
        "wrote more/deep/child.yaml\n",
        "",
    )
    text = (here / "more" / "deep" / "child.yaml").read_text()
    assert "\nextends: ../../specs/base.yaml\n" in text
    assert "\n# Params with other defaults: classes, width\n" in text
    assert "\n# stem, stage{stage}, pool, classifier\n" in text


def test_a_parent_out_of_reach_or_wrong_is_told_and_nothing_is_written(archspec, here):
    archspec("new", "base", "-o", "one")
    result = archspec("new", "child", "--from", "one/base.yaml", "-o", "two")
    assert result.code == 1
    assert "error[E0122]" in result.err
    assert archspec("new", "child", "--from", "missing").code == 1
    assert sorted(os.listdir(here)) == ["one"]


def test_what_is_there_is_left_alone(archspec, here):
    (here / "tiny.yaml").write_text("mine")
    result = archspec("new", "tiny")
    assert result.code == 2
    assert "tiny.yaml is there already; name another file with -o" in result.err
    assert (here / "tiny.yaml").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("my-net", "'my-net' is no name"),
        ("my-net", "write 'my_net'"),
        ("net.yaml", "write 'net'"),
        ("class", "'class' is a word of Python"),
        ("../up", "is no name"),
    ],
)
def test_a_name_that_is_none(archspec, here, name, words):
    result = archspec("new", name)
    assert result.code == 2
    assert words in result.err
    assert os.listdir(here) == []


def test_a_schema_beside_it_is_what_editors_read(archspec, here):
    archspec("new", "without")
    assert "$schema" not in (here / "without.yaml").read_text()
    archspec("schema", "-o", "archspec.schema.json")
    archspec("new", "beside")
    first = (here / "beside.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=archspec.schema.json"
