"""`archspec train`: from a spec to a trained model, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import click

from archspec.cli import options
from archspec.cli.training import Call, Wish, begin_run, guarded, resume_run


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
@click.option(
    "--distribute",
    type=click.Choice(["mirrored", "multiworker"]),
    help="Train on all devices of this machine (mirrored), or on those of the machines that TF_CONFIG, Slurm or "
    "Kubernetes tells (multiworker).",
)
@click.option(
    "--workers", type=click.IntRange(2), metavar="N", help="Try multiworker with N processes on this machine."
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
    distribute: str | None,
    workers: int | None,
    as_json: bool,
    **given: str | None,
) -> int:
    """Train a network, and keep what comes of it in a folder.

    What is trained on and how is said by the spec's 'training', and by options, which go before it. The folder holds
    the spec, the history as CSV, JSON and pictures, the confusion of classes, logs for TensorBoard, checkpoints, and
    the best and the last model.
    """
    told = {key: text for key, text in given.items() if text is not None}
    call = Call(save_every, as_json, distribute)
    if resume is None and spec is None:
        raise click.UsageError("name a SPEC to train, or a run with --resume")
    if workers is not None:
        from archspec.cli.workers import train_together, words_again

        words = words_again(click.get_current_context(), without=("workers", "distribute"))
        return train_together(workers, [*words, "--distribute=multiworker"], resume or output or Path("runs"))
    if resume is None:
        assert spec is not None
        wish = Wish(variant, settings, root)
        return guarded(spec, lambda word: begin_run(word, wish, told, call, output))
    if spec is not None or variant or settings or output or told.keys() - {"epochs"}:
        raise click.UsageError(
            "--resume goes on with what the run was begun with: only --epochs can be given beside it"
        )
    return guarded(str(resume), lambda _: resume_run(resume, told, call))
