"""Which files a spec may reach. What a spec sees of it is told by the fixtures of rule 35."""

import os
from pathlib import Path

import pytest

import archspec
from archspec.spec.files import Reach, shipped_files, shipped_folder

SPEC = "archspec: 1\nname: net\ninputs: [8, 8, 3]\nuse: [{}]\nlayers: [b]\n"
LIBRARY = "archspec: 1\nblocks: {b: {layers: [Flatten]}}\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def mistake(path, **options):
    with pytest.raises(archspec.SpecError) as caught:
        archspec.load(path, **options)
    [diagnostic] = caught.value.diagnostics
    span = diagnostic.span
    return diagnostic.code, (span.line, span.column) if span else None, diagnostic.message


@pytest.mark.parametrize("marker", ["pyproject.toml", ".git"])
def test_the_root_is_the_nearest_folder_of_a_project(tmp_path, marker):
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / marker).touch()
    spec = write(tmp_path / "project" / "specs" / "deep" / "net.yaml", SPEC)
    assert Reach.of(spec).root == tmp_path / "project"
    write(tmp_path / "project" / "specs" / marker, "")
    assert Reach.of(spec).root == tmp_path / "project" / "specs"


def test_without_one_it_is_the_folder_of_the_spec(tmp_path):
    spec = write(tmp_path / "specs" / "net.yaml", SPEC)
    assert Reach.of(spec).root == tmp_path / "specs"
    assert Reach.of(spec, root=tmp_path).root == tmp_path


def test_the_folder_of_a_spec_is_where_it_really_stands(tmp_path):
    write(tmp_path / "real" / "lib.yaml", LIBRARY)
    spec = write(tmp_path / "real" / "net.yaml", SPEC.format("lib.yaml"))
    (tmp_path / "link.yaml").symlink_to(spec)
    assert archspec.load(tmp_path / "link.yaml").graph.nodes[-1].name == "flatten"


def test_nothing_outside_the_root(tmp_path, monkeypatch):
    write(tmp_path / "lib.yaml", LIBRARY)
    spec = write(tmp_path / "specs" / "net.yaml", SPEC.format("../lib.yaml"))
    code, place, message = mistake(spec)
    assert (code, place) == ("E0122", (4, 7))
    assert "'../lib.yaml' lies outside" in message
    monkeypatch.chdir(tmp_path / "specs")
    assert mistake("net.yaml")[2] == "'../lib.yaml' lies outside the working folder, which a spec can't leave"
    assert archspec.load(spec, root=tmp_path).graph.nodes[-1].name == "flatten"


def test_not_by_a_symlink_either(tmp_path):
    write(tmp_path / "lib.yaml", LIBRARY)
    spec = write(tmp_path / "specs" / "net.yaml", SPEC.format("lib.yaml"))
    (tmp_path / "specs" / "lib.yaml").symlink_to("../lib.yaml")
    assert mistake(spec)[:2] == ("E0122", (4, 7))


def test_nor_by_a_folder_that_is_one(tmp_path):
    write(tmp_path / "outside" / "lib.yaml", LIBRARY)
    spec = write(tmp_path / "specs" / "net.yaml", SPEC.format("inside/lib.yaml"))
    (tmp_path / "specs" / "inside").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert mistake(spec)[:2] == ("E0122", (4, 7))


def test_a_symlink_within_the_root_is_followed(tmp_path):
    write(tmp_path / "specs" / "blocks" / "lib.yaml", LIBRARY)
    spec = write(tmp_path / "specs" / "net.yaml", SPEC.format("lib.yaml"))
    (tmp_path / "specs" / "lib.yaml").symlink_to("blocks/lib.yaml")
    assert archspec.load(spec).graph.nodes[-1].name == "flatten"


def test_the_ending_is_that_of_the_real_file(tmp_path):
    spec = write(tmp_path / "net.yaml", SPEC.format("lib.yaml"))
    write(tmp_path / "secrets.txt", LIBRARY)
    (tmp_path / "lib.yaml").symlink_to("secrets.txt")
    assert mistake(spec) == ("E0122", (4, 7), "only .yaml and .yml files can be named here, not 'lib.yaml'")


def test_symlinks_that_go_round(tmp_path):
    spec = write(tmp_path / "net.yaml", SPEC.format("a.yaml"))
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert mistake(spec)[:2] == ("E0120", (4, 7))


@pytest.mark.parametrize("name", ['"a\\0b.yaml"', "'" + "a" * 300 + ".yaml'", "folder.yaml", "pipe.yaml"])
def test_what_can_be_no_file(tmp_path, name):
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    spec = write(tmp_path / "net.yaml", SPEC.format(name))
    assert mistake(spec)[:2] == ("E0120", (4, 7))


@pytest.mark.parametrize("name", ["missing.yaml", "a\0b.yaml", "a" * 300 + ".yaml", "missing", "."])
def test_a_spec_that_can_not_be_had(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    code, place, _ = mistake(name)
    assert (code, place) == ("E0120", None)


def test_a_name_that_is_nearly_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "network.yaml", SPEC)
    for word, hint in (("netwrok.yaml", "did you mean 'network.yaml'?"), ("resnet5", "did you mean 'resnet50'?")):
        with pytest.raises(archspec.SpecError) as caught:
            archspec.load(word)
        assert caught.value.diagnostics[0].help == hint


def test_files_do_not_refer_to_files_without_end(tmp_path):
    spec = write(tmp_path / "net.yaml", SPEC.format("0.yaml"))
    for number in range(100):
        write(tmp_path / f"{number}.yaml", f"archspec: 1\nuse: [{number + 1}.yaml]\nblocks: {{}}\n")
    with pytest.raises(archspec.SpecError) as caught:
        archspec.load(spec)
    [diagnostic] = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("E0123", "files refer to files more than 64 deep")
    assert Path(diagnostic.span.source.name).name == "63.yaml"


def test_shipped_files_are_found_by_name():
    folder = shipped_folder()
    assert {path.stem for path in shipped_files()} == {path.stem for path in folder.rglob("*.yaml")}
    assert archspec.load("resnet_mnist").name == "resnet_mnist"


FAR = [
    "../lib.yaml",
    "a/../../lib.yaml",
    "~/lib.yaml",
    "http://example.com/lib.yaml",
    "file:///lib.yaml",
    r"..\\lib.yaml",
]


@pytest.mark.parametrize("name", [*FAR, "//lib.yaml", "%2e%2e/lib.yaml", "./a/./../../lib.yaml", "$HOME/lib.yaml"])
@pytest.mark.parametrize("key", ["use: [{}]", "extends: {}"])
def test_words_that_lead_elsewhere_lead_nowhere(tmp_path, monkeypatch, name, key):
    write(tmp_path / "lib.yaml", LIBRARY)
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "specs"
    text = f"archspec: 1\nname: net\n{key.format(repr(name))}\ninputs: [8]\nlayers: [Flatten]\n"
    spec = write(folder / "net.yaml", text)
    (folder / "pyproject.toml").touch()
    assert mistake(spec)[0] in ("E0120", "E0122")
    monkeypatch.chdir(folder)
    with pytest.raises(archspec.SpecError, match=r"E012[02]"):
        archspec.loads(text)


def test_an_absolute_path_leads_nowhere_even_within(tmp_path):
    lib = write(tmp_path / "lib.yaml", LIBRARY)
    spec = write(tmp_path / "specs" / "net.yaml", SPEC.format(lib))
    assert mistake(spec)[:2] == ("E0122", (4, 7))
