"""What the commands that train have in common: the course of a run, told as it goes."""

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
from archspec.cli.codes import CALL_IS_WRONG, INTERRUPTED
from archspec.cli.output import hushed, print_diagnostics, print_json, progress
from archspec.cli.session import each_built, make_request
from archspec.cli.watching import Bar, Lines, Silent
from archspec.text.diagnostics import SpecError
from archspec.training.errors import TrainingError

if TYPE_CHECKING:
    from archspec.training.folder import Begun, Folder
    from archspec.training.running import Result
    from archspec.training.settings import Settings

_RUNS = Path("runs")


class Call(NamedTuple):
    """How a run is told and saved.

    Args:
        save_every: how many seconds may be lost where the process is killed.
        as_json: whether standard output is for JSON.
        distribute: over what it is spread; None for one device.
    """

    save_every: float = 60.0
    as_json: bool = False
    distribute: str | None = None


def guarded(word: str, work: Callable[[str], bool]) -> int:
    """Runs a training; what goes wrong as messages and exit codes."""
    try:
        return each_built([word], work)
    except TrainingError as error:
        raise click.ClickException(str(error)) from None


class Wish(NamedTuple):
    """Which network of a spec is to be trained.

    Args:
        variant: the name of one of its variants.
        settings: what `--set` says.
        root: the folder that `use` and `extends` can't leave.
    """

    variant: str | None = None
    settings: tuple[str, ...] = ()
    root: Path | None = None


def begin_run(word: str, wish: Wish, given: dict[str, str], call: Call, output: Path | None = None) -> bool:
    """Trains the network of a spec.

    Args:
        word: the spec.
        wish: which of its networks.
        given: what options say, by the keys of `training`.
        call: how it is told and saved.
        output: the folder of the run; runs/NAME where silent.
    """
    from archspec.reports.whole import as_document
    from archspec.training.folder import Begun

    network = make_request(*wish).load(word)
    begun = Begun(wish.variant, wish.settings, given, {})
    return _train(network, begun, call, output or _RUNS / network.name, spec=as_document(network.program))


def resume_run(path: Path, given: dict[str, str], call: Call) -> bool:
    """Goes on with a run.

    Args:
        path: its folder.
        given: what options say in the place of what it was begun with.
        call: how it is told and saved.
    """
    from archspec.training.folder import reopen

    folder, begun = reopen(path)
    network = make_request(begun.variant, begun.settings, None).load(str(folder.spec))
    return _train(network, begun._replace(options={**begun.options, **given}), call, path, spec=None)


def _train(network: Architecture, begun: Begun, call: Call, path: Path, spec: str | None) -> bool:
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
    if spec is not None and call.distribute is None:
        refuse_taken(path)
    prepare()
    # Commands that end at once do without it.
    gc.enable()
    with hushed() as terminal:
        try:
            folder, result = _trained(network, chosen, begun, call, path, spec, terminal)
        except TrainingError as error:
            raise click.ClickException(str(error)) from None
    if folder is not None:
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
    call: Call,
    path: Path,
    spec: str | None,
    terminal: TextIO,
) -> tuple[Folder | None, Result]:
    with progress("loading Keras and TensorFlow", terminal):
        from archspec.training.cluster import find_cluster, is_chief, make_strategy
        from archspec.training.folder import Folder, refuse_taken
        from archspec.training.running import environment, make_ready, train
    cluster = find_cluster(call.distribute)
    writes = is_chief(cluster)
    if spec is not None and writes:
        refuse_taken(path)
    with progress("waiting for all workers" if cluster else "", terminal):
        strategy = make_strategy(call.distribute, cluster)
    with progress(f"loading {chosen.data}, building {network.name}", terminal):
        ready = make_ready(network, chosen, strategy)._replace(writes=writes)
    told = {"training": chosen.as_data(), "classes": ready.data.names, **environment()}
    folder = Folder(path)
    if writes:
        _write_begun(folder, spec, begun, told)
    with _watched(folder, terminal, call, writes) as (watcher, wants_to_stop):
        result = train(ready, folder, watcher, wants_to_stop, resumes=spec is None, save_every=call.save_every)
    return folder if writes else None, result


def _write_begun(folder: Folder, spec: str | None, begun: Begun, told: dict[str, Any]) -> None:
    from archspec.training.folder import begin

    try:
        if spec is None:
            folder.write_begun(begun._replace(told={**begun.told, "resumed": told}))
        else:
            begin(folder.path, spec, begun._replace(told=told))
    except OSError as error:
        raise click.ClickException(f"{folder.path} can't be written: {error.strerror or error}") from None


@contextmanager
def _watched(folder: Folder, terminal: TextIO, call: Call, writes: bool) -> Iterator[tuple[Lines, Callable[[], bool]]]:
    """Tells how a training goes, and where it ends before its end, how to go on; one process of several does."""
    from archspec.training.errors import Stopped
    from archspec.training.stopping import asked_to_stop

    # Where standard output is for JSON, lines go where the bar does.
    stream = terminal if call.as_json else sys.stdout
    watcher = Silent() if not writes else Bar(terminal, stream) if terminal.isatty() else Lines(stream)
    again = f"go on with: archspec train --resume {shlex.quote(str(folder.path))}"
    try:
        with asked_to_stop() as wants_to_stop:
            yield watcher, wants_to_stop
    except Stopped as stop:
        watcher.close()
        if writes:
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


def _tell(folder: Folder, result: Result, call: Call) -> None:
    if call.as_json:
        classes = result.confusion.per_class() if result.confusion else None
        print_json({"run": str(folder.path), "history": result.history, "classes": classes})
        return
    click.echo(f"wrote {folder.path}: last.keras, best.keras, history.json, history.svg")
