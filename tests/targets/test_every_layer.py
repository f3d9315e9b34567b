"""Every layer of the catalogue through the Keras target: it builds, and is made as Keras's own call makes it."""

import json
import warnings

import pytest
from hypothesis import given

from archspec.catalogue import find_layer
from archspec.catalogue.index import is_operation
from archspec.graph.graph import Graph, Layer, Node
from archspec.targets.keras import build
from archspec.text.source import Place
from tests.catalogue.cases import CASES
from tests.catalogue.verdict import Accepted, archspec_says, drawn, keras_call

HERE = Place("by hand", 1, 1)


def graph_of(name, arguments, shapes):
    """A network of one layer."""
    definition = find_layer(name).model_validate(arguments)
    inputs = [Node(f"input{place}", None, (), (), shape, (), HERE) for place, shape in enumerate(shapes)]
    places = tuple(range(len(inputs)))
    layer = Node(
        "layer", Layer("layer", definition, shapes), places, shapes, definition.output_shape(*shapes), (), HERE
    )
    return Graph("net", (*inputs, layer), places, (len(inputs),))


def plain(config):
    """What a saved model holds of it: Keras keeps some lists as they are given, ours are tuples."""
    return json.loads(json.dumps(config))


LAYERS = [case for case in CASES.values() if not is_operation(case.layer)]


@pytest.mark.parametrize("case", LAYERS, ids=lambda case: case.layer)
def test_it_is_made_as_keras_is_asked_to(case):
    made = []

    @drawn
    @given(case.arguments, case.shapes)
    def compare(arguments, shapes):
        if isinstance(archspec_says(case.layer, arguments, shapes), Accepted):
            ours = build(graph_of(case.layer, arguments, shapes)).get_layer("layer")
            theirs, _ = keras_call(case.layer, {**arguments, "name": "layer"}, shapes)
            assert plain(ours.get_config()) == plain(theirs.get_config())
            made.append(arguments)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compare()
    assert made
