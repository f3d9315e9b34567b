"""`archspec list`: the shipped specs, or what one spec lets you set."""

from __future__ import annotations

from typing import Any

import click

from archspec.api import read
from archspec.cli import completing, options
from archspec.cli.output import print_grid, print_json
from archspec.cli.session import each_spec
from archspec.formula.values import Formula, Template
from archspec.limits import DEFAULT_LIMITS
from archspec.reports.grid import Column, Grid
from archspec.spec.document import Document, Param
from archspec.spec.files import read_source
from archspec.spec.loading import open_source, read_program, shipped_specs


@click.command("list")
@click.argument("spec", required=False, metavar="[SPEC]", shell_complete=completing.specs)
@options.as_json
@click.option(
    "--figures", is_flag=True, help="Show what every network costs: parameters, multiply-adds, depth, memory."
)
@click.option("--markdown", is_flag=True, help="The same as a page of Markdown: docs/zoo.md is one.")
def command(spec: str | None, as_json: bool, figures: bool, markdown: bool) -> int:
    """List the specs that come with archspec with their variants, or the params and variants of one spec."""
    if figures or markdown:
        from archspec.cli.list_figures import print_figures

        return print_figures([spec] if spec else None, as_json=as_json, markdown=markdown)
    if spec is None:
        _all(as_json)
        return 0
    return each_spec([spec], lambda word: _one(word, as_json))


def _all(as_json: bool) -> None:
    documents = [read_program(read_source(path, DEFAULT_LIMITS)).document for path in shipped_specs().values()]
    if as_json:
        print_json([_data(document) for document in documents])
        return
    columns = (Column("Spec"), Column("Title"), Column("Variants"))
    rows = tuple((each.name.text, _text(each.title), ", ".join(each.variants)) for each in documents)
    print_grid(Grid(columns, rows))


def _one(word: str, as_json: bool) -> bool:
    document = read(open_source(word)).document
    if as_json:
        print_json(_data(document))
        return True
    click.echo(f"{document.name.text}: {_text(document.title)}\n")
    params = tuple((name, _type(param), _default(param), _text(param.doc)) for name, param in document.params.items())
    if params:
        print_grid(Grid((Column("Param"), Column("Type"), Column("Default"), Column("What it is")), params))
        click.echo()
    if document.variants:
        sets = {
            name: ", ".join(f"{key}={_spelled(value)}" for key, value in given.items())
            for name, given in document.variants.items()
        }
        print_grid(Grid((Column("Variant"), Column("Sets")), tuple(sets.items())))
    return True


def _data(document: Document) -> dict[str, Any]:
    return {
        "name": document.name.text,
        "title": _text(document.title) or None,
        "params": {
            name: {
                "type": _type(param),
                "default": _plain(param.default),
                "required": param.required,
                "doc": _text(param.doc),
            }
            for name, param in document.params.items()
        },
        "variants": {
            name: {key: _plain(value) for key, value in given.items()} for name, given in document.variants.items()
        },
    }


def _text(word: Any) -> str:
    return "" if word is None else word.text


def _type(param: Param) -> str:
    if param.type is not None:
        return param.type.text
    if param.required or isinstance(param.default, Formula):
        return "any"
    return {dict: "record"}.get(type(param.default), type(param.default).__name__)


def _default(param: Param) -> str:
    return "required" if param.required else _spelled(param.default)


def _plain(value: Any) -> Any:
    return f"={value.text}" if isinstance(value, Formula) else value.text if isinstance(value, Template) else value


def _spelled(value: Any) -> str:
    value = _plain(value)
    return (
        {None: "null", True: "true", False: "false"}.get(value, str(value))
        if not isinstance(value, list)
        else str(value)
    )
