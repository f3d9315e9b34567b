"""`archspec build`: from a spec to a saved Keras model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archspec.api import Architecture
from archspec.cli import options
from archspec.cli.codes import ARCHSPEC_IS_WRONG, CALL_IS_WRONG
from archspec.cli.output import hushed, print_diagnostics, print_grid, progress, written_whole
from archspec.cli.session import Request, each_spec, make_request
from archspec.reports.numbers import size
from archspec.reports.verdict import figures_grid, rows_grid, totals_line
from archspec.targets.keras import CompilerFault, MissingKeras, import_keras

if TYPE_CHECKING:
    import keras

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
@click.option(
    "--weights",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Begin with the weights of a model that Keras saved: a .keras, .weights.h5 or .h5 file.",
)
def command(
    specs: tuple[str, ...],
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    strict: bool,
    output: Path,
    weights: Path | None,
) -> int:
    """Check a spec, compile it to a Keras model and save that.

    The saved model is an ordinary one: keras.models.load_model reads it where archspec is not installed.
    """
    if output.suffix == ENDING and len(specs) > 1:
        raise click.BadParameter("one file can't hold several models; name a folder", param_hint="-o")
    if weights is not None and len(specs) > 1:
        raise click.BadParameter("the weights of one model can't be those of several", param_hint="--weights")
    request = make_request(variant, settings, root)
    try:
        return each_spec(specs, lambda word: _build(word, request, strict, output, weights))
    except MissingKeras as error:
        click.echo(f"error: {error}", err=True)
        return CALL_IS_WRONG
    except CompilerFault as error:
        click.echo(f"fault of archspec: {error}", err=True)
        return ARCHSPEC_IS_WRONG


def _build(word: str, request: Request, strict: bool, output: Path, weights: Path | None) -> bool:
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
    _save(network, output if output.suffix == ENDING else output / f"{network.name}{ENDING}", weights)
    return True


def _save(network: Architecture, path: Path, weights: Path | None) -> None:
    with hushed() as terminal:
        with progress("loading Keras and TensorFlow", terminal):
            import_keras()
        with progress(f"building {network.name}", terminal):
            model = network.build()
        if weights is not None:
            with progress(f"loading {weights}", terminal):
                _load(model, weights)
        with progress(f"writing {path}", terminal), written_whole(path) as temporary:
            model.save(temporary)
    click.echo(f"wrote {path} ({size(path.stat().st_size)})")


def _load(model: keras.Model, path: Path) -> None:
    from archspec.targets.weights import WeightsMisfit, load_weights
    from archspec.targets.weights_file import UnreadableWeights

    try:
        load_weights(model, path)
    except UnreadableWeights as error:
        raise click.ClickException(str(error)) from None
    except WeightsMisfit as error:
        lines = str(error).replace("\n", "\n  ")
        raise click.ClickException(f"the weights in {path} are not those of {model.name}:\n  {lines}") from None
