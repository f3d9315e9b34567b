"""`archspec build`: from a spec to a saved Keras model."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.api import Architecture
from archspec.cli import options
from archspec.cli.codes import ARCHSPEC_IS_WRONG, CALL_IS_WRONG
from archspec.cli.output import hushed, print_diagnostics, print_grid, progress, written_whole
from archspec.cli.session import Request, each_spec, make_request
from archspec.reports.numbers import size
from archspec.reports.verdict import figures_grid, rows_grid, totals_line
from archspec.targets.keras import CompilerFault, MissingKeras, import_keras

ENDING = ".keras"


@click.command("build")
@options.specs
@options.network
@options.strict
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("build"),
    help="A .keras file, or the folder for NAME.keras (default: build).",
)
def command(
    specs: tuple[str, ...],
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    strict: bool,
    output: Path,
) -> int:
    """Check a spec, compile it to a Keras model and save that.

    The saved model is an ordinary one: keras.models.load_model reads it where archspec is not installed.
    """
    if output.suffix == ENDING and len(specs) > 1:
        raise click.BadParameter("one file can't hold several models; name a folder", param_hint="-o")
    request = make_request(variant, settings, root)
    try:
        return each_spec(specs, lambda word: _build(word, request, strict, output))
    except MissingKeras as error:
        click.echo(f"error: {error}", err=True)
        return CALL_IS_WRONG
    except CompilerFault as error:
        click.echo(f"fault of archspec: {error}", err=True)
        return ARCHSPEC_IS_WRONG


def _build(word: str, request: Request, strict: bool, output: Path) -> bool:
    network = request.load(word)
    report = network.check(strict=strict)
    click.echo(f"{network.graph.title or network.name}: {totals_line(report)}\n")
    for grid in (rows_grid(report), figures_grid(report)):
        if grid.rows:
            print_grid(grid)
            click.echo()
    print_diagnostics(report.diagnostics)
    if not report.ok:
        return False
    _save(network, output if output.suffix == ENDING else output / f"{network.name}{ENDING}")
    return True


def _save(network: Architecture, path: Path) -> None:
    with hushed() as terminal:
        with progress("loading Keras and TensorFlow", terminal):
            import_keras()
        with progress(f"building {network.name}", terminal):
            model = network.build()
        with progress(f"writing {path}", terminal), written_whole(path) as temporary:
            model.save(temporary)
    click.echo(f"wrote {path} ({size(path.stat().st_size)})")
