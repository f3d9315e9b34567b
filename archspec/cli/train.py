"""`archspec train`: from a spec to a trained model, in a folder of its own."""

from __future__ import annotations

import gc
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from archspec.api import Architecture
from archspec.cli import options
from archspec.cli.codes import ARCHSPEC_IS_WRONG, CALL_IS_WRONG, INTERRUPTED
from archspec.cli.output import hushed, print_diagnostics, print_json, progress
from archspec.cli.session import each_spec, make_request
from archspec.cli.watching import Bar, Lines
from archspec.targets.keras import CompilerFault, MissingKeras
from archspec.text.diagnostics import SpecError
from archspec.training.errors import TrainingError

if TYPE_CHECKING:
    from archspec.training.folder import Begun, Folder
    from archspec.training.running import Result
    from archspec.training.settings import Settings

_RUNS = Path("runs")


class _Call(NamedTuple):
    """What the command line asks for, beside the spec and the settings of its training."""

    output: Path | None
    save_every: float
    as_json: bool


@click.command("train")
@click.argument("spec", metavar="[SPEC]", required=False)
@options.network
@options.training
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the run (default: runs/NAME).",
)
@click.option(
    "--resume",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="RUN",
    help="Go on with a run that was stopped, as if it had not been; --epochs makes it longer.",
)
@click.option(
    "--save-every",
    type=click.FloatRange(0),
    default=60.0,
    metavar="SECONDS",
    help="How much may be lost where the process is killed (default: 60).",
)
@options.as_json
def command(
    spec: str | None,
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    output: Path | None,
    resume: Path | None,
    save_every: float,
    as_json: bool,
    **given: str | None,
) -> int:
    """Train a network, and keep what comes of it in a folder.

    What is trained on and how is said by the spec's 'training', and by options, which go before it. The folder holds
    the spec, the history as CSV, JSON and pictures, the confusion of classes, logs for TensorBoard, checkpoints, and
    the best and the last model.
    """
    told = {key: text for key, text in given.items() if text is not None}
    call = _Call(output, save_every, as_json)
    if resume is None:
        if spec is None:
            raise click.UsageError("name a SPEC to train, or a run with --resume")
        return _guarded(spec, lambda word: _begin(word, variant, settings, root, told, call))
    if spec is not None or variant or settings or output or told.keys() - {"epochs"}:
        raise click.UsageError(
            "--resume goes on with what the run was begun with: only --epochs can be given beside it"
        )
    return _guarded(str(resume), lambda _: _resume(resume, told, call))


def _guarded(word: str, work: Any) -> int:
    """Runs a training; what goes wrong as messages and exit codes."""
    try:
        return each_spec([word], work)
    except MissingKeras as error:
        click.echo(f"error: {error}", err=True)
        return CALL_IS_WRONG
    except CompilerFault as error:
        click.echo(f"fault of archspec: {error}", err=True)
        return ARCHSPEC_IS_WRONG
    except TrainingError as error:
        raise click.ClickException(str(error)) from None


def _begin(
    word: str,
    variant: str | None,
    settings: tuple[str, ...],
    root: Path | None,
    told: dict[str, str],
    call: _Call,
) -> bool:
    from archspec.reports.whole import as_document
    from archspec.training.folder import Begun

    network = make_request(variant, settings, root).load(word)
    begun = Begun(variant, settings, told, {})
    return _train(network, begun, call, call.output or _RUNS / network.name, spec=as_document(network.program))


def _resume(path: Path, told: dict[str, str], call: _Call) -> bool:
    from archspec.training.folder import reopen

    folder, begun = reopen(path)
    network = make_request(begun.variant, begun.settings, None).load(str(folder.spec))
    return _train(network, begun._replace(options={**begun.options, **told}), call, path, spec=None)


def _train(network: Architecture, begun: Begun, call: _Call, path: Path, spec: str | None) -> bool:
    """Trains a network that its table does not contradict.

    Args:
        network: the network.
        begun: what the run is begun with.
        call: what else is asked for.
        path: the folder of the run.
        spec: the spec as one document; None for a run that is gone on with.
    """
    from archspec.training.engine import prepare
    from archspec.training.folder import refuse_taken

    report = network.check()
    # What is doubtful in a spec has been told when the run began.
    print_diagnostics(report.errors if spec is None else report.diagnostics)
    if not report.ok:
        return False
    chosen = _settled(network, begun.options)
    if spec is not None:
        refuse_taken(path)
    prepare()
    # Commands that end at once do without it.
    gc.enable()
    with hushed() as terminal:
        try:
            folder, result = _trained(network, chosen, begun, call, path, spec, terminal)
        except TrainingError as error:
            raise click.ClickException(str(error)) from None
    _tell(folder, result, call)
    return True


def _settled(network: Architecture, given: dict[str, str]) -> Settings:
    """How the network is trained; a path to the data, whichever says it, becomes an option that holds everywhere."""
    from archspec.spec.training import with_options
    from archspec.training.settings import place_of_data, settle

    written = network.program.document.training
    place = place_of_data(written, given)
    if place is not None:
        given["data"] = place
    try:
        return settle(with_options(written, given))
    except SpecError as error:
        # What the spec itself says has been read before.
        print_diagnostics(error.diagnostics)
        raise click.exceptions.Exit(CALL_IS_WRONG) from None


def _trained(
    network: Architecture,
    chosen: Settings,
    begun: Begun,
    call: _Call,
    path: Path,
    spec: str | None,
    terminal: TextIO,
) -> tuple[Folder, Result]:
    with progress("loading Keras and TensorFlow", terminal):
        import tensorflow as tf

        from archspec.training.folder import Folder
        from archspec.training.running import environment, make_ready, train
    with progress(f"loading {chosen.data}, building {network.name}", terminal):
        ready = make_ready(network, chosen, tf.distribute.get_strategy())
    told = {"training": chosen.as_data(), "classes": ready.data.names, **environment()}
    if spec is None:
        folder = Folder(path)
        folder.write_begun(begun._replace(told={**begun.told, "resumed": told}))
    else:
        folder = _new_folder(path, spec, begun._replace(told=told))
    with _watched(folder, terminal, call) as (watcher, wants_to_stop):
        result = train(ready, folder, watcher, wants_to_stop, resumes=spec is None, save_every=call.save_every)
    return folder, result


def _new_folder(path: Path, spec: str, begun: Begun) -> Folder:
    from archspec.training.folder import begin

    try:
        return begin(path, spec, begun)
    except OSError as error:
        raise click.ClickException(f"{path} can't be written: {error.strerror or error}") from None


@contextmanager
def _watched(folder: Folder, terminal: TextIO, call: _Call) -> Iterator[tuple[Lines, Callable[[], bool]]]:
    """Tells how a training goes, and where it ends before its end, how to go on."""
    from archspec.training.errors import Stopped
    from archspec.training.stopping import asked_to_stop

    # Where standard output is for JSON, lines go where the bar does.
    stream = terminal if call.as_json else sys.stdout
    watcher = Bar(terminal, stream) if terminal.isatty() else Lines(stream)
    again = f"go on with: archspec train --resume {shlex.quote(str(folder.path))}"
    try:
        with asked_to_stop() as wants_to_stop:
            yield watcher, wants_to_stop
    except Stopped as stop:
        watcher.close()
        click.echo(f"{stop}; {again}", file=terminal)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except TrainingError as error:
        kept = f"; the last good checkpoint is in {folder.checkpoints}" if folder.checkpoints.exists() else ""
        raise click.ClickException(f"{error}{kept}") from None
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{folder.path} can't be written: {reason}; what was saved before is whole, {again}"
        raise click.ClickException(message) from None
    finally:
        watcher.close()


def _tell(folder: Folder, result: Result, call: _Call) -> None:
    if call.as_json:
        classes = result.confusion.per_class() if result.confusion else None
        print_json({"run": str(folder.path), "history": result.history, "classes": classes})
        return
    click.echo(f"wrote {folder.path}: last.keras, best.keras, history.json, history.svg")
