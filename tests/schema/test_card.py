"""The cards of layers: their examples as specs of their own, and rules and arguments that say what they should."""

import pytest

import archspec
from archspec.catalogue import find_layer, function_names, layer_names
from archspec.catalogue.meanings import MEANINGS
from archspec.fmt.formatting import formatted
from archspec.schema.card import make_card
from archspec.schema.layers import argument_docs
from archspec.text.source import Source

NAMES = (*layer_names(), *function_names())


@pytest.mark.parametrize("name", NAMES)
def test_the_example_checks_and_gives_what_the_card_says(name):
    example = make_card(name).example
    network = archspec.loads(example.spec)

    assert network.check(strict=True).diagnostics == ()
    graph = network.graph
    assert name in [node.type for node in graph.nodes]
    assert tuple(graph.nodes[place].output_shape for place in graph.outputs) == example.outputs
    assert network.totals.parameters == example.parameters
    assert network.totals.multiply_adds == example.multiply_adds


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_in_the_layout(name):
    spec = make_card(name).example.spec
    assert formatted(Source("example", spec)) == spec


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_layer_does_has_its_rule_in_words(name):
    card = make_card(name)
    [first, *_] = archspec.loads(card.example.spec).graph.nodes
    assert card.shape or card.example.outputs == (first.output_shape,)
    assert bool(card.weights) >= bool(card.example.weights)
    assert bool(card.multiply_adds) == bool(card.example.multiply_adds)
    assert card.doc
    assert [told for told in (card.shape, card.weights, card.multiply_adds) if told and not told.endswith(".")] == []


def test_every_argument_says_what_it_is_for_where_its_name_does_not():
    settings = ("_initializer", "_regularizer", "_constraint")
    silent = {
        name for each in NAMES for name in find_layer(each).argument_fields().keys() - argument_docs(find_layer(each))
    }
    assert [name for name in silent if not name.endswith(settings)] == []


def test_every_meaning_is_that_of_an_argument():
    known = {name for each in NAMES for name in find_layer(each).argument_fields()}
    assert MEANINGS.keys() <= known
    assert [doc for doc in MEANINGS.values() if not doc.endswith(".")] == []


def test_what_a_class_says_of_an_argument_goes_before_what_its_name_means():
    assert argument_docs(find_layer("MaxPooling2D"))["strides"].endswith("pool_size where null.")
    assert argument_docs(find_layer("Conv2D"))["strides"] == MEANINGS["strides"]
