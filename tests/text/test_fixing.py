"""Changes made in texts: the rest stays as it is, whatever it is written with."""

import pytest

from archspec.text.diagnostics import Diagnostic, Fix
from archspec.text.fixing import fixed, fixes_by_source, in_words, mended
from archspec.text.source import Source, Span


def change(text, line, column, end_column, new, end_line=None):
    return Fix(Span(Source("x.yaml", text), line, column, end_line or line, end_column), new)


def result(text, *changes):
    return fixed(text, [change(text, *each) for each in changes]).text


def test_one_word_changes_and_all_else_stays():
    text = "a:   {strid: 2}   # strid, kept  \n\n\n# end"
    assert result(text, (1, 7, 12, "strides")) == "a:   {strides: 2}   # strid, kept  \n\n\n# end"


def test_several_in_any_order():
    text = "one two\nthree\n"
    assert result(text, (2, 1, 6, "3"), (1, 5, 8, "2"), (1, 1, 4, "1")) == "1 2\n3\n"


def test_of_those_that_overlap_the_first_is_made():
    text = "abcdef\n"
    done = fixed(text, [change(text, 1, 3, 6, "Y"), change(text, 1, 2, 4, "X"), change(text, 1, 4, 5, "Z")])
    assert done.text == "aXZef\n"
    assert [fix.text for fix in done.fixes] == ["X", "Z"]


def test_the_same_one_is_made_once():
    text = "abc\n"
    assert result(text, (1, 2, 3, "x"), (1, 2, 3, "x")) == "axc\n"
    assert result(text, (1, 2, 2, "x"), (1, 2, 2, "y")) == "axbc\n"


def test_neighbours_are_both_made():
    assert result("abc\n", (1, 1, 2, "x"), (1, 2, 3, "y")) == "xyc\n"


def test_columns_count_characters_of_any_width():
    assert result("größe: {名前: 🙂, strid: 2}\n", (1, 16, 21, "strides")) == "größe: {名前: 🙂, strides: 2}\n"


def test_combining_marks_are_characters():
    assert result("e\u0301: bad\n", (1, 5, 8, "good")) == "e\u0301: good\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_lines_may_end_in_any_way(end):
    assert result(f"a{end}{end}b: bad  {end}c", (3, 4, 7, "good")) == f"a{end}{end}b: good  {end}c"


def test_line_ends_may_be_mixed():
    assert result("a\r\nb\nc\rbad\r\n", (4, 1, 4, "good")) == "a\r\nb\nc\rgood\r\n"


def test_tabs_are_one_character():
    assert result("a:\t{bad:\t1}\t# x\n", (1, 5, 8, "good")) == "a:\t{good:\t1}\t# x\n"
    assert result("a:\n\tb: 1\n", (2, 1, 2, "  ")) == "a:\n  b: 1\n"


def test_over_lines():
    assert result("a: 1\nb: 2\nc: 3\n", (1, 4, 5, "0\nb: 1", 2)) == "a: 0\nb: 1\nc: 3\n"


def test_at_the_very_end():
    assert result("a: bad", (1, 4, 7, "good")) == "a: good"


def test_two_slips_of_one_key_do_not_become_it_twice():
    text = "{unit: 3, unitt: 4, bat: 5}\n"
    changes = [change(text, 1, 2, 6, "units"), change(text, 1, 11, 16, "units"), change(text, 1, 21, 24, "bar")]
    assert mended(Source("x.yaml", text), changes).text == "{units: 3, unitt: 4, bar: 5}\n"


def test_what_can_not_be_read_may_still_be_mended_in_part():
    text = "a: [1\n\tb: 2\n"
    assert mended(Source("x.yaml", text), [change(text, 2, 1, 2, "  ")]).text == "a: [1\n  b: 2\n"


def test_changes_are_told_apart_by_their_text():
    one, two = Source("one", "abc"), Source("two", "abc")
    first, second, third = (Fix(source.spot(1, 1), "x") for source in (one, two, one))
    found = [Diagnostic("E0001", "m", fix=fix) for fix in (first, second, third)]
    assert fixes_by_source([*found, Diagnostic("E0002", "n")]) == {one: [first, third], two: [second]}


def test_a_change_in_words():
    text = "a\nb: {strid: 2}\n"
    assert in_words(change(text, 2, 5, 10, "strides")) == "x.yaml:2:5: 'strid' became 'strides'"
