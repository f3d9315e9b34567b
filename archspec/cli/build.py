"""`archspec build`: from a spec to a saved Keras model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archspec.api import Architecture
from archspec.cli import options
from archspec.cli.output import hushed, print_diagnostics, print_grid, progress, written_whole
from archspec.cli.session import Request, each_built, make_request
from archspec.reports.numbers import size
from archspec.reports.verdict import figures_grid, rows_grid, totals_line
from archspec.spec.document import Document, Twin
from archspec.spec.params import Settings
from archspec.targets.keras import import_keras

if TYPE_CHECKING:
    import keras

ENDING = ".keras"
#: The word for the weights that Keras has for its own networks.
IMAGENET = "imagenet"


class _Weights(click.Path):
    """A file with weights, or the word for those that Keras has; a file of that name is ./imagenet."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or the word as it is."""
        return value if value == IMAGENET else super().convert(value, param, ctx)


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
    metavar="FILE|imagenet",
    type=_Weights(exists=True, dir_okay=False, path_type=Path),
    help="Begin with the weights of a model that Keras saved (a .keras, .weights.h5 or .h5 file), or with those that "
    "Keras has for the network of keras.applications which the spec is the twin of.",
)
def command(
    specs: tuple[str, ...],
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    strict: bool,
    output: Path,
    weights: Path | str | None,
) -> int:
    """Check a spec, compile it to a Keras model and save that.

    The saved model is an ordinary one: keras.models.load_model reads it where archspec is not installed.
    """
    if output.suffix == ENDING and len(specs) > 1:
        raise click.BadParameter("one file can't hold several models; name a folder", param_hint="-o")
    if isinstance(weights, Path) and len(specs) > 1:
        raise click.BadParameter("the weights of one model can't be those of several", param_hint="--weights")
    request = make_request(variant, settings, root)
    return each_built(specs, lambda word: _build(word, request, strict, output, weights))


def _build(word: str, request: Request, strict: bool, output: Path, weights: Path | str | None) -> bool:
    program = request.program(word)
    twin = _twin(program.document, request.variant) if weights == IMAGENET else None
    if twin is not None:
        request = request._replace(settings={**_settings(twin), **request.settings})
    network = request.network(program)
    report = network.check(strict=strict)
    click.echo(f"{network.graph.title or network.name}: {totals_line(report)}\n")
    for grid in (rows_grid(report), figures_grid(report)):
        if grid.rows:
            print_grid(grid)
            click.echo()
    print_diagnostics(report.diagnostics)
    if not report.ok:
        return False
    path = output if output.suffix == ENDING else output / f"{network.name}{ENDING}"
    _save(network, path, twin.function.text if twin else weights)
    return True


def _twin(document: Document, variant: str | None) -> Twin:
    """The entry of `twin` that speaks of the network.

    Raises:
        click.UsageError: there is none.
    """
    found = {twin.variant.text if twin.variant else None: twin for twin in document.twin}
    if variant in found:
        return found[variant]
    known = ", ".join(name for name in found if name)
    hint = f"its variants have: --variant {known}" if known else "'twin' in a spec names one, or name a file of weights"
    raise click.UsageError(f"{variant or document.name} has no twin in keras.applications; {hint}")


def _settings(twin: Twin) -> Settings:
    """The params with which a network takes its twin's weights, as a caller sets them."""
    return {name: (value, twin.node["params"][name].span) for name, value in twin.params.items()}


def _save(network: Architecture, path: Path, weights: Path | str | None) -> None:
    """Builds and saves a model, with weights from a file or from the function of keras.applications of this name."""
    with hushed() as terminal:
        with progress("loading Keras and TensorFlow", terminal):
            import_keras()
        with progress(f"building {network.name}", terminal):
            model = network.build()
        if weights is not None:
            with progress(f"loading the weights of {weights}", terminal):
                _load(model, weights, network.params)
        with progress(f"writing {path}", terminal), written_whole(path) as temporary:
            model.save(temporary)
    click.echo(f"wrote {path} ({size(path.stat().st_size)})")


def _load(model: keras.Model, weights: Path | str, params: Mapping[str, Any]) -> None:
    from archspec.targets.twins import NoTwin, load_twin_weights
    from archspec.targets.weights import WeightsMisfit, load_weights
    from archspec.targets.weights_file import UnreadableWeights

    try:
        if isinstance(weights, str):
            load_twin_weights(model, weights, params)
        else:
            load_weights(model, weights)
    except UnreadableWeights as error:
        raise click.ClickException(str(error)) from None
    except NoTwin as error:
        raise click.ClickException(f"{model.name}: {error}") from None
    except WeightsMisfit as error:
        where = f"of {weights}" if isinstance(weights, str) else f"in {weights}"
        lines = str(error).replace("\n", "\n  ")
        raise click.ClickException(f"the weights {where} are not those of {model.name}:\n  {lines}") from None
