"""Differences told as a person would, and no more than that."""

import pytest

import archspec
from archspec.diff.compare import Side, compare
from archspec.reports.diff_text import structure_lines

from .cases import read_pairs

PAIRS = list(read_pairs())


def side(text):
    network = archspec.loads(text)
    return Side(network.name, network.graph, network.expansion.rows)


def told(difference):
    return "\n".join(line.text for line in structure_lines(difference))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.title.replace(" ", "_"))
def test_pair(pair):
    assert told(compare(side(pair.before), side(pair.after))) == pair.expected


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.title.replace(" ", "_"))
def test_a_network_is_the_same_as_itself(pair):
    for text in (pair.before, pair.after):
        assert compare(side(text), side(text)).same


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.title.replace(" ", "_"))
def test_there_and_back_differ_alike(pair):
    forth, back = compare(side(pair.before), side(pair.after)), compare(side(pair.after), side(pair.before))
    assert forth.same == back.same == (not pair.expected)
    assert len(forth.findings) == len(back.findings)
