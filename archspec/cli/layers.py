"""`archspec layers`: the catalogue at hand."""

from __future__ import annotations

from textwrap import indent
from typing import Any

import click

from archspec.catalogue import function_names, layer_names
from archspec.catalogue.shapes import show
from archspec.cli import completing, options
from archspec.cli.output import print_grid, print_json
from archspec.reports.grid import Column, Grid
from archspec.reports.numbers import count
from archspec.schema.card import Argument, Card, Example, family, make_card, summary
from archspec.spec.left_out import LEFT_OUT, NOT_BY_EXAMPLE
from archspec.text.suggest import did_you_mean
from archspec.text.tree import spelled


@click.command("layers")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=completing.layers)
@options.as_json
def command(name: str | None, as_json: bool) -> int:
    """List the layers and functions that a spec can call, by family, or tell all about one.

    Of NAME (Conv2D, ops.mean): its arguments, what comes out, its weights and costs, and a spec that calls it.
    """
    if name is None:
        _list(as_json)
        return 0
    if name not in _names():
        raise click.UsageError(_why_not(name))
    card = make_card(name)
    if as_json:
        print_json(_data(card))
    else:
        _print(card)
    return 0


def _names() -> tuple[str, ...]:
    return (*layer_names(), *function_names())


def _list(as_json: bool) -> None:
    rows = tuple(sorted((family(name), name, summary(name)) for name in _names()))
    if as_json:
        print_json([{"name": name, "family": sort, "doc": doc} for sort, name, doc in rows])
    else:
        print_grid(Grid((Column("Family"), Column("Layer"), Column("What it does")), rows))


def _why_not(name: str) -> str:
    """Why a spec can't call a layer of this name."""
    if name in LEFT_OUT:
        return f"Keras's layer {name} can't be in a spec: {LEFT_OUT[name]}"
    if name in NOT_BY_EXAMPLE:
        return f"{name} can't be in a spec: it {'; '.join(NOT_BY_EXAMPLE[name])}"
    hint = did_you_mean(name, _names())
    return f"there is no layer {name!r}{f'; {hint}' if hint else ''}"


def _print(card: Card) -> None:
    click.echo(f"{card.name}: {card.doc}\n{card.page}\n")
    rows = tuple((each.name, _default(each), f"{each.doc} {each.kind}".lstrip()) for each in card.arguments)
    print_grid(Grid((Column("Argument"), Column("Default"), Column("What it is")), rows))
    depth = [("Depth", "Counts in the depth of a network.")] if card.counts_depth else []
    for title, told in _rules(card) + depth:
        click.echo(f"\n{title}\n  {told}")
    click.echo(f"\nExample\n{indent(card.example.spec, '  ')}\n  {_outcome(card.example)}")


def _default(argument: Argument) -> str:
    if argument.required:
        return "required"
    return argument.default if isinstance(argument.default, str) else spelled(argument.default)


def _rules(card: Card) -> list[tuple[str, str]]:
    return [
        ("Takes", card.takes),
        ("Shape", card.shape or "That of its input."),
        ("Weights", card.weights or "None."),
        ("Multiply-adds", card.multiply_adds or "None."),
    ]


def _outcome(example: Example) -> str:
    """What comes of an example, in a sentence."""
    found = f"gives {', '.join(map(show, example.outputs))}"
    if example.weights:
        weights = ", ".join(f"{weight.name} {show(weight.shape)}" for weight in example.weights)
        found += f", with {count(example.parameters)} parameters ({weights})"
    return found + (f", by {count(example.multiply_adds)} multiply-adds" if example.multiply_adds else "")


def _data(card: Card) -> dict[str, Any]:
    example = card.example
    return {
        "name": card.name,
        "family": family(card.name),
        "doc": card.doc,
        "page": card.page,
        "arguments": {each.name: each._asdict() for each in card.arguments},
        **{title.lower().replace("-", "_"): told for title, told in _rules(card)},
        "counts_depth": card.counts_depth,
        "example": {
            "spec": example.spec,
            "outputs": [list(shape) for shape in example.outputs],
            "weights": [weight._asdict() for weight in example.weights],
            "parameters": example.parameters,
            "multiply_adds": example.multiply_adds,
        },
    }
