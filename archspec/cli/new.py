"""`archspec new`: a spec to start from."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import fill

import click

from archspec.api import examine, read
from archspec.checks.outcome import everything_told
from archspec.cli import completing
from archspec.cli.codes import SPEC_IS_WRONG
from archspec.cli.output import print_diagnostics, write_file
from archspec.fmt.formatting import formatted
from archspec.spec.document import Document
from archspec.spec.files import ENDINGS, is_bare
from archspec.spec.leaves import bad_identifier
from archspec.spec.loading import open_source
from archspec.text.diagnostics import SpecError
from archspec.text.source import Source

#: The file by which editors know the language.
_SCHEMA = "archspec.schema.json"

_NETWORK = """\
archspec: 1
name: {name}
title: A small residual network for images
# source: the paper, and the table or figure that this spec mirrors

inputs: [32, 32, 3]  # (height, width, channels) without the batch; null is a size unknown until run time

params:  # what a variant, or --set classes=100, may change
  classes: {{default: 10, min: 1, doc: How many classes are told apart}}
  width: {{default: 16, min: 1, doc: How many channels the first stage has}}

variants:  # other values of params, by name: --variant {name}_wide
  {name}_wide: {{width: 64}}

blocks:  # steps that have a name, and params of their own
  unit:
    params: {{filters: , stride: 1}}  # what has no default must be given
    layers:
      - branches:  # each is fed with what comes in; an empty one, [], passes it on
          shortcut:
            - Conv2D: {{filters: =filters, kernel_size: 1, strides: =stride}}
              when: in.channels != filters or stride != 1
              name: 0_conv
          residual:
            - Conv2D: {{filters: =filters, kernel_size: 3, strides: =stride, padding: same, use_bias: false}}
              name: 1_conv
            - BatchNormalization:
              name: 1_bn
            - ReLU:
              name: 1_relu
            - Conv2D: {{filters: =filters, kernel_size: 3, padding: same, use_bias: false}}
              name: 2_conv
            - BatchNormalization:
              name: 2_bn
        merge: Add
        name: add
      - ReLU:
        name: out

layers:  # Keras's layers with Keras's arguments (archspec layers tells them), and blocks
  - Conv2D: {{filters: =width, kernel_size: 3, padding: same, activation: relu}}
    name: stem
    row: Stem  # a row of the documented table: what it is called,
    in: [32, 32, 3]  # and the shapes that it prints, which archspec check holds the network to
    out: [32, 32, =width]

  - unit: {{filters: =width * 2 ** (stage - 1), stride: =1 if stage == 1 else 2}}
    each: {{stage: [1, 2, 3]}}  # once for each item
    name: stage{{stage}}
    row: Stage {{stage}}
    out: [=32 // 2 ** (stage - 1), =32 // 2 ** (stage - 1), =width * 2 ** (stage - 1)]

  - GlobalAveragePooling2D:
    name: pool

  - Dense: {{units: =classes, activation: softmax}}
    name: classifier
    row: Classifier
    out: [=classes]

expect:  # what the paper claims in numbers, at the precision it prints
  - {{parameters: 78.4k, depth: 8}}
  - {{variant: {name}_wide, parameters: 1.2M}}
"""

_CHILD = """\
archspec: 1
name: {name}
title: {title}

extends: {parent}

# All of {parent} is here but for what this file gives anew: archspec show prints what comes of both.
{params}
# Edits change single steps, each called by its name or row; a step of a block as block/name.{steps}
# edits:
#   - at: NAME
#     replace:
#       - Conv2D: {{filters: 64, kernel_size: 3, padding: same}}
#   - at: block/NAME
#     after: [Dropout: {{rate: 0.1}}]
"""


@click.command("new")
@click.argument("name")
@click.option(
    "--from", "parent", metavar="SPEC", help="Begin with a spec that extends this one.", shell_complete=completing.specs
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path(),
    help="A .yaml file, or the folder for NAME.yaml (default: here).",
)
def command(name: str, parent: str | None, output: Path) -> int:
    """Write a small spec to start from, with comments that tell what is what.

    It holds: archspec check has nothing to say of it. A file that is there already is left alone.
    """
    path = output if output.suffix in ENDINGS else output / f"{name}.yaml"
    _refuse_name(name)
    if path.exists():
        raise click.UsageError(f"{path} is there already; name another file with -o")
    try:
        text = formatted(
            Source(str(path), _beginning(path) + (_child(name, parent, path) if parent else _network(name)))
        )
        told = everything_told(examine(Source(str(path), text, path)))
    except SpecError as error:
        told = list(error.diagnostics)
    if any(each.severity == "error" for each in told):
        print_diagnostics(told)
        return SPEC_IS_WRONG
    write_file(path, text.encode())
    click.echo(f"wrote {path}")
    return 0


def _refuse_name(name: str) -> None:
    wrong = bad_identifier(name, Source("", name).spot(1, 1))
    if wrong is not None:
        meant = name.removesuffix(".yaml").replace("-", "_")
        hint = f"; write {meant!r}" if meant != name and meant.isidentifier() else ""
        raise click.BadParameter(f"{wrong.message}{hint}", param_hint="NAME")


def _beginning(path: Path) -> str:
    """The line that leads editors to the schema, where that lies beside the spec; else how to get one."""
    if (path.parent / _SCHEMA).is_file():
        return f"# yaml-language-server: $schema={_SCHEMA}\n"
    return f"# Editors complete and check specs with a schema beside them: archspec schema -o {_SCHEMA}\n"


def _network(name: str) -> str:
    return _NETWORK.format(name=name)


def _child(name: str, parent: str, path: Path) -> str:
    """A spec that extends another one.

    Raises:
        SpecError: there is no such spec, or it is wrong.
    """
    document = read(open_source(parent)).document
    title = document.title.text if document.title else document.name.text
    bare = is_bare(parent) and not Path(parent).exists()
    return _CHILD.format(
        name=name,
        title=_quoted(f"{name}, after {title}"),
        parent=parent if bare else _quoted(Path(os.path.relpath(parent, path.parent)).as_posix()),
        params=_params(document),
        steps=_steps(document),
    )


def _quoted(text: str) -> str:
    """A text as YAML takes it anywhere; the layout drops what is not needed."""
    return "'" + text.replace("'", "''") + "'"


def _params(document: Document) -> str:
    if not document.params:
        return ""
    names = ", ".join(document.params)
    first = next(iter(document.params))
    return f"\n# Params with other defaults: {names}\n# params: {{{first}: ...}}\n"


def _steps(document: Document) -> str:
    """The names of the steps that edits may be at."""
    words = (step.name or step.row for step in document.layers)
    names = ", ".join(word.text for word in words if word is not None)
    return f"\n{fill(names, 120, initial_indent='# ', subsequent_indent='# ')}" if names else ""
