"""Figures hold for what they round to, at the precision they are printed with."""

import pytest

from archspec.spec.figures import read_figure


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("25.6M", 25_550_000, 25_650_000),
        ("25M", 24_500_000, 25_500_000),
        ("25.60M", 25_595_000, 25_605_000),
        ("3.8G", 3_750_000_000, 3_850_000_000),
        ("4B", 3_500_000_000, 4_500_000_000),
        ("1.5T", 1_450_000_000_000, 1_550_000_000_000),
        ("11k", 10_500, 11_500),
        ("11K", 10_500, 11_500),
        ("1.001k", 1_001, 1_001),
        ("50", 50, 50),
        ("0", 0, 0),
        ("25,636,712", 25_636_712, 25_636_712),
        ("25 636 712", 25_636_712, 25_636_712),
        ("8.1 M", 8_050_000, 8_150_000),
    ],
)
def test_what_a_figure_holds_for(text, lowest, highest):
    figure = read_figure(text)
    assert (figure.lowest, figure.highest, figure.text) == (lowest, highest, text)
    assert figure.holds(lowest)
    assert figure.holds(highest)
    assert not figure.holds(lowest - 1)
    assert not figure.holds(highest + 1)


@pytest.mark.parametrize(
    "text",
    ["", "M", "25.6", "1.5", "-3", "+3", "25.6MM", "25.6m", "2e6", "1.0001k", ".5M", "5.M", "about 3M", "25.6M\n"],
)
def test_what_is_no_figure(text):
    assert read_figure(text) is None


def test_the_figures_of_resnet50():
    assert read_figure("25.6M").holds(25_636_712)
    assert read_figure("3.8G").holds(3_834_331_136)
    assert not read_figure("3.8G").holds(3_857_973_248)
