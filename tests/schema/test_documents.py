"""The schema takes every document that archspec takes, and refuses what is wrong in form where it stands."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import archspec
from archspec.spec.files import shipped_files, shipped_folder
from archspec.text.tree import bare

from ..language import cases
from ..language.cases import read_cases, read_fixtures
from .judging import SCHEMA, VALIDATOR, complained_lines, complains_of_the_whole, complaints, tree

#: The mistakes that are in the form of a document alone. What a schema can't see, and leaves to `archspec check`:
#: text that is no YAML or no formula (E01xx, E03xx), files (E012x, E0213), names and values that another place of the
#: document gives (E0221 to E0235, E0402, E0406, E041x, E05xx), what the network then is (E07xx), and of E0209 the step
#: that names two blocks.
STRUCTURAL = {
    *("E0201", "E0202", "E0203", "E0204", "E0205", "E0206", "E0207", "E0208", "E0209", "E0210", "E0211", "E0212"),
    *("E0220", "E0240", "E0401", "E0403", "E0404", "E0405", "E0407", "E0503", "E0507"),
}
#: Those that may be in the keys of the document itself.
IN_THE_WHOLE = {"E0206", "E0208", "E0212"}
#: Where such a mistake is one of a computed value, or of what a block elsewhere takes.
UNSEEN = {
    ("functions keep the batch and are a closed list", "E0405"): "which axis is the batch's takes counting",
    (
        "a layer within a layer is checked as any",
        "E0405",
    ): "what it is made of is told by check",
    ("how many results there are is written", "E0405"): "the argument is a formula",
    ("the arguments of a call are its layer's", "E0405"): "the argument is a formula",
    ("also where they are computed", "E0201"): "the bound is a formula",
    ("a formula of the wrong type for its argument", "E0405"): "the argument is a formula",
    ("a computed one too", "E0507"): "the name is a template",
    ("and may be reserved", "E0203"): "the name is a template",
    ("a name that Python would read as another", "E0202"): "no pattern tells which form a character has",
    ("formulas have no place in settings", "E0201"): "layers' settings may be computed",
    ("a callback monitors a column of the history", "E0240"): "the metrics say which columns there are",
    ("a slip in the long form's default", "E0206"): "it may be a record",
    ("unknown and missing params of blocks", "E0403"): "the block says which params it has",
}
_PLACE = re.compile(r"(?:(?P<file>\S+\.yaml):)?(?P<line>\d+):\d+:? (?:error\[)?(?P<code>[EW]\d{4})")


def good_documents():
    return [
        pytest.param(text, id=f"{case.id}-{name}")
        for case in read_cases()
        if case.good
        for name, text in case.fixture.files.items()
    ]


def mistakes():
    """Each mistake of form in the fixtures: the text it is in, its line and its code."""
    found = []
    messages = read_fixtures(Path(cases.__file__).parent / "bad_input.txt")
    bad = [case.fixture for case in read_cases() if not case.good]
    for fixture in [*bad, *messages]:
        title = fixture.title.removeprefix("bad: ").partition(" | ")[0]
        for place in filter(None, map(_PLACE.match, fixture.expected.splitlines())):
            name, line, code = place["file"] or "net.yaml", int(place["line"]), place["code"]
            if code in STRUCTURAL and (title, code) not in UNSEEN:
                label = f"{code}-{title.replace(' ', '_')}-{name}-{line}"
                found.append(pytest.param(fixture.files[name], line, code, id=label))
    return found


def test_it_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", list(shipped_files()), ids=lambda path: path.relative_to(shipped_folder()).as_posix())
def test_what_is_shipped_is_taken(path):
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", good_documents())
def test_what_the_rules_call_good_is_taken(text):
    assert complaints(text) == []


@pytest.mark.parametrize(("text", "line", "code"), mistakes())
def test_a_mistake_of_form_is_refused_where_it_stands(text, line, code):
    seen = any(line in lines for lines in complained_lines(text))
    assert seen or (code in IN_THE_WHOLE and complains_of_the_whole(text))


def test_a_mistake_in_a_step_is_no_complaint_of_the_whole():
    text = "archspec: 1\nname: net\ninputs: [8]\nlayers:\n  - Flatten\n  - Dense: {unit: 3}\n"
    assert not complains_of_the_whole(text)
    assert list(complained_lines(text)) == [range(6, 7)] * 2  # an unknown argument, and a missing one


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_unseen_is_in_the_fixtures(unseen):
    title, code = unseen
    assert any(case.title == title and code in case.fixture.expected for case in read_cases())


HEAD = "archspec: 1\nname: net\ninputs: [8, 8, 3]\n"


@pytest.mark.parametrize(
    "steps",
    [
        "  - Conv2D: {filters: =n, kernel_size: [3, =n], padding: =p, kernel_initializer: '{a}_normal'}\n",
        "  - Conv2D: {filters: 3, kernel_size: 3, kernel_regularizer: {L2: {l2: =n / 10}}, trainable: =n > 1}\n",
        "  - BatchNormalization:\n    when: false\n    else: [Flatten, {unit: }, unit]\n",
        "  - unit: {any: thing, at: [all]}\n    from: [-1, input, '{name}']\n    as: x{index}\n",
        "  - branches: {a: , b: [ReLU]}\n    merge: {Concatenate: {axis: -1}}\n    in: [[8, null, any], [=n, 1, 3]]\n",
        "  - {layers: , each: {n: [1, 2]}, repeat: =n, name: 0_conv, row: 7, note: 1.5}\n",
        "  - größe: {}\n  - _unit\n",
    ],
)
def test_spellings(steps):
    assert complaints(f"{HEAD}layers:\n{steps}") == []


@pytest.mark.parametrize(
    "steps",
    [
        "  - Conv2D: {filters: 3, kernel_size: 3}\n    unit: {}\n",
        "  - Flatten:\n    layers: []\n",
        "  - Conv2D\n",
        "  - unit: {}\n    when: =n\n",
        "  - unit: 3\n",
        "  - class: {}\n",
        "  - ops.reluu: {}\n",
        "  - Dense: {units: 3, kernel_initializer: {Zeros: {}, Ones: {}}}\n",
        "  - Dense: {units: 3, kernel_initializer: {HeNormal: {gain: 1}}}\n",
        "  - Flatten\n  - \n",
        "  - Flatten\nedits: [{at: x, remove: true}]\n",
        "  - Flatten\nexpect: {parameters: 1e6M}\n",
        "  - Flatten\nparams: {n: {type: int, default: 3, documentation: x}}\n",
    ],
)
def test_misspellings(steps):
    assert complaints(f"{HEAD}layers:\n{steps}") != []


def test_a_library_is_blocks_alone():
    blocks = "archspec: 1\nblocks: {unit: {layers: [Flatten]}}\n"
    assert complaints(blocks) == []
    assert complaints(f"{blocks}params: {{n: 3}}\n") != []
    assert complaints(f"{blocks}name: net\n") != []


def test_a_child_lacks_what_its_parent_has():
    assert complaints("archspec: 1\nname: child\nextends: resnet50\nedits: [{at: conv1, before: [Flatten]}]\n") == []
    assert complaints("archspec: 1\nextends: resnet50\n") != []
    assert complaints("archspec: 1\nname: child\n") != []


# Documents as people have them half written: one of the fixtures with a few of its values exchanged, moved or gone.


def _paths(data, path=()):
    yield path
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _paths(value, (*path, key))


def _at(data, path):
    for key in path:
        data = data[key]
    return data


WHOLE = [
    bare(tree(text))
    for case in read_cases()
    if case.good and len(case.fixture.files) == 1 and not case.options
    for text in case.fixture.files.values()
]
VALUES = [_at(document, path) for document in WHOLE for path in _paths(document) if path]
ODD = [None, True, 0, 1, -1, 2.5, "x", "=n", "a{index}", "any", [], {}, "Flatten", "max", "25.6M", [[1], [2]]]


@st.composite
def half_written(draw):
    document = json.loads(json.dumps(draw(st.sampled_from(WHOLE))))
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from([path for path in _paths(document) if path] or [("name",)]))
        owner, key = _at(document, path[:-1]), path[-1]
        value = json.loads(json.dumps(draw(st.sampled_from(VALUES) | st.sampled_from(ODD))))
        match draw(st.sampled_from(["exchange", "exchange", "drop", "wrap", "add"])):
            case "exchange":
                owner[key] = value
            case "drop" if len(owner) > 1:
                del owner[key]
            case "wrap":
                owner[key] = [owner.get(key)] if isinstance(owner, dict) else [owner[key]]
            case "add" if isinstance(owner, list):
                owner.insert(key, value)
    return document


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(half_written())
def test_what_archspec_takes_is_taken(document):
    try:
        codes = {error.code for error in archspec.loads(json.dumps(document)).check().errors}
    except archspec.SpecError:
        return
    # An erratum of no figure is found with the figures, whose form it lacks.
    assert VALIDATOR.is_valid(document) or codes & (STRUCTURAL | {"E0711"})
