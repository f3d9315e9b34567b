"""`archspec predict`: what a trained network sees in images."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli import options
from archspec.cli.output import print_json
from archspec.cli.trained import loaded


@click.command("predict")
@click.argument("trained", metavar="RUN|MODEL", type=click.Path(exists=True, path_type=Path))
@click.argument("images", metavar="IMAGE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.which
@click.option("--top", type=click.IntRange(1), default=5, metavar="K", help="How many classes to tell (default: 5).")
@options.as_json
def command(trained: Path, images: tuple[Path, ...], which: str, top: int, as_json: bool) -> int:
    """Tell what a trained network sees in images.

    An image is a PNG, JPEG, BMP or GIF file, brought to the size that the network takes. Classes have names where the
    data of the run had them.
    """
    with loaded(trained, which, {}) as network:
        from archspec.training.judging import predict

        from_logits = getattr(network.settings.loss, "from_logits", False)
        found = {
            str(path): predict(network.model, path, network.wanted, network.names, top, from_logits) for path in images
        }
    if as_json:
        print_json({path: [guess._asdict() for guess in guesses] for path, guesses in found.items()})
        return 0
    for path, guesses in found.items():
        click.echo(f"{path}: {', '.join(f'{guess.name} {guess.probability:.1%}' for guess in guesses)}")
    return 0
