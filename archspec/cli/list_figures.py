"""`archspec list --figures`: what the networks of specs cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from archspec.api import architecture, read
from archspec.cli.output import print_grid, print_json
from archspec.cli.session import each_spec
from archspec.reports.grid import as_markdown
from archspec.reports.zoo import Entry, zoo_data, zoo_grid
from archspec.spec.loading import open_source, shipped_specs

_HEAD = """\
# The networks that come with archspec

What each of them costs on one example, counted from its graph: one multiply-add is one, memory is that of all tensors
between layers in float32, depth the most convolutions and dense layers on any path. Made by
`archspec list --markdown > docs/zoo.md`; a test holds it to what the specs say.
"""


def print_figures(words: Iterable[str] | None, *, as_json: bool, markdown: bool) -> int:
    """Prints the figures of some specs, or of all that come with archspec; the exit code.

    Args:
        words: the specs; None for the shipped ones.
        as_json: prints for machines.
        markdown: prints a page.
    """
    entries: list[Entry] = []

    def add(word: str) -> bool:
        entries.extend(_entries(word))
        return True

    code = each_spec(words if words is not None else shipped_specs(), add)
    if as_json:
        print_json(zoo_data(entries))
    elif markdown:
        click.echo(f"{_HEAD}\n{as_markdown(zoo_grid(entries))}")
    else:
        print_grid(zoo_grid(entries))
    return code


def _entries(word: str) -> Iterator[Entry]:
    program = read(open_source(word))
    document = program.document
    source = document.source.text if document.source else ""
    networks = [architecture(program, variant=variant) for variant in (None, *document.variants)]
    # Where a variant is what the defaults are, it has the better name.
    if any(network.params == networks[0].params for network in networks[1:]):
        del networks[0]
    for network in networks:
        yield Entry(word, network.name, source, network.totals)
