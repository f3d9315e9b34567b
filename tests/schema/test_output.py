"""The schema as a file: whole, told, the same each time, and the one that is shipped."""

import json
import os
import subprocess
import sys

import pytest

from archspec.cli.main import run
from archspec.schema.writing import as_text
from archspec.spec.document import Block, Document, Expect, Library, Param
from archspec.spec.files import shipped_files, shipped_folder
from archspec.spec.steps import KEYWORDS
from archspec.spec.training import Training

from .judging import SCHEMA

SHIPPED = shipped_folder() / "archspec.schema.json"
PARTS = {"document": Document, "library": Library, "block": Block, "expect": Expect, "training": Training}


def test_the_shipped_file_is_what_the_command_prints(capsys):
    """Where it is not: archspec schema -o specs/archspec.schema.json."""
    assert run(["schema"]) == 0
    assert capsys.readouterr().out == SHIPPED.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", tuple(shipped_files()), ids=lambda path: path.stem)
def test_the_first_line_of_every_shipped_file_leads_editors_to_it(path):
    line, _, _ = path.read_text(encoding="utf-8").partition("\n")
    told, _, address = line.partition("$schema=")
    assert told == "# yaml-language-server: "
    assert (path.parent / address).resolve() == SHIPPED.resolve()


def test_it_goes_to_a_file_whole(tmp_path, capsys):
    path = tmp_path / "folder" / "x.json"
    assert run(["schema", "-o", str(path)]) == 0
    assert capsys.readouterr().out == f"wrote {path}\n"
    assert path.read_bytes() == SHIPPED.read_bytes()
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_can_not_be_written(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert run(["schema", "-o", str(tmp_path / "file" / "x.json")]) == 2
    assert "can't be written" in capsys.readouterr().err


@pytest.mark.parametrize("seed", ["1", "2"])
def test_it_is_the_same_in_every_process_and_loads_nothing_heavy(seed):
    code = (
        "import sys; from archspec.schema.language import language_schema; from archspec.schema.writing import as_text;"
        "sys.stdout.buffer.write(as_text(language_schema()).encode());"
        "assert not {'keras', 'tensorflow', 'numpy', 'click', 'rich', 'jinja2'} & sys.modules.keys()"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True)
    assert done.stdout == SHIPPED.read_bytes()


def test_the_text_is_the_data():
    assert json.loads(as_text(SCHEMA)) == SCHEMA
    odd = {"é": [], "a": {}, "b": [["x" * 60, "y" * 60], [{"c": "z" * 130}], "\n"], "d": [1.5, None, True, "w" * 120]}
    assert json.loads(as_text(odd)) == odd


def test_lines_are_as_long_as_words_allow():
    assert all(len(line) <= 120 for line in as_text({"words": ["word"] * 90, "nested": [["a"] * 9] * 9}).splitlines())


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_the_keys_of_its_model(part):
    extending = {"extends", "edits"} if part == "document" else set()
    assert set(SCHEMA["$defs"][part]["properties"]) == set(PARTS[part].keys()) | extending


def test_steps_and_params_have_the_keys_of_their_models():
    assert set(SCHEMA["$defs"]["step_mapping"]["properties"]) >= KEYWORDS
    assert set(SCHEMA["$defs"]["param"]["then"]["properties"]) == set(Param.keys())


def described(schema, place="$"):
    """Every property of a schema, with what is said of it."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from described(item, f"{place}[{index}]")
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key == "properties":
            yield from ((f"{place}.{name}", of) for name, of in value.items())
        if key != "if":
            yield from described(value, f"{place}.{key}")


def references(schema):
    if isinstance(schema, dict):
        yield from [schema["$ref"]] if "$ref" in schema else []
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from references(inner)


def test_every_definition_is_there_and_is_used():
    used = {reference.removeprefix("#/$defs/") for reference in references(SCHEMA)}
    assert used == SCHEMA["$defs"].keys()


def test_every_property_is_described():
    properties = dict(described(SCHEMA))
    assert len(properties) > 600
    for place, told in properties.items():
        target = SCHEMA["$defs"].get(told.get("$ref", "").removeprefix("#/$defs/"), {})
        assert (told.get("description") or target.get("description") or " ")[-1] in "./", place
