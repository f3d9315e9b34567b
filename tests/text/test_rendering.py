"""Diagnostics as text: goldens typed by hand."""

import pickle

import pytest

from archspec.text.diagnostics import Diagnostic, Note, SpecError, render
from archspec.text.display import visible, width
from archspec.text.source import Source, Span


def shown(text, line, column, end_column, message="here", **more):
    return render(Diagnostic("E0000", message, Span(Source("x.yaml", text), line, column, line, end_column), **more))


def test_place_sentence_line_carets_notes_and_help():
    source = Source("x.yaml", "a: 1\nlonger: two\n")
    span, other = Span(source, 2, 9, 2, 12), Span(source, 1, 1, 1, 2)
    notes = (Note("first here", other), Note("a remark"))
    assert render(Diagnostic("E0104", "given twice", span, notes, "drop one")) == (
        "x.yaml:2:9: error[E0104]: given twice\n"
        "  2 | longer: two\n"
        "    |         ^^^\n"
        "  = x.yaml:1:1: first here\n"
        "  1 | a: 1\n"
        "    | ^\n"
        "  = a remark\n"
        "  = help: drop one"
    )


def test_without_a_place():
    assert render(Diagnostic("W0001", "a doubt", severity="warning")) == "warning[W0001]: a doubt"


def test_wide_characters_take_two_columns():
    assert shown("名前: 値段 = x", 1, 5, 7) == (
        "x.yaml:1:5: error[E0000]: here\n  1 | 名前: 値段 = x\n    |       ^^^^"
    )


def test_combining_marks_take_none():
    assert shown("e\u0301e\u0301: bad", 1, 7, 10).endswith("    |     ^^^")


def test_tabs_stay_before_the_carets():
    assert shown("a:\tb\tbad", 1, 6, 9).endswith("  1 | a:\tb\tbad\n    |   \t \t^^^")


def test_the_gutter_is_as_wide_as_the_number():
    assert shown("\n" * 99 + "bad", 100, 1, 4) == "x.yaml:100:1: error[E0000]: here\n  100 | bad\n      | ^^^"


def test_past_the_end_of_a_line():
    assert shown("ab", 1, 3, 4).endswith("  1 | ab\n    |   ^")


def test_an_empty_line_is_not_shown():
    assert shown("a:\n\n", 2, 1, 2) == "x.yaml:2:1: error[E0000]: here"


def test_over_several_lines_the_first_one():
    span = Span(Source("x.yaml", "a: [1,\n 2]\n"), 1, 4, 2, 4)
    assert render(Diagnostic("E0000", "here", span)).endswith("  1 | a: [1,\n    |    ^^^")


def test_what_can_fool_a_terminal_is_made_visible():
    rendered = shown("a: \x1b[31mred\u202ekcab\u2066 \u200b", 1, 4, 5, message="found '\x07\n'", help="\u2029")
    assert rendered == ("x.yaml:1:4: error[E0000]: found '��'\n  1 | a: �[31mred�kcab� �\n    |    ^\n  = help: �")


def test_the_name_of_a_file_can_not_either():
    span = Span(Source("a\x1b\n.yaml", "b"), 1, 1, 1, 2)
    assert render(Diagnostic("E0000", "here", span)).startswith("a��.yaml:1:1: error")


def test_a_long_line_is_shown_around_its_mistake():
    before, bad, after = "a" * 500, "bad", "b" * 500
    _, line, carets = shown(f"{before}{bad}{after}", 1, 501, 504).split("\n")
    assert len(line) < 160
    assert line.startswith("  1 | …aaa")
    assert line.endswith("bbb…")
    assert line[carets.index("^") :].startswith("badb")
    assert carets.count("^") == 3


def test_a_long_line_with_its_mistake_at_an_end():
    _, line, carets = shown("bad" + "b" * 500, 1, 1, 4).split("\n")
    assert (line[6:10], line[-1], carets) == ("badb", "…", "    | ^^^")
    _, line, carets = shown("a" * 500 + "bad", 1, 501, 504).split("\n")
    assert (line[6], line[-4:], carets[-3:]) == ("…", "abad", "^^^")


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("é", 1), ("名前", 4), ("ａ", 2), ("e\u0301", 1), ("ｱ", 1), ("", 0)]
)
def test_width(text, columns):
    assert width(text) == columns


@pytest.mark.parametrize("text", ["plain", "größe", "名前", "tab\there", "emoji 🙂", "e\u0301"])
def test_ordinary_text_stays_as_it_is(text):
    assert visible(text) == text


def test_an_error_holds_each_mistake_once_in_the_order_of_the_text():
    source = Source("x", "a\nb\nc")
    first, second = (Diagnostic("E0001", "m", source.spot(line, 1)) for line in (1, 3))
    placeless = Diagnostic("E0002", "n")
    error = SpecError([second, first, placeless, second])
    assert error.diagnostics == (placeless, first, second)
    assert str(error) == "\n\n".join(map(render, error.diagnostics))


def test_an_error_can_go_to_another_process():
    error = SpecError.single("E0001", "m", Source("x", "a").spot(1, 1))
    again = pickle.loads(pickle.dumps(error))
    assert again.diagnostics == error.diagnostics
