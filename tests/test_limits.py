"""Every limit: what is just within it passes, what is beyond is an ordinary mistake, and only the caller moves it."""

import pytest

import archspec
from archspec import Limits
from archspec.limits import DEFAULT_LIMITS, within, work

HEAD = "archspec: 1\nname: net\ninputs: [4]\n"
FLAT = "layers: [Flatten]\n"
VARIANTS = (
    f"{HEAD}params: {{n: 1}}\nvariants: {{v: {{n: 2}}, w: {{n: 3}}}}\nlayers: [{{Dense: {{units: =n}}, name: a}}]\n"
)

#: The limit, the least bound within which a document passes, the document, and the code where it does not.
CASES = [
    ("document_bytes", 52, f"{HEAD}{FLAT}", "E0110"),
    ("nesting", 5, f"{HEAD}let: {{a: [[[1]]]}}\n{FLAT}", "E0110"),
    ("values", 11, f"{HEAD}{FLAT}", "E0110"),
    ("formula_nodes", 5, f"{HEAD}let: {{a: =1 + 2 + 3}}\n{FLAT}", "E0303"),
    ("all_formula_nodes", 8, f"{HEAD}let: {{a: =1 + 2, b: =3 + 4}}\n{FLAT}", "E0303"),
    ("evaluation_steps", 7, f"{HEAD}let: {{a: '=[i for i in [1]]'}}\n{FLAT}", "E0309"),
    ("integer_bits", 4, f"{HEAD}let: {{a: =7 + 8}}\n{FLAT}", "E0308"),
    ("text_length", 4, f"{HEAD}let: {{a: \"='ab' + 'cd'\"}}\n{FLAT}", "E0308"),
    ("list_length", 4, f"{HEAD}let: {{a: =range(4)}}\n{FLAT}", "E0308"),
    ("depth", 3, f"{HEAD}layers: [{{layers: [{{layers: [Flatten]}}]}}]\n", "E0512"),
    ("turns", 4, f"{HEAD}layers: [{{Flatten: , repeat: 3}}]\n", "E0508"),
    ("layers", 4, f"{HEAD}layers: [{{Flatten: , repeat: 3}}]\n", "E0508"),
    ("networks", 3, VARIANTS, "E0508"),
    ("weights", 15, f"{HEAD}layers: [{{Dense: {{units: 3}}}}]\n", "E0508"),
    ("tensor_elements", 12, f"{HEAD}layers: [{{RepeatVector: {{n: 3}}}}]\n", "E0511"),
    ("tensor_elements", 4, f"{HEAD}{FLAT}", "E0505"),
    ("axes", 2, f"{HEAD}layers: [{{RepeatVector: {{n: 3}}}}]\n", "E0511"),
    ("axes", 1, f"{HEAD}{FLAT}", "E0505"),
]


def told(text, **bounds):
    return archspec.diagnose(text, limits=Limits(**bounds))


@pytest.mark.parametrize(("name", "least", "text", "code"), CASES)
def test_just_within_and_just_beyond(name, least, text, code):
    assert [each for each in told(text, **{name: least}) if each.severity == "error"] == []
    [mistake] = [each for each in told(text, **{name: least - 1}) if each.severity == "error"]
    assert mistake.code == code
    assert f"{least - 1}" in mistake.message


def test_no_limit_is_forgotten():
    assert {name for name, *_ in CASES} | {"files", "mistakes"} == set(Limits._fields)


def test_files(tmp_path):
    (tmp_path / "pyproject.toml").touch()
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(f"archspec: 1\nblocks: {{{name}: {{layers: [Flatten]}}}}\n")
    text = f"{HEAD}use: [a.yaml, b.yaml, c.yaml]\nlayers: [a, b, c]\n"
    path = tmp_path / "net.yaml"
    assert archspec.diagnose(text, path, limits=Limits(files=3)) == []
    [mistake] = archspec.diagnose(text, path, limits=Limits(files=2))
    assert (mistake.code, str(mistake.span).rpartition("/")[2]) == ("E0110", "net.yaml:4:23")
    assert mistake.message == "more than 2 files are used"


def test_documents_count_together(tmp_path):
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "parent.yaml").write_text(f"{HEAD}let: {{a: [1, 2, 3, 4, 5, 6, 7, 8, 9]}}\n{FLAT}")
    (tmp_path / "blocks.yaml").write_text("archspec: 1\nblocks: {b: {layers: [Flatten]}}\n")
    text = "archspec: 1\nname: net\nextends: parent.yaml\nuse: [blocks.yaml]\nlayers: [b]\n"
    path = tmp_path / "net.yaml"
    characters = len(text) + sum(len((tmp_path / name).read_text()) for name in ("parent.yaml", "blocks.yaml"))
    assert archspec.diagnose(text, path, limits=Limits(document_bytes=characters)) == []
    [mistake] = archspec.diagnose(text, path, limits=Limits(document_bytes=characters - 1))
    assert mistake.code == "E0110"
    assert mistake.message.endswith(f"blocks.yaml, all that is read has more than {characters - 1} characters")
    values = [each for each in range(20, 80) if not archspec.diagnose(text, path, limits=Limits(values=each))]
    assert min(values) == 13 + 24 + 10


def test_edits_go_through_a_document_no_more_often_than_they_may():
    edits = ", ".join("{at: conv1, after: []}" for _ in range(3))
    text = f"archspec: 1\nname: net\nextends: resnet_mnist\nedits: [{edits}]\n"
    assert "E0110" in [each.code for each in told(text, evaluation_steps=100)]
    assert "E0110" not in [each.code for each in told(text)]


def test_only_so_many_mistakes_are_told_and_how_many_are_not():
    text = f"{HEAD}layers: [{', '.join(['Flatt'] * 9)}]\n"
    assert [each.code for each in told(text, mistakes=9)] == ["E0401"] * 9
    *shown, last = told(text, mistakes=4)
    assert [each.code for each in shown] == ["E0401"] * 4
    assert (last.code, last.message) == ("E0110", "more than 4 mistakes: from here on, 5 are not told")
    assert last.span.column == 10 + 4 * len("Flatt, ")
    with pytest.raises(archspec.SpecError) as caught:
        archspec.loads(text, limits=Limits(mistakes=4))
    assert list(caught.value.diagnostics) == [*shown, last]


def test_mistakes_of_networks_are_told_up_to_the_same_limit():
    many = "".join("  - {Conv2D: {filters: 3, kernel_size: 9}, from: input}\n" for _ in range(9))
    text = f"{HEAD.replace('[4]', '[8, 8, 3]')}layers:\n{many}"
    codes = [each.code for each in told(text, mistakes=4)]
    assert codes == ["E0511"] * 4 + ["E0110"]


def test_a_spec_can_not_raise_a_limit():
    [mistake] = told(f"{HEAD}limits: {{layers: 9}}\n{FLAT}")
    assert mistake.code == "E0206"


def test_work_within_other_work_counts_with_it():
    with within(Limits(formula_nodes=7)):
        outer = work()
        with within(Limits(formula_nodes=9)):
            assert work() is outer
    assert work().limits == DEFAULT_LIMITS
