"""Bad input: a clear message with file, line and column, whatever the file holds; nothing but SpecError is raised."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archspec
from archspec.api import architecture, read
from archspec.spec.files import shipped_files, shipped_folder
from archspec.text.diagnostics import render
from archspec.text.source import Source

from .cases import read_cases, read_fixtures

MESSAGES = list(read_fixtures(Path(__file__).parent / "bad_input.txt"))


def failure(path, **options):
    with pytest.raises(archspec.SpecError) as caught:
        archspec.load(path, **options)
    return caught.value


@pytest.mark.parametrize("fixture", MESSAGES, ids=lambda fixture: fixture.title.replace(" ", "_"))
def test_message(fixture, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fixture.write(tmp_path)
    try:
        errors = archspec.load("net.yaml").check().errors
    except archspec.SpecError as error:
        errors = error.diagnostics
    assert "\n\n".join(map(render, errors)) == fixture.expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "net.yaml:1:1: error[E0102]: the document is empty"),
        (b"\n\n  # nothing\n", "net.yaml:4:1: error[E0102]: the document is empty"),
        (b"---\n", "net.yaml:2:1: error[E0201]: a spec is a mapping, this document is null"),
        (b"just words\n", "net.yaml:1:1: error[E0201]: a spec is a mapping, this document is the text 'just words'"),
        (b"- a\n- b\n", "net.yaml:1:1: error[E0201]: a spec is a mapping, this document is a list"),
        (b"archspec: 1\n...\n---\nname: x\n", "net.yaml:3:1: error[E0103]: a file holds one document"),
        (b"archspec: 1\nname: \xff\n", "net.yaml:2:7: error[E0121]: this is not UTF-8 text"),
        ("archspec: 1\nname: é".encode() + b"\xe9\n", "net.yaml:2:8: error[E0121]: this is not UTF-8 text"),
        ("archspec: 1\n".encode("utf-16"), "net.yaml:1:1: error[E0121]: this is not UTF-8 text"),
        (b"\xef\xbb\xbfarchspec: 1\nname: \xff", "net.yaml:2:7: error[E0121]: this is not UTF-8 text"),
        (
            b"archspec: 1\r\nname: a\r\nnmae: \x00\r\n",
            "net.yaml:3:7: error[E0101]: this is no YAML: the character U+0000",
        ),
        (b"\x7fELF\x02\x01", "net.yaml:1:1: error[E0101]: this is no YAML: the character U+007F is not allowed"),
        (b"{" * 100, "net.yaml:1:65: error[E0110]: nested deeper than 64 levels"),
        (b"#" + b" " * 2_000_000, "error[E0110]: net.yaml has more than 2000000 bytes"),
    ],
)
def test_what_a_file_may_hold(content, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_bytes(content)
    assert str(failure("net.yaml")).startswith(message)


def test_a_spec_of_three_line_ends_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "net.yaml"
    path.write_bytes(b"\xef\xbb\xbfarchspec: 1\r\nname: net\rinputs: [8]\nlayers: [Flatten]\r\n")
    assert archspec.load(path).graph.nodes[-1].output_shape == (8,)


def test_a_missing_file_has_no_place_and_a_folder_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("specs").mkdir()
    assert str(failure("missing.yaml")) == "error[E0120]: there is no file missing.yaml"
    assert str(failure("specs")) == "error[E0120]: specs can't be read: Is a directory"


def test_an_unknown_variant_or_param_of_the_caller_has_none_either(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text("archspec: 1\nname: net\ninputs: [8]\nparams: {units: 3}\nlayers: [Flatten]\n")
    assert str(failure("net.yaml", variant="wide")) == "error[E0231]: net has no variant 'wide'; it has none"
    assert str(failure("net.yaml", unit=3)) == "error[E0230]: net has no param 'unit'\n  = help: did you mean 'units'?"


def test_a_network_may_not_grow_without_end():
    head = "archspec: 1\nname: net\ninputs: [8]\n"
    cases = {
        "layers:\n  - ReLU:\n    repeat: 30000\n": "more than 20000 layers",
        "layers:\n  - ReLU:\n    repeat: 1000000000\n    when: false\n": "more than 50000 steps are run",
        "layers:\n  - {layers: [], repeat: 1000000000}\n": "more than 50000 steps are run",
        "layers:\n  - RepeatVector: {n: 9223372036854775807}\n": "more than 1099511627776 elements",
        "params: {n: 99}\nlet: {a: =n ** 99}\nlayers: [ReLU]\n": "over 256 bits",
        "let:\n  l0: [1, 1]\n"
        + "".join(f"  l{n}: '=[l{n - 1}, l{n - 1}]'\n" for n in range(1, 40))
        + "layers: [ReLU]\n": "a list of over 10000 items",
        "let:\n  l0: [1]\n"
        + "".join(f"  l{n}: '=[l{n - 1}]'\n" for n in range(1, 2000))
        + "layers: [ReLU]\n": "more than 64 levels of lists and records",
        "let:\n  r0: 1\n"
        + "".join(f"  r{n}: {{a: =r{n - 1}}}\n" for n in range(1, 2000))
        + "layers: [ReLU]\n": "more than 64 levels of lists and records",
        "let:\n  r0: 1\n"
        + "".join(f"  r{n}: [=r{n - 1}, =r{n - 1}]\n" for n in range(1, 40))
        + "layers: [ReLU]\n": "a list of over 10000 items",
        "let:\n  t0: xxxxxxxxxx\n"
        + "".join(f"  t{n}: '{{t{n - 1}}}{{t{n - 1}}}'\n" for n in range(1, 40))
        + "layers: [ReLU]\n": "a text of over 10000 characters",
    }
    for text, words in cases.items():
        with pytest.raises(archspec.SpecError, match=words):
            archspec.loads(head + text)


def test_steps_that_nest_to_the_limits_are_no_trouble():
    """Every walker of a spec recurses; none may run out of Python's own stack before a limit of ours is reached."""
    groups = "".join(f"{'  ' * (2 * depth)}      - layers:\n" for depth in range(13))
    inner = "  " * 26
    formula = "0" + " + 1" * 60
    text = (
        "archspec: 1\nname: net\ninputs: [8]\nblocks:\n  b:\n    params: {n: }\n    layers:\n"
        f"{groups}{inner}      - Dense: {{units: ={formula}}}\n"
        f"{inner}      - b: {{n: =n - 1}}\n{inner}        when: n > 1\n"
        "layers:\n  - b: {n: N}\n"
    )
    # One level is the spec's own, fourteen are one turn of the block: its steps and its groups.
    assert len(archspec.loads(text.replace("N", "4")).graph.nodes) == 5
    with pytest.raises(archspec.SpecError, match="a circle of blocks never ends: b -> b"):
        archspec.loads(text.replace("N", "5"))


#: Specs that hold, to be spoilt.
TEXTS = [path.read_text(encoding="utf-8") for path in shipped_files()]
TEXTS += [case.fixture.files["net.yaml"] for case in read_cases() if case.good]
WORDS = [
    *("null", "true", "-1", "0", "1.5", ".nan", "1e999", "text", "any", "'{index}'", "'{'", "=", "=in", "=input"),
    *("=index", "'=in.shape'", "'=in[0]'", "=null", "=1 / 0", "'=max(in)'", "=in.channels ** 99", "'=range(20000)'"),
    *("[]", "{}", "[1, 2]", "[null, null, null]", "[8, 8]", "{a: 1}", "[[8, 8, 3]]", "&a", "*a", "<<", "!!str", "- "),
    *("each", "repeat", "when", "as", "from", "layers", "branches", "merge", "edits", "extends", "use", "ops.split"),
]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(st.data())
def test_a_spoilt_spec_raises_nothing_else(data):
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        if data.draw(st.booleans()):
            # A whole word rather than any stretch.
            start = max(text.rfind(sign, 0, start) for sign in " [{\n") + 1
            end = min((found for sign in " ,]}\n:" if (found := text.find(sign, start)) >= 0), default=len(text))
        text = text[:start] + data.draw(st.sampled_from(WORDS) | st.just("")) + text[end:]
    try:
        program = read(Source("net.yaml", text, shipped_folder() / "net.yaml"))
        diagnostics = architecture(program).check().diagnostics
    except archspec.SpecError as error:
        diagnostics = error.diagnostics
        assert diagnostics
    for diagnostic in diagnostics:
        assert render(diagnostic)
        assert diagnostic.span or diagnostic.code == "E0120"
        assert "Input should" not in diagnostic.message
