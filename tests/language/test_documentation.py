"""docs/language.md says what the code does, where that can be told."""

import re
from pathlib import Path

from archspec.formula.functions import FUNCTIONS
from archspec.limits import Limits

from .cases import RULES

TEXT = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")


def test_the_rules_have_the_numbers_of_their_fixtures():
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", TEXT, re.MULTILINE)]
    assert numbers == sorted({int(path.stem[5:7]) for path in RULES.iterdir()})


def test_every_limit_is_told():
    rows = re.findall(r"^\| (`.*`) \| .* \| (.*) \|$", TEXT, re.MULTILINE)
    told = [
        pair
        for names, bounds in rows
        for pair in zip(re.findall(r"`(\w+)`", names), re.findall(r"[\d,]*\d", bounds), strict=True)
    ]
    assert dict(told) == {name: f"{bound:,}" for name, bound in Limits()._asdict().items()}


def test_every_function_is_told():
    section = TEXT.partition("## Formulas")[2].partition("## Limits")[0]
    assert set(re.findall(r"`(\w+)\(", section)) == set(FUNCTIONS)
