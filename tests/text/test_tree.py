"""The located tree: every key and value with its place; and the bounds of a document."""

import pytest

from archspec.limits import Limits
from archspec.text.diagnostics import SpecError
from archspec.text.source import Source
from archspec.text.tree import Mapping, Sequence, bare
from archspec.text.yaml import read_yaml


def tree(text, limits=None):
    return read_yaml(Source("x.yaml", text), limits or Limits())


def failure(text, limits=None):
    with pytest.raises(SpecError) as caught:
        tree(text, limits)
    [diagnostic] = caught.value.diagnostics
    return diagnostic


def place(span):
    return (span.line, span.column, span.end_line, span.end_column)


def test_every_key_and_value_has_its_place():
    node = tree("a: 1\nb:\n  - {c: x, d: 'yz'}\n  - two words\n")
    assert place(node.key_spans["a"]) == (1, 1, 1, 2)
    assert place(node["a"].span) == (1, 4, 1, 5)
    assert place(node.key_spans["b"]) == (2, 1, 2, 2)
    inner, words = node["b"]
    assert place(inner.span) == (3, 5, 3, 20)
    assert place(inner.key_spans["d"]) == (3, 12, 3, 13)
    assert place(inner["d"].span) == (3, 15, 3, 19)
    assert place(words.span) == (4, 5, 4, 14)


def test_columns_count_characters():
    node = tree("größe: {名: 3}  # ü\n")
    assert place(node["größe"].span) == (1, 8, 1, 14)
    assert place(node["größe"]["名"].span) == (1, 12, 1, 13)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_end_as_yaml_ends_them(line_end):
    source = Source("x", line_end.join(["a: 1", "b: 2", "c: 3"]))
    span = read_yaml(source)["c"].span
    assert place(span) == (3, 4, 3, 5)
    assert source.line(3) == "c: 3"
    assert source.line(4) == ""


def test_a_scalar_keeps_its_source_text():
    node = tree("- 010\n- 1_1\n- 0x10\n- '=x'\n- |\n  a\n  b\n")
    assert [item.text for item in node] == ["010", "1_1", "0x10", "=x", "a\nb\n"]
    assert [item.plain for item in node] == [True, True, True, False, False]


def test_merged_keys_stand_where_they_are_merged():
    node = tree("a: &a {x: 1, y: 2}\nb: {w: 0, <<: *a, y: 3, z: 4}\n")["b"]
    assert bare(node) == {"w": 0, "x": 1, "y": 3, "z": 4}
    assert list(node) == ["w", "x", "y", "z"]
    assert place(node.key_spans["x"]) == (1, 8, 1, 9)


def test_a_key_given_before_a_merge_wins_too():
    assert bare(tree("{y: 3, <<: {x: 1, y: 2}}")) == {"y": 3, "x": 1}


def test_the_first_of_several_merged_mappings_wins():
    assert bare(tree("{<<: [{x: 1}, {x: 2, y: 2}]}")) == {"x": 1, "y": 2}


def test_a_quoted_sign_merges_nothing():
    assert bare(tree('{"<<": {x: 1}}')) == {"<<": {"x": 1}}


def test_an_alias_is_the_node_itself():
    node = tree("a: &a [1, {b: c}]\nd: *a\n")
    assert isinstance(node, Mapping)
    assert isinstance(node["d"], Sequence)
    assert node["d"] is node["a"]


@pytest.mark.parametrize(
    ("text", "code", "at", "words"),
    [
        ("", "E0102", (1, 1), "empty"),
        ("# only a comment\n\n", "E0102", (3, 1), "empty"),
        ("a: 1\n---\nb: 2\n", "E0103", (2, 1), "one document"),
        ("a: 1\nb: 2\na: 3\n", "E0104", (3, 1), "'a' is given twice"),
        ("a: {b: 1, c: 2, b: 3}", "E0104", (1, 17), "'b' is given twice"),
        ("a: *b\n", "E0105", (1, 4), "no anchor &b"),
        ("a: &a [1, *a]\n", "E0105", (1, 11), "its own anchor"),
        ("a: !!binary aGk=\n", "E0106", (1, 4), "!!binary"),
        ("a: !!set {b}\n", "E0106", (1, 4), "!!set"),
        ("a: !local 3\n", "E0106", (1, 4), "!local"),
        ("a: !!python/name:os.system x\n", "E0106", (1, 4), "plain data only"),
        ("a: !!map [1]\n", "E0106", (1, 4), "core schema"),
        ("a: !!int x\n", "E0106", (1, 4), "'x' is not of the type"),
        ("[a]: 1\n", "E0107", (1, 1), "not a list"),
        ("? {a: 1}\n: 1\n", "E0107", (1, 3), "not a mapping"),
        ("a: {<<: 3}\n", "E0108", (1, 9), "not the number 3"),
        ("a: {<<: [{b: 1}, 3]}\n", "E0108", (1, 18), "not the number 3"),
        ("a:\n\t- b\n", "E0101", (2, 1), "a tab"),
        ("a: [1, 2\nb: 3\n", "E0101", (1, 4), "the '[' is never closed"),
        ("a: 'never\nclosed\n", "E0101", (1, 4), "the quote that opens here is never closed"),
        ("a: b: c\n", "E0101", (1, 5), "a colon stands where no key can be"),
        ("a: @b\n", "E0101", (1, 4), "begins with '@'"),
        ("a:\n  - b\n  C: d\n", "E0101", (3, 3), "begins with no '- '"),
        ("a b\nc: d\n", "E0101", (1, 1), "a key without a colon"),
        ("a: 'b'c'\n", "E0101", (1, 7), "goes on after its closing quote"),
        ("a: 1\n b: 2\n", "E0101", (2, 3), "a colon stands where no key can be"),
        ("%YAML 3.0\n---\na: 1\n", "E0101", (1, 1), "incompatible"),
        ("é: 'é\x07'\n", "E0101", (1, 6), "U+0007"),
        ("a: 1\nb: '\ud800'\n", "E0101", (2, 5), "U+D800"),
    ],
)
def test_what_is_no_document(text, code, at, words):
    diagnostic = failure(text)
    assert (diagnostic.code, (diagnostic.span.line, diagnostic.span.column)) == (code, at)
    assert words in diagnostic.message


def test_the_first_key_of_two_is_shown_too():
    [note] = failure("a: 1\nb: 2\na: 3\n").notes
    assert (note.span.line, note.span.column) == (1, 1)


def test_a_byte_order_mark_is_no_text():
    assert bare(tree("\ufeffa: 1\n")) == {"a": 1}


def test_too_many_characters():
    assert failure("a: 1234567\n", Limits(document_bytes=10)).code == "E0110"
    assert bare(tree("a: 123456\n", Limits(document_bytes=10))) == {"a": 123456}


def test_too_many_values():
    # The list itself and its items.
    assert bare(tree("[1, 2]", Limits(values=3))) == [1, 2]
    diagnostic = failure("[1, 2, 3]", Limits(values=3))
    assert (diagnostic.code, diagnostic.span.column) == ("E0110", 8)


def test_too_deep():
    assert bare(tree("[[[1]]]", Limits(nesting=3))) == [[[1]]]
    diagnostic = failure("[[[[1]]]]", Limits(nesting=3))
    assert (diagnostic.code, diagnostic.span.column) == ("E0110", 4)


def test_aliases_count_with_what_they_hold():
    # A mapping, two keys and a list of two; the alias stands for three more.
    assert bare(tree("{a: &a [1, 2], b: *a}", Limits(values=9))) == {"a": [1, 2], "b": [1, 2]}
    diagnostic = failure("{a: &a [1, 2], b: *a}", Limits(values=8))
    assert (diagnostic.code, diagnostic.span.column) == ("E0110", 19)


def test_merged_entries_count_again():
    assert failure("{a: &a {b: 1, c: 2}, <<: *a}", Limits(values=13)).code == "E0110"


def test_aliases_nest_with_what_they_hold():
    assert bare(tree("{a: &a [[1]], b: [*a]}", Limits(nesting=4))) == {"a": [[1]], "b": [[[1]]]}
    diagnostic = failure("{a: &a [[1]], b: [*a]}", Limits(nesting=3))
    assert (diagnostic.code, diagnostic.span.column) == ("E0110", 19)


def test_an_alias_bomb_does_not_go_off():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    diagnostic = failure("\n".join(lines))
    assert diagnostic.code == "E0110"
    assert diagnostic.span.line < 20


def test_a_chain_of_aliases_does_not_get_deep():
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 600)]
    assert failure("\n".join(lines)).message == "nested deeper than 64 levels"
