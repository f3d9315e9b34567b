"""The command line: finds the command, and turns what goes wrong into messages and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import click

from archspec import __version__
from archspec.cli.codes import CALL_IS_WRONG, INTERRUPTED
from archspec.cli.starting import start_fast, stop_fast

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_COMMANDS = MappingProxyType(
    {
        "build": "Check a spec, compile it to a Keras model and save that.",
        "train": "Train a network, and keep what comes of it in a folder.",
        "evaluate": "Judge a trained network on data.",
        "predict": "Tell what a trained network sees in images.",
        "compare": "Hold runs against each other: a table, and a picture of their curves.",
        "experiment": "Train networks for a picture that a paper begins with, and draw it.",
        "check": "Hold specs against their tables, without TensorFlow.",
        "generate": "Write a network as readable Python source.",
        "summary": "Show a network layer by layer, or with its blocks folded.",
        "table": "Render the documented table from the network.",
        "graph": "Draw a network as SVG, PNG, Graphviz or Mermaid.",
        "diff": "Show how two networks differ: structure first, then the effect.",
        "fmt": "Bring specs and libraries of blocks into the one layout.",
        "show": "Print a spec as one document, with all that it extends and uses.",
        "explain": "Explain a mistake by its code.",
        "list": "List the specs that come with archspec, or the params of one.",
        "new": "Write a small spec to start from.",
        "layers": "List the layers and functions that a spec can call, or tell all about one.",
        "schema": "Print a JSON Schema of the language, for editors.",
        "completion": "Print the script by which a shell completes commands.",
    }
)

_EPILOG = """\b
Exit codes:
  0  all is well
  1  a spec is wrong (every mistake is shown with its place)
  2  the call is wrong (an option, an output that can't be written, Keras missing)
  3  archspec is wrong: Keras disagrees with the graph (please report it)

\b
Examples:
  archspec build resnet50
  archspec check specs/*.yaml
  archspec summary resnet50 --depth 0
  archspec build resnet50 --variant resnet101 --set classes=10 -o build/"""


class _Commands(click.Group):
    """Commands by name, each loaded from its own module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        return import_module(f"archspec.cli.{cmd_name}").command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from archspec.text.suggest import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            if hint is None:
                raise
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}", ctx) from error

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands by name alone: loading all of them would be felt."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(name, help=doc) for name, doc in _COMMANDS.items() if name.startswith(incomplete)]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="archspec")
def _archspec() -> None:
    """Neural network architectures as data.

    A spec is a table from a paper, written in YAML. archspec proves the network against that table and compiles it to
    an ordinary Keras model. SPEC is a path, the name of a spec that comes with archspec, or - for standard input.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with its code."""
    start_fast()
    # Whatever is being written is put away, as by Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    stop_fast(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; its exit code."""
    try:
        code: Any = _archspec.main(args=arguments, prog_name="archspec", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return CALL_IS_WRONG
    except (KeyboardInterrupt, click.Abort):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough; the interpreter must not flush into the pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
