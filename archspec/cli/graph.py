"""`archspec graph`: a picture of a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import click

from archspec.cli import options
from archspec.cli.codes import CALL_IS_WRONG
from archspec.cli.output import write_file
from archspec.cli.session import each_spec, make_request
from archspec.reports.drawing.boxes import draw
from archspec.reports.drawing.dot import as_dot
from archspec.reports.drawing.mermaid import as_mermaid
from archspec.reports.drawing.picture import Picture
from archspec.reports.drawing.png import CannotRender, as_png
from archspec.reports.drawing.svg import as_svg
from archspec.reports.numbers import size

#: What writes a picture, by the ending of the file.
_FORMATS: Mapping[str, Callable[[Picture], str | bytes]] = MappingProxyType(
    {".svg": as_svg, ".png": as_png, ".dot": as_dot, ".mmd": as_mermaid}
)


@click.command("graph")
@options.spec
@options.network
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file: .svg, .png, .dot (Graphviz) or .mmd (Mermaid).",
)
@click.option(
    "--depth",
    type=click.IntRange(0),
    metavar="N",
    help="Open N levels of blocks and fold the rest; 0 folds all (default: open all).",
)
def command(
    spec: str, variant: str | None, settings: tuple[str, ...], root: Path | None, output: Path, depth: int | None
) -> int:
    """Draw a network as SVG, PNG, Graphviz or Mermaid.

    Blocks are boxes in boxes, with shapes on the lines between them. What is repeated is drawn once, with how often;
    of sizes that change from one to the next, the first and the last. Normalizations, activations and other layers
    that work on each value stand in the box of the layer before them.
    """
    written = _FORMATS.get(output.suffix.lower())
    if written is None:
        raise click.BadParameter(f"{output} must end in one of {', '.join(_FORMATS)}", param_hint="-o")
    request = make_request(variant, settings, root)

    def write(word: str) -> bool:
        content = written(draw(request.load(word).expansion, depth))
        _write(content.encode() if isinstance(content, str) else content, output)
        return True

    try:
        return each_spec([spec], write)
    except CannotRender as error:
        click.echo(f"error: {error}", err=True)
        return CALL_IS_WRONG


def _write(content: bytes, output: Path) -> None:
    write_file(output, content)
    click.echo(f"wrote {output} ({size(len(content))})")
