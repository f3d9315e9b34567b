"""From a place to the node there: the text says with a `|` where the cursor is."""

import pytest

from archspec.text.places import node_at
from archspec.text.source import Source
from archspec.text.tree import Mapping, bare
from archspec.text.yaml import read_yaml


def spot(marked):
    before, _, after = marked.partition("|")
    lines = before.split("\n")
    return node_at(read_yaml(Source("x.yaml", before + after)), len(lines), len(lines[-1]) + 1)


def found(marked):
    path, node, key = spot(marked)
    return path, bare(node), key


@pytest.mark.parametrize("marked", ["a: 1\nb: {c: |two}\n", "a: 1\nb: {c: t|wo}\n", "a: 1\nb: {c: two|}\n"])
def test_a_value_is_touched_from_its_first_to_behind_its_last_character(marked):
    assert found(marked) == (("b", "c"), "two", None)


@pytest.mark.parametrize("marked", ["|abc: 1\n", "a|bc: 1\n", "abc|: 1\n"])
def test_a_key_gives_its_value_too(marked):
    assert found(marked) == (("abc",), 1, "abc")


def test_items_by_their_positions():
    assert found("layers:\n  - Flatten\n  - Dense: {units: 1|0}\n") == (("layers", 1, "Dense", "units"), 10, None)
    assert found("layers: [a, b|, c]\n") == (("layers", 1), "b", None)


def test_between_items_it_is_the_list():
    assert found("a: [b,| c]\n") == (("a",), ["b", "c"], None)
    assert found("a: {b: 1, |}\n") == (("a",), {"b": 1}, None)


def test_columns_count_characters():
    assert found("{名前: größe, x: |🙂}\n") == (("x",), "🙂", None)


def test_outside_it_is_the_document():
    assert found("# a comment|\na: 1\n") == ((), {"a": 1}, None)
    assert found("a: 1\n\n\n|") == ((), {"a": 1}, None)


@pytest.mark.parametrize(
    ("marked", "path"),
    [
        ("a: |\n", ("a",)),
        ("a:   |\nb: 2\n", ("a",)),
        ("layers:\n  - Dense: |\n", ("layers", 0, "Dense")),
        ("layers:\n  - Dense:\n      units: |\n", ("layers", 0, "Dense", "units")),
        ("b: {a: |}\n", ("b", "a")),
    ],
)
def test_a_key_without_a_value_yet(marked, path):
    assert found(marked) == (path, None, None)


def test_an_unfinished_key_is_a_value():
    assert found("layers:\n  - Den|\n") == (("layers", 0), "Den", None)


def test_the_line_after_an_unfinished_one_is_not_part_of_it():
    assert found("a:\nb: |2\n") == (("b",), 2, None)
    assert found("a:\n|\nb: 2\n")[0] in ((), ("a",))


def test_what_is_repeated_is_found_where_it_is_written():
    text = "a: &x {n: 1}\nb: *x\nc: {<<: *x, m: 2}\n"
    tree = read_yaml(Source("x.yaml", text))
    assert node_at(tree, 1, 8).path == ("a", "n")
    assert node_at(tree, 2, 4) == ((), tree, None)
    path, node, _ = node_at(tree, 3, 5)
    assert (path, isinstance(node, Mapping)) == (("c",), True)
    assert node_at(tree, 3, 16).path == ("c", "m")


def test_a_text_over_several_lines():
    assert found("a: >\n  one\n  t|wo\nb: 1\n")[0] == ("a",)
