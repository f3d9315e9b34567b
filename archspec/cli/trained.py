"""Trained networks as commands take them: the folder of a run, or a model that Keras saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from archspec.cli.codes import CALL_IS_WRONG
from archspec.cli.output import hushed, print_diagnostics, progress
from archspec.targets.keras import MissingKeras
from archspec.text.diagnostics import SpecError
from archspec.training.errors import TrainingError

if TYPE_CHECKING:
    from archspec.training.data.loading import Wanted
    from archspec.training.settings import Settings


class Trained(NamedTuple):
    """A trained network.

    Args:
        model: it.
        settings: how it is judged.
        wanted: what data must be for it.
        names: what its classes are called; None where that is not known.
    """

    model: Any
    settings: Settings
    wanted: Wanted
    names: tuple[str, ...] | None


@contextmanager
def loaded(place: Path, which: str, given: dict[str, str]) -> Iterator[Trained]:
    """A trained network, with TensorFlow's own messages kept to themselves while it is at work.

    Args:
        place: the folder of a run, or a .keras file.
        which: of a run, `best` or `last`.
        given: what options say, by the keys of `training`.

    Raises:
        click.ClickException: it can't be had, or what is done with it fails.
    """
    from archspec.training.engine import prepare

    try:
        settings, path, names = _found(place, which, given)
        prepare()
        with hushed() as terminal:
            with progress(f"loading {path}", terminal):
                from archspec.training.judging import load_model, wanted_by_model

                try:
                    model = load_model(path)
                    wanted = wanted_by_model(model, settings)
                except TrainingError as error:
                    raise click.ClickException(str(error)) from None
            try:
                yield Trained(model, settings, wanted, names)
            except TrainingError as error:
                raise click.ClickException(str(error)) from None
    except (TrainingError, MissingKeras) as error:
        raise click.ClickException(str(error)) from None


def _found(place: Path, which: str, given: dict[str, str]) -> tuple[Settings, Path, tuple[str, ...] | None]:
    from archspec.training.folder import reopen

    if not place.is_dir():
        return _settled(given), place, None
    folder, begun = reopen(place)
    names = begun.told.get("classes")
    path = folder.best if which == "best" else folder.last
    of_run = _of_run(begun.told.get("training", {}))
    return _settled({**of_run, **given}), path, tuple(names) if names else None


def _of_run(told: dict[str, Any]) -> dict[str, str]:
    """What a run was trained with, as options say it."""
    from archspec.spec.training import OPTIONS

    kept = {key: value for key, value in told.items() if key in OPTIONS}
    return {key: value if isinstance(value, str) else json.dumps(value) for key, value in kept.items()}


def _settled(given: dict[str, str]) -> Settings:
    from archspec.spec.training import with_options
    from archspec.training.settings import place_of_data, settle

    place = place_of_data(None, given)
    options = {**given, "data": place} if place else given
    try:
        # Data is asked for before, where it matters.
        return settle(with_options(None, {"data": "digits", **options}))
    except SpecError as error:
        print_diagnostics(error.diagnostics)
        raise click.exceptions.Exit(CALL_IS_WRONG) from None
