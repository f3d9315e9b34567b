"""The options that commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from archspec.cli import completing

Command = TypeVar("Command", bound=Callable[..., Any])


def specs(command: Command) -> Command:
    """One or more specs."""
    return click.argument("specs", nargs=-1, required=True, metavar="SPEC...", shell_complete=completing.specs)(command)


def spec(command: Command) -> Command:
    """One spec."""
    return click.argument("spec", metavar="SPEC", shell_complete=completing.specs)(command)


def network(command: Command) -> Command:
    """Which network of a spec: its variant, its params, and how far its references reach."""
    settings = click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="PARAM=VALUE",
        help="Set a param of the spec, or a place within it (stages[2].repeats=8); may be repeated.",
    )
    variant = click.option(
        "--variant", metavar="NAME", help="Take a variant of the spec.", shell_complete=completing.variants
    )
    return variant(settings(root(command)))


root = click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder that 'use' and 'extends' can't leave (default: the project the spec lies in).",
)
strict = click.option("--strict", is_flag=True, help="Take departures from the table for mistakes.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def training(command: Command) -> Command:
    """How a network is trained: what the spec's `training` has, by the same names."""
    return _of_training(command, [name for name, _, _ in _TRAINING])


def judged(command: Command) -> Command:
    """What a trained network is judged on, and how."""
    return _of_training(command, ["data", "batch-size", "loss", "metrics"])


def experiment(command: Command) -> Command:
    """How the networks of an experiment are trained."""
    return _of_training(command, ["data", "epochs", "batch-size", "optimizer", "learning-rate", "seed"])


def _of_training(command: Command, names: list[str]) -> Command:
    for name, metavar, text in reversed(_TRAINING):
        if name in names:
            command = click.option(f"--{name}", metavar=metavar, help=text)(command)
    return command


which = click.option(
    "--model",
    "which",
    type=click.Choice(["best", "last"]),
    default="best",
    help="Which model of a run: that of its best epoch, or of its last (default: best).",
)


_TRAINING = (
    (
        "data",
        "NAME|PATH",
        "mnist, fashion_mnist, cifar10, cifar100, digits, a .npz file, or a folder of images or records.",
    ),
    ("epochs", "N", "How often all examples are gone through (default: 10)."),
    ("batch-size", "N", "How many examples make a step (default: 32)."),
    ("optimizer", "NAME", "An optimizer of Keras: adam, or '{SGD: {momentum: 0.9}}' (default: Adam)."),
    ("learning-rate", "RATE", "A number, or a schedule of Keras: '{CosineDecay: {...}}'."),
    ("loss", "NAME", "A loss of Keras (default: sparse_categorical_crossentropy)."),
    ("metrics", "LIST", "What else is told of each epoch (default: [accuracy])."),
    ("mixed-precision", "POLICY", "float32, mixed_float16 or mixed_bfloat16 (default: float32)."),
    ("jit-compile", "BOOL", "Whether XLA compiles the step: true or false (default: false)."),
    ("seed", "N", "What all chance begins from (default: 0)."),
)
