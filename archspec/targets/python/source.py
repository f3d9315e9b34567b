"""Readable Python source of a spec: what `archspec generate` writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from archspec.formula.evaluate import Evaluator
from archspec.graph.graph import Graph
from archspec.spec.document import Document
from archspec.spec.loading import Program
from archspec.spec.params import bind_params
from archspec.targets.python.clashes import refuse_clashes
from archspec.targets.python.classes import block_class, network_builder, network_class
from archspec.targets.python.code import Doc
from archspec.targets.python.docs import module_doc
from archspec.targets.python.flat import flat_function, flat_name
from archspec.targets.python.functional import block_function, network_function, variant
from archspec.targets.python.helpers import HELPERS
from archspec.targets.python.layout import WIDTH, write, write_class, write_function
from archspec.targets.python.literals import docstring
from archspec.targets.python.marks import Style
from archspec.targets.python.module import Module


class Network(NamedTuple):
    """What source is made of: a program, and the one network of it that is meant.

    Args:
        program: the spec and the blocks it uses.
        graph: the network.
        given: the values that a variant or the caller gives for params.
        variant: the variant's name, or None for the spec itself.
    """

    program: Program
    graph: Graph
    given: Mapping[str, Any]
    variant: str | None


def write_source(network: Network, style: Style) -> str:
    """The source of a network in a style.

    Raises:
        SpecError: Keras would give a function the name of a layer.
    """
    if style != "subclass":
        refuse_clashes(network.graph, network.program.sources)
    match style:
        case "functional":
            return functional_source(network)
        case "flat":
            return flat_source(network)
        case "subclass":
            return subclass_source(network)


def functional_source(network: Network) -> str:
    """The source in which blocks are functions."""
    document, name = network.program.document, network.graph.name
    module = Module(network.program, name, _variants(network))
    functions = [block_function(unit, module) for unit in module.units.values()]
    functions.append(network_function(document, module, network.given, name))
    return _structured(network, module, map(write_function, functions), "summary()")


def subclass_source(network: Network) -> str:
    """The source in which blocks are layers and the network is a model."""
    document, name = network.program.document, network.graph.name
    module = Module(network.program, name, _variants(network), classes=True)
    classes = [block_class(unit, module) for unit in module.units.values()]
    classes.append(network_class(document, module, network.given, module.model))
    builder = network_builder(document, module, network.given, name, module.model)
    return _structured(
        network, module, [*map(write_class, classes), write_function(builder)], "summary(expand_nested=True)"
    )


def _variants(network: Network) -> tuple[str, ...]:
    """The variants that a file has functions for: all of a spec, none where it is one of them."""
    return () if network.variant else tuple(network.program.document.variants)


def _structured(network: Network, module: Module, definitions: Iterable[str], summary: str) -> str:
    """A file of functions or classes, with the helpers that they need and the variants of the network."""
    document = network.program.document
    definitions = list(definitions)
    assigned = [variant(word, _variant_values(document, name), name, module) for name, word in module.variants.items()]
    needs = module.formulas.needs
    helpers = [HELPERS[name] for name in sorted(HELPERS.keys() & needs)]
    return frame(
        doc=module_doc(document, network.graph),
        functions=[*helpers, *definitions],
        needs=needs,
        variants=write(assigned),
        main=f"{module.name}().{summary}",
    )


def flat_source(network: Network) -> str:
    """The source with one line a layer."""
    document = network.program.document
    function = flat_function(network.graph, document)
    return frame(
        doc=module_doc(document, network.graph),
        functions=[function],
        needs=set(),
        variants="",
        main=f"{flat_name(network.graph)}().summary()",
    )


def _variant_values(document: Document, name: str) -> dict[str, Any]:
    """The values that a variant gives for params."""
    bound = bind_params(document, name, {}, Evaluator())
    return {key: bound[key] for key in document.variants[name]}


def frame(*, doc: Doc, functions: Iterable[str], needs: set[str], variants: str, main: str) -> str:
    """A whole file."""
    from jinja2 import Environment, PackageLoader

    functions = list(functions)
    environment = Environment(
        loader=PackageLoader("archspec.targets.python", "."), trim_blocks=True, keep_trailing_newline=True
    )
    return environment.get_template("frame.py.jinja").render(
        docstring=docstring(doc, 0, WIDTH),
        imports=_imports(needs, [word for word in ("layers", "ops") if any(_uses(word, each) for each in functions)]),
        functions=functions,
        variants=variants,
        main=main,
    )


def _uses(module: str, source: str) -> bool:
    return re.search(rf"(?<![\w.]){module}\.", source) is not None


def _imports(needs: set[str], modules: list[str]) -> list[str]:
    typing = sorted(needs & {"Any", "cast"})
    standard = [
        *(["import math"] if "math" in needs else []),
        *(["from functools import partial"] if "partial" in needs else []),
        *([f"from typing import {', '.join(typing)}"] if typing else []),
    ]
    return [
        *standard,
        *([""] if standard else []),
        "import keras",
        *([f"from keras import {', '.join(modules)}"] if modules else []),
    ]
