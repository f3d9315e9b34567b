"""Runs the work of a command: loads networks, shows what is wrong, keeps the exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import click

from archspec.api import Architecture, architecture, read
from archspec.cli.codes import ARCHSPEC_IS_WRONG, CALL_IS_WRONG, SPEC_IS_WRONG
from archspec.cli.output import print_diagnostics
from archspec.spec.loading import Program, open_source
from archspec.spec.params import Settings, WrongCall, read_settings
from archspec.text.diagnostics import SpecError


class Request(NamedTuple):
    """Which networks a command asks for."""

    variant: str | None
    settings: Settings
    root: Path | None

    def program(self, word: str) -> Program:
        """A spec, read and checked for form and names."""
        return read(open_source(word), root=self.root)

    def network(self, program: Program, variant: str | None = None) -> Architecture:
        """A network of the spec."""
        return architecture(program, variant=variant or self.variant, settings=self.settings)

    def load(self, word: str) -> Architecture:
        """The one network that the request means."""
        return self.network(self.program(word))


def make_request(variant: str | None, settings: Iterable[str], root: Path | None) -> Request:
    """The request of a command's options.

    Raises:
        click.UsageError: an option is malformed.
    """
    try:
        return Request(variant, read_settings(settings), root)
    except WrongCall as error:
        raise click.BadParameter(str(error), param_hint="--set") from None
    except SpecError as error:
        print_diagnostics(error.diagnostics)
        raise click.exceptions.Exit(CALL_IS_WRONG) from None


def each_spec(words: Iterable[str], work: Callable[[str], bool]) -> int:
    """Does the work for every spec, whatever is wrong with others; the exit code.

    Args:
        words: the specs.
        work: tells whether all is well; raises SpecError where the spec is wrong.
    """
    code = 0
    for word in words:
        try:
            good = work(word)
        except SpecError as error:
            print_diagnostics(error.diagnostics)
            good = False
        code = code if good else SPEC_IS_WRONG
    return code


def each_built(words: Iterable[str], work: Callable[[str], bool]) -> int:
    """Does work that builds models for every spec; where Keras is missing, or refuses one, that is told."""
    from archspec.targets.keras import CompilerFault, MissingKeras

    try:
        return each_spec(words, work)
    except MissingKeras as error:
        click.echo(f"error: {error}", err=True)
        return CALL_IS_WRONG
    except CompilerFault as error:
        click.echo(f"fault of archspec: {error}", err=True)
        return ARCHSPEC_IS_WRONG
