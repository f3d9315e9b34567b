"""Diagnostics in lines no wider than a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archspec.text.diagnostics import Diagnostic, Note, render
from archspec.text.display import clipped, width
from archspec.text.rendering import Piece, fitted, plain, wrapped
from archspec.text.source import Source, Span

WORDS = "b needs the param 'filters' which is a whole number of channels, found nothing of that sort"


def at(text, column, end_column, line=1):
    return Span(Source("net.yaml", text), line, column, line, end_column)


def lines(diagnostic, columns):
    return [plain(line) for line in fitted(diagnostic, columns)]


def test_a_long_sentence_hangs():
    assert lines(Diagnostic("E0406", WORDS, at("", 1, 2)), 40) == [
        "net.yaml:1:1: error[E0406]: b needs the",
        "      param 'filters' which is a whole",
        "      number of channels, found nothing",
        "      of that sort",
    ]


def test_notes_and_help_hang_too():
    shown = lines(Diagnostic("E0406", "m", notes=(Note(WORDS),), help=WORDS), 60)
    assert shown == [
        "error[E0406]: m",
        "  = b needs the param 'filters' which is a whole number of",
        "      channels, found nothing of that sort",
        "  = help: b needs the param 'filters' which is a whole",
        "      number of channels, found nothing of that sort",
    ]


def test_what_fits_is_as_in_a_pipe():
    diagnostic = Diagnostic("E0406", "m", at("a: bad\n", 4, 7), (Note("n", at("a: bad\n", 1, 2)),), "h")
    assert "\n".join(lines(diagnostic, 80)) == render(diagnostic)


def test_each_stretch_keeps_what_it_is():
    [first, second, code, carets] = fitted(Diagnostic("E0406", "one two three", at("a: bad\n", 4, 7)), 34)
    assert first == (Piece("net.yaml:1:4", "place"), Piece(": "), Piece("error[E0406]", "error"), Piece(": one"))
    assert second == (Piece("      "), Piece("two three"))
    assert code == (Piece("  1 | ", "margin"), Piece("a: bad"))
    assert carets == (Piece("    | ", "margin"), Piece("   "), Piece("^^^", "error"))


def test_a_wide_line_is_shown_around_its_carets():
    text = "a" * 100 + "bad" + "b" * 100
    code, carets = lines(Diagnostic("E0001", "m", at(text, 101, 104)), 30)[-2:]
    assert (len(code), code[:7], code[-1]) == (29, "  1 | …", "…")
    assert code[carets.index("^") :].startswith("badb")
    assert carets.count("^") == 3


def test_tabs_are_spaces_there():
    assert lines(Diagnostic("E0001", "m", at("a:\tb\tbad", 6, 9)), 40)[1:] == [
        "  1 | a:    b    bad",
        "    |            ^^^",
    ]


def test_wide_characters_take_two_columns():
    text = "名" * 50 + "x"
    _, code, carets = lines(Diagnostic("E0001", "m", at(text, 51, 52)), 30)
    assert width(code) <= 29
    assert code.endswith("名x")
    assert width(carets) == width(code)


def test_a_word_wider_than_the_terminal_is_cut():
    assert [plain(line) for line in wrapped((Piece("x" * 25),), 10)] == ["x" * 10, "  " + "x" * 8, "  " + "x" * 7]


@given(
    st.text(st.sampled_from("ab \t名e\u0301🙂'"), max_size=200),
    st.text(st.sampled_from("ab \t名e\u0301🙂'"), min_size=1, max_size=300),
    st.integers(20, 100),
    st.data(),
)
def test_nothing_is_wider_and_no_word_is_lost(message, text, columns, data):
    start = data.draw(st.integers(1, len(text)))
    end = data.draw(st.integers(start + 1, len(text) + 1))
    diagnostic = Diagnostic("E0001", message, at(text, start, end), (Note(message),), message)
    shown = lines(diagnostic, columns)
    assert max(map(width, shown)) <= columns
    assert "\t" not in "".join(shown)
    told = "".join("".join(lines(Diagnostic("E0001", message), columns)).split())
    assert told == "".join(f"error[E0001]: {message}".split())


@pytest.mark.parametrize("start", [0, 1, 50, 98, 99])
@pytest.mark.parametrize("widest", [10, 40, 99, 100])
def test_what_is_clipped_holds_its_place(start, widest):
    text = "".join(chr(0x4E00 + number) if number % 3 else "x" for number in range(100))
    part, begin, end = clipped(text, start, start + 1, widest)
    assert width(part) <= widest
    assert part[begin:end] == text[start]
