"""`archspec experiment`: pictures that papers begin with, drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from archspec.cli import compare, options
from archspec.cli.training import Call, Wish, begin_run, guarded, resume_run

_SPEC = "resnet_cifar"
#: The networks of the paper have 6n + 2 layers.
_UNIT, _ENDS = 6, 2


def _count(_: click.Context, __: click.Parameter, depths: tuple[int, ...]) -> tuple[int, ...]:
    for depth in depths:
        if depth <= _ENDS or (depth - _ENDS) % _UNIT:
            raise click.BadParameter(f"{depth} is not 6n + 2: 8, 14, 20, ..., 56, ...")
    return depths


@click.group("experiment")
def command() -> None:
    """Train networks for a picture that a paper begins with, and draw it."""


@command.command("degradation")
@click.option(
    "--depth",
    "depths",
    type=int,
    multiple=True,
    default=(20, 56),
    callback=_count,
    metavar="N",
    help="How many layers; may be repeated (default: 20 and 56).",
)
@options.experiment
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("runs/degradation"),
    help="The folder for the runs and the picture (default: runs/degradation).",
)
def degradation(depths: tuple[int, ...], output: Path, **given: str | None) -> int:
    """Train plain and residual networks of several depths on the same data, and draw their curves.

    The networks are those of CIFAR-10 in He et al. 2015, section 4.2: plain ones, and the same with shortcuts that have
    no weights. Called again, it goes on where it was stopped.
    """
    told = {"data": "digits", "epochs": "5", **{key: text for key, text in given.items() if text is not None}}
    runs = []
    for depth in depths:
        for kind, shortcut in (("plain", "none"), ("residual", "A")):
            path = output / f"{kind}{depth}"
            wish = Wish(settings=(f"n={(depth - _ENDS) // _UNIT}", f"shortcut={shortcut}"))
            click.echo(f"{kind}, {depth} layers:")
            code = guarded(_SPEC, _run(path, wish, told))
            if code:
                return code
            runs.append(path)
    return compare.show(runs, output / "curves.svg", as_json=False)


def _run(path: Path, wish: Wish, told: dict[str, str]) -> Callable[[str], bool]:
    def run(word: str) -> bool:
        if (path / "run.json").exists():
            return resume_run(path, {}, Call())
        return begin_run(word, wish, dict(told), Call(), path)

    return run
