"""Text of a spec stays text: whatever it holds, the source has the same statements, and only they run."""

import ast
import keyword
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st
from yaml import safe_dump

import archspec
from archspec.targets.python.marks import STYLES

from .executed import lint

NASTY = (
    '"""',
    "'''",
    '"',
    "'",
    "\\",
    "\\N{DASH}",
    "\n",
    "\r",
    "\t",
    "{{ 1 }}",
    "{% raw %}",
    "{",
    "}",
    "#",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\u05d0",
    "\u00e9",
    "\x85",
    "\U0001f600",
    "%s",
    "${x}",
    "\n    import os",
    '"""\nimport os\n"""',
)
TEXT = st.lists(st.sampled_from(NASTY) | st.text(max_size=6), max_size=8).map("".join)


def spec(title, source, note, doc, row, why, step_note, value, block_title):
    return {
        "archspec": 1,
        "name": "net",
        "title": title,
        "source": source,
        "note": note,
        "inputs": [4],
        "params": {"units": {"default": 2, "doc": doc}, "word": {"default": value, "type": "str"}},
        "blocks": {"b": {"title": block_title, "note": note, "layers": [{"Dense": {"units": 3}, "name": "d"}]}},
        "layers": [
            {"Dense": {"units": "=units"}, "row": row, "note": step_note, "when": "word != 'x'", "name": "one"},
            {"b": None, "name": "two", "in": [5], "erratum": {"in": [2], "why": why}},
        ],
    }


def shape(node):
    """A tree without its texts."""
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    if isinstance(node, ast.AST):
        return (type(node).__name__, [shape(value) for _, value in ast.iter_fields(node) if _ != "kind"])
    return [shape(item) for item in node] if isinstance(node, list) else node


def sources(texts):
    text = safe_dump(spec(*texts), allow_unicode=False)
    network = archspec.loads(text)
    return {style: network.source(style) for style in STYLES}


PLAIN = sources(["a"] * 9)


def templated(text):
    """Text for a field that reads templates: its braces are doubled."""
    return text.replace("{", "{{").replace("}", "}}")


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT.map(lambda text: "a" + text), min_size=9, max_size=9))
def test_the_tree_is_the_same_whatever_the_texts_are(texts):
    texts[4], texts[7] = templated(texts[4]), templated(texts[7])
    for style, source in sources(texts).items():
        assert shape(ast.parse(source)) == shape(ast.parse(PLAIN[style]))
        odd = {character for character in source if not character.isprintable() and character != "\n"}
        turned = {character for character in source if unicodedata.bidirectional(character) in ("R", "AL", "RLO")}
        assert not odd | turned


@settings(max_examples=40, deadline=None)
@given(TEXT.filter(lambda text: "\x00" not in text))
def test_a_value_keeps_its_text(text):
    network = archspec.loads(safe_dump(spec(*["a"] * 7, templated("a" + text), "a")))
    tree = ast.parse(network.source())
    assert "a" + text in {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_the_formatter_leaves_it_as_it_is(tmp_path):
    for number, nasty in enumerate(NASTY):
        texts = [f"a {nasty} b{nasty}"] * 9
        texts[4] = texts[7] = templated(texts[4])
        for style, source in sources(texts).items():
            (tmp_path / f"{style}_{number}.py").write_text(source, encoding="utf-8")
    assert lint(tmp_path) == ""


def test_a_word_of_python_is_a_layers_name_all_the_same():
    """Rule 28 keeps such words from what formulas read, not from layers; and of `true` a class would be `True`."""
    words = [*keyword.kwlist, *keyword.softkwlist[1:]]
    steps = "".join(f"  - {{Dense: {{units: 1}}, name: {word!r}}}\n" for word in words)
    head = "archspec: 1\nname: true\ninputs: [3]\nblocks: {none: {layers: [ReLU]}}\n"
    network = archspec.loads(f"{head}layers:\n{steps}  - none\n")
    for style in STYLES:
        tree = ast.parse(network.source(style))
        named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert set(words) <= named
